/**
 * THR-01: one socket that two threads use at the same time. Sockets have no locks inside: four threads that sent on one PUSH ended in
 * "double free or corruption" or a failed assertion in 3 of 3 runs (e17), in C in 11 of 12 (e16). Behind one lock at each use nothing
 * crashed (e16, e17), and libzmq does not support it: a note.
 */
import type { Model, Socket } from '../model/model';
import type { Report, Rule } from './rule';
import { type Conflict, conflictsOf, followed } from './support/conflicts';
import { exposureOfSocket } from './support/reach';
import { kindOf } from './support/texts';
import type { Use } from './support/threads';

export const sharedSocket: Rule = {
  id: 'shared-socket',
  check(model, report) {
    for (const socket of followed(model)) {
      // Sockets of an event loop: another loop's thread never sees them ready, which is a rule of its own.
      if (socket.transfers.some((one) => one.async)) continue;
      const worst = gravest(model, socket);
      if (worst) report(describe(worst));
    }
  },
};

/** Without a lock before with one, certain before not, the same place before two. */
function gravest(model: Model, socket: Socket): Conflict | undefined {
  const found = conflictsOf(model, socket, collide).filter(({ lock }) => lock !== 'perhaps');
  const rank = ({ lock, confidence, use, other }: Conflict): number =>
    (lock === 'both' ? 8 : 0) +
    (moves(use) && moves(other) ? 0 : 4) +
    (confidence === 'high' ? 0 : 2) +
    (use === other ? 0 : 1);
  return found.reduce<Conflict | undefined>((best, one) => (best && rank(best) <= rank(one) ? best : one), undefined);
}

const moves = ({ what }: Use): boolean => what === 'send' || what === 'receive';

/**
 * A socket is connected and closed at the edges of its life, so only what certainly runs beside its use counts there. Closing what another
 * thread reads from is a rule of its own.
 */
function collide(a: Use, b: Use, certain: boolean): boolean {
  const kinds = [a.what, b.what];
  if (kinds.includes('close')) return kinds.includes('send') || (certain && kinds.includes('wait'));
  return kinds.includes('setup') ? certain && kinds.some((one) => one !== 'setup') : true;
}

function describe({ socket, use, other, lock, confidence }: Conflict): Report {
  const common = {
    place: use.place,
    evidence: use === other ? [] : [{ place: other.place, message: 'the other thread uses it here' }],
    confidence,
    exposure: exposureOfSocket(socket),
    holder: socket.holder,
    socket: socket.id,
  };
  if (lock === 'both')
    return {
      ...common,
      impact: 'low',
      message: `Several threads use this ${kindOf(socket)}, each behind a lock. That does not crash, but ZeroMQ does not support it, and one use without the lock is enough. Give each thread a socket of its own, or one thread the socket and the others a queue.`,
    };
  const where = use === other ? 'in several threads at once' : 'here and in another thread at the same time';
  const half = lock === 'one' ? ' A lock on one side protects nothing.' : '';
  return {
    ...common,
    message: `This ${kindOf(socket)} is used ${where}. Sockets have no locks inside: memory is corrupted and the process crashes.${half} Make one in each thread (they may share the context), or let one thread own it and the others pass messages through a queue.`,
  };
}
