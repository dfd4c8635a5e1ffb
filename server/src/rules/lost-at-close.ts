/**
 * SLOW-10: LINGER 0 and a close right behind a send: what is still in the queue is thrown away. Connect, send and close at once lost five
 * messages of five; with a linger period of 1000 ms all five arrived (e40).
 */
import { always } from '../model/data';
import type { Model, OptionWrite, Order, Socket, SocketType, Transfer } from '../model/model';
import { compareOrder, unconditionalFor } from '../model/order';
import type { Rule } from './rule';
import { exposureOfSocket, inprocOnly } from './support/reach';
import { replaceValue } from './support/report';
import { hidden } from './support/sockets';
import { code, kindOf } from './support/texts';

/** They keep what they send until somebody takes it; PUB and RADIO send to whoever happens to be there. */
const KEEPS: ReadonlySet<SocketType> = new Set<SocketType>(['PUSH', 'DEALER', 'REQ', 'PAIR', 'CLIENT', 'SCATTER']);

/** Milliseconds that were enough in the experiment. */
const ENOUGH = 1000;

export const lostAtClose: Rule = {
  id: 'lost-at-close',
  check(model, report) {
    for (const socket of model.sockets) {
      if (!KEEPS.has(socket.type) || inprocOnly(socket) || hidden(socket)) continue;
      for (const close of socket.closes) {
        const linger = lingerAt(model, socket, close.order);
        const send = linger && lastSend(model, socket, close.order);
        if (!linger || !send) continue;
        report({
          place: send.place,
          message: `This ${kindOf(socket)} is closed right behind this send with a linger period of 0: what has not left by then is thrown away. Give it a second (LINGER ${ENOUGH}), or wait for an answer before the close.`,
          evidence: [
            { place: linger.place, message: `${code(linger.spelling)}: nothing is waited for` },
            { place: close.place, message: 'closed here' },
          ],
          confidence: 'high',
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
          fixes: replaceValue(linger, ENOUGH),
        });
      }
    }
  },
};

/** The write that sets a linger period of 0 for this close, certainly. */
function lingerAt(model: Model, socket: Socket, close: Order): OptionWrite | undefined {
  let last: OptionWrite | undefined;
  for (const write of socket.options) {
    if (write.option !== 'LINGER') continue;
    const relation = compareOrder(write.order, close, model.tasks, socket.order);
    if (relation === 'after' || relation === 'exclusive') continue;
    if (relation !== 'before' || !unconditionalFor(write.order, close)) return undefined;
    last = write;
  }
  return last && always(last.value, (value) => value === 0) ? last : undefined;
}

/** A send with nothing between it and the close that would give it time: no wait but its own, no pause, no look, no answer. */
function lastSend(model: Model, socket: Socket, close: Order): Transfer | undefined {
  const straight = (order: Order): boolean =>
    order.task === close.task && order.seq < close.seq && order.loops.join() === close.loops.join();
  const send = socket.transfers.findLast(({ op, order }) => op === 'send' && straight(order));
  if (!send || !unconditionalFor(send.order, close)) return undefined;
  const between = (order: Order): boolean =>
    order.task === close.task && order.seq > send.order.seq && order.seq < close.seq;
  const waits = model.waits.filter(between).length;
  const given =
    waits > (send.async && send.settled === 'awaited' ? 1 : 0) ||
    model.blocking?.some(({ order }) => between(order)) ||
    model.polls?.some(({ order }) => between(order)) ||
    model.sockets.some(({ transfers }) => transfers.some((one) => one.op === 'receive' && between(one.order)));
  return given ? undefined : send;
}
