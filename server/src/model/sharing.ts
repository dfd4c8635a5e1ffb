/** What is handed from one place of a program to another and does not arrive as it left: contexts, sockets, and threads that have both. */
import type { Order, Place } from './model';

/** The constructor of a socket takes the context out of the object it is given: the next socket of that object gets another one. */
export interface TakenContext {
  /** The argument. */
  readonly argument: Place;
  /** The object, where it was written. */
  readonly object?: Place;
  /** The context was gone before: it was taken out by another constructor's argument. */
  readonly lost?: { readonly context: number; readonly by: Place };
}

/** A socket or context in what is sent to another thread, which gets a copy: an object without anything in it. */
export interface Handover {
  readonly what: 'socket' | 'context';
  readonly id: number;
  /** What a person would call it: `postMessage`, `workerData`. */
  readonly api: string;
  /** What names it in what is sent. */
  readonly place: Place;
  readonly order: Order;
  /** The call certainly copies; otherwise its name is all that is known. */
  readonly certain: boolean;
}

/** A thread with memory and an event loop of its own, which runs a file or a text. */
export interface WorkerThread {
  readonly id: number;
  /** The class's name where it is made. */
  readonly place: Place;
  readonly order: Order;
  /** The file it runs, where that is known. */
  readonly file?: string;
  /** What it runs is a text that imports a ZeroMQ library whose pending calls do not survive the thread's end. */
  readonly text?: true;
}

/** A call that ends the process, or the thread of a worker, in the middle of whatever runs there. */
export interface AbruptEnd {
  readonly api: string;
  readonly place: Place;
  readonly order: Order;
  /** The worker that ends; absent: the process. */
  readonly worker?: number;
}
