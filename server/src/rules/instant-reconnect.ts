/**
 * CONN-07: a fresh socket that connects at once whenever a connection is lost. libzmq reconnects by itself, after RECONNECT_IVL and in growing
 * steps up to RECONNECT_IVL_MAX (zmq_setsockopt(3); 21 attempts in three seconds by default, 5 with a maximum of 5 s, e25); whoever makes a new
 * socket each time begins anew each time, and never waits.
 */
import type { EndpointUse, Model, Place, Socket, Task } from '../model/model';
import type { Rule } from './rule';
import { indexOf } from './support/index-of';
import { exposureOfSocket, reachOf } from './support/reach';
import { opens } from './support/sockets';
import { endpointEvidence, kindOf } from './support/texts';

export const instantReconnect: Rule = {
  id: 'instant-reconnect',
  check(model, report) {
    for (const socket of model.sockets) {
      const found = reconnection(model, socket);
      if (!found) continue;
      const { use, task } = found;
      report({
        place: found.place,
        message: `Whenever a connection is lost, a new ${kindOf(socket)} connects at once: a server that is overloaded and drops its clients gets all of them back without a pause. Let the same socket reconnect, with a maximum for its growing interval, or wait longer each time.`,
        evidence: [{ place: task.place, message: 'runs when a connection is lost' }, endpointEvidence(use)],
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
  readonly task: Task;
  readonly place: Place;
}

function reconnection(model: Model, socket: Socket): Reconnection | undefined {
  const task = indexOf(model).task.get(socket.order.task);
  if (task?.kind !== 'loss') return undefined;
  const use = opens(socket).find(
    (one) =>
      one.op === 'connect' &&
      one.order.task === task.id &&
      reachOf(one).exposure !== 'inproc' &&
      !pauses(model, task, one),
  );
  // What a person would delay is the call of the function that connects.
  return use && { use, task, place: use.calledAt ?? use.call };
}

/** Something is waited for before it connects. */
function pauses(model: Model, task: Task, { order }: EndpointUse): boolean {
  const before = (at: { readonly task: number; readonly seq: number }): boolean =>
    at.task === task.id && at.seq < order.seq;
  return model.waits.some(before) || model.blocking?.some((one) => one.pause && before(one.order)) === true;
}
