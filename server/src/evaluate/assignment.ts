/** Assignment: to variables, fields, items, patterns, and to what a binding made. */
import type { Handle } from '../bindings/binding';
import type { Expr, Target } from '../ir/ir';
import type { Place } from '../model/model';
import type { Range } from '../text/lines';
import type { HeapObject, Value, WriteSite } from './api';
import { evaluateExpr } from './expressions';
import { textOf } from './hints';
import { anyItem } from './loops';
import type { Machine } from './machine';
import { memberOf, readIndex } from './members';
import { writeVar } from './names';
import { binary } from './operators';
import type { ClassImpl, FunctionImpl } from './state';
import { joinAll, optionsOf, taintOfValue, unknownValue } from './values';

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
        if (!item) return;
        const found = joinAll(items.map((one) => itemAt(m, one, index)));
        assign(m, item, withDefault(m, found, target.defaults?.[index]), undefined, valueRange);
      });
      if (target.rest) {
        const rest =
          items.length === 1 && items[0]!.v === 'list'
            ? m.newList(items[0]!.list.items.slice(target.items.length), items[0]!.list.open, items[0]!.list.rest)
            : m.newList([], true, anyItem(m, value));
        assign(m, target.rest, { v: 'list', list: rest }, undefined, valueRange);
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
        assign(m, prop.target, withDefault(m, field, prop.default), undefined, prop.keyRange);
      }
      if (target.rest) assign(m, target.rest, restOf(m, value, taken), undefined, valueRange);
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

/** A piece of a pattern: its default stands in where nothing arrives, or may stand in where that is not known. */
function withDefault(m: Machine, value: Value, fallback: Expr | null | undefined): Value {
  if (!fallback) return value;
  const options = optionsOf(value);
  const isMissing = (one: Value): boolean => one.v === 'const' && one.value === undefined;
  if (!options.some((one) => isMissing(one) || one.v === 'unknown')) return value;
  return joinAll([...options.filter((one) => !isMissing(one)), evaluateExpr(m, fallback)]);
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
        m.store.write((one.cls as ClassImpl).statics.fields, target.name, value);
        m.api.keep(value);
        break;
      case 'handle':
        writeHandle(m, one.handle, target.object, target.name, m.place(target.nameRange), value, valueRange);
        break;
      case 'function':
        if (target.name === 'prototype' && value.v === 'object') (one.fn as FunctionImpl).proto = value.object;
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
