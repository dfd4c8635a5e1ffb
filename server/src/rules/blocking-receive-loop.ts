/**
 * SLOW-13: work that blocks the thread, done for each message of a SUB or ROUTER. While it runs nothing is read: the queue fills to its
 * high-water mark, and what comes then is dropped by the publisher for a SUB, and waits at the peers for a ROUTER (e03).
 */
import type { BlockingCall, Model, Order, Place, Socket, Transfer } from '../model/model';
import { unconditionalFor } from '../model/order';
import type { Rule } from './rule';
import { exposureOfSocket, inprocOnly } from './support/reach';
import { loopsOf, tasksOf } from './support/repetition';
import { code, kindOf } from './support/texts';

export const blockingReceiveLoop: Rule = {
  id: 'blocking-receive-loop',
  check(model, report) {
    if (!model.blocking) return;
    for (const socket of model.sockets) {
      if ((socket.type !== 'SUB' && socket.type !== 'ROUTER') || inprocOnly(socket)) continue;
      for (const call of model.blocking) {
        const where = perMessage(model, socket, call);
        // A pause in a branch waits for something: for the network after an error, for a first message.
        if (!where || (call.pause && !where.always)) continue;
        report({
          place: call.place,
          message: `${code(call.api)} blocks the thread for every message of this ${kindOf(socket)}: nothing is read meanwhile, and what does not fit into the queue is lost or waits at every peer. Hand the work to a worker behind a queue with a limit, or use the asynchronous call and await it.`,
          evidence: [{ place: where.place, message: 'once for every message' }],
          confidence: where.always ? 'high' : 'low',
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
        });
      }
    }
  },
};

interface Where {
  readonly place: Place;
  /** Not only for some messages. */
  readonly always: boolean;
}

function perMessage(model: Model, socket: Socket, { order }: BlockingCall): Where | undefined {
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
