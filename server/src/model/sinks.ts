/** What a program does with received data that may hurt it: calls that interpret it, decisions by what it claims. */
import type { Data } from './data';
import type { Order, Place } from './model';

export type SinkKind =
  | 'deserialize'
  | 'execute'
  | 'yaml'
  | 'decompress'
  /** Reserves memory, or reads as much, as a number says. */
  | 'allocate'
  /** Opens, changes or removes the file of that name. */
  | 'path'
  /** Writes fields whose names the data says, into what stays after the message. */
  | 'merge';

/** A call that interprets data: a danger when the data came from a socket. */
export interface Sink {
  readonly kind: SinkKind;
  /** What a person would call it: `pickle.loads`, `eval`. */
  readonly api: string;
  readonly place: Place;
  readonly call: Place;
  readonly order: Order;
  readonly argument: Data;
  readonly argumentPlace?: Place;
  /** Transfers the argument derives from; empty when the data does not come from a socket as far as is known. */
  readonly taint: readonly number[];
  /** The data passed a verification (HMAC, signature) before it came here. */
  readonly verified: boolean;
  /** The data was compared with what the program allows (a bound, a pattern, a list of names) before it came here. */
  readonly checked: boolean;
  /** How the fix of the language spells the safe twin is the binding's business; this is its key there. */
  readonly replacement?: string;
  readonly language: string;
}

/** A CURVE secret key leaves the process: into a file that gets the usual mode, or into an output that others read. */
export interface SecretUse {
  readonly into: 'file' | 'output';
  readonly api: string;
  readonly place: Place;
  readonly order: Order;
}

/**
 * What throws on a message of another form than the program expects, with no handler around it that goes on with the next message, here or
 * in a function that calls this one.
 */
export interface Fragile {
  /** `form`: the data is not what the call reads; `frame`: the frame is not there; `count`: there are more frames, or fewer. */
  readonly what: 'form' | 'frame' | 'count';
  readonly api: string;
  readonly place: Place;
  readonly order: Order;
  readonly taint: readonly number[];
  /** Position of the frame that has to be there. */
  readonly frame?: number;
}

/** The program decides by a routing id: it compares it with a text that it knows, or looks it up among such. */
export interface NameDecision {
  /** The expression that is the routing id. */
  readonly place: Place;
  readonly order: Order;
  readonly transfers: readonly number[];
  readonly how: 'compared' | 'looked-up';
}
