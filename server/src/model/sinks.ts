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
  | 'merge'
  /** Throws when the data is not of the expected form. */
  | 'parse';

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
  /** What it throws is caught by a handler around it, in this function or in one that calls it. */
  readonly guarded: boolean;
  /** How the fix of the language spells the safe twin is the binding's business; this is its key there. */
  readonly replacement?: string;
  readonly language: string;
}

/** The program decides by a routing id: it compares it with a text that it knows, or looks it up among such. */
export interface NameDecision {
  /** The expression that is the routing id. */
  readonly place: Place;
  readonly order: Order;
  readonly transfers: readonly number[];
  readonly how: 'compared' | 'looked-up';
}
