/** Loops: short known lists and short counts round by round, everything else once for any round. */
import type { Expr, LoopStmt, Target } from '../ir/ir';
import type { Range } from '../text/lines';
import type { Value } from './api';
import { assign } from './assignment';
import { countedRounds, forgetCounters } from './counters';
import { evaluateExpr } from './expressions';
import { textOf } from './hints';
import type { Machine } from './machine';
import type { Completion } from './state';
import { runBlock } from './statements';
import { tainted, taintOfValue } from './taint';
import { handlesIn, joinAll, optionsOf, unknownValue } from './values';

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
  const rounds = countedRounds(m, stmt);
  if (rounds !== undefined && rounds <= MAX_UNROLL) return counted(m, stmt, rounds);
  const literal = stmt.test === undefined ? true : stmt.test.k === 'lit' ? Boolean(stmt.test.value) : undefined;
  if (literal === false && !stmt.testLast) return 'normal';
  const endless = literal === true;
  forgetCounters(m, stmt);
  let completion: Completion = 'normal';
  inLoop(m, { endless, range: stmt.range, ...(rounds === undefined ? {} : { rounds }) }, () => {
    // A test is evaluated before each round: `while ((m = await s.receive()))` receives inside the loop.
    if (stmt.test && !stmt.testLast && !endless) evaluateExpr(m, stmt.test);
    const body = (): Completion => normalInLoop(runBlock(m, stmt.body));
    // The first round of some loops is certain: it is no branch.
    if (endless || stmt.testLast) completion = body();
    else m.branch([body], true);
    if (stmt.update) evaluateExpr(m, stmt.update);
    if (stmt.test && stmt.testLast) evaluateExpr(m, stmt.test);
  });
  return completion;
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
  const place = m.place(how.range);
  const within = m.place(m.activation.fn.range);
  const { endless, socket, rounds } = how;
  const id = m.recorder.loop((id) => ({
    id,
    endless,
    place,
    within,
    ...(socket === undefined ? {} : { socket }),
    ...(rounds === undefined ? {} : { rounds }),
  }));
  const { loops, breaks, handling, leaves, pending, task } = m;
  const { detach } = m.activation;
  const detached = detach && { ...detach };
  const { missing } = m.store;
  m.loops = [...loops, id];
  m.breaks = id;
  m.leaves = [];
  m.store.missing = [];
  const round = (): void => {
    run();
    if (m.leaves.length > 0) m.store.merge(m.leaves, true);
    m.leaves = [];
  };
  const start = m.store.mark();
  const recorded = m.recorder.mark();
  const queued = pending.length;
  try {
    round();
    if (knowsMore(m, start)) {
      // What the first round left is there in the next one: run again from either state, and keep that run.
      m.rewind(recorded);
      m.task = task;
      if (detach) Object.assign(detach, detached);
      pending.length = queued;
      m.handling = handling;
      m.store.merge([m.store.take(start)], true);
      round();
    }
  } finally {
    m.loops = loops;
    m.breaks = breaks;
    m.handling = handling;
    m.leaves = leaves;
    missing?.push(...(m.store.missing ?? []));
    m.store.missing = missing;
  }
}

/**
 * A later round sees something the first did not: a socket in place of another (`s.close(); s = ctx.socket(…)` around a retry), or a
 * value where there was none when it was read.
 */
function knowsMore(m: Machine, start: number): boolean {
  if (m.store.gained()) return true;
  return m.store.wrote(
    start,
    (value, before) => before !== undefined && handlesIn(value).length > handlesIn(before).length,
  );
}

/**
 * Run a body for every item of something iterable: item by item for short known lists, once for "any item" otherwise.
 * Iterating a handle (`for await (const m of socket)`) is the binding's to explain.
 */
export function iterateOver(
  m: Machine,
  target: Target,
  given: Value,
  at: Expr,
  body: () => Completion,
  range: Range = at.range,
): Completion {
  const iterable = inPairs(m, given);
  const single = iterable.v === 'list' ? iterable.list : undefined;
  if (single && !single.open && single.items.length <= MAX_UNROLL)
    return unrolled(m, single.items, body, (item) => assign(m, target, item, at.range));
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
      assign(m, target, item, at.range);
      m.branch([() => normalInLoop(body())], true);
    });
    return 'normal';
  }
  const rounds = single && !single.open ? single.items.length : single?.count;
  inLoop(m, { endless: false, range, ...(rounds === undefined ? {} : { rounds }) }, () => {
    assign(m, target, everyItem(m, iterable), at.range);
    m.branch([() => normalInLoop(body())], true);
  });
  return 'normal';
}

/** Round by round; what a round makes differs from what the others make. */
function unrolled<T>(
  m: Machine,
  items: Iterable<T>,
  body: () => Completion,
  before: (item: T) => void,
  after?: () => void,
): Completion {
  const { unroll: saved, breaks, leaves } = m;
  m.leaves = [];
  m.breaks = undefined;
  let index = 0;
  try {
    for (const item of items) {
      m.unroll = `${saved}/${index++}`;
      before(item);
      const raw = body();
      if (m.leaves.length > 0) m.store.merge(m.leaves, true);
      m.leaves = [];
      if (raw === 'break') return 'normal';
      if (raw !== 'normal' && raw !== 'continue') return raw;
      after?.();
    }
  } finally {
    m.unroll = saved;
    m.breaks = breaks;
    m.leaves = leaves;
  }
  return 'normal';
}

function counted(m: Machine, stmt: LoopStmt, rounds: number): Completion {
  return unrolled(
    m,
    Array.from({ length: rounds }),
    () => runBlock(m, stmt.body),
    () => undefined,
    () => stmt.update && evaluateExpr(m, stmt.update),
  );
}

/** A callback over the items of a list, with the loop's meaning. */
export function forEachItem(m: Machine, items: Value, range: Range, run: (item: Value) => void): void {
  if (items.v === 'list' && !items.list.open && items.list.items.length <= MAX_UNROLL) {
    unrolled(m, [...items.list.items], () => 'normal', run);
    return;
  }
  inLoop(m, { endless: false, range }, () => {
    m.branch([() => (run(everyItem(m, items)), 'normal')], true);
  });
}

/** What the variable of a loop over it stands for: each item in its turn. */
function everyItem(m: Machine, iterable: Value): Value {
  const item = anyItem(m, iterable);
  if (item.v === 'oneOf') return { ...item, every: true };
  // The pairs of a map.
  if (item.v !== 'list' || item.list.open) return item;
  const items = item.list.items.map((one): Value => (one.v === 'oneOf' ? { ...one, every: true } : one));
  return { v: 'list', list: m.newList(items) };
}

/** Iterating a map gives pairs of key and value. */
export function inPairs(m: Machine, value: Value): Value {
  if (value.v !== 'list' || !value.list.keys) return value;
  const { items, keys, open, rest } = value.list;
  const pair = (key: Value, item: Value): Value => ({ v: 'list', list: m.newList([key, item]) });
  const pairs = items.map((item, index) => pair(keys[index] ?? unknownValue('other', 'key'), item));
  return { v: 'list', list: m.newList(pairs, open, rest && pair(unknownValue('other', 'key'), rest)) };
}

export function anyItem(m: Machine, iterable: Value): Value {
  return joinAll(
    optionsOf(iterable).map((of) => {
      const one = inPairs(m, of);
      if (one.v === 'list') {
        const all = [...one.list.items, ...(one.list.rest ? [one.list.rest] : [])];
        return all.length > 0 ? joinAll(all) : unknownValue('other', 'item');
      }
      if (one.v === 'promise') return anyItem(m, one.of);
      return tainted(unknownValue(one.v === 'unknown' ? one.origin : 'other', 'item'), taintOfValue(one));
    }),
  );
}
