/** Object and list literals, comprehensions. */
import type { Expr } from '../ir/ir';
import type { HeapObject, Value } from './api';
import { beginEmpty } from './collections';
import { evaluateExpr } from './expressions';
import { settleIn } from './functions';
import { inPairs, iterateOver } from './loops';
import type { Machine } from './machine';
import { tainted, taintOfValue } from './taint';
import { constantValue, joinAll, optionsOf, present, unknownValue } from './values';

export function objectLiteral(m: Machine, expr: Expr & { k: 'object' }): Value {
  const object = m.newObject();
  object.literal = m.place(expr.range);
  for (const entry of expr.entries) {
    if (entry.e === 'prop') {
      const value = item(m, entry.value);
      settleIn(object, value);
      object.fields.set(entry.key, value);
      object.keys.set(entry.key, { key: m.place(entry.keyRange), value: m.place(entry.value.range) });
    } else if (entry.e === 'computed') {
      const key = m.api.constantOf(evaluateExpr(m, entry.key));
      const value = item(m, entry.value);
      if (key && (typeof key.value === 'string' || typeof key.value === 'number')) {
        object.fields.set(String(key.value), value);
        object.keys.set(String(key.value), { key: m.place(entry.key.range), value: m.place(entry.value.range) });
      } else object.open = 'a computed key';
    } else spreadInto(m, object, evaluateExpr(m, entry.value));
  }
  return { v: 'object', object };
}

/** A value that is put into an object or list; a promise among them is kept there. */
function item(m: Machine, expr: Expr): Value {
  const value = present(evaluateExpr(m, expr));
  m.api.settle(value, 'stored');
  return value;
}

/** `...value`: what one of several alternatives brings may not be there. */
function spreadInto(m: Machine, into: HeapObject, value: Value): void {
  const options = optionsOf(value);
  const branch = options.length > 1 ? m.newBranch() : 0;
  options.forEach((one, arm) => {
    if (one.v === 'const') return;
    if (one.v !== 'object' && one.v !== 'instance') {
      into.open = 'a spread of something unknown';
      return;
    }
    if (one.object.open) into.open = one.object.open;
    for (const [key, field] of one.object.fields) {
      const absent: Value = { v: 'const', value: undefined, absent: [branch, arm] };
      into.fields.set(key, options.length > 1 ? joinAll([into.fields.get(key) ?? absent, field]) : field);
      const place = one.object.keys.get(key);
      if (place) into.keys.set(key, place);
    }
  });
}

export function listLiteral(m: Machine, expr: Expr & { k: 'list' }): Value {
  const list = m.newList([]);
  if (expr.items.length === 0 && expr.of !== 'tuple') beginEmpty(m, list, 'list', m.place(expr.range));
  for (const entry of expr.items) {
    const value = entry.spread ? inPairs(m, item(m, entry.value)) : item(m, entry.value);
    if (!entry.spread) list.items.push(value);
    else if (value.v === 'list') {
      list.items.push(...value.list.items);
      if (value.list.open) list.open = true;
      if (value.list.rest) list.rest = list.rest ? joinAll([list.rest, value.list.rest]) : value.list.rest;
    } else {
      list.open = true;
      const rest = tainted(unknownValue('other', 'item'), taintOfValue(value));
      list.rest = list.rest ? joinAll([list.rest, rest]) : rest;
    }
  }
  return { v: 'list', list };
}

export function comprehension(m: Machine, expr: Expr & { k: 'comprehension' }): Value {
  const items: Value[] = [];
  iterateOver(m, expr.target, evaluateExpr(m, expr.iterable), expr, () => {
    for (const test of expr.tests) evaluateExpr(m, test);
    items.push(evaluateExpr(m, expr.element));
    return 'normal';
  });
  return { v: 'list', list: m.newList(items, true) };
}

/** The names of an object's fields, for a loop over them. */
export function keysOf(m: Machine, value: Value): Value {
  if (value.v !== 'object') return unknownValue('other', 'keys', taintOfValue(value));
  const { fields, open } = value.object;
  const names = [...fields.keys()].filter((name) => name !== '*').map(constantValue);
  return { v: 'list', list: m.newList(names, open !== undefined || fields.has('*')) };
}
