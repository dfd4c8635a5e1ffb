/**
 * THR-02: a second read of a socket that allows one at a time, while the first may still be waiting. It throws EBUSY; of two loops the
 * second died at its first round, and a race leaves its read behind (e10).
 */
import type { Model, Settled, Socket, Task, Transfer } from '../model/model';
import { compareOrder } from '../model/order';
import type { Confidence, Report, Rule } from './rule';
import { exposureOfSocket } from './support/reach';
import { loopsOf, repeatingTask, runBeside, tasksOf, waitsBetween } from './support/repetition';
import { kindOf } from './support/texts';

/** Fates that leave a read pending while the program goes on; `Promise.all` is waited for as a whole. */
const LEFT: ReadonlySet<Settled> = new Set<Settled>(['dropped', 'chained', 'stored', 'raced']);

export const concurrentReceive: Rule = {
  id: 'concurrent-receive',
  check(model, report) {
    for (const socket of model.sockets) {
      const reads = socket.transfers.filter((one) => one.op === 'receive' && one.exclusive);
      for (const read of reads) {
        const why = withItself(model, socket, read) ?? withEarlier(model, socket, read, reads);
        if (why) report(describe(socket, read, why));
      }
    }
  },
};

interface Why {
  readonly text: string;
  readonly confidence: Confidence;
  readonly other?: Transfer;
}

/** The same call runs again before it has ended. */
function withItself(model: Model, socket: Socket, read: Transfer): Why | undefined {
  const again = repeatingTask(model, read.order, socket.order);
  const task = again && !behindPromise(model, socket, read, again) ? again : undefined;
  if (task?.kind === 'timer')
    return {
      text: 'the timer starts another read on its next tick, whether or not this one has ended',
      confidence: 'high',
    };
  if (task?.kind === 'request' || task?.kind === 'message')
    return { text: 'the next event starts another read, whether or not this one has ended', confidence: 'medium' };
  if (read.continuous || !LEFT.has(read.settled)) return undefined;
  const loop = loopsOf(model, read.order, socket.order)[0];
  if (!loop) return undefined;
  const raced = read.settled === 'raced';
  return {
    text: raced
      ? 'losing the race does not end this read, and the next round starts another'
      : 'the next round of the loop starts another read before this one has ended',
    confidence: 'high',
  };
}

/** In a `then` of the event's handler: what it is chained to may be the end of the event before. */
function behindPromise(model: Model, socket: Socket, read: Transfer, repeating: Task): boolean {
  const tasks = tasksOf(model, read.order, socket.order);
  return tasks.slice(0, tasks.indexOf(repeating)).some((one) => one.kind === 'callback' && !one.repeats);
}

/** An earlier read of the same socket has not ended when this one begins. The finding is on the later one. */
function withEarlier(model: Model, socket: Socket, read: Transfer, reads: readonly Transfer[]): Why | undefined {
  for (const other of reads) {
    if (other === read || other.order.seq > read.order.seq || sameCall(other, read)) continue;
    const relation = compareOrder(other.order, read.order, model.tasks, socket.order);
    const pending = LEFT.has(other.settled) || other.settled === 'collected';
    if (
      relation === 'before' &&
      other.order.task === read.order.task &&
      !other.continuous &&
      pending &&
      !waitsBetween(model, other.order, read.order)
    ) {
      return { text: 'the one before it has not ended', confidence: 'high', other };
    }
    if (
      relation === 'unordered' &&
      other.order.task !== read.order.task &&
      (other.continuous || read.continuous) &&
      runBeside(model, other.order, read.order)
    ) {
      return { text: 'another reader of this socket runs at the same time', confidence: 'high', other };
    }
  }
  return undefined;
}

/** One place that runs on two paths is one reader of each path. */
function sameCall(a: Transfer, b: Transfer): boolean {
  return a.place.file === b.place.file && a.place.range.start === b.place.range.start;
}

function describe(socket: Socket, read: Transfer, { text, confidence, other }: Why): Report {
  return {
    place: read.place,
    message: `Only one read may be in progress on this ${kindOf(socket)}, and ${text}: the second throws EBUSY. Keep one reader; for a time limit use the socket's receive timeout.`,
    evidence: other ? [{ place: other.place, message: 'the earlier reader' }] : [],
    confidence,
    exposure: exposureOfSocket(socket),
    holder: socket.holder,
    socket: socket.id,
  };
}
