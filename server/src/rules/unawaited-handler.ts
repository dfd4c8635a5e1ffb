/**
 * SLOW-01: asynchronous work started per message that the receive loop does not wait for. Reading on takes the back-pressure away:
 * 40 000 messages in flight in spite of RCVHWM=10, 48 to 444 MB (e25).
 */
import type { Rule } from './rule';
import { indexOf } from './support/index-of';
import { leftAlone, startedPerMessage } from './support/started-per-message';
import { exposureOfSocket } from './support/reach';
import { code, kindOf } from './support/texts';
import { lockStep } from './support/sockets';

export const unawaitedHandler: Rule = {
  id: 'unawaited-handler',
  check(model, report) {
    const { socket: sockets, transfer } = indexOf(model);
    for (const call of model.handlerCalls) {
      const socket = sockets.get(call.socket);
      // Where the call starts nothing by itself, somebody else does, and that is told there.
      if (!socket || call.lazy || call.scheduled) continue;
      if (!call.async || call.limited || lockStep(socket.type) || !leftAlone(call)) continue;
      const where = startedPerMessage(model, socket, call);
      if (!where) continue;
      const source = transfer.get(call.transfer);
      report({
        place: call.place,
        message: `${code(call.name)} is started for every message of this ${kindOf(socket)} and not awaited: unfinished work piles up in memory and the sender is never slowed down. Await it, or allow a fixed number at a time.`,
        evidence: source ? [{ place: source.transfer.place, message: 'messages arrive here' }] : [],
        // Further down, a pump that ends at once when it is busy looks the same.
        confidence: where.direct ? 'high' : 'low',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
        // An event handler is not waited for either: awaiting in it would change nothing.
        fixes:
          where.loop && where.direct && call.inAsync && call.settled === 'dropped'
            ? [{ kind: 'await-call', call: call.call }]
            : [],
      });
    }
  },
};
