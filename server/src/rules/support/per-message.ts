/** What happens once for every message of a socket. */
import type { Model, Order, Place, Socket, Transfer } from '../../model/model';
import { unconditionalFor } from '../../model/order';
import { loopsOf, tasksOf } from './repetition';

export interface Where {
  readonly place: Place;
  /** Not only for some messages. */
  readonly always: boolean;
}

/** Where an event happens once for each message of the socket: in a loop that receives, or in what runs for one. */
export function perMessage(model: Model, socket: Socket, order: Order): Where | undefined {
  for (const receive of socket.transfers) {
    // Who looks without waiting has to pause somewhere.
    if (receive.op !== 'receive' || receive.polls) continue;
    const loop = loopsOf(model, order, socket.order).find(
      (one) => receive.order.task === order.task && (one.socket === socket.id || receive.order.loops.includes(one.id)),
    );
    if (loop && (receive.continuous || order.seq > receive.order.seq || loop.endless))
      return { place: loop.place, always: inEveryRound(order, receive) };
  }
  const task = tasksOf(model, order, socket.order).find(
    (one) => one.kind === 'message' && one.repeats && one.socket === socket.id,
  );
  return task && { place: task.place, always: straight(order, task.id) };
}

/** The body of an iteration is a branch of its own: there may be nothing to iterate over. */
function inEveryRound(order: Order, { continuous, order: receive }: Transfer): boolean {
  return continuous ? order.arms.length <= receive.arms.length + 1 : unconditionalFor(order, receive);
}

/** In the handler itself and in none of its branches. */
function straight(order: Order, task: number): boolean {
  return order.task === task && order.arms.length === 0;
}
