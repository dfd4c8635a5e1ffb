/**
 * HWM-08: a send that does not wait, whose error is caught and forgotten. At a full queue nothing of it is left: of 1000 messages 10 arrived, and
 * every call looked alike (e60).
 */
import { alternatives } from '../model/data';
import type { Model, Transfer } from '../model/model';
import type { Rule } from './rule';
import { inprocOnly } from './support/reach';
import { aboutSocket } from './support/report';
import { hidden, opens } from './support/sockets';

/** These raise an error at their mark (e03); the others drop without one, or answer. */
const REFUSING: ReadonlySet<string | undefined> = new Set(['PUSH', 'DEALER', 'PAIR']);

export const lostSend: Rule = {
  id: 'lost-send',
  check(model: Model, report) {
    for (const socket of model.sockets) {
      if (!REFUSING.has(socket.type) || opens(socket).length === 0 || inprocOnly(socket) || hidden(socket)) continue;
      // Who keeps the newest only means to lose the others.
      if (socket.options.some(({ option }) => option === 'CONFLATE')) continue;
      for (const send of socket.transfers) {
        if (!send.unheard || (send.settled !== 'sync' && send.settled !== 'awaited') || isSignal(send)) continue;
        report({
          place: send.place,
          message:
            'When the queue is full this message is lost, and nobody learns of it: the error is caught and forgotten. Count it, keep the message for later, or let the send wait.',
          evidence: [{ place: send.unheard, message: 'forgets the error' }],
          ...aboutSocket(socket),
          fixes: [],
        });
      }
    }
  },
};

/** Always the same: a wake-up or a sign of life, and the one in the queue says it all. Also where it is not known. */
function isSignal({ message, frames }: Transfer): boolean {
  const parts = frames ?? (message ? [message] : []);
  return parts.every((part) => alternatives(part).every(({ kind }) => kind === 'const'));
}
