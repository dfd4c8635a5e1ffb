/** When something happens: the order of events, and the tasks and loops they are in. */
import type { Place } from './model';
import type { Worker } from './threads';

/**
 * When something happens. Compare with `compareOrder` of `order.ts`: before, after, exclusive (never both) or unordered.
 */
export interface Order {
  /** The task it runs in. */
  readonly task: number;
  /** Position within the whole evaluation; comparable only along one task or towards its ancestors. */
  readonly seq: number;
  /** Arms of the branches it is in, outermost first: `branch:arm`. Arms of one branch exclude each other. */
  readonly arms: readonly (readonly [branch: number, arm: number])[];
  /** Loops it is in, outermost first. */
  readonly loops: readonly number[];
}

/**
 * A task is a stretch of code that runs in order: a module's body, an entry function, a method called from outside, a callback,
 * an asynchronous function that nobody waits for. It starts some time after `startSeq` of its parent, unordered with what follows there.
 */
export interface Task {
  readonly id: number;
  /** -1: none. A module's parent is the task that imports it first; its body ends before that goes on. */
  readonly parent: number;
  readonly startSeq: number;
  readonly kind: TaskKind;
  /** Runs more than once with no wait for the former run: event handlers, timers, per-item callbacks. */
  readonly repeats: boolean;
  /** What it runs for, when a socket's message starts it. */
  readonly socket?: number;
  readonly name: string;
  /** The function that runs, whole. */
  readonly place: Place;
  /** A thread or process of its own that it runs in. Absent: it runs in that of its parent, or wherever what starts it pleases. */
  readonly worker?: Worker;
}

export type TaskKind =
  | 'module'
  /** A function nobody in the program calls. */
  | 'entry'
  | 'method'
  /** Passed to something not known; may run at any time, any number of times. */
  | 'callback'
  /** Runs once per message of `socket`. */
  | 'message'
  /** Runs once per outside request or event (HTTP handler, event emitter). */
  | 'request'
  | 'timer'
  /** Runs when a connection was lost, or could not be made. */
  | 'loss'
  /** An asynchronous call that is not awaited. */
  | 'detached'
  | 'thread'
  | 'process';

export interface Loop {
  readonly id: number;
  /** Iterates messages of this socket (`for await`, `while … receive()`). */
  readonly socket?: number;
  /** Reads in each round what the monitor of this socket tells. */
  readonly monitored?: number;
  /** Known number of rounds; undefined when not known. */
  readonly rounds?: number;
  readonly endless: boolean;
  /** Arms of branches that end with leaving it: what is in them happens once. */
  readonly exits?: readonly (readonly [branch: number, arm: number])[];
  readonly place: Place;
  /** The function it stands in, whole. */
  readonly within: Place;
}
