/**
 * SLOW-02: a task or a job for a pool per message, without a limit. The receive loop takes messages as fast as they come and puts a queue
 * without a bound behind the one that has one: 39 961 waiting and 24 to 218 MB in spite of RCVHWM=10, flat with a limit of 100 (e27).
 */
import type { Rule } from './rule';
import { pilesUp } from './support/piling-up';
import { exposureOfSocket } from './support/reach';
import { leftAlone } from './support/started-per-message';
import { code, kindOf } from './support/texts';

export const unboundedTasks: Rule = {
  id: 'unbounded-tasks',
  check(model, report) {
    for (const call of model.handlerCalls) {
      const pile = pilesUp(model, call);
      if (!pile) continue;
      const { socket, where, scheduled, isSure } = pile;
      report({
        place: scheduled.name,
        message: `Every message of this ${kindOf(socket)} starts ${code(call.name)} beside the others, and nothing limits how many wait: they pile up in memory and the sender is never slowed down. Await each one, or take a semaphore before you read on.`,
        evidence: where.receive ? [{ place: where.receive.place, message: 'messages arrive here' }] : [],
        // Further down, or for some messages only, who starts it may count them.
        confidence: !isSure ? 'low' : leftAlone(call) ? 'high' : 'medium',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
        fixes:
          where.loop && where.direct && call.inAsync && call.settled === 'dropped'
            ? [{ kind: 'await-call', call: scheduled.call }]
            : [],
      });
    }
  },
};
