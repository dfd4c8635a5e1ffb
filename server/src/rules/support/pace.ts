/** Sends that go on and on: where nobody waits for them they pile up. */
import type { Model, Place, Socket, Transfer } from '../../model/model';
import type { Confidence } from '../rule';
import { loopsOf, repeatingTask, waitsWithin } from './repetition';

/** What libzmq takes by its default: a burst that is known to be smaller stays within it. */
const BURST = 1000;

export interface Repetition {
  readonly text: string;
  readonly place: Place;
  readonly confidence: Confidence;
}

/** What makes a send happen again and again, for the beginning of a sentence; undefined where that is not known. */
export function sendsWithoutEnd(model: Model, socket: Socket, send: Transfer): Repetition | undefined {
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
