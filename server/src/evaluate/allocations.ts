/** Memory that an operator reserves: text or a list times a number. */
import type { Expr } from '../ir/ir';
import type { Value } from './api';
import type { Machine } from './machine';
import { taintOfValue } from './taint';

/** `b'\0' * size`, `[0] * size`: a size that came in is a call that reserves memory like any other. */
export function noteRepetition(m: Machine, expr: Expr & { k: 'binary' }, left: Value, right: Value): void {
  if (expr.op !== '*') return;
  const [count, of] = isRepeatable(left) ? [right, expr.right] : isRepeatable(right) ? [left, expr.left] : [];
  if (!count || !of || !taintOfValue(count)) return;
  const [call, place] = [m.place(expr.range), m.place(of.range)];
  m.api.addSink({
    kind: 'allocate',
    api: '*',
    argument: count,
    argumentPlace: place,
    site: {
      file: m.file,
      place: call,
      name: place,
      construct: false,
      receiver: '',
      holder: '',
      inAsync: m.activation.fn.async,
    },
  });
}

function isRepeatable(value: Value): boolean {
  return value.v === 'list' || value.v === 'text' || (value.v === 'const' && typeof value.value === 'string');
}
