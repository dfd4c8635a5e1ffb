/** What the outcome of a condition says of the variables and fields it looks at. */
import type { Expr } from '../ir/ir';
import type { Value } from './api';
import { checkedByCondition, checkedByEquality } from './checks';
import { noteExistence } from './existence';
import { findMethod } from './functions';
import type { Machine } from './machine';
import { slotOf } from './names';
import type { ClassImpl } from './state';
import { joinAll, optionsOf, truth } from './values';

/** In this arm the condition has this outcome. What cannot be then is left out; nothing may be left. */
export function narrow(m: Machine, test: Expr, outcome: boolean): void {
  switch (test.k) {
    case 'unary':
      if (test.op === '!') narrow(m, test.value, !outcome);
      return;
    case 'logic':
      // Both sides of `a && b` are true where it is, both of `a || b` false where it is.
      if (test.op === 'nullish' || outcome !== (test.op === 'and')) return;
      narrow(m, test.left, outcome);
      narrow(m, test.right, outcome);
      return;
    case 'call':
      checkedByCondition(m, test);
      for (const { value } of test.args) noteExistence(m, value);
      return;
    case 'binary':
      noteExistence(m, test.left);
      noteExistence(m, test.right);
      if (test.op !== '==' && test.op !== '!=') return;
      if (outcome === (test.op === '==')) checkedByEquality(m, test);
      if (isNull(test.right)) keep(m, test.left, (one) => isNothing(one) !== (outcome === (test.op === '!=')));
      else if (isNull(test.left)) keep(m, test.right, (one) => isNothing(one) !== (outcome === (test.op === '!=')));
      return;
    case 'var':
    case 'member':
      keep(m, test, (one) => truth(one) !== !outcome);
      if (outcome) noteExistence(m, test);
      return;
    case 'index':
      noteExistence(m, test);
      return;
    default:
  }
}

function isNull(expr: Expr): boolean {
  return expr.k === 'lit' && (expr.value === null || expr.value === undefined);
}

/** True: certainly null or undefined; undefined: perhaps. */
function isNothing(value: Value): boolean | undefined {
  if (value.v === 'const') return value.value === null || value.value === undefined;
  return value.v === 'unknown' ? undefined : false;
}

function keep(m: Machine, expr: Expr, test: (one: Value) => boolean): void {
  const slot = slotFor(m, expr);
  if (!slot) return;
  const [slots, key] = slot;
  const value = slots.get(key);
  // A slot nobody has written yet holds what nobody has written yet: nothing.
  const options = value === undefined ? [] : optionsOf(value);
  const kept = value === undefined && test({ v: 'const', value: undefined }) ? undefined : options.filter(test);
  if (kept && (value === undefined || kept.length < options.length))
    m.store.write(slots, key, kept.length > 0 ? joinAll(kept) : NEVER);
}

/** Nothing at all: an arm that cannot be reached as far as is known. It adds nothing to a join. */
const NEVER: Value = { v: 'oneOf', options: [] };

/** Where a name or a field of a name is kept, when looking costs nothing. */
export function slotFor(m: Machine, expr: Expr): readonly [Map<unknown, Value>, unknown] | undefined {
  if (expr.k === 'var') return slotOf(m, expr.id) as readonly [Map<unknown, Value>, unknown] | undefined;
  if (expr.k !== 'member') return undefined;
  const on =
    expr.object.k === 'this'
      ? m.activation.thisValue
      : expr.object.k === 'var'
        ? slotOf(m, expr.object.id)?.[0].get(expr.object.id)
        : undefined;
  if (on?.v === 'class') return [(on.cls as ClassImpl).statics.fields as Map<unknown, Value>, expr.name];
  if (on?.v !== 'instance' && on?.v !== 'object') return undefined;
  const { object } = on;
  const cls = object.cls as ClassImpl | undefined;
  if (object.handle || m.moduleOf.has(object) || (cls && findMethod(m, cls, expr.name))) return undefined;
  return [object.fields as Map<unknown, Value>, expr.name];
}
