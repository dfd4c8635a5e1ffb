/**
 * CONN-04: a socket or context for every request, message or round that is neither closed nor kept. 50 contexts took 300 descriptors
 * and 100 threads, one context ends at 1023 sockets with EMFILE (e25, e35).
 */
import type { ContextUse, Model, Order, Place, Socket } from '../model/model';
import { unconditionalFor } from '../model/order';
import type { Rule } from './rule';
import { exposureOfSocket } from './support/reach';
import { loopsOf, tasksOf } from './support/repetition';
import { kindOf } from './support/texts';

export const socketPerRequest: Rule = {
  id: 'socket-per-request',
  check(model, report) {
    const leaking = new Set<number>();
    for (const context of model.contexts) {
      const why = contextLeak(model, context);
      if (!why || !context.createdName) continue;
      leaking.add(context.id);
      report({
        place: context.createdName,
        message: `A new context is made for ${why.text} and not closed: each costs descriptors and threads until the process has none left. Make one context and share it.`,
        evidence: [{ place: why.place, message: `once for ${why.text}` }],
        confidence: 'high',
        exposure: 'unknown',
        holder: 'context',
      });
    }
    for (const socket of model.sockets) {
      const why = socketLeak(model, socket);
      // The context's finding covers its sockets.
      if (!why || (socket.context !== undefined && leaking.has(socket.context))) continue;
      report({
        place: socket.createdName,
        message: `A new ${kindOf(socket)} is made for ${why.text} and not closed: each costs a connection, descriptors and a handshake at both ends. Make it once and use it again, or close it in every case.`,
        evidence: [{ place: why.place, message: `once for ${why.text}` }],
        confidence: why.certain ? 'high' : 'medium',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
      });
    }
  },
};

interface Why {
  readonly text: string;
  readonly place: Place;
  readonly certain: boolean;
}

function contextLeak(model: Model, context: ContextUse): Why | undefined {
  if (context.shared || context.closed || context.scoped || context.kept !== false || !context.order) return undefined;
  return perEvent(model, context.order);
}

function socketLeak(model: Model, socket: Socket): Why | undefined {
  if (socket.closes.length > 0 || socket.unknowns.some(({ what }) => what === 'origin' || what === 'escapes'))
    return undefined;
  // What the language closes with its last reference stays open only among others.
  if (socket.scoped && !socket.collected) return undefined;
  if (socket.kept && !pilesUp(socket)) return undefined;
  return perEvent(model, socket.order);
}

/**
 * A socket that is put into a list or map may belong to a pool: made where there is none yet, used in any case. It piles up when each
 * one is used by the event that made it and by no other.
 */
function pilesUp({ order, transfers }: Socket): boolean {
  const own = transfers.every((one) => one.order.task === order.task && !one.continuous);
  return own && transfers.some((one) => unconditionalFor(order, one.order));
}

/** What makes the creation happen again and again. */
function perEvent(model: Model, order: Order): Why | undefined {
  for (const loop of [...loopsOf(model, order)].reverse()) {
    if (loop.socket !== undefined) return { text: 'every message', place: loop.place, certain: true };
    if (loop.endless) return { text: 'every round of an endless loop', place: loop.place, certain: true };
  }
  const tasks = tasksOf(model, order);
  // It takes the place of one whose connection was lost.
  if (tasks.some((task) => task.kind === 'loss')) return undefined;
  for (const task of tasks) {
    if (!task.repeats) continue;
    if (task.kind === 'message') return { text: 'every message', place: task.place, certain: true };
    if (task.kind === 'request') return { text: 'every request', place: task.place, certain: true };
    if (task.kind === 'timer') return { text: 'every tick of a timer', place: task.place, certain: true };
  }
  return undefined;
}
