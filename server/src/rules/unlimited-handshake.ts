/**
 * CONN-01: HANDSHAKE_IVL 0 lets a peer that never speaks keep its file descriptor for ever. 123 idle TCP connections closed a server
 * with 128 descriptors to everybody else; with a limit of 1000 ms it recovered while they stayed (e15).
 */
import { always } from '../model/data';
import type { Rule } from './rule';
import { optionBefore } from './support/posture';
import { reachOf } from './support/reach';
import { replaceValue } from './support/report';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

/** Milliseconds: long for a handshake, short for somebody who only holds the line. */
const LIMIT = 5000;

export const unlimitedHandshake: Rule = {
  id: 'unlimited-handshake',
  check(model, report) {
    for (const socket of model.sockets) {
      if (!socket.options.some((write) => write.option === 'HANDSHAKE_IVL')) continue;
      for (const use of opens(socket)) {
        const { exposure, confidence } = reachOf(use);
        // Who connects does not accept; inproc has no handshake.
        if (use.op !== 'bind' || exposure === 'inproc') continue;
        const { state, writes } = optionBefore(model, socket, 'HANDSHAKE_IVL', use);
        if (state !== 'set' || !writes.every((write) => always(write.value, isZero))) continue;
        for (const write of writes)
          report({
            place: write.valuePlace ?? write.place,
            message: `${code(write.spelling)} is 0: a connection that never says anything keeps its file descriptor for ever, and some hundred of them shut everybody out. Give the handshake a limit, such as ${LIMIT} ms.`,
            evidence: [endpointEvidence(use)],
            confidence,
            exposure,
            holder: socket.holder,
            socket: socket.id,
            fixes: replaceValue(write, LIMIT),
          });
      }
    }
  },
};

function isZero(value: unknown): boolean {
  return value === 0;
}
