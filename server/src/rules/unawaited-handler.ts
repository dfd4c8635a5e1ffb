/**
 * SLOW-01: asynchronous work started per message that the receive loop does not wait for. Reading on takes the back-pressure away:
 * 40 000 messages in flight in spite of RCVHWM=10, 48 to 444 MB (e25).
 */
import type { HandlerCall, Model, Place, Socket } from '../model/model';
import type { Rule } from './rule';
import { indexOf } from './support/index-of';
import { exposureOfSocket } from './support/reach';
import { loopsOf, tasksOf } from './support/repetition';
import { code, kindOf } from './support/texts';
import { lockStep } from './support/sockets';

export const unawaitedHandler: Rule = {
  id: 'unawaited-handler',
  check(model, report) {
    const { socket: sockets, transfer } = indexOf(model);
    for (const call of model.handlerCalls) {
      const socket = sockets.get(call.socket);
      if (!socket || !call.async || call.limited || lockStep(socket.type) || !leftAlone(call)) continue;
      const where = perMessage(model, socket, call);
      if (!where) continue;
      const source = transfer.get(call.transfer);
      const direct = inside(where.place, call.place);
      report({
        place: call.place,
        message: `${code(call.name)} is started for every message of this ${kindOf(socket)} and not awaited: unfinished work piles up in memory and the sender is never slowed down. Await it, or allow a fixed number at a time.`,
        evidence: source ? [{ place: source.transfer.place, message: 'messages arrive here' }] : [],
        // Further down, a pump that ends at once when it is busy looks the same.
        confidence: direct ? 'high' : 'low',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
        // An event handler is not waited for either: awaiting in it would change nothing.
        fixes:
          where.kind === 'loop' && direct && call.inAsync && call.settled === 'dropped'
            ? [{ kind: 'await-call', call: call.call }]
            : [],
      });
    }
  },
};

/** Nobody waits: dropped, or only chained to (`.catch(log)`). Stored promises may be a bound of their own. */
function leftAlone(call: HandlerCall): boolean {
  return call.settled === 'dropped' || call.settled === 'chained';
}

interface PerMessage {
  readonly kind: 'loop' | 'event';
  readonly place: Place;
}

/** Once per message: in a loop around the receive, or in a task each message starts. */
function perMessage(model: Model, socket: Socket, call: HandlerCall): PerMessage | undefined {
  const receive = indexOf(model).transfer.get(call.transfer)?.transfer;
  const loop = loopsOf(model, call.order, socket.order).find(
    (one) => one.socket === socket.id || (receive?.order.loops.includes(one.id) ?? false),
  );
  if (loop) return { kind: 'loop', place: loop.place };
  const task = tasksOf(model, call.order, socket.order).find((one) => one.kind === 'message' && one.repeats);
  return task && { kind: 'event', place: task.place };
}

function inside(outer: Place, { file, range }: Place): boolean {
  return outer.file === file && outer.range.start <= range.start && range.end <= outer.range.end;
}
