/**
 * THR-03: a bind or unbind that is not done, and the socket used right behind it: that throws (EBUSY, "blocked by a bind or unbind
 * operation", e10; "Socket is busy", e45).
 */
import type { EndpointUse, Model, Order, Place, Socket } from '../model/model';
import { compareOrder } from '../model/order';
import type { FixIntent, Rule } from './rule';
import { exposureOfSocket } from './support/reach';
import { waitsBetween } from './support/repetition';
import { code, kindOf } from './support/texts';

export const unawaitedBind: Rule = {
  id: 'unawaited-bind',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of socket.endpoints) {
        const next = pending(use) ? nextUse(model, socket, use) : undefined;
        if (!next) continue;
        report({
          place: use.call,
          message: messageOf(socket, use),
          evidence: [{ place: next, message: 'used while it is pending' }],
          confidence: 'high',
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
          fixes: fixesOf(use),
        });
      }
    }
  },
};

/** Its end is told by a callback: there is nothing to await. */
function callsBack({ settled }: EndpointUse): boolean {
  return settled === 'sync';
}

function messageOf(socket: Socket, use: EndpointUse): string {
  const what = `the ${kindOf(socket)} is used at once`;
  return callsBack(use)
    ? `This ${use.op} is not done when it returns, and ${what}, which throws: "Socket is busy". Go on in its callback${use.atOnce === undefined ? '' : `, or call ${code(use.atOnce)}`}.`
    : `This ${use.op} is not awaited, and ${what}: until it is done every other call throws EBUSY, and when it fails nobody learns of it. Await it first.`;
}

function fixesOf(use: EndpointUse): readonly FixIntent[] {
  if (callsBack(use))
    return use.atOnce === undefined ? [] : [{ kind: 'replace-text', place: use.call, text: use.atOnce }];
  return use.inAsync && use.callPlace && use.settled === 'dropped' ? [{ kind: 'await-call', call: use.callPlace }] : [];
}

/** Nobody waits here; a promise that is kept may be waited for out of sight. */
function pending({ refuses, settled }: EndpointUse): boolean {
  return refuses !== undefined && (settled === 'sync' || settled === 'dropped' || settled === 'chained');
}

interface Event {
  readonly place: Place;
  readonly order: Order;
}

/** What the same task does to the socket before it gives way. */
function nextUse(model: Model, socket: Socket, use: EndpointUse): Place | undefined {
  return refusedBy(socket, use).find(
    ({ order }) =>
      order.task === use.order.task &&
      compareOrder(use.order, order, model.tasks, socket.order) === 'before' &&
      !waitsBetween(model, use.order, order),
  )?.place;
}

function refusedBy({ transfers, endpoints, options, closes }: Socket, use: EndpointUse): readonly Event[] {
  const refuses = new Set(use.refuses);
  return [
    ...transfers.filter(({ op }) => refuses.has(op)),
    ...(refuses.has('endpoint')
      ? endpoints.filter((one) => one !== use).map(({ call, order }) => ({ place: call, order }))
      : []),
    ...(refuses.has('option') ? options : []),
    ...(refuses.has('close') ? closes : []),
  ];
}
