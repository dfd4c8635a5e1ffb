/** Threads and processes: what runs beside what, what waits for what, and what only one at a time may do. */
import type { Order, Place } from './model';

/** The thread or process that a task runs in. */
export interface Worker {
  readonly id: number;
  readonly kind: 'thread' | 'process';
  /** The task shares it with others of an executor: one worker for all of them, or several. Absent: it is its own. */
  readonly team?: 'one' | 'several';
  /** The task is started for each item of something. */
  readonly many?: true;
  /** It runs this function or another one: started in a loop, each of them in its turn. */
  readonly either?: true;
  /** The call that starts the task, and the loops around it. */
  readonly started: Place;
  readonly loops: readonly number[];
  /** Loops around what makes the thread, which can be started once. Absent: those around the start. */
  readonly made?: readonly number[];
  /** A process that begins anew: it has nothing of its parent but copies of its arguments (multiprocessing's spawn and forkserver). */
  readonly fresh?: true;
  /** Sockets and contexts among what the task is given. */
  readonly sockets: readonly number[];
  readonly contexts: readonly number[];
}

/** A use of a socket that moves no message. */
export interface Touch {
  /** `wait`: for messages (a proxy). `setup`: subscribing, asking for an option. */
  readonly what: 'wait' | 'setup';
  readonly place: Place;
  readonly order: Order;
}

/** From here on all that was started in the worker before is over. */
export interface Join {
  readonly worker: number;
  readonly order: Order;
}

/** Events after `from` and before `to` (`Order.seq`) run behind a lock. */
export interface Held {
  /** Undefined: something that may be a lock, not known which. */
  readonly lock?: number;
  readonly task: number;
  readonly from: number;
  /** `Infinity`: it is not seen given back in this task. */
  readonly to: number;
}

/** A thread waits for another one's sign, or gives it. */
export interface Signal {
  readonly signal: number;
  readonly what: 'wait' | 'give';
  readonly order: Order;
}

/** The arm of a branch that only a child process takes (fork(2)). */
export interface ChildArm {
  readonly branch: number;
  readonly arm: number;
  readonly place: Place;
}

/** Events from `from` to `to` (`Order.seq`) run in another thread than the code around them, which is not known. */
export interface Elsewhere {
  readonly from: number;
  readonly to: number;
}

export interface Concurrency {
  readonly joins: readonly Join[];
  readonly held: readonly Held[];
  readonly signals: readonly Signal[];
  readonly children: readonly ChildArm[];
  readonly elsewhere: readonly Elsewhere[];
}
