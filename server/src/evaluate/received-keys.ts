/**
 * Keys that came in: `table[a][b] = c` where the sender chose `a` and `b`. What a received key leads to is marked, and a write under
 * another one there is told to the language, which knows whether every object has members that nobody put into it.
 */
import type { Expr, Target } from '../ir/ir';
import type { Arguments, CallSite, Value } from './api';
import type { Machine } from './machine';
import type { FunctionImpl } from './state';
import { taintOfValue } from './taint';
import { joinAll, optionsOf, unknownValue } from './values';

const MARK = 'item under a received key';

/** Any text: not compared with anything, and no number. */
function isReceived(key: Value): boolean {
  if (key.v === 'const' || (key.v === 'unknown' && key.numeric)) return false;
  const taint = taintOfValue(key);
  return taint !== undefined && !taint.checked;
}

/** What reading `object[key]` gave, marked where the sender chose the key. */
export function underKey(on: Value, key: Value, item: Value): Value {
  if (!isReceived(key) || !optionsOf(on).some(inherits)) return item;
  const known = optionsOf(item).filter((one) => one.v !== 'unknown');
  return joinAll([...known, unknownValue('other', MARK)]);
}

/** It may have members that nobody put there. What came in is the sender's own. */
function inherits(one: Value): boolean {
  return one.v === 'object' ? !one.object.bare : one.v === 'instance' || (one.v === 'unknown' && !one.taint);
}

function isMarked(value: Value): boolean {
  return optionsOf(value).some((one) => one.v === 'unknown' && one.detail === MARK);
}

/** `on[key] = …`; `on` is what stands before the brackets. */
export function noteWriteUnder(m: Machine, target: Target & { t: 'index' }, on: Value, key: Value, value: Value): void {
  if (!isReceived(key)) return;
  const place = m.place(target.range);
  const write = { key, site: siteOf(m, place) };
  if (isMarked(on)) tell(m, write);
  const parameter = taintOfValue(value) ? parameterOf(m, target.object) : undefined;
  if (parameter === undefined) return;
  m.writesUnder.set(parameter, write);
  if (m.markedRecursions.has(parameter)) tell(m, write);
}

/** A recursion hands on what a received key led to: the writes of this run happen there as well (a deep merge). */
export function noteRecursion(m: Machine, fn: FunctionImpl, args: Arguments): void {
  args.list.forEach((arg, position) => {
    if (!isMarked(arg)) return;
    const parameter = `${fn.key}|${position}`;
    m.markedRecursions.add(parameter);
    const write = m.writesUnder.get(parameter);
    if (write) tell(m, write);
  });
}

export interface WriteUnder {
  readonly key: Value;
  readonly site: CallSite;
}

function tell(m: Machine, { key, site }: WriteUnder): void {
  for (const one of m.bindings.of(m.language)) one.writesUnder?.(key, site, m.api);
}

function parameterOf(m: Machine, expr: Expr): string | undefined {
  if (expr.k !== 'var') return undefined;
  const position = m.activation.fn.params.findIndex(({ target }) => target.t === 'var' && target.id === expr.id);
  return position < 0 ? undefined : `${m.activation.key}|${position}`;
}

function siteOf(m: Machine, place: CallSite['place']): CallSite {
  return { file: m.file, place, name: place, construct: false, receiver: '', holder: '', inAsync: false };
}
