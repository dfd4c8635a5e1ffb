/**
 * SIZE-17: MAXMSGSIZE explicitly -1 on a socket that receives and that others can reach. libzmq reserves the announced size when the
 * header arrives: nine bytes reserve 4 GiB of address space (e06). The same value as a default is posture, not a finding.
 */
import { always, sometimes, type Const } from '../model/data';
import type { Rule } from './rule';
import { overridden } from './support/posture';
import { exposureOfSocket, inprocOnly } from './support/reach';
import { opens, receives } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

const LIMIT = 1_048_576;

export const unlimitedMessageSize: Rule = {
  id: 'unlimited-message-size',
  check(model, report) {
    for (const socket of model.sockets) {
      if (!receives(socket.type) || inprocOnly(socket)) continue;
      const exposure = exposureOfSocket(socket);
      for (const write of socket.options) {
        if (write.option !== 'MAXMSGSIZE' || !sometimes(write.value, isUnlimited) || overridden(model, socket, write))
          continue;
        const certain = always(write.value, isUnlimited);
        report({
          place: write.valuePlace ?? write.place,
          message: `${code(write.spelling)} is switched off: one peer can announce a message of any size and this process reserves memory for it. Set a limit that fits your largest message.`,
          evidence: opens(socket).slice(0, 1).map(endpointEvidence),
          confidence: certain ? 'high' : 'medium',
          exposure,
          holder: socket.holder,
          socket: socket.id,
          fixes:
            certain && write.valuePlace
              ? [{ kind: 'replace-value', place: write.valuePlace, value: LIMIT, option: 'MAXMSGSIZE' }]
              : [],
        });
      }
    }
  },
};

function isUnlimited(value: Const): boolean {
  return typeof value === 'number' && value < 0;
}
