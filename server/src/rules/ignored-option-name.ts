/**
 * HWM-03: a name that is an option elsewhere but not in this binding, and that the binding ignores without an error: the real SNDHWM
 * stayed 1000 after `s.sndhwm = 10` (e02, e09, e12). Names that throw fail the first time they run and are not reported.
 */
import type { Rule } from './rule';
import { exposureOfSocket } from './support/reach';
import { indexOf } from './support/index-of';
import { code } from './support/texts';

export const ignoredOptionName: Rule = {
  id: 'ignored-option-name',
  check(model, report) {
    const { socket: sockets } = indexOf(model);
    for (const write of model.ignored) {
      const socket = sockets.get(write.socket);
      // A name that is an option nowhere is the program's own business.
      if (write.effect !== 'ignored' || !write.meant || !socket) continue;
      report({
        place: write.place,
        message: `${code(write.spelling)} is not an option name of this binding: the assignment is ignored and ${write.meant} keeps its old value. Use the binding's own spelling.`,
        evidence: [{ place: socket.createdName, message: 'the socket is made here' }],
        confidence: 'high',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
        fixes: [
          {
            kind: 'respell-option',
            socket: socket.id,
            place: write.place,
            option: write.meant,
            ...(write.statement ? { statement: write.statement } : {}),
            ...(write.valuePlace ? { valuePlace: write.valuePlace } : {}),
          },
        ],
      });
    }
  },
};
