/**
 * HWM-04: a spelling of an option that this binding refuses with an error, whenever the line runs (e02, e09, e31). Who catches the error
 * tries what works.
 */
import type { Rule } from './rule';
import { indexOf } from './support/index-of';
import { exposureOfSocket } from './support/reach';
import { code } from './support/texts';

export const optionThatThrows: Rule = {
  id: 'option-that-throws',
  check(model, report) {
    const { socket: sockets } = indexOf(model);
    for (const write of model.ignored) {
      const socket = sockets.get(write.socket);
      if (write.effect !== 'throws' || write.guarded || !write.meant || !socket) continue;
      report({
        place: write.place,
        message: `${code(write.spelling)} is no option of this binding: the line throws whenever it runs, and ${write.meant} is never set. Use the binding's own spelling.`,
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
