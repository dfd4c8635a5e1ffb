/** Loops: short known lists round by round, everything else once for any round. */
import type { Expr, LoopStmt, Target } from '../ir/ir';
import type { Range } from '../text/lines';
import type { Value } from './api';
import { assign } from './assignment';
import { stableTruth } from './conditions';
import { evaluateExpr } from './expressions';
import { textOf } from './hints';
import type { Machine } from './machine';
import type { Completion } from './state';
import { runBlock } from './statements';
import { handlesIn, joinAll, optionsOf, tainted, taintOfValue, unknownValue } from './values';

/** Longer lists are run as one item that may be any of them. */
const MAX_UNROLL = 8;

export function loop(m: Machine, stmt: LoopStmt): Completion {
  if (stmt.kind === 'each' && stmt.target && stmt.iterable) {
    m.activation.statement = stmt.iterable.range;
    const iterable = evaluateExpr(m, stmt.iterable);
    if (stmt.async) m.suspend();
    const completion = iterateOver(m, stmt.target, iterable, stmt.iterable, () => runBlock(m, stmt.body), stmt.range);
    return completion === 'return' && !mustRun(iterable) ? 'normal' : completion;
  }
  const testing = stmt.test && !stmt.testLast ? stableTruth(m, stmt.test) : undefined;
  if (stmt.test?.k === 'lit' && testing === false) return 'normal';
  const endless = stmt.test === undefined || (stmt.test.k === 'lit' && testing === true);
  inLoop(m, { endless, range: stmt.range }, () => {
    // A test is evaluated before each round: `while ((m = await s.receive()))` receives inside the loop.
    if (stmt.test && !stmt.testLast && !endless) evaluateExpr(m, stmt.test);
    m.branch([() => normalInLoop(runBlock(m, stmt.body))], !endless && !stmt.testLast);
    if (stmt.update) evaluateExpr(m, stmt.update);
    if (stmt.test && stmt.testLast) evaluateExpr(m, stmt.test);
  });
  return 'normal';
}

/** Leaving a round is not leaving the code after the loop. */
function normalInLoop(completion: Completion): Completion {
  return completion === 'break' || completion === 'continue' ? 'normal' : completion;
}

function mustRun(iterable: Value): boolean {
  return iterable.v === 'list' && !iterable.list.open && iterable.list.items.length > 0;
}

function inLoop(
  m: Machine,
  how: { readonly endless: boolean; readonly range: Range; readonly socket?: number; readonly rounds?: number },
  run: () => void,
): void {
  const id = m.recorder.loops.length;
  m.recorder.loops.push({
    id,
    endless: how.endless,
    place: m.place(how.range),
    ...(how.socket === undefined ? {} : { socket: how.socket }),
    ...(how.rounds === undefined ? {} : { rounds: how.rounds }),
  });
  const { loops, handling, leaves } = m;
  m.loops = [...loops, id];
  m.leaves = [];
  const round = (): void => {
    run();
    if (m.leaves.length > 0) m.store.merge(m.leaves, true);
    m.leaves = [];
  };
  try {
    const mark = m.store.mark();
    round();
    // A socket that one round makes, a later round may use or close: `s.close(); s = ctx.socket(…)` around a retry.
    if (m.store.wrote(mark, (value, before) => handlesIn(value).length > handlesIn(before).length)) round();
  } finally {
    m.loops = loops;
    m.handling = handling;
    m.leaves = leaves;
  }
}

/**
 * Run a body for every item of something iterable: item by item for short known lists, once for "any item" otherwise.
 * Iterating a handle (`for await (const m of socket)`) is the binding's to explain.
 */
export function iterateOver(
  m: Machine,
  target: Target,
  iterable: Value,
  at: Expr,
  body: () => Completion,
  range: Range = at.range,
): Completion {
  const single = iterable.v === 'list' ? iterable.list : undefined;
  if (single && !single.open && single.items.length <= MAX_UNROLL) return unrolled(m, target, single.items, at, body);
  const [handle] = handlesIn(iterable);
  if (handle) {
    const place = m.place(at.range);
    const site = {
      file: m.file,
      place,
      name: place,
      construct: false,
      receiver: textOf(m, at),
      holder: '',
      inAsync: m.activation.fn.async,
    };
    inLoop(m, { endless: true, range, ...(handle.kind === 'socket' ? { socket: handle.id } : {}) }, () => {
      const item = m.bindingById(handle.binding)?.iterate?.(handle, site, m.api) ?? unknownValue('other', 'item');
      assign(m, target, item, undefined, at.range);
      m.branch([body], true);
    });
    return 'normal';
  }
  inLoop(m, { endless: false, range, ...(single && !single.open ? { rounds: single.items.length } : {}) }, () => {
    assign(m, target, anyItem(m, iterable), undefined, at.range);
    m.branch([() => normalInLoop(body())], true);
  });
  return 'normal';
}

function unrolled(m: Machine, target: Target, items: readonly Value[], at: Expr, body: () => Completion): Completion {
  const { unroll: saved, leaves } = m;
  m.leaves = [];
  try {
    for (const [index, item] of items.entries()) {
      m.unroll = `${saved}/${index}`;
      assign(m, target, item, undefined, at.range);
      const completion = normalInLoop(body());
      if (m.leaves.length > 0) m.store.merge(m.leaves, true);
      m.leaves = [];
      if (completion !== 'normal') return completion;
    }
  } finally {
    m.unroll = saved;
    m.leaves = leaves;
  }
  return 'normal';
}

/** A callback over the items of a list, with the loop's meaning. */
export function forEachItem(m: Machine, items: Value, range: Range, run: (item: Value) => void): void {
  if (items.v === 'list' && !items.list.open && items.list.items.length <= MAX_UNROLL) {
    const saved = m.unroll;
    for (const [index, item] of items.list.items.entries()) {
      m.unroll = `${saved}/${index}`;
      run(item);
    }
    m.unroll = saved;
    return;
  }
  inLoop(m, { endless: false, range }, () => {
    m.branch([() => (run(anyItem(m, items)), 'normal')], true);
  });
}

export function anyItem(m: Machine, iterable: Value): Value {
  return joinAll(
    optionsOf(iterable).map((one) => {
      if (one.v === 'list') {
        const all = [...one.list.items, ...(one.list.rest ? [one.list.rest] : [])];
        return all.length > 0 ? joinAll(all) : unknownValue('other', 'item');
      }
      if (one.v === 'promise') return anyItem(m, one.of);
      return tainted(unknownValue(one.v === 'unknown' ? one.origin : 'other', 'item'), taintOfValue(one));
    }),
  );
}
