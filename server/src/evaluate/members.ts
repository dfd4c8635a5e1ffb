/** Members and items: what reading `a.b` and `a[b]` gives, by what `a` is. */
import type { Expr } from '../ir/ir';
import type { Value } from './api';
import { noArguments } from './arguments';
import { basesOf, finishClass } from './classes';
import { evaluateExpr } from './expressions';
import { findMethod, methodFunction } from './functions';
import { textOf } from './hints';
import { invoke } from './invoke';
import type { Machine } from './machine';
import { exported, submodule } from './modules';
import { isNothing, readExternal } from './names';
import type { ClassImpl, FunctionImpl } from './state';
import { declaredField, fieldType } from './types';
import { constantValue, joinAll, optionsOf, taintOfValue, UNDEFINED, unknownValue } from './values';

export function readMember(m: Machine, expr: Expr & { k: 'member' }): Value {
  if (expr.object.k === 'import') {
    const sub = submodule(m, expr.object, expr.name);
    if (sub) return sub;
  }
  const object = evaluateExpr(m, expr.object);
  return joinAll(optionsOf(object).map((one) => memberOf(m, one, expr)));
}

export function memberOf(m: Machine, on: Value, expr: Expr & { k: 'member' }): Value {
  const { name } = expr;
  switch (on.v) {
    case 'object': {
      const module = m.moduleOf.get(on.object);
      if (module) return exported(m, module, name);
      const field = on.object.fields.get(name) ?? on.object.proto?.fields.get(name);
      if (field) return bindThis(field, on);
      if (on.object.cls) return fieldType(m, on, name);
      if (on.object.open) return unknownValue('other', on.object.open);
      return UNDEFINED;
    }
    case 'instance':
      return memberOfInstance(m, on, expr);
    case 'class':
      return staticMember(m, on, name);
    case 'function': {
      if (name === 'prototype') return { v: 'object', object: protoOf(m, on.fn as FunctionImpl) };
      return { v: 'method', on, name, nameRange: m.place(expr.nameRange) };
    }
    case 'external':
      return readExternal(m, on.name.module, [...on.name.path, name], expr);
    case 'handle': {
      const binding = m.bindingById(on.handle.binding);
      const place = m.place(expr.range);
      const site = {
        file: m.file,
        place,
        name: m.place(expr.nameRange),
        construct: false,
        receiver: textOf(m, expr.object),
        holder: '',
        inAsync: m.activation.fn.async,
      };
      return (
        binding?.readOn?.(on.handle, name, m.api, site) ?? { v: 'method', on, name, nameRange: m.place(expr.nameRange) }
      );
    }
    case 'unknown':
      return {
        ...unknownValue(on.origin, on.detail ? `${on.detail}.${name}` : name, on.taint),
      };
    case 'list':
      if (name === 'length')
        return on.list.open ? unknownValue('other', 'length') : constantValue(on.list.items.length);
      return { v: 'method', on, name, nameRange: m.place(expr.nameRange) };
    case 'const':
    case 'text':
      if (name === 'length')
        return on.v === 'const' && typeof on.value === 'string'
          ? constantValue(on.value.length)
          : unknownValue('other', 'length');
      return { v: 'method', on, name, nameRange: m.place(expr.nameRange) };
    default:
      return { v: 'method', on, name, nameRange: m.place(expr.nameRange) };
  }
}

export function memberOfInstance(m: Machine, on: Value & { v: 'instance' }, expr: Expr & { k: 'member' }): Value {
  const { object } = on;
  const { name } = expr;
  const field = m.store.read(object.fields, name) ?? object.proto?.fields.get(name);
  const cls = object.cls as ClassImpl | undefined;
  if (field && !(isNothing(field) && cls)) return bindThis(field, on);
  const found = cls && findMethod(m, cls, name);
  if (found) {
    const fn = methodFunction(m, found.cls, found.method, on);
    if (found.method.kind !== 'get') return { v: 'function', fn };
    const place = m.place(expr.range);
    return invoke(m, fn, noArguments, {
      file: m.file,
      place,
      name: m.place(expr.nameRange),
      construct: false,
      receiver: '',
      holder: '',
      inAsync: false,
    });
  }
  if (cls) {
    const inherited = cls.statics.fields.get(name);
    if (inherited) return inherited;
  }
  if (object.handle) return memberOf(m, { v: 'handle', handle: object.handle }, expr);
  const typed = cls && declaredField(m, cls, name);
  if (typed) return typed;
  return field ?? (object.open || hasUnknownBase(m, cls) ? unknownValue('other', name) : unknownField(cls, name));
}

/** A field nobody has written yet may still be written by code that runs earlier in reality. */
function unknownField(cls: ClassImpl | undefined, name: string): Value {
  return cls ? unknownValue('other', name) : UNDEFINED;
}

function hasUnknownBase(m: Machine, cls: ClassImpl | undefined): boolean {
  return cls !== undefined && basesOf(m, cls).some((base) => base.v !== 'class');
}

export function staticMember(m: Machine, on: Value & { v: 'class' }, name: string): Value {
  const cls = on.cls as ClassImpl;
  for (let at: ClassImpl | undefined = cls, depth = 0; at && depth < 8; depth++) {
    finishClass(m, at);
    const field = at.statics.fields.get(name);
    if (field) return field;
    const method = at.ir.methods.find((one) => one.name === name);
    if (method)
      return {
        v: 'function',
        fn: { ...methodFunction(m, at, method, on), ...(method.static ? {} : { unbound: true }) },
      };
    const base: Value | undefined = basesOf(m, at)[0];
    at = base?.v === 'class' ? (base.cls as ClassImpl) : undefined;
  }
  return unknownValue('other', name);
}

/** A function read from an object becomes its method. */
export function bindThis(field: Value, on: Value): Value {
  if (field.v !== 'function') return field;
  const fn = field.fn as FunctionImpl;
  return fn.thisValue || fn.ir.lexicalThis ? field : { v: 'function', fn: { ...fn, thisValue: on } as FunctionImpl };
}

export function protoOf(m: Machine, fn: FunctionImpl): NonNullable<FunctionImpl['proto']> {
  return (fn.proto ??= m.newObject());
}

export function readIndex(m: Machine, object: Value, index: Value): Value {
  const key = m.api.constantOf(index);
  return joinAll(
    optionsOf(object).map((one): Value => {
      if (one.v === 'list') {
        const at = typeof key?.value === 'number' ? key.value : undefined;
        if (at !== undefined && at >= 0 && at < one.list.items.length) return one.list.items[at]!;
        if (at !== undefined && at < 0 && !one.list.open)
          return one.list.items[one.list.items.length + at] ?? UNDEFINED;
        if (at !== undefined && !one.list.open) return UNDEFINED;
        if (at !== undefined && at >= 0 && one.list.rest) return one.list.rest;
        const any = [...one.list.items, ...(one.list.rest ? [one.list.rest] : [])];
        return any.length > 0 ? joinAll(any) : unknownValue('other', 'item', taintOfValue(one));
      }
      if (one.v === 'object' || one.v === 'instance') {
        if (typeof key?.value === 'string') {
          const field = one.object.fields.get(key.value);
          if (field) return field;
          const module = m.moduleOf.get(one.object);
          if (module) return exported(m, module, key.value);
        }
        if (key === undefined && !one.object.open && one.object.fields.size > 0)
          return joinAll([...one.object.fields.values(), unknownValue('other', 'item')]);
        return unknownValue('other', 'item');
      }
      if (one.v === 'external' && typeof key?.value === 'string') {
        return readExternal(m, one.name.module, [...one.name.path, key.value], {
          k: 'this',
          range: m.activation.statement,
        });
      }
      if (one.v === 'unknown')
        return unknownValue(
          one.origin,
          one.detail
            ? `${one.detail}[${typeof key?.value === 'string' || typeof key?.value === 'number' ? key.value : ''}]`
            : undefined,
          one.taint,
        );
      return unknownValue('other', 'item', taintOfValue(one));
    }),
  );
}
