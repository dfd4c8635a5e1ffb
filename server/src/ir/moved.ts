/**
 * IR of a piece of a file, put elsewhere: an edit before it moves its ranges, and what else the file declares decides its numbers. A
 * copy costs a tenth of a µs per node, parsing and lowering twenty times as much.
 */
import type { Range } from '../text/lines';
import type { ClassId, FunctionId, VarId } from './ir';

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
