/** Work and waiting: what is started for a message, what holds up a thread, and who looks before he waits. */
import type { Order, Place, Settled } from './model';

/** A call of an asynchronous function, made while handling a message. */
export interface HandlerCall {
  /** Last name of the callee. */
  readonly place: Place;
  readonly call: Place;
  readonly name: string;
  /** The socket whose messages are being handled, and the transfer that received them. */
  readonly socket: number;
  readonly transfer: number;
  readonly order: Order;
  readonly settled: Settled;
  /** The callee is known to be asynchronous (its definition was seen, or the call's promise is used as one). */
  readonly async: boolean;
  readonly inAsync: boolean;
  /** Known to be limited: semaphore, p-limit, queue with a bound. */
  readonly limited: boolean;
  /** The call itself starts nothing: somebody has to await what it gives, or to hand it to an event loop. */
  readonly lazy?: true;
  /** Handed to an event loop or a pool, which runs it beside what follows: the call that does so. */
  readonly scheduled?: { readonly name: Place; readonly call: Place };
}

/** A point where a task waits and others may run. */
export interface Wait extends Order {
  /** For its turn, at a semaphore or lock. */
  readonly turn?: true;
}

/** A call that lets nothing else run in its thread until it is done: synchronous I/O, a sleep, a slow computation. */
export interface BlockingCall {
  /** What a person would call it: `fs.writeFileSync`. */
  readonly api: string;
  readonly place: Place;
  readonly order: Order;
  /** It does nothing but wait. */
  readonly pause?: true;
}

/** A look at sockets: is there anything to receive, may anything be sent. */
export interface Poll {
  readonly sockets: readonly number[];
  /** The method's or function's name. */
  readonly place: Place;
  readonly order: Order;
  /** It waits until there is, and nothing else runs in its thread until then. */
  readonly blocks?: true;
  /** As in Transfer. */
  readonly onEventLoop?: true;
}

/** A context is ended, which waits until every socket of it is closed. */
export interface Termination {
  readonly context: number;
  /** The method's name. */
  readonly place: Place;
  readonly order: Order;
  /** Sockets that something still refers to then: a function under way, a module, the object it is called on. */
  readonly held: readonly number[];
  /** The method that closes the sockets first. */
  readonly instead?: string;
}
