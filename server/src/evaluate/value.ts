/** The values that flow through the abstract run. */
import type { Handle, ExternalName } from '../bindings/binding';
import type { Collection } from '../model/collection';
import type { Const, Origin } from '../model/data';
import type { Memory } from '../model/memory';
import type { Place } from '../model/model';

/** A value of the abstract run. Immutable, except the heap cells behind `object`, `list` and `instance`. */
export type Value =
  | {
      readonly v: 'const';
      readonly value: Const;
      readonly taint?: Taint;
      /** `undefined` because an arm did not write: what is there comes from that arm. */
      readonly absent?: readonly [branch: number, arm: number];
    }
  | { readonly v: 'text'; readonly parts: readonly (string | UnknownValue)[]; readonly taint?: Taint }
  /** `every`: each of them in its turn (the items of a list in a loop), not one of them. */
  | { readonly v: 'oneOf'; readonly options: readonly Value[]; readonly every?: true }
  | { readonly v: 'object'; readonly object: HeapObject }
  | { readonly v: 'list'; readonly list: HeapList }
  | { readonly v: 'function'; readonly fn: FunctionValue }
  | { readonly v: 'class'; readonly cls: ClassValue }
  /** An instance of a class of the program. */
  | { readonly v: 'instance'; readonly object: HeapObject }
  /** A name of an outside module. */
  | { readonly v: 'external'; readonly name: ExternalName }
  /** A member of something a binding made, about to be called. */
  | {
      readonly v: 'method';
      readonly on: Value;
      readonly name: string;
      readonly nameRange: Place;
      /** First arguments that were fixed. */
      readonly bound?: readonly Value[];
    }
  | { readonly v: 'handle'; readonly handle: Handle }
  /** A promise or future: `of` is what it settles to; `event` is the call whose settling the model records. */
  | { readonly v: 'promise'; readonly of: Value; readonly event?: EventRef; readonly ran?: Stretch }
  | UnknownValue;

export interface UnknownValue {
  readonly v: 'unknown';
  readonly origin: Origin;
  readonly detail?: string;
  readonly taint?: Taint;
  readonly numeric?: { readonly nan: boolean };
  /** It is there: the program looked. */
  readonly sure?: true;
  /** What fork(2) answers: with this truth the process is the child. */
  readonly child?: boolean;
  /** The result of a check of authenticity: transfers that are verified when it is true (`yes`), or when it is false (`no`). */
  readonly proof?: Proof;
  /** Memory that the program reserved, or a piece of it. */
  readonly memory?: Memory;
}

export interface Proof {
  readonly yes: readonly number[];
  readonly no: readonly number[];
}

/** What happened between two points of the run (`Order.seq`). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Received data: the transfers (model ids) it derives from. */
export interface Taint {
  readonly transfers: readonly number[];
  /** All of it was compared with what the program allows: a bound, a pattern, a list of names. */
  readonly checked?: boolean;
}

/** A call whose fate (awaited, dropped …) the model records. */
export interface EventRef {
  /** `worker`: waiting for it is waiting for what runs in that worker. */
  readonly kind: 'transfer' | 'endpoint' | 'handler' | 'call' | 'worker';
  readonly index: number;
}

export interface HeapObject {
  readonly id: number;
  /** Class it is an instance of; undefined for literals. */
  cls?: ClassValue;
  readonly fields: Map<string, Value>;
  /** Set when some fields may be missing here: a spread of something unknown, a computed key. */
  open?: string;
  /** Places of the keys as written, for the ones that came from a literal. */
  readonly keys: Map<string, { readonly key: Place; readonly value?: Place }>;
  /** The literal, when the object was written in place. */
  literal?: Place;
  /** It has no prototype: nothing is in it that nobody put there. */
  bare?: true;
  /** Prototype of a constructor function, or the module behind a namespace. */
  proto?: HeapObject;
  /** The socket (or other handle) an instance of a subclass of an external class stands for. */
  handle?: Handle;
}

export interface HeapList {
  readonly id: number;
  readonly items: Value[];
  /** More items than listed may be there. */
  open: boolean;
  /** What an item that is not listed is. */
  rest?: Value;
  /** How many there are, where they are too many to list. */
  count?: number;
  /** A map: the keys, in step with `items`. Iterating it gives pairs. */
  keys?: Value[];
  /** It began empty, there. */
  made?: Collection;
}

/** Opaque to bindings: call them with `api.callFunction`. */
export interface FunctionValue {
  readonly id: number;
  readonly name: string;
  readonly async: boolean;
}
export interface ClassValue {
  readonly id: number;
  readonly name: string;
}
