/**
 * CONN-03: a client that tries again every few milliseconds is a storm of its own: 2565 attempts in three seconds with 1 ms, 21 with
 * the default of 100 ms, 5 with RECONNECT_IVL_MAX at 5000 (e25).
 */
import { always } from '../model/data';
import type { Rule } from './rule';
import { optionBefore } from './support/posture';
import { reachOf } from './support/reach';
import { replaceValue } from './support/report';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

/** Milliseconds up to which an interval is reported (policy), and libzmq's default. */
const HASTY = 10;
const DEFAULT = 100;

export const hastyReconnect: Rule = {
  id: 'hasty-reconnect',
  check(model, report) {
    for (const socket of model.sockets) {
      if (!socket.options.some((write) => write.option === 'RECONNECT_IVL')) continue;
      for (const use of opens(socket)) {
        const { exposure, confidence } = reachOf(use);
        if (use.op !== 'connect' || exposure === 'local' || exposure === 'inproc') continue;
        const { state, writes } = optionBefore(model, socket, 'RECONNECT_IVL', use);
        if (state !== 'set' || !writes.every((write) => always(write.value, isHasty))) continue;
        // With a maximum the interval doubles from attempt to attempt.
        const most = optionBefore(model, socket, 'RECONNECT_IVL_MAX', use);
        if (most.state === 'unknown' || most.values.some((value) => !always(value, isHastyOrNone))) continue;
        for (const write of writes)
          report({
            place: write.valuePlace ?? write.place,
            message: `${code(write.spelling)} is ${HASTY} ms or less: while the server is down, this client tries hundreds of times a second, and all its kind return at once. Leave the default of ${DEFAULT} ms and set a maximum of some seconds.`,
            evidence: [endpointEvidence(use)],
            confidence,
            exposure,
            holder: socket.holder,
            socket: socket.id,
            fixes: replaceValue(write, DEFAULT),
          });
      }
    }
  },
};

/** 0 and -1 never try again (e25). */
function isHasty(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value <= HASTY;
}

function isHastyOrNone(value: unknown): boolean {
  return typeof value === 'number' && value <= HASTY;
}
