/** Frames that may not be there: the peer decides how many a message has. Seen by its form, as in `checks.ts`: who looked knows. */
import type { Expr, Target } from '../ir/ir';
import { frameIn } from '../model/data';
import type { HeapList, Value } from './api';
import type { Machine } from './machine';
import { slotOf } from './names';
import { slotFor } from './narrowing';
import { optionsOf } from './values';

/** What was looked at in a condition (`if (!body)`, `typeof body`, `isBuffer(body)`) is no surprise afterwards. */
export function noteExistence(m: Machine, expr: Expr): void {
  switch (expr.k) {
    case 'unary':
      noteExistence(m, expr.value);
      return;
    case 'index': {
      // `if (!frames[2])`: who asks for one asks how many there are.
      const of = expr.object.k === 'var' ? slotOf(m, expr.object.id)?.[0].get(expr.object.id) : undefined;
      if (of?.v === 'list') noteCount(m, of.list);
      return;
    }
    case 'var':
    case 'member': {
      const slot = slotFor(m, expr);
      const value = slot?.[0].get(slot[1]);
      if (slot && value && mayMiss(value)) m.store.write(slot[0], slot[1], sure(value));
      return;
    }
    default:
  }
}

function mayMiss(value: Value): boolean {
  return optionsOf(value).some((one) => one.v === 'unknown' && !one.sure && frameIn(one.detail) !== undefined);
}

/** The same value, which is there or has something in its place. */
export function sure(value: Value): Value {
  if (!mayMiss(value)) return value;
  if (value.v === 'oneOf') return { ...value, options: value.options.map(sure) };
  return value.v === 'unknown' ? { ...value, sure: true } : value;
}

/** Received frames whose number is looked at, wherever they were taken apart. */
export function noteCount(m: Machine, { rest }: HeapList): void {
  if (rest?.v === 'unknown' && rest.taint) for (const id of rest.taint.transfers) m.counted.add(id);
}

/** `a, b = frames`: some languages insist on the number. */
export function noteUnpacking(m: Machine, target: Target & { t: 'list' }, value: Value): void {
  if (value.v !== 'list' || !value.list.open || value.list.rest?.v !== 'unknown' || !value.list.rest.taint) return;
  const place = m.place(target.range);
  const site = { file: m.file, place, name: place, construct: false, receiver: '', holder: '', inAsync: false };
  for (const one of m.bindings.of(m.language)) one.unpacks?.(value.list.rest, site, m.api);
}
