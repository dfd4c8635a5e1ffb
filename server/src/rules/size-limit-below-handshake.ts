/**
 * SIZE-12: MAXMSGSIZE counts for the commands of the handshake as well. The smallest limit of those tried under which a connection came
 * about was 26 bytes with NULL; with CURVE 300 on the server's side and 168 on the client's (e06). 0 is no "no limit": that is -1.
 */
import { alternatives, type Data } from '../model/data';
import type { EndpointUse, Model, Socket } from '../model/model';
import type { Rule } from './rule';
import { curve, flag, gssapi, optionBefore, plain } from './support/posture';
import { reachOf } from './support/reach';
import { replaceValue } from './support/report';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

const NULL_NEEDS = 26;
const CURVE_CLIENT_NEEDS = 168;
const CURVE_SERVER_NEEDS = 300;
/** What every mechanism gets along with, with room for routing ids. */
const ENOUGH = 1024;

export const sizeLimitBelowHandshake: Rule = {
  id: 'size-limit-below-handshake',
  check(model, report) {
    for (const socket of model.sockets) {
      if (!socket.options.some((write) => write.option === 'MAXMSGSIZE') || socket.type === 'STREAM') continue;
      for (const use of opens(socket)) {
        const { exposure, endpoint } = reachOf(use);
        // Neither limit nor handshake on inproc (e06).
        if (exposure === 'inproc') continue;
        const needs = needed(model, socket, use);
        const { state, writes } = optionBefore(model, socket, 'MAXMSGSIZE', use);
        if (state !== 'set' || !writes.every((write) => isBelow(write.value, needs))) continue;
        for (const write of writes)
          report({
            place: write.valuePlace ?? write.place,
            message: `${code(write.spelling)} is smaller than the messages of the handshake (about ${needs} bytes here), so no connection to ${code(endpoint.text)} comes about. Use ${ENOUGH} or more${isZero(write.value) ? '; no limit would be -1' : ''}.`,
            evidence: [endpointEvidence(use)],
            confidence: 'high',
            exposure,
            holder: socket.holder,
            socket: socket.id,
            fixes: replaceValue(write, ENOUGH),
          });
      }
    }
  },
};

/** Bytes of the longest command the peer sends before the first message, for what is certainly in force; PLAIN and GSSAPI were not tried. */
function needed(model: Model, socket: Socket, use: EndpointUse): number {
  if (curve(model, socket, use) !== 'yes') return NULL_NEEDS;
  if (plain(model, socket, use) !== 'no' || gssapi(model, socket, use) !== 'no') return NULL_NEEDS;
  return flag(optionBefore(model, socket, 'CURVE_SERVER', use)) === 'yes' ? CURVE_SERVER_NEEDS : CURVE_CLIENT_NEEDS;
}

function isBelow(data: Data, needs: number): boolean {
  return alternatives(data).every(
    (one) => one.kind === 'const' && typeof one.value === 'number' && one.value >= 0 && one.value < needs,
  );
}

function isZero(data: Data): boolean {
  return data.kind === 'const' && data.value === 0;
}
