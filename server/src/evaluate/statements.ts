/** Statements of the abstract run: control flow, assignment, loops. */
import type { Expr, LoopStmt, Stmt, Target } from '../ir/ir';
import type { Range } from '../text/lines';
import type { HeapObject, Value } from './api';
import {
  evaluateExpr,
  evaluateInline,
  binary,
  noteHint,
  outerCall,
  readIndex,
  stableTruth,
  unwrap,
  writeVar,
  memberOf,
} from './expressions';
import type { Completion, Machine } from './machine';
import { textOf } from './machine';
import { exportName } from './modules';
import {
  handlesIn,
  joinAll,
  newList,
  newObject,
  optionsOf,
  tainted,
  taintOfValue,
  UNDEFINED,
  unknownValue,
} from './values';

/** Longer lists are run as one item that may be any of them. */
const MAX_UNROLL = 8;

export function runBlock(m: Machine, body: readonly Stmt[]): Completion {
  const saved = m.arms;
  try {
    for (const stmt of body) {
      const completion = runStatement(m, stmt);
      if (completion !== 'normal') return completion;
    }
    return 'normal';
  } finally {
    // Arms entered because the other arm left (see `ifStatement`) end with their block.
    m.arms = saved;
  }
}

function runStatement(m: Machine, stmt: Stmt): Completion {
  m.step();
  switch (stmt.k) {
    case 'expr':
      m.activation.statement = stmt.range;
      evaluateExpr(m, stmt.value);
      return 'normal';
    case 'assign': {
      m.activation.statement = stmt.range;
      noteHint(m, stmt.target, stmt.value);
      const value = evaluateExpr(m, stmt.value);
      m.api.settle(value, 'stored');
      assign(m, stmt.target, value, stmt.op, stmt.value.range);
      return 'normal';
    }
    case 'if':
      return ifStatement(m, stmt);
    case 'loop':
      return loop(m, stmt);
    case 'try':
      return tryStatement(m, stmt);
    case 'with':
      return withStatement(m, stmt);
    case 'return':
      m.activation.statement = stmt.range;
      if (stmt.value) m.activation.returns.push(returned(m, stmt.value));
      return 'return';
    case 'throw':
      m.activation.statement = stmt.range;
      if (stmt.value) evaluateExpr(m, stmt.value);
      return 'throw';
    case 'break':
      return 'break';
    case 'continue':
      return 'continue';
    case 'export':
      m.activation.statement = stmt.range;
      exportName(m, stmt.name, stmt.value);
      return 'normal';
    case 'block':
      return runBlock(m, stmt.body);
  }
}

/** A returned call runs in line and its result is held by whoever called. */
function returned(m: Machine, expr: Expr): Value {
  const saved = m.returned;
  m.returned = outerCall(expr);
  try {
    const value = evaluateInline(m, expr);
    m.api.settle(value, 'returned');
    return value;
  } finally {
    m.returned = saved;
  }
}

function ifStatement(m: Machine, stmt: Stmt & { k: 'if' }): Completion {
  const known = stableTruth(m, stmt.test);
  if (known !== undefined) return runBlock(m, known ? stmt.then : stmt.else);
  const { branch, completions } = m.branch([() => runBlock(m, stmt.then), () => runBlock(m, stmt.else)], false);
  const [then, other] = completions as [Completion, Completion];
  if (then !== 'normal' && other !== 'normal') return then === other ? then : 'return';
  // One arm left: what follows in this block happens only when the other was taken.
  if (then !== 'normal') m.arms = [...m.arms, [branch, 1]];
  else if (other !== 'normal') m.arms = [...m.arms, [branch, 0]];
  return 'normal';
}

function tryStatement(m: Machine, stmt: Stmt & { k: 'try' }): Completion {
  const body = runBlock(m, stmt.body);
  let handled: Completion = 'throw';
  if (stmt.handlers.length > 0) {
    const { completions } = m.branch(
      stmt.handlers.map((handler) => () => {
        if (handler.target) assign(m, handler.target, unknownValue('other', 'error'), undefined, handler.range);
        return runBlock(m, handler.body);
      }),
      true,
    );
    handled = completions.includes('normal') ? 'normal' : completions[0]!;
  }
  const last = runBlock(m, stmt.finally);
  if (last !== 'normal') return last;
  if (body === 'normal') return 'normal';
  return handled === 'normal' ? 'normal' : body;
}

function withStatement(m: Machine, stmt: Stmt & { k: 'with' }): Completion {
  m.activation.statement = stmt.range;
  const closing: Value[] = [];
  for (const item of stmt.items) {
    if (item.target) noteHint(m, item.target, item.value);
    const value = unwrap(evaluateExpr(m, item.value));
    closing.push(value);
    if (item.target) assign(m, item.target, value, undefined, item.value.range);
  }
  const completion = runBlock(m, stmt.body);
  m.activation.statement = stmt.range;
  for (const value of closing) {
    for (const handle of handlesIn(value)) {
      const place = m.place(stmt.range);
      const site = {
        file: m.file,
        place,
        name: place,
        construct: false,
        receiver: '',
        holder: '',
        inAsync: m.activation.fn.async,
      };
      m.bindingById(handle.binding)?.callOn?.(handle, '(leave)', m.noArguments, site, m.api);
    }
  }
  return completion;
}

// ---------------------------------------------------------------- loops

function loop(m: Machine, stmt: LoopStmt): Completion {
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
  try {
    run();
    if (m.leaves.length > 0) m.store.merge(m.leaves, true);
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
    let completion: Completion = 'normal';
    inLoop(m, { endless: true, range, ...(handle.kind === 'socket' ? { socket: handle.id } : {}) }, () => {
      const item = m.bindingById(handle.binding)?.iterate?.(handle, site, m.api) ?? unknownValue('other', 'item');
      assign(m, target, item, undefined, at.range);
      completion = normalInLoop(m.branch([body], true).completions[0]!);
    });
    return completion === 'normal' ? 'normal' : 'normal';
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

// ---------------------------------------------------------------- assignment

/** Write a value to a target. `valueRange` is where the value's expression stands. */
export function assign(m: Machine, target: Target, value: Value, op: string | undefined, valueRange: Range): void {
  m.step();
  switch (target.t) {
    case 'var': {
      const now = op ? binary(op, evaluateExpr(m, { k: 'var', id: target.id, range: target.range }), value) : value;
      writeVar(m, target.id, now);
      return;
    }
    case 'member':
      assignMember(m, target, value, op, valueRange);
      return;
    case 'index': {
      const object = evaluateExpr(m, target.object);
      const key = m.api.constantOf(evaluateExpr(m, target.index));
      m.api.keep(value);
      for (const one of optionsOf(object)) {
        if (one.v === 'object' || one.v === 'instance') {
          if (typeof key?.value === 'string') m.store.write(one.object.fields, key.value, value);
          else {
            const known = one.object.fields.get('*');
            m.store.write(one.object.fields, '*', known ? joinAll([known, value]) : value);
          }
        } else if (one.v === 'list') {
          one.list.open = true;
          one.list.rest = one.list.rest ? joinAll([one.list.rest, value]) : value;
        } else if (one.v === 'unknown') m.api.escapes(value, 'stored in something unknown', m.place(target.range));
        else if (one.v === 'handle' && typeof key?.value === 'string')
          writeHandle(m, one.handle, target.object, key.value, m.place(target.index.range), value, valueRange);
      }
      return;
    }
    case 'list': {
      const items = optionsOf(value);
      target.items.forEach((item, index) => {
        if (item) assign(m, item, joinAll(items.map((one) => itemAt(m, one, index))), undefined, valueRange);
      });
      if (target.rest) {
        const rest =
          items.length === 1 && items[0]!.v === 'list'
            ? newList(items[0]!.list.items.slice(target.items.length), items[0]!.list.open, items[0]!.list.rest)
            : newList([], true, anyItem(m, value));
        assign(m, target.rest, { v: 'list', list: rest }, undefined, valueRange);
      }
      return;
    }
    case 'object': {
      const taken = new Set<string>();
      for (const prop of target.props) {
        taken.add(prop.key);
        let field = joinAll(
          optionsOf(value).map((one) =>
            memberOf(m, one, {
              k: 'member',
              object: { k: 'this', range: prop.keyRange },
              name: prop.key,
              nameRange: prop.keyRange,
              range: prop.keyRange,
            }),
          ),
        );
        if (
          prop.default &&
          optionsOf(field).some((one) => (one.v === 'const' && one.value === undefined) || one.v === 'unknown')
        ) {
          const fallback = evaluateExpr(m, prop.default);
          field = joinAll([
            ...optionsOf(field).filter((one) => !(one.v === 'const' && one.value === undefined)),
            fallback,
          ]);
        }
        assign(m, prop.target, field, undefined, prop.keyRange);
      }
      if (target.rest) assign(m, target.rest, restOf(value, taken), undefined, valueRange);
      return;
    }
    case 'global':
      m.api.keep(value);
      return;
    case 'unknown':
      for (const part of target.parts) evaluateExpr(m, part);
      m.api.escapes(value, 'stored in something unknown', m.place(target.range));
      return;
  }
}

function itemAt(m: Machine, value: Value, index: number): Value {
  if (value.v === 'promise') return itemAt(m, value.of, index);
  return readIndex(m, value, { v: 'const', value: index });
}

function restOf(value: Value, taken: ReadonlySet<string>): Value {
  if (value.v !== 'object') return unknownValue('other', 'rest', taintOfValue(value));
  const object: HeapObject = newObject([...value.object.fields].filter(([key]) => !taken.has(key)));
  for (const [key, place] of value.object.keys) if (!taken.has(key)) object.keys.set(key, place);
  if (value.object.open) object.open = value.object.open;
  return { v: 'object', object };
}

function assignMember(
  m: Machine,
  target: Target & { t: 'member' },
  value: Value,
  op: string | undefined,
  valueRange: Range,
): void {
  const object = evaluateExpr(m, target.object);
  for (const one of optionsOf(object)) {
    switch (one.v) {
      case 'object':
      case 'instance': {
        const { handle } = one.object;
        if (handle && writeHandle(m, handle, target.object, target.name, m.place(target.nameRange), value, valueRange))
          break;
        const old = op ? one.object.fields.get(target.name) : undefined;
        m.store.write(one.object.fields, target.name, old ? binary(op!, old, value) : value);
        m.api.keep(value);
        break;
      }
      case 'class':
        m.store.write((one.cls as unknown as { statics: HeapObject }).statics.fields, target.name, value);
        m.api.keep(value);
        break;
      case 'handle':
        writeHandle(m, one.handle, target.object, target.name, m.place(target.nameRange), value, valueRange);
        break;
      case 'function':
        if (target.name === 'prototype' && value.v === 'object')
          (one.fn as unknown as { proto?: HeapObject }).proto = value.object;
        break;
      case 'external': {
        const site = writeSite(m, target, m.place(valueRange));
        m.bindingFor(one.name.module)?.write?.(
          { module: one.name.module, path: [...one.name.path, target.name] },
          value,
          site,
          m.api,
        );
        break;
      }
      case 'unknown':
        // `module.exports.x` of unknown parts and the like: the value can be reached from outside.
        m.api.escapes(value, 'stored in something unknown', m.place(target.range));
        break;
      default:
        break;
    }
  }
}

function writeSite(
  m: Machine,
  target: Target & { t: 'member' },
  valuePlace: ReturnType<Machine['place']>,
): Parameters<NonNullable<import('../bindings/binding').Binding['write']>>[2] {
  return {
    file: m.file,
    name: m.place(target.nameRange),
    valuePlace,
    statement: m.place(m.activation.statement),
    receiver: textOf(m, target.object),
    sloppy: m.activation.module.ir.sloppy,
  };
}

function writeHandle(
  m: Machine,
  handle: import('../bindings/binding').Handle,
  object: Expr,
  name: string,
  namePlace: ReturnType<Machine['place']>,
  value: Value,
  valueRange: Range,
): boolean {
  const binding = m.bindingById(handle.binding);
  return (
    binding?.writeOn?.(
      handle,
      name,
      value,
      {
        file: m.file,
        name: namePlace,
        valuePlace: m.place(valueRange),
        statement: m.place(m.activation.statement),
        receiver: textOf(m, object),
        sloppy: m.activation.module.ir.sloppy,
      },
      m.api,
    ) ?? false
  );
}

export { UNDEFINED };
