/**
 * HWM-05: sends into a binding that queues without a limit of its own. libzmq's high-water mark does not count there: with SNDHWM=10,
 * 19 990 of 20 000 messages lay in the list, 48 to 267 MB (e08), 48 to 264 MB in the compatible layer (e12). A PUB drops and never queues.
 */
import type { Rule } from './rule';
import { sendsWithoutEnd } from './support/pace';
import { exposureOfSocket, inprocOnly } from './support/reach';
import { mayWaitToSend } from './support/sockets';
import { kindOf } from './support/texts';

export const unpacedSends: Rule = {
  id: 'unpaced-sends',
  check(model, report) {
    for (const socket of model.sockets) {
      if (!mayWaitToSend(socket.type) || inprocOnly(socket)) continue;
      for (const send of socket.transfers) {
        if (send.op !== 'send' || !send.unlimited || send.async || send.paced) continue;
        const why = sendsWithoutEnd(model, socket, send);
        if (!why) continue;
        report({
          place: send.place,
          message: `${why.text} this ${kindOf(socket)} sends and never learns whether anything left: what a slow peer does not take is kept in a list without a limit, beyond the high-water mark. Pass a callback and keep a fixed number of messages under way.`,
          evidence: [{ place: why.place, message: 'sends again and again' }],
          confidence: why.confidence,
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
        });
      }
    }
  },
};
