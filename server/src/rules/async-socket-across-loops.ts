/**
 * THR-07: a socket of an event loop (`zmq.asyncio`) that another thread uses. What it waits for is registered with one loop: in the other
 * thread it never completes (e17).
 */
import type { Settled, Socket } from '../model/model';
import type { Report, Rule } from './rule';
import { type Conflict, conflictsOf, followed } from './support/conflicts';
import { exposureOfSocket } from './support/reach';
import { kindOf } from './support/texts';
import type { Use } from './support/threads';

export const asyncSocketAcrossLoops: Rule = {
  id: 'async-socket-across-loops',
  check(model, report) {
    for (const socket of followed(model)) {
      if (!socket.transfers.some((one) => one.async)) continue;
      const [first] = conflictsOf(model, socket, collide, isPending).filter(({ lock }) => lock !== 'perhaps');
      if (first) report(describe(socket, first));
    }
  },
};

/** A send or receive in each of two threads, or a close beside one. */
function collide(a: Use, b: Use, certain: boolean): boolean {
  const moving = [a, b].filter(({ transfer }) => transfer !== undefined).length;
  return moving === 2 || (moving === 1 && certain && [a.what, b.what].includes('close'));
}

/** What nobody waits for may still wait in its loop. */
const PENDING: ReadonlySet<Settled> = new Set<Settled>(['dropped', 'stored', 'chained', 'raced']);

function isPending({ transfer }: Use): boolean {
  return transfer !== undefined && transfer.async && PENDING.has(transfer.settled);
}

function describe(socket: Socket, { use, other, confidence }: Conflict): Report {
  return {
    place: use.place,
    message: `This ${kindOf(socket)} belongs to an event loop and is used by another thread as well: what waits in one loop is not told of what happens in the other, and two threads in one socket corrupt memory. Make a socket in each loop, or hand the work to the loop that owns it with run_coroutine_threadsafe.`,
    evidence: use === other ? [] : [{ place: other.place, message: 'the other thread uses it here' }],
    confidence,
    exposure: exposureOfSocket(socket),
    holder: socket.holder,
    socket: socket.id,
  };
}
