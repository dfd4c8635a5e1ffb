/** Assignment: to variables, fields, items, patterns, and to what a binding made. */
import type { Handle } from '../bindings/binding';
import type { Expr, Target } from '../ir/ir';
import type { Const } from '../model/data';
import type { Place } from '../model/model';
import type { Range } from '../text/lines';
import { eachTarget } from './alternatives';
import type { HeapObject, Value, WriteSite } from './api';
import { noteReplaced, noteUse } from './collections';
import { combine } from './conditions';
import { noteUnpacking, sure } from './existence';
import { evaluateExpr } from './expressions';
import { settleIn } from './functions';
import { noteHint, textOf } from './hints';
import { anyItem } from './loops';
import type { Machine } from './machine';
import { memberOf, readIndex, setProto } from './members';
import { noteMemory } from './memory';
import { readVar, writeVar } from './names';
import { binary } from './operators';
import type { ClassImpl, FunctionImpl } from './state';
import { noteWriteUnder } from './received-keys';
import { taintOfValue } from './taint';
import { looksAt } from './topics';
import { joinAll, optionsOf, present, unknownValue } from './values';

const LOGICAL: Readonly<Record<string, 'or' | 'and' | 'nullish'>> = { '||': 'or', '&&': 'and', '??': 'nullish' };

/** An assignment with the expression on its right, plain or compound. @returns the value that was assigned */
export function assignExpr(m: Machine, target: Target, expr: Expr, op: string | undefined): Value {
  noteHint(m, target, expr);
  const logical = op === undefined ? undefined : LOGICAL[op];
  let value: Value;
  if (logical) value = combine(m, logical, current(m, target), expr);
  else {
    const before = op === undefined ? undefined : current(m, target);
    value = evaluateExpr(m, expr);
    if (before) value = binary(op!, before, value);
  }
  assign(m, target, value, expr.range);
  return value;
}

/** What is in the target before a compound assignment. */
function current(m: Machine, target: Target): Value {
  switch (target.t) {
    case 'var':
      return readVar(m, target.id);
    case 'member':
      return evaluateExpr(m, { ...target, k: 'member' });
    case 'index':
      return evaluateExpr(m, { ...target, k: 'index' });
    case 'global':
      return evaluateExpr(m, { ...target, k: 'global' });
    default:
      return unknownValue('other');
  }
}

/** Write a value to a target. `valueRange` is where the value's expression stands. */
export function assign(m: Machine, target: Target, given: Value, valueRange: Range): void {
  m.step();
  const value = present(given);
  switch (target.t) {
    case 'var':
      noteReplaced(m, writeVar(m, target.id, value), value, target.range);
      return;
    case 'member':
      assignMember(m, target, value, valueRange);
      return;
    case 'index': {
      const object = evaluateExpr(m, target.object);
      const index = evaluateExpr(m, target.index);
      const key = m.api.constantOf(index);
      if (!key) noteWriteUnder(m, target, object, index, value);
      m.api.keep(value, true);
      eachTarget(m, object, (one) => assignItem(m, target, one, key, value, valueRange));
      return;
    }
    case 'list': {
      const items = optionsOf(value);
      if (target.items.length > 1) noteUnpacking(m, target, value);
      target.items.forEach((item, index) => {
        if (!item) return;
        const found = joinAll(items.map((one) => itemAt(m, one, index)));
        assign(m, item, withDefault(m, found, target.defaults?.[index]), valueRange);
      });
      if (target.rest) {
        const rest =
          items.length === 1 && items[0]!.v === 'list'
            ? m.newList(items[0]!.list.items.slice(target.items.length), items[0]!.list.open, items[0]!.list.rest)
            : m.newList([], true, anyItem(m, value));
        assign(m, target.rest, { v: 'list', list: rest }, valueRange);
      }
      return;
    }
    case 'object': {
      const taken = new Set<string>();
      for (const prop of target.props) {
        taken.add(prop.key);
        const field = joinAll(
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
        assign(m, prop.target, withDefault(m, field, prop.default), prop.keyRange);
      }
      if (target.rest) assign(m, target.rest, restOf(m, value, taken), valueRange);
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

function assignItem(
  m: Machine,
  target: Target & { t: 'index' },
  on: Value,
  key: { readonly value: Const } | undefined,
  value: Value,
  valueRange: Range,
): void {
  switch (on.v) {
    case 'object':
    case 'instance': {
      const { fields } = on.object;
      if (typeof key?.value === 'string' || typeof key?.value === 'number')
        m.store.write(fields, String(key.value), value);
      else m.store.write(fields, '*', joinAll([fields.get('*') ?? value, value]));
      return;
    }
    case 'list':
      // `queue[:] = …`
      if (target.index.k === 'unknown') noteUse(m, on.list, 'take', m.place(target.range), '');
      on.list.open = true;
      on.list.rest = on.list.rest ? joinAll([on.list.rest, value]) : value;
      return;
    case 'handle': {
      const place = m.place(target.index.range);
      if (typeof key?.value === 'string') writeHandle(m, on.handle, target.object, key.value, place, value, valueRange);
      else if (on.handle.kind === 'socket') m.api.optionsUnknown(on.handle.id, 'a property chosen at run time', place);
      return;
    }
    case 'unknown':
      noteMemory(m, on, 'write', m.place(target.range));
      m.api.escapes(value, 'stored in something unknown', m.place(target.range));
      return;
    default:
  }
}

/** A piece of a pattern: its default stands in where nothing arrives, or may stand in where that is not known. */
function withDefault(m: Machine, value: Value, fallback: Expr | null | undefined): Value {
  if (!fallback) return value;
  const options = optionsOf(value);
  const isMissing = (one: Value): boolean => one.v === 'const' && one.value === undefined;
  if (!options.some((one) => isMissing(one) || one.v === 'unknown')) return value;
  return joinAll([...options.filter((one) => !isMissing(one)).map(sure), evaluateExpr(m, fallback)]);
}

function itemAt(m: Machine, value: Value, index: number): Value {
  if (value.v === 'promise') return itemAt(m, value.of, index);
  return readIndex(m, value, { v: 'const', value: index });
}

function restOf(m: Machine, value: Value, taken: ReadonlySet<string>): Value {
  if (value.v !== 'object') return unknownValue('other', 'rest', taintOfValue(value));
  const object: HeapObject = m.newObject([...value.object.fields].filter(([key]) => !taken.has(key)));
  for (const [key, place] of value.object.keys) if (!taken.has(key)) object.keys.set(key, place);
  if (value.object.open) object.open = value.object.open;
  return { v: 'object', object };
}

function assignMember(m: Machine, target: Target & { t: 'member' }, value: Value, valueRange: Range): void {
  looksAt(m, value);
  eachTarget(m, evaluateExpr(m, target.object), (one) => {
    switch (one.v) {
      case 'object':
      case 'instance': {
        const { handle } = one.object;
        if (handle && writeHandle(m, handle, target.object, target.name, m.place(target.nameRange), value, valueRange))
          break;
        settleIn(one.object, value);
        noteReplaced(m, one.object.fields.get(target.name), value, target.nameRange);
        m.store.write(one.object.fields, target.name, value);
        m.api.keep(value);
        break;
      }
      case 'class':
        m.store.write((one.cls as ClassImpl).statics.fields, target.name, value);
        m.api.keep(value);
        break;
      case 'handle':
        writeHandle(m, one.handle, target.object, target.name, m.place(target.nameRange), value, valueRange);
        break;
      case 'function':
        writeFunction(m, one.fn as FunctionImpl, target.name, value);
        break;
      case 'list':
        if (target.name === 'length') noteUse(m, one.list, 'take', m.place(target.nameRange), '');
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
  });
}

/** `F.prototype = …`, `F.create = …` */
function writeFunction(m: Machine, fn: FunctionImpl, name: string, value: Value): void {
  if (name === 'prototype' && value.v === 'object') {
    setProto(m, fn, value.object);
    return;
  }
  m.store.write((fn.own.statics ??= m.newObject()).fields, name, value);
  m.api.keep(value);
}

function writeSite(m: Machine, target: Target & { t: 'member' }, valuePlace: Place): WriteSite {
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
  handle: Handle,
  object: Expr,
  name: string,
  namePlace: Place,
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
