/**
 * Data: what the evaluator knows of a value, in the form rules may look at. Unknown is a value with a reason, never a guess.
 */
import type { Memory } from './memory';

/** Why a value is not known. */
export type Origin =
  /** Process environment. */
  | 'environment'
  /** Command-line arguments. */
  | 'argument'
  /** A configuration file or object of the program. */
  | 'configuration'
  | 'parameter'
  | 'import'
  /** Result of a call that was not followed. */
  | 'call'
  /** Came out of a socket. */
  | 'received'
  /** Construct without a form in the IR. */
  | 'syntax'
  /** The evaluator's own budget or depth ran out. */
  | 'limit'
  | 'other';

export interface UnknownData {
  readonly kind: 'unknown';
  readonly origin: Origin;
  /** What a person would call it: `process.env.HOST`, `config.port`. */
  readonly detail?: string;
  /** Transfers (ids) whose received data this value derives from. */
  readonly taint?: readonly number[];
  /** Result of an unchecked text-to-number conversion; `nan` when NaN can still come out. */
  readonly numeric?: { readonly nan: boolean };
  /** Memory that the program reserved: which. */
  readonly memory?: Memory;
}

export type Const = string | number | boolean | null | undefined;

export type Data =
  | { readonly kind: 'const'; readonly value: Const }
  /** A string known in part: literal pieces and unknown ones in order. */
  | { readonly kind: 'text'; readonly parts: readonly (string | UnknownData)[] }
  /** One of at least two possibilities (branches, fallbacks). */
  | { readonly kind: 'oneOf'; readonly options: readonly Data[] }
  /** Something known that is no scalar: an object, a list, a function, a socket. */
  | { readonly kind: 'opaque'; readonly what: string; readonly taint?: readonly number[] }
  | UnknownData;

/** `detail` of the frame that a ROUTER puts before a message: the name its sender chose for itself (zmq_socket(3), e24). */
export const ROUTING_ID = 'routing id';

/** `detail` of the first frame that a SUB receives: what its sender published it under (zmq_setsockopt(3): ZMQ_SUBSCRIBE, e14). */
export const TOPIC = 'topic';

/** `detail` of a CURVE secret key that the program makes or loads (zmq_curve_keypair(3)). */
export const SECRET_KEY = 'secret key';

/** `detail` of the length that a receive into a buffer gives: of the message, not of what fitted (e35). */
export const RECEIVED_LENGTH = 'length of the message';

/** Position of the frame that `detail` names, where it names one. */
export function frameIn(detail: string | undefined): number | undefined {
  const found = detail === undefined ? null : /^frame\[(\d+)\]$/.exec(detail);
  return found ? Number(found[1]) : undefined;
}

/** All alternatives of a value; a plain value is its own only one. */
export function alternatives(data: Data): readonly Data[] {
  return data.kind === 'oneOf' ? data.options.flatMap(alternatives) : [data];
}

/** The constant a value is on every path, or undefined when there is none or more than one. Wrapped, since `undefined` is a constant too. */
export function constant(data: Data): { readonly value: Const } | undefined {
  return data.kind === 'const' ? { value: data.value } : undefined;
}

/** True when every alternative is a constant that satisfies the test. */
export function always(data: Data, test: (value: Const) => boolean): boolean {
  return alternatives(data).every((one) => one.kind === 'const' && test(one.value));
}

/** True when some alternative is a constant that satisfies the test. */
export function sometimes(data: Data, test: (value: Const) => boolean): boolean {
  return alternatives(data).some((one) => one.kind === 'const' && test(one.value));
}

/** Transfers whose received data a value derives from. */
export function taintOf(data: Data): readonly number[] {
  const found = new Set<number>();
  for (const one of alternatives(data)) {
    if (one.kind === 'unknown' || one.kind === 'opaque') for (const id of one.taint ?? []) found.add(id);
    if (one.kind === 'text')
      for (const part of one.parts) if (typeof part !== 'string') for (const id of part.taint ?? []) found.add(id);
  }
  return [...found];
}
