/**
 * CONN-07: a fresh socket that connects at once whenever a connection is lost. libzmq reconnects by itself, after RECONNECT_IVL and in growing
 * steps up to RECONNECT_IVL_MAX (zmq_setsockopt(3); 21 attempts in three seconds by default, 5 with a maximum of 5 s, e25); whoever makes a new
 * socket each time begins anew each time, and never waits.
 */
import type { EndpointUse, Model, Order, Place, Socket } from '../model/model';
import type { Rule } from './rule';
import { indexOf } from './support/index-of';
import { holds } from './support/places';
import { exposureOfSocket, reachOf } from './support/reach';
import { loopsOf } from './support/repetition';
import { opens } from './support/sockets';
import { endpointEvidence, kindOf } from './support/texts';

export const instantReconnect: Rule = {
  id: 'instant-reconnect',
  check(model, report) {
    for (const socket of model.sockets) {
      const found = reconnection(model, socket);
      if (!found) continue;
      const { use, after } = found;
      report({
        place: found.place,
        message: `Whenever a connection is lost, a new ${kindOf(socket)} connects at once: a server that is overloaded and drops its clients gets all of them back without a pause. Let the same socket reconnect, with a maximum for its growing interval, or wait longer each time.`,
        evidence: [{ place: after, message: 'runs when a connection is lost' }, endpointEvidence(use)],
        confidence: 'high',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
      });
    }
  },
};

interface Reconnection {
  readonly use: EndpointUse;
  readonly place: Place;
  /** What runs when a connection is lost. */
  readonly after: Place;
}

function reconnection(model: Model, socket: Socket): Reconnection | undefined {
  const { task: tasks, socket: sockets } = indexOf(model);
  const task = tasks.get(socket.order.task);
  if (task?.kind === 'loss') return atOnce(model, socket, task.place, () => true);
  // A loop over the events makes another of the kind it looks at.
  const loop = loopsOf(model, socket.order).findLast(
    ({ monitored }) => monitored !== undefined && sockets.get(monitored)?.type === socket.type,
  );
  return loop && atOnce(model, socket, loop.place, ({ loops }) => loops.includes(loop.id));
}

/** It connects where it is made, with nothing waited for since the loss: by what happens in that task or loop. */
function atOnce(
  model: Model,
  socket: Socket,
  after: Place,
  since: (order: Order) => boolean,
): Reconnection | undefined {
  const use = opens(socket).find((one) => {
    if (one.op !== 'connect' || one.order.task !== socket.order.task || reachOf(one).exposure === 'inproc')
      return false;
    const before = (order: Order): boolean =>
      order.task === one.order.task && order.seq < one.order.seq && since(order);
    return !model.waits.some(before) && !model.blocking?.some(({ pause, order }) => pause && before(order));
  });
  // What a person would delay is the call of the function that connects.
  return use && { use, place: holds(after, use.call) ? use.call : (use.calledAt ?? use.call), after };
}
