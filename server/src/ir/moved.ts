/**
 * IR of a piece of a file, put elsewhere: an edit before it moves its ranges, and what else the file declares decides its numbers. A
 * copy costs a tenth of a µs per node, parsing and lowering twenty times as much.
 */
import type { Range } from '../text/lines';
import type { ClassId, FunctionId, IrFunction, VarId } from './ir';

export interface Move {
  /** Added to every offset. */
  readonly offset: number;
  variable(id: VarId): VarId;
  fn(id: FunctionId): FunctionId;
  class(id: ClassId): ClassId;
}

/** A copy of any part of an IR, at its new place. Strings and literals stay what they are. */
export function moved<T>(part: T, move: Move): T {
  return copy(part, move) as T;
}

/** What a part of an IR was copied from. */
export interface Origin<T> {
  readonly part: T;
  /** From its numbers to those of the copy, and back. */
  readonly to: Move;
  readonly from: Move;
}

/** Of the registry, for frontends are bundles of their own. Whoever reads, copies or compares a part does not see it. */
const ORIGIN = Symbol.for('zmq-threats.origin');

/** The part that this one was copied from; undefined: it is no copy. What does not depend on the place, the copy has of it. */
export function originOf<T extends object>(part: T): Origin<T> | undefined {
  return (part as { readonly [ORIGIN]?: Origin<T> })[ORIGIN];
}

/** What it was copied from, or itself: under this is kept what does not depend on the place. */
export function originalOf<T extends object>(part: T): T {
  return originOf(part)?.part ?? part;
}

/** A copy as `moved` makes it, of which it is remembered what it was copied from. */
export function movedFrom<T extends object>(part: T, to: Move, from: Move): T {
  return Object.defineProperty(moved(part, to), ORIGIN, { value: { part, to, from } });
}

/**
 * The same of a function, whose body is copied when somebody asks for it: after most edits nobody does.
 * @param fn no copy itself
 */
export function movedFunction(fn: IrFunction, to: Move, from: Move): IrFunction {
  const { body: _, ...head } = fn;
  const here = moved(head, to) as IrFunction;
  return Object.defineProperties(here, { body: BODY, [ORIGIN]: { value: { part: fn, to, from } } });
}

/** A property like any other to who reads, copies or compares it. */
const BODY: PropertyDescriptor & ThisType<IrFunction> = {
  enumerable: true,
  configurable: true,
  get() {
    const { part, to } = originOf(this)!;
    const value = moved(part.body, to);
    Object.defineProperty(this, 'body', { value, enumerable: true });
    return value;
  },
};

function copy(value: unknown, move: Move): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.length === 0 ? value : value.map((one) => copy(one, move));
  if (isRange(value)) return { start: value.start + move.offset, end: value.end + move.offset };
  // Has the shape of the original, as an object built up property by property has not.
  const out = { ...value } as Record<string, unknown>;
  for (const key in out) {
    const child = out[key];
    if (typeof child === 'object') out[key] = copy(child, move);
    else if (typeof child === 'number') out[key] = renumbered(key, child, move);
  }
  return out;
}

function isRange(node: object): node is Range {
  return 'start' in node;
}

/** Which numbers are numbers of something. A literal's is in `value`, the dots of an import in `level`. */
function renumbered(key: string, number: number, move: Move): number {
  switch (key) {
    case 'id':
      return move.variable(number);
    case 'fn':
    case 'owner':
      return move.fn(number);
    case 'parent':
      return number < 0 ? number : move.fn(number);
    case 'class':
      return move.class(number);
    default:
      return number;
  }
}
