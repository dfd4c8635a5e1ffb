/**
 * SLOW-11: a context is ended while a socket of it is open. It waits until that is closed, which nobody does any more: for ever (e40).
 */
import type { Model, Socket, Termination } from '../model/model';
import { compareOrder, unconditionalFor } from '../model/order';
import type { Rule } from './rule';
import { exposureOfSocket } from './support/reach';
import { kindOf } from './support/texts';
import { handlersOf } from './support/zap';

export const termWithOpenSocket: Rule = {
  id: 'term-with-open-socket',
  check(model, report) {
    if (!model.terminations) return;
    const handlers = new Set(handlersOf(model).map(({ socket }) => socket.id));
    for (const end of model.terminations) {
      const open = model.sockets.find((socket) => !handlers.has(socket.id) && isOpen(model, socket, end));
      if (!open) continue;
      report({
        place: end.place,
        message: `The context waits here until all its sockets are closed, and this ${kindOf(open)} never is: the program hangs at its end. Close every socket first.`,
        evidence: [{ place: open.createdName, message: 'made here, and not closed' }],
        confidence: 'high',
        exposure: exposureOfSocket(open),
        holder: open.holder,
        socket: open.id,
        fixes: end.instead === undefined ? [] : [{ kind: 'replace-text', place: end.place, text: end.instead }],
      });
    }
  },
};

/** Made before on every path, still held, and closed by nobody before: in a thread of its own it may be, and out of sight. */
function isOpen(model: Model, socket: Socket, { context, order, held }: Termination): boolean {
  if (socket.context !== context || !held.includes(socket.id)) return false;
  if (socket.leaves || socket.unknowns.some(({ what }) => what === 'origin')) return false;
  if (compareOrder(socket.order, order, model.tasks) !== 'before' || !unconditionalFor(socket.order, order))
    return false;
  return socket.closes.every((close) => compareOrder(close.order, order, model.tasks, socket.order) === 'after');
}
