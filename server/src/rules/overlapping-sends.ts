/**
 * SLOW-05: a send that nobody waits for, on a socket that allows one at a time, with another send of the same socket right behind it.
 * The second throws EBUSY, synchronously, as soon as the first is still pending: an un-awaited loop died at message 513, two sends per
 * timer tick at tick 257, a PUSH without room at once (e10, e36). One send per tick never overlaps on a socket that drops (e36).
 */
import type { Model, Settled, Socket, Transfer } from '../model/model';
import { compareOrder } from '../model/order';
import type { Confidence, Report, Rule } from './rule';
import { exposureOfSocket } from './support/reach';
import { calledFromOutside, loopsOf, repeatingTask, waitsBetween, waitsWithin } from './support/repetition';
import { lockStep, mayWaitToSend, onlyReceives } from './support/sockets';
import { kindOf } from './support/texts';

/** Fates that leave a send pending while the program goes on. */
const PENDING: ReadonlySet<Settled> = new Set<Settled>(['dropped', 'chained', 'stored', 'collected', 'raced']);

export const overlappingSends: Rule = {
  id: 'overlapping-sends',
  check(model, report) {
    for (const socket of model.sockets) {
      // A send of one out of several sockets is a send of those that can; a table of channels may hold others too.
      if (onlyReceives(socket.type)) continue;
      const sends = socket.transfers.filter((one) => one.op === 'send' && one.exclusive);
      for (const send of sends) {
        const why = PENDING.has(send.settled) ? overlap(model, socket, send, sends) : undefined;
        if (why) report(describe(socket, send, why));
      }
    }
  },
};

interface Why {
  readonly text: string;
  readonly confidence: Confidence;
  readonly other?: Transfer;
}

function overlap(model: Model, socket: Socket, send: Transfer, sends: readonly Transfer[]): Why | undefined {
  return inLoop(model, socket, send) ?? nextInLine(model, socket, send, sends) ?? wrapped(model, socket, send);
}

/** The next round sends again. */
function inLoop(model: Model, socket: Socket, send: Transfer): Why | undefined {
  for (const loop of loopsOf(model, send.order, socket.order)) {
    if (answers(model, socket, send, loop.id)) continue;
    const waits = waitsWithin(model, loop, send.order.task);
    // One send per tick is over before the next, unless the socket waits for room.
    if (waits && !mayWaitToSend(socket.type)) continue;
    return {
      text: 'the next round of the loop sends again',
      confidence: waits || loop.socket !== undefined ? 'medium' : 'high',
    };
  }
  return undefined;
}

/** Lock-step: the answer, or the next question, comes only when this send is done. */
function answers(model: Model, socket: Socket, send: Transfer, loop: number): boolean {
  return (
    lockStep(socket.type) &&
    socket.transfers.some(
      (one) => one.op === 'receive' && one.order.loops.includes(loop) && one.order.task === send.order.task,
    )
  );
}

/** Another send of the same run starts before this one is waited for. */
function nextInLine(model: Model, socket: Socket, send: Transfer, sends: readonly Transfer[]): Why | undefined {
  const next = sends.find(
    (other) =>
      other !== send &&
      other.order.task === send.order.task &&
      compareOrder(send.order, other.order, model.tasks, socket.order) === 'before' &&
      !waitsBetween(model, send.order, other.order) &&
      !receivedBetween(socket, send, other),
  );
  if (!next) return undefined;
  const again = repeatingTask(model, send.order, socket.order) !== undefined;
  return {
    text: 'the next send begins at once',
    confidence: again || mayWaitToSend(socket.type) ? 'high' : 'medium',
    other: next,
  };
}

function receivedBetween(socket: Socket, first: Transfer, second: Transfer): boolean {
  return socket.transfers.some(
    (one) =>
      one.op === 'receive' &&
      one.settled === 'awaited' &&
      one.order.task === first.order.task &&
      one.order.seq > first.order.seq &&
      one.order.seq < second.order.seq,
  );
}

/**
 * A method or exported function around a send: whoever calls it twice overlaps the sends, and nobody can wait, since the promise ends
 * here. A timer or handler that sends once per event is not reported.
 */
function wrapped(model: Model, socket: Socket, send: Transfer): Why | undefined {
  if (send.settled !== 'dropped' && send.settled !== 'chained') return undefined;
  if (repeatingTask(model, send.order, socket.order) || !calledFromOutside(model, send.order, socket.order))
    return undefined;
  return lockStep(socket.type) ? undefined : { text: 'a second call sends again', confidence: 'medium' };
}

function describe(socket: Socket, send: Transfer, { text, confidence, other }: Why): Report {
  return {
    place: send.place,
    message: `This send is not awaited and ${text}: only one may be in progress on this ${kindOf(socket)}, so the second throws EBUSY while the first is pending and its message is lost. Await every send, or queue messages behind one sender with a limit.`,
    evidence: other ? [{ place: other.place, message: 'the next send of the same socket' }] : [],
    confidence,
    exposure: exposureOfSocket(socket),
    holder: socket.holder,
    socket: socket.id,
    fixes: send.inAsync && send.settled === 'dropped' ? [{ kind: 'await-call', call: send.callPlace }] : [],
  };
}
