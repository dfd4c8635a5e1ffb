/**
 * Decisions by a name that its sender chose for itself: a routing id compared with a text of the program, or looked up among such. What
 * peers put into a table at run time (`sessions.get(id)`) is how replies find their way, and no decision.
 */
import type { Expr } from '../ir/ir';
import { ROUTING_ID } from '../model/data';
import type { NameDecision, Place } from '../model/model';
import type { Arguments, Value } from './api';
import type { Machine } from './machine';
import { taintOfValue } from './taint';
import { optionsOf } from './values';

const COMPARES = /^(equals|startsWith|startswith|__eq__)$/;
const LOOKS_UP = /^(has|get|includes|indexOf|index|__contains__|__getitem__)$/;

/** `id === 'admin'`, `id in ADMINS` */
export function decidesByOperator(m: Machine, expr: Expr & { k: 'binary' }, left: Value, right: Value): void {
  switch (expr.op) {
    case '==':
    case '!=':
      if (isClaimed(left) && isText(right)) decide(m, written(m, expr.left, expr.right), left, 'compared');
      else if (isClaimed(right) && isText(left)) decide(m, written(m, expr.right, expr.left), right, 'compared');
      return;
    case 'in':
    case 'not in':
      if (isClaimed(left) && isTable(right)) decide(m, m.place(expr.left.range), left, 'looked-up');
      return;
    default:
  }
}

/** `id.equals(known)`, `KNOWN.has(id)` */
export function decidesByMethod(m: Machine, callee: Expr & { k: 'member' }, on: Value, args: Arguments): void {
  const [value] = args.list;
  if (!value) return;
  if (isClaimed(value)) {
    if (LOOKS_UP.test(callee.name) && isTable(on)) decide(m, args.places[0], value, 'looked-up');
  } else if (isClaimed(on) && COMPARES.test(callee.name) && isText(value))
    decide(m, m.place(callee.object.range), on, 'compared');
}

/** `ROLES[id]` */
export function decidesByIndex(m: Machine, index: Expr, on: Value, key: Value): void {
  if (isClaimed(key) && isTable(on)) decide(m, m.place(index.range), key, 'looked-up');
}

/** What a `switch` looks at is written once, before its cases: there it is the case. */
function written(m: Machine, expr: Expr, otherwise: Expr): Place {
  const { start, end } = expr.range;
  return m.place(start < end ? expr.range : otherwise.range);
}

function decide(m: Machine, place: Place | undefined, value: Value, how: NameDecision['how']): void {
  const transfers = taintOfValue(value)?.transfers;
  if (place && transfers) m.recorder.list('decisions', { place, order: m.now(), transfers, how });
}

/** A routing id, or its text; what may be something else as well is none. */
function isClaimed(value: Value): boolean {
  if (value.v === 'unknown') return value.detail === ROUTING_ID;
  if (value.v !== 'text' || value.parts.length !== 1) return false;
  const [part] = value.parts;
  return typeof part !== 'string' && part!.detail === ROUTING_ID;
}

/** A text that the program, or who runs it, chose. */
function isText(value: Value): boolean {
  return optionsOf(value).every(
    (one) =>
      (one.v === 'const' && typeof one.value === 'string' && one.value !== '' && !one.taint) ||
      (one.v === 'unknown' && !one.taint && CHOSEN.has(one.origin)),
  );
}

const CHOSEN: ReadonlySet<string> = new Set(['environment', 'argument', 'configuration']);

/** A list, set, map or object of such texts to which nothing else is ever added. */
function isTable(value: Value): boolean {
  switch (value.v) {
    case 'list': {
      const { open, items, keys = items } = value.list;
      return !open && keys.length > 0 && keys.every(isText);
    }
    case 'object':
      return value.object.open === undefined && value.object.fields.size > 0 && !value.object.fields.has('*');
    case 'unknown':
      return isText(value);
    default:
      return false;
  }
}
