/** What a binding may tell of threads, processes and locks. */
import type { Touch, Worker } from '../model/threads';
import type { CallSite, Value } from './api';

export interface WorkerStart {
  readonly id: number;
  readonly kind: Worker['kind'];
  readonly team?: Worker['team'];
  readonly fresh?: boolean;
  readonly made?: Worker['made'];
  /** Started once per item of something. */
  readonly many?: boolean;
}

export interface ConcurrencyApi {
  /** An id for a thread, an executor, a lock that is made at this place on this call path: the same in every pass. */
  identity(site: CallSite): number;
  /** Loops around the present point. */
  loopsHere(): readonly number[];
  /** From here on what was started in the worker is over. */
  joined(worker: number): void;
  /** Taken, given back. Undefined: not known which lock it is, or whether it is one. */
  locked(lock: number | undefined): void;
  unlocked(lock: number | undefined): void;
  /** A sign between threads: waited for, given. */
  signal(signal: number, what: 'wait' | 'give'): void;
  /** What fork(2) answers: 0 in the child, which begins with a copy of everything. */
  forked(): Value;
  /** The asynchronous call behind this promise runs in another thread, not known which. */
  runsElsewhere(promise: Value): void;
  /** A method of an object of the program. */
  methodOf(value: Value, name: string): Value | undefined;
  /** A use that moves no message. */
  addTouch(socket: number, what: Touch['what'], site: CallSite): void;
}
