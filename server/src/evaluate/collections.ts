/**
 * What becomes of lists, sets and maps that begin empty. Only those are looked at: a queue begins empty, and what has items from the
 * start is seldom one.
 */
import type { Expr } from '../ir/ir';
import type { Collection, CollectionUse } from '../model/collection';
import type { Place } from '../model/model';
import type { Range } from '../text/lines';
import type { HeapList, Value } from './api';
import { toData } from './data';
import type { Mutable } from './drafts';
import { evaluateExpr } from './expressions';
import type { Machine } from './machine';
import { noteOtherMemory } from './memory';
import { optionsOf } from './values';

/** The list is empty here, and new. A rehearsal does not count: its orders are none. */
export function beginEmpty(m: Machine, list: HeapList, kind: Collection['kind'], place: Place): void {
  if (m.recorder.recording) list.made = { kind, place, order: m.now(), within: m.place(m.activation.fn.range) };
}

export interface Added {
  readonly item?: Value | undefined;
  readonly key?: Value | undefined;
}

export function noteUse(
  m: Machine,
  { made }: HeapList,
  what: CollectionUse['what'],
  place: Place,
  name: string,
  added: Added = {},
): void {
  if (!made || !m.recorder.recording) return;
  const use: Mutable<CollectionUse> = { of: made, what, place, order: m.now(), name };
  if (added.item) use.item = toData(added.item);
  if (added.key) use.key = toData(added.key);
  const work = added.item && workIn(m, added.item);
  if (work) use.work = work;
  m.recorder.list('collectionUses', use);
}

/** The call whose work a value stands for; of a pair or a message, one of its items. */
function workIn(m: Machine, value: Value): Place | undefined {
  for (const one of optionsOf(value).flatMap((option) => (option.v === 'list' ? option.list.items : [option]))) {
    const work = one.v === 'promise' && one.event ? m.recorder.handlerPlace(one.event) : undefined;
    if (work) return work;
  }
  return undefined;
}

/** `x in list` */
export function noteSearch(m: Machine, expr: Expr & { k: 'binary' }, list: Value & { v: 'list' }): void {
  if (expr.op === 'in' || expr.op === 'not in') noteUse(m, list.list, 'search', m.place(expr.range), '');
}

/** `del queue[0]`, `del queue[:n]` */
export function noteRemoval(m: Machine, parts: readonly Expr[]): void {
  for (const part of parts) {
    // Anything else would run a second time.
    if (part.k !== 'index' || (part.object.k !== 'var' && part.object.k !== 'member')) continue;
    for (const one of optionsOf(evaluateExpr(m, part.object)))
      if (one.v === 'list') noteUse(m, one.list, 'take', m.place(part.range), '');
  }
}

/** `this.batch = []`: what was in it is left to whoever took it before. */
export function noteReplaced(m: Machine, old: Value | undefined, value: Value, range: Range): void {
  if (!old || !m.recorder.recording) return;
  for (const one of optionsOf(old)) {
    noteOtherMemory(m, one, value, m.place(range));
    if (one.v === 'list' && one.list.made && !(value.v === 'list' && value.list === one.list))
      noteUse(m, one.list, 'take', m.place(range), '');
  }
}

/** Somebody out of sight gets it: it may be emptied there, or asked for its length. */
export function listsEscape(m: Machine, value: Value, place: Place): void {
  for (const one of optionsOf(value)) if (one.v === 'list') noteUse(m, one.list, 'escape', place, '');
}
