/** Members and items: what reading `a.b` and `a[b]` gives, by what `a` is. */
import type { Expr } from '../ir/ir';
import type { Const } from '../model/data';
import type { HeapObject, UnknownValue, Value } from './api';
import { noArguments } from './arguments';
import { nthOf, pieceOf } from './checks';
import { basesOf, finishClass } from './classes';
import { decidesByIndex } from './decisions';
import { noteUse } from './collections';
import { noteCount } from './existence';
import { evaluateExpr } from './expressions';
import { findMethod, methodFunction } from './functions';
import { textOf } from './hints';
import { invoke } from './invoke';
import type { Machine } from './machine';
import { exported, innerModule, submodule, wholeModule } from './modules';
import { hasUnknown, isNothing, readExternal } from './names';
import { underKey } from './received-keys';
import type { ClassImpl, FunctionImpl } from './state';
import { taintOfValue } from './taint';
import { looksAt } from './topics';
import { declaredField, fieldType } from './types';
import { constantValue, joinAll, optionsOf, UNDEFINED, unknownValue } from './values';

/** Prototypes of prototypes. */
const MAX_CHAIN = 16;

export function readMember(m: Machine, expr: Expr & { k: 'member' }): Value {
  if (expr.object.k === 'import') {
    const found = submodule(m, expr.object, expr.name) ?? wholeModule(m, expr.object, expr.name);
    if (found) return found;
  }
  const object = evaluateExpr(m, expr.object);
  return object.v === 'oneOf'
    ? joinAll(object.options.map((one) => memberOf(m, one, expr)))
    : memberOf(m, object, expr);
}

export function memberOf(m: Machine, on: Value, expr: Expr & { k: 'member' }): Value {
  const { name } = expr;
  switch (on.v) {
    case 'object': {
      const module = m.moduleOf.get(on.object);
      if (module) return exported(m, module, name);
      const field = fieldOf(m, on.object, name);
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
      const fn = on.fn as FunctionImpl;
      if (name === 'prototype') return { v: 'object', object: protoOf(m, fn) };
      const field = fn.own.statics && fieldOf(m, fn.own.statics, name);
      if (field) return bindThis(field, on);
      return { v: 'method', on, name, nameRange: m.place(expr.nameRange) };
    }
    case 'external':
      return innerModule(m, on.name, name) ?? readExternal(m, on.name.module, [...on.name.path, name], expr);
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
      return platformMember(m, on, name) ?? pieceOf(m, on, on.detail ? `${on.detail}.${name}` : name);
    case 'list':
      if (name === 'length' || (name === 'size' && on.list.made)) {
        noteCount(m, on.list);
        noteUse(m, on.list, 'measure', m.place(expr.nameRange), '');
        // What is empty now is so for somebody to add to it.
        const { open, items } = on.list;
        return open || items.length === 0 ? unknownValue('other', name) : constantValue(items.length);
      }
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

/** What the language knows of a member of received data, or of memory. */
function platformMember(m: Machine, on: UnknownValue, name: string): Value | undefined {
  if (!on.taint && !on.memory) return undefined;
  for (const one of m.bindings.of(m.language)) {
    const found = one.member?.(on, name, m.api);
    if (found) return found;
  }
  return undefined;
}

export function memberOfInstance(m: Machine, on: Value & { v: 'instance' }, expr: Expr & { k: 'member' }): Value {
  const { object } = on;
  const { name } = expr;
  const field = fieldOf(m, object, name);
  const cls = object.cls as ClassImpl | undefined;
  if (field && !(isNothing(field) && cls)) return bindThis(field, on);
  const found = cls && findMethod(m, cls, name);
  const variable = cls?.statics.fields.get(name);
  // A variable of the class hides what a base class has under that name.
  if (found && (!variable || found.cls === cls)) {
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
  if (variable) return variable;
  if (object.handle) return memberOf(m, { v: 'handle', handle: object.handle }, expr);
  // What its type says counts where nobody writes it, or nobody knows what is written.
  const typed = cls && (field ? hasUnknown(field) : !m.writesMember(name)) ? declaredField(m, cls, name) : undefined;
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

/** A field of an object or of what it derives from. */
export function fieldOf(m: Machine, object: HeapObject, name: string): Value | undefined {
  const own = m.store.read(object.fields, name);
  if (own) return own;
  let at = object.proto;
  for (let depth = 0; at && depth < MAX_CHAIN; depth++, at = at.proto) {
    const field = at.fields.get(name);
    if (field) return field;
  }
  return undefined;
}

export function protoOf(m: Machine, fn: FunctionImpl): HeapObject {
  const proto = (fn.own.proto ??= m.newObject());
  if (!m.constructors.has(proto)) m.constructors.set(proto, { fn, instances: [], instantiated: false });
  return proto;
}

/** `F.prototype = object`. */
export function setProto(m: Machine, fn: FunctionImpl, object: HeapObject): void {
  fn.own.proto = object;
  protoOf(m, fn);
}

/** `object[index]`, where the name is known a member. */
export function readIndexExpr(m: Machine, expr: Expr & { k: 'index' }): Value {
  const object = evaluateExpr(m, expr.object);
  const index = evaluateExpr(m, expr.index);
  // A piece of it (`[-100:]`), not one item.
  if (object.v === 'list' && expr.index.k === 'unknown') noteUse(m, object.list, 'measure', m.place(expr.range), '');
  const key = m.api.stringOf(index);
  if (key === undefined) decidesByIndex(m, expr.index, object, index);
  looksAt(m, index);
  if (key === undefined || object.v === 'list') return underKey(object, index, readIndex(m, object, index));
  const member = {
    k: 'member' as const,
    object: expr.object,
    name: key,
    nameRange: expr.index.range,
    range: expr.range,
  };
  return joinAll(
    optionsOf(object).map((one) =>
      one.v === 'handle' || one.v === 'instance' || one.v === 'class' || one.v === 'function'
        ? memberOf(m, one, member)
        : readIndex(m, one, index),
    ),
  );
}

export function readIndex(m: Machine, object: Value, index: Value): Value {
  if (index.v === 'oneOf' && index.options.every((one) => one.v === 'const'))
    return joinAll(index.options.map((one) => readIndex(m, object, one)));
  const key = m.api.constantOf(index);
  return joinAll(optionsOf(object).map((one) => itemOf(m, one, key)));
}

function itemOf(m: Machine, one: Value, key: { readonly value: Const } | undefined): Value {
  switch (one.v) {
    case 'list': {
      const { items, open, rest } = one.list;
      const at = typeof key?.value === 'number' ? key.value : undefined;
      if (at !== undefined && at >= 0 && at < items.length) return items[at]!;
      if (at !== undefined && at < 0 && !open) return items[items.length + at] ?? UNDEFINED;
      if (at !== undefined && !open) return UNDEFINED;
      if (at !== undefined && at >= 0 && rest) return nthOf(rest, at);
      const any = [...items, ...(rest ? [rest] : [])];
      return any.length > 0 ? joinAll(any) : unknownValue('other', 'item', taintOfValue(one));
    }
    case 'object':
    case 'instance': {
      const { fields, open } = one.object;
      if (typeof key?.value === 'string' || typeof key?.value === 'number') {
        const name = String(key.value);
        const module = m.moduleOf.get(one.object);
        if (module) return exported(m, module, name);
        const field = fields.get(name) ?? fields.get('*');
        if (field) return field;
      }
      if (key === undefined && !open && fields.size > 0)
        return joinAll([...fields.values(), unknownValue('other', 'item')]);
      return unknownValue('other', 'item');
    }
    case 'external':
      if (typeof key?.value !== 'string') return unknownValue('other', 'item');
      return readExternal(m, one.name.module, [...one.name.path, key.value], {
        k: 'this',
        range: m.activation.statement,
      });
    case 'unknown': {
      const name = typeof key?.value === 'string' || typeof key?.value === 'number' ? key.value : '';
      return pieceOf(m, one, one.detail ? `${one.detail}[${name}]` : undefined);
    }
    default:
      return unknownValue('other', 'item', taintOfValue(one));
  }
}
