/** Operators on values: folding of constants, text, numbers. Needs nothing but the values. */
import type { UnknownValue, Value } from './api';
import { mergeTaint, proofOf, taintOfValue } from './taint';
import { concat } from './text';
import { constantValue, joinAll, optionsOf, truth, UNDEFINED, unknownValue } from './values';

export function binary(op: string, left: Value, right: Value): Value {
  if (left.v === 'const' && right.v === 'const' && !left.taint && !right.taint) {
    const folded = fold(op, left.value, right.value);
    if (folded !== undefined) return constantValue(folded);
  }
  if (op === '+') {
    if (isTextual(left) || isTextual(right)) return concat([left, right]);
  }
  if (op === '==' || op === '!=') {
    // `check(x) === false`
    const [known, of] = right.v === 'const' ? [right.value, left] : left.v === 'const' ? [left.value, right] : [];
    if (of && typeof known === 'boolean' && proofOf(of)) return known === (op === '==') ? of : negate(of);
  }
  const forked = forkTest(op, left, right);
  if (forked) return forked;
  const [a, b] = [taintOfValue(left), taintOfValue(right)];
  const taint = a || b ? mergeTaint([a, b]) : undefined;
  const from = firstUnknown(left) ?? firstUnknown(right);
  // What is left after a division by a number of the program, or under its mask, is bounded by it.
  if ((op === '%' || op === '&') && a && !b) return unknownValue(from?.origin ?? 'other', from?.detail);
  return unknownValue(from?.origin ?? 'other', from?.detail, taint);
}

/** `fork() == 0`, `fork() > 0` */
function forkTest(op: string, left: Value, right: Value): Value | undefined {
  if (left.v !== 'unknown' || left.child === undefined || right.v !== 'const' || right.value !== 0) return undefined;
  if (op === '==') return { ...left, child: !left.child };
  return op === '!=' || op === '>' ? left : undefined;
}

function isTextual(value: Value): boolean {
  if (value.v === 'oneOf') return value.options.some(isTextual);
  return value.v === 'text' || (value.v === 'const' && typeof value.value === 'string');
}

function firstUnknown(value: Value): UnknownValue | undefined {
  if (value.v === 'unknown') return value;
  if (value.v !== 'oneOf') return undefined;
  for (const one of value.options) if (one.v === 'unknown') return one;
  return undefined;
}

function fold(op: string, a: unknown, b: unknown): string | number | boolean | undefined {
  if (op === '==') return a === b;
  if (op === '!=') return a !== b;
  if (op === '+' && (typeof a === 'string' || typeof b === 'string')) return String(a) + String(b);
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return a ** b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '|':
      return a | b;
    case '&':
      return a & b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    default:
      return undefined;
  }
}

export function negate(value: Value): Value {
  const known = truth(value);
  if (known !== undefined) return constantValue(!known);
  if (value.v === 'unknown' && value.child !== undefined) return { ...value, child: !value.child };
  const proof = proofOf(value);
  return proof ? { ...unknownValue('other'), proof: { yes: proof.no, no: proof.yes } } : unknownValue('other');
}

export function unary(op: string, value: Value): Value {
  if (op === '!') return negate(value);
  if (op === 'void') return UNDEFINED;
  if (value.v === 'const' && typeof value.value === 'number') {
    if (op === '-') return constantValue(-value.value);
    if (op === '+') return value;
    if (op === '~') return constantValue(~value.value);
  }
  // Unary plus is a conversion: text of unknown content becomes a number of unknown content, possibly NaN.
  if (op === '+' && value.v === 'const' && typeof value.value === 'string') return constantValue(Number(value.value));
  if (op === '+')
    return joinAll(optionsOf(value).map((one) => (one.v === 'unknown' ? { ...one, numeric: { nan: true } } : one)));
  return unknownValue(value.v === 'unknown' ? value.origin : 'other', undefined, taintOfValue(value));
}
