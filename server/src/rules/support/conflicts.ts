/** Sockets that two threads use at the same time. */
import type { Model, Socket, SocketType } from '../../model/model';
import type { Confidence } from '../rule';
import { beside, certainlyBeside, hasWorkers, homeOf, locksOf, takeTurns, type Use, usesOf } from './threads';

export interface Conflict {
  readonly socket: Socket;
  /** What a person would change: the use outside the thread that made the socket, or the one without a lock. */
  readonly use: Use;
  /** The same in another run of the thread, when it is the same place. */
  readonly other: Use;
  /** `both`: behind one lock; `one`: a lock on one side only; `perhaps`: behind something that may be one. */
  readonly lock: 'none' | 'one' | 'both' | 'perhaps';
  readonly confidence: Confidence;
}

/** Drafts that may be used from several threads (zmq_socket(3)). */
const THREAD_SAFE: ReadonlySet<SocketType> = new Set<SocketType>([
  'CLIENT',
  'SERVER',
  'RADIO',
  'DISH',
  'SCATTER',
  'GATHER',
  'PEER',
  'CHANNEL',
]);

/** More uses than this are not compared one by one. */
const MANY = 80;

/**
 * Sockets about which a rule may say where they are used. Out of a queue each one has its taker for itself; of those in a list or table
 * each may belong to a thread of its own; what comes from elsewhere may be anything.
 */
export function followed(model: Model): readonly Socket[] {
  if (!hasWorkers(model)) return [];
  return model.sockets.filter(
    (socket) =>
      !THREAD_SAFE.has(socket.type) &&
      !socket.collected &&
      !socket.remade &&
      !socket.unknowns.some(({ what }) => what === 'origin'),
  );
}

/**
 * @param together uses that may not happen at the same time
 * @param lasts uses that may not be over when what follows them runs
 */
export function conflictsOf(
  model: Model,
  socket: Socket,
  together: (a: Use, b: Use, certain: boolean) => boolean,
  lasts: (use: Use) => boolean = () => false,
): readonly Conflict[] {
  const uses = usesOf(model, socket).slice(0, MANY);
  const found: Conflict[] = [];
  uses.forEach((a, index) => {
    for (const b of uses.slice(index)) {
      const overlap = (lasts(a) || lasts(b)) && apartOnly(model, a, b);
      if (!overlap && !beside(model, socket, a.order, b.order)) continue;
      if (takeTurns(model, a.order, b.order)) continue;
      const certain = certainlyBeside(model, a.order, b.order);
      if (together(a, b, certain)) found.push(conflict(model, socket, a, b, certain));
    }
  });
  return found;
}

/** In two threads, whatever the order. */
function apartOnly(model: Model, a: Use, b: Use): boolean {
  const [one, other] = [homeOf(model, a.order), homeOf(model, b.order)];
  return one !== undefined && other !== undefined && one.id !== other.id;
}

function conflict(model: Model, socket: Socket, a: Use, b: Use, certain: boolean): Conflict {
  const [first, second] = [locksOf(model, a.order), locksOf(model, b.order)];
  const both = first.locks.some((one) => second.locks.includes(one));
  const locked = (of: typeof first): boolean => of.locks.length > 0;
  const lock = both
    ? 'both'
    : first.perhaps || second.perhaps
      ? 'perhaps'
      : locked(first) !== locked(second)
        ? 'one'
        : 'none';
  const home = homeOf(model, socket.order)?.id;
  const away = lock === 'one' ? !locked(first) : homeOf(model, a.order)?.id !== home;
  const [use, other] = away ? [a, b] : [b, a];
  return { socket, use, other, lock, confidence: certain ? 'high' : 'medium' };
}
