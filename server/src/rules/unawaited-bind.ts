/**
 * THR-03: a bind or unbind that is not awaited, and the socket used right behind it. Until it is done every call throws EBUSY, "blocked
 * by a bind or unbind operation" (e10).
 */
import type { EndpointUse, Model, Order, Place, Socket } from '../model/model';
import { compareOrder } from '../model/order';
import type { Rule } from './rule';
import { exposureOfSocket } from './support/reach';
import { waitsBetween } from './support/repetition';
import { kindOf } from './support/texts';

export const unawaitedBind: Rule = {
  id: 'unawaited-bind',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of socket.endpoints) {
        const next = pending(use) ? nextUse(model, socket, use) : undefined;
        if (!next) continue;
        report({
          place: use.call,
          message: `This ${use.op} is not awaited, and the ${kindOf(socket)} is used at once: until it is done every other call throws EBUSY, and when it fails nobody learns of it. Await it first.`,
          evidence: [{ place: next, message: 'used while it is pending' }],
          confidence: 'high',
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
          fixes:
            use.inAsync && use.callPlace && use.settled === 'dropped'
              ? [{ kind: 'await-call', call: use.callPlace }]
              : [],
        });
      }
    }
  },
};

/** Nobody waits here; a promise that is kept may be waited for out of sight. */
function pending({ op, settled }: EndpointUse): boolean {
  return (op === 'bind' || op === 'unbind') && (settled === 'dropped' || settled === 'chained');
}

interface Event {
  readonly place: Place;
  readonly order: Order;
}

/** What the same task does to the socket before it gives way. */
function nextUse(model: Model, socket: Socket, use: EndpointUse): Place | undefined {
  const events: readonly Event[] = [
    ...socket.transfers.map(({ place, order }) => ({ place, order })),
    ...socket.endpoints.filter((one) => one !== use).map(({ call, order }) => ({ place: call, order })),
  ];
  return events.find(
    ({ order }) =>
      order.task === use.order.task &&
      compareOrder(use.order, order, model.tasks, socket.order) === 'before' &&
      !waitsBetween(model, use.order, order),
  )?.place;
}
