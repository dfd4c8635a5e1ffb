/**
 * HWM-05: sends into a binding that queues without a limit of its own. libzmq's high-water mark does not count there: with SNDHWM=10,
 * 19 990 of 20 000 messages lay in the list, 48 to 267 MB (e08), 48 to 264 MB in the compatible layer (e12). A PUB drops and never queues.
 */
import type { Model, Place, Socket, Transfer } from '../model/model';
import type { Confidence, Rule } from './rule';
import { exposureOfSocket, inprocOnly } from './support/reach';
import { loopsOf, repeatingTask, waitsWithin } from './support/repetition';
import { mayWaitToSend } from './support/sockets';
import { kindOf } from './support/texts';

/** What libzmq takes by its default: a burst that is known to be smaller stays within it. */
const BURST = 1000;

export const unpacedSends: Rule = {
  id: 'unpaced-sends',
  check(model, report) {
    for (const socket of model.sockets) {
      if (!mayWaitToSend(socket.type) || inprocOnly(socket)) continue;
      for (const send of socket.transfers) {
        if (send.op !== 'send' || !send.unlimited || send.paced) continue;
        const why = again(model, socket, send);
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

interface Why {
  readonly text: string;
  readonly place: Place;
  readonly confidence: Confidence;
}

function again(model: Model, socket: Socket, send: Transfer): Why | undefined {
  for (const loop of loopsOf(model, send.order, socket.order)) {
    // How often a loop of unknown length sends, nobody knows; a burst within the mark is no queue.
    if (!loop.endless && (loop.rounds === undefined || loop.rounds <= BURST)) continue;
    const waits = waitsWithin(model, loop, send.order.task);
    return { text: 'In every round of the loop', place: loop.place, confidence: waits ? 'medium' : 'high' };
  }
  const task = repeatingTask(model, send.order, socket.order);
  if (task?.kind === 'timer') return { text: 'With every tick of the timer', place: task.place, confidence: 'medium' };
  if (task?.kind === 'request') return { text: 'With every request', place: task.place, confidence: 'medium' };
  return undefined;
}
