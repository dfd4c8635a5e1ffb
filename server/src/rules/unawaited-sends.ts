/**
 * SLOW-04: asynchronous sends that nobody awaits, again and again, in a binding that keeps a list of those that wait. The high-water mark
 * does not count there: with SNDHWM=10, 19 990 of 20 000 sends were pending in the list (e17). A PUB drops and never waits.
 */
import type { Socket } from '../model/model';
import { sometimes } from '../model/data';
import type { Rule } from './rule';
import { sendsWithoutEnd } from './support/pace';
import { exposureOfSocket, inprocOnly } from './support/reach';
import { lockStep, mayWaitToSend } from './support/sockets';
import { kindOf } from './support/texts';

export const unawaitedSends: Rule = {
  id: 'unawaited-sends',
  check(model, report) {
    for (const socket of model.sockets) {
      if (!mayWaitToSend(socket.type) || lockStep(socket.type) || inprocOnly(socket) || givesUp(socket)) continue;
      for (const send of socket.transfers) {
        if (send.op !== 'send' || !send.unlimited || send.settled !== 'dropped') continue;
        const why = sendsWithoutEnd(model, socket, send);
        if (!why) continue;
        report({
          place: send.place,
          message: `${why.text} this ${kindOf(socket)} sends and nobody awaits it: what a slow peer does not take waits in a list without a limit, beyond the high-water mark, and an error goes unseen. Await each send.`,
          evidence: [{ place: why.place, message: 'sends again and again' }],
          confidence: why.confidence,
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
          fixes: send.inAsync ? [{ kind: 'await-call', call: send.callPlace }] : [],
        });
      }
    }
  },
};

/** A send that waits ends with its time limit, so no more wait than are sent in that time; nobody knows which limit a variable sets. */
function givesUp(socket: Socket): boolean {
  return socket.options.some(
    ({ option, value }) => option === 'SNDTIMEO' && !sometimes(value, (limit) => limit === -1),
  );
}
