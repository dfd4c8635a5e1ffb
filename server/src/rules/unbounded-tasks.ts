/**
 * SLOW-02: a task or a job for a pool per message, without a limit. The receive loop takes messages as fast as they come and puts a queue
 * without a bound behind the one that has one: 39 961 waiting and 24 to 218 MB in spite of RCVHWM=10, flat with a limit of 100 (e27).
 */
import type { HandlerCall, Model, Socket } from '../model/model';
import { unconditionalFor } from '../model/order';
import type { Rule } from './rule';
import { indexOf } from './support/index-of';
import { leftAlone, startedPerMessage, type PerMessage } from './support/started-per-message';
import { exposureOfSocket } from './support/reach';
import { lockStep } from './support/sockets';
import { code, kindOf } from './support/texts';

export const unboundedTasks: Rule = {
  id: 'unbounded-tasks',
  check(model, report) {
    const { socket: sockets } = indexOf(model);
    for (const call of model.handlerCalls) {
      const socket = sockets.get(call.socket);
      if (!socket || !call.scheduled || call.limited || lockStep(socket.type)) continue;
      const where = startedPerMessage(model, socket, call);
      if (!where || isBounded(model, socket, call, where)) continue;
      const { name, call: handed } = call.scheduled;
      const always = where.receive !== undefined && unconditionalFor(call.order, where.receive.order);
      report({
        place: name,
        message: `Every message of this ${kindOf(socket)} starts ${code(call.name)} beside the others, and nothing limits how many wait: they pile up in memory and the sender is never slowed down. Await each one, or take a semaphore before you read on.`,
        evidence: where.receive ? [{ place: where.receive.place, message: 'messages arrive here' }] : [],
        // Further down, or for some messages only, who starts it may count them.
        confidence: !where.direct || !always ? 'low' : leftAlone(call) ? 'high' : 'medium',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
        fixes:
          where.loop && where.direct && call.inAsync && call.settled === 'dropped'
            ? [{ kind: 'await-call', call: handed }]
            : [],
      });
    }
  },
};

/** Waited for, or something in the round waits: for its turn, or, where the tasks are kept, for whatever it is. */
function isBounded(model: Model, socket: Socket, call: HandlerCall, where: PerMessage): boolean {
  const dropped = leftAlone(call);
  if (!dropped && call.settled !== 'stored') return true;
  const around = model.waits.filter((wait) =>
    where.loop ? wait.loops.includes(where.loop.id) : wait.task === call.order.task,
  );
  if (around.some((wait) => wait.turn)) return true;
  if (dropped) return false;
  // Only the receives wait: nobody looks how many there are.
  const receives = socket.transfers.filter(
    ({ op, async, order }) => op === 'receive' && async && where.loop && order.loops.includes(where.loop.id),
  );
  const own = around.filter((wait) => wait.task === call.order.task);
  return (
    own.length > receives.length || where.receive === undefined || !unconditionalFor(call.order, where.receive.order)
  );
}
