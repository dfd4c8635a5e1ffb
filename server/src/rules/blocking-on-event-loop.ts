/**
 * SLOW-03: a call of a plain socket that waits, in code that an event loop runs. Nothing else runs until it is done: in one second of
 * such a receive a coroutine that wakes every 50 ms did not run once (e17).
 */
import { alternatives } from '../model/data';
import type { Model, Order, Place, Socket, Transfer } from '../model/model';
import { compareOrder } from '../model/order';
import type { Confidence, Rule } from './rule';
import { indexOf } from './support/index-of';
import { exposureOfSocket, inprocOnly } from './support/reach';
import { mayWaitToSend } from './support/sockets';
import { kindOf } from './support/texts';

export const blockingOnEventLoop: Rule = {
  id: 'blocking-on-event-loop',
  check(model, report) {
    for (const { socket, place, what, confidence } of waitsOf(model))
      report({
        place,
        message: `This ${what} of the ${kindOf(socket)} blocks the event loop: while it waits no other coroutine runs, and no timer. Use a socket whose calls are awaited, or give this one to a thread of its own.`,
        evidence: [{ place: socket.createdName, message: 'a socket whose calls return when they are done' }],
        confidence,
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
      });
  },
};

interface Wait {
  readonly socket: Socket;
  readonly place: Place;
  readonly what: string;
  readonly confidence: Confidence;
}

/** Each place once: a helper may run on several paths. */
function waitsOf(model: Model): readonly Wait[] {
  const found = new Map<string, Wait>();
  const add = (wait: Wait): void => {
    const key = `${wait.place.file}:${wait.place.range.start}`;
    if (!found.has(key)) found.set(key, wait);
  };
  const { socket: sockets } = indexOf(model);
  for (const poll of model.polls ?? []) {
    const socket = sockets.get(poll.sockets[0] ?? -1);
    if (poll.blocks && poll.onEventLoop && socket) add({ socket, place: poll.place, what: 'poll', confidence: 'high' });
  }
  for (const socket of model.sockets) {
    const waits = socket.transfers.filter((one) => one.blocks && one.onEventLoop && !looked(model, socket, one.order));
    for (const { place } of waits.filter((one) => one.op === 'receive'))
      if (!limited(socket, 'RCVTIMEO')) add({ socket, place, what: 'receive', confidence: 'high' });
    if (!mayWaitToSend(socket.type) || limited(socket, 'SNDTIMEO') || inprocOnly(socket)) continue;
    // A send waits only while nobody is connected or the peers are slow; the answer it waits for is the same defect.
    for (const send of waits.filter((one) => one.op === 'send' && !isAnswered(one, waits)))
      add({ socket, place: send.place, what: 'send', confidence: 'low' });
  }
  return [...found.values()];
}

function isAnswered(send: Transfer, waits: readonly Transfer[]): boolean {
  return waits.some((one) => one.op === 'receive' && one.order.task === send.order.task);
}

/** Somebody may have looked whether there is anything: the call returns at once. */
function looked(model: Model, socket: Socket, order: Order): boolean {
  return (model.polls ?? []).some(
    (poll) =>
      poll.sockets.includes(socket.id) && compareOrder(poll.order, order, model.tasks, socket.order) !== 'after',
  );
}

/** It does not wait, or nobody knows how long. */
function limited(socket: Socket, option: 'RCVTIMEO' | 'SNDTIMEO'): boolean {
  return socket.options.some(
    (write) =>
      write.option === option && alternatives(write.value).some((one) => one.kind !== 'const' || one.value === 0),
  );
}
