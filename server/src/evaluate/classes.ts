/** Classes of the program: instances, methods, fields; subclasses of what a binding exports. */
import type { ClassId, Expr, FunctionId, IrMethod } from '../ir/ir';
import type { Arguments, CallSite, HeapObject, Value } from './api';
import { invoke, noArguments } from './calls';
import { evaluateExpr, isNothing, memberOf, valueOfType } from './expressions';
import type { ClassImpl, FunctionImpl, Machine } from './machine';
import { joinAll, newObject, nextId, optionsOf, UNDEFINED, unknownValue } from './values';

export function makeFunction(m: Machine, index: FunctionId): FunctionImpl {
  const { module, frame, thisValue, cls } = m.activation;
  const ir = module.ir.functions[index]!;
  const key = `${module.path}#${index}`;
  const fn: FunctionImpl = {
    id: nextId(),
    name: ir.name,
    async: ir.async,
    key,
    module,
    ir,
    index,
    frame,
    ...(ir.lexicalThis && thisValue ? { thisValue } : {}),
    ...(ir.lexicalThis && cls ? { cls } : {}),
  };
  const known = m.closures.get(key);
  if (!known) m.closures.set(key, [fn]);
  else if (known.length < 4) known.push(fn);
  else known[known.length - 1] = fn;
  return fn;
}

const classCache = new WeakMap<Machine, Map<string, ClassImpl>>();

export function makeClass(m: Machine, index: ClassId): ClassImpl {
  const { module, frame } = m.activation;
  const key = `${module.path}#class${index}`;
  let cache = classCache.get(m);
  if (!cache) classCache.set(m, (cache = new Map()));
  const known = cache.get(key);
  if (known) return known;
  const ir = module.ir.classes[index]!;
  const cls: ClassImpl = {
    id: nextId(),
    name: ir.name,
    key,
    module,
    ir,
    frame,
    bases: [],
    statics: newObject(),
    instances: [],
    extended: false,
  };
  cache.set(key, cls);
  m.classes.push(cls);
  const bases = ir.bases.map((base) => evaluateExpr(m, base));
  (cls.bases as Value[]).push(...bases);
  for (const base of bases) if (base.v === 'class') (base.cls as ClassImpl).extended = true;
  if (ir.typeOnly) return cls;
  const saved = m.activation;
  m.activation = { ...saved, thisValue: { v: 'class', cls }, cls };
  try {
    for (const field of ir.fields)
      if (field.static && field.value)
        cls.statics.fields.set(
          field.name,
          hinted(m, field.value, `${cls.name}.${field.name}`, `${cls.name}.${field.name}`),
        );
  } finally {
    m.activation = saved;
  }
  return cls;
}

function hinted(m: Machine, value: Expr, receiver: string, holder: string): Value {
  const call = value.k === 'call' ? value : value.k === 'cast' && value.value.k === 'call' ? value.value : undefined;
  if (call && !m.hints.has(call)) m.hints.set(call, { receiver, holder });
  const saved = m.activation.statement;
  m.activation.statement = value.range;
  const result = evaluateExpr(m, value);
  m.activation.statement = saved;
  m.api.keep(result);
  return result;
}

/** `new C(…)`: one instance per site and call path, so that passes agree. */
export function instantiate(m: Machine, cls: ClassImpl, args: Arguments, site: CallSite, abstract = false): Value {
  const key = `${cls.key}@${site.file}:${site.place.range.start}|${m.activation.callPath}${m.unroll}`;
  let object = m.instances.get(key);
  if (!object) {
    object = newObject();
    object.cls = cls;
    m.instances.set(key, object);
  }
  const value: Value = { v: 'instance', object };
  construct(m, cls, object, args, site);
  const record = { object, task: m.task, seq: m.seq + 1, abstract };
  cls.instances = [...cls.instances.filter((one) => one.object !== object), record];
  return value;
}

/** Run field initialisers and constructors of a class and its bases on an object. */
export function construct(m: Machine, cls: ClassImpl, object: HeapObject, args: Arguments, site: CallSite): void {
  const own = cls.ir.methods.find((method) => method.kind === 'constructor');
  const value: Value = { v: 'instance', object };
  if (!own) constructBases(m, cls, object, args, site);
  else if (!callsSuper(cls)) constructExternalBases(m, cls, object, noArguments, site);
  initialiseFields(m, cls, value);
  if (own) invoke(m, methodFunction(m, cls, own, value), args, site);
}

function callsSuper(cls: ClassImpl): boolean {
  return cls.ir.bases.length > 0;
}

export function constructBases(m: Machine, cls: ClassImpl, object: HeapObject, args: Arguments, site: CallSite): void {
  for (const base of cls.bases) {
    for (const one of optionsOf(base)) {
      if (one.v === 'class') construct(m, one.cls as ClassImpl, object, args, site);
      else if (one.v === 'external') attachHandle(m, one, object, args, site);
      else if (one.v === 'unknown') object.open = `the base class ${one.detail ?? ''} is not known`;
    }
  }
}

/** A constructor of its own calls super itself; until then the object has no handle. */
function constructExternalBases(
  _m: Machine,
  _cls: ClassImpl,
  _object: HeapObject,
  _args: Arguments,
  _site: CallSite,
): void {
  // nothing: `super(…)` in the constructor does it
}

function attachHandle(
  m: Machine,
  base: Value & { v: 'external' },
  object: HeapObject,
  args: Arguments,
  site: CallSite,
): void {
  const made = m.bindingFor(base.name.module)?.instanceOf?.(base.name, args, site, m.api);
  if (made?.v === 'handle') object.handle = made.handle;
}

function initialiseFields(m: Machine, cls: ClassImpl, value: Value & { v: 'instance' }): void {
  const saved = m.activation;
  const frame = cls.frame ?? saved.frame;
  m.activation = { ...saved, module: cls.module, frame, thisValue: value, cls, fn: cls.module.ir.functions[0]! };
  try {
    for (const field of cls.ir.fields) {
      if (!field.static && field.value)
        m.store.write(
          value.object.fields,
          field.name,
          hinted(m, field.value, `${m.receiverName}.${field.name}`, `${cls.name}.${field.name}`),
        );
    }
  } finally {
    m.activation = saved;
  }
}

export function methodFunction(m: Machine, cls: ClassImpl, method: IrMethod, thisValue: Value): FunctionImpl {
  const ir = cls.module.ir.functions[method.fn]!;
  void m;
  return {
    id: nextId(),
    name: method.name,
    async: ir.async,
    key: `${cls.module.path}#${method.fn}`,
    module: cls.module,
    ir,
    index: method.fn,
    frame: cls.frame,
    thisValue,
    cls,
  };
}

/** The method of that name, in the class or its bases of the program. */
export function findMethod(
  m: Machine,
  cls: ClassImpl,
  name: string,
  depth = 0,
): { readonly cls: ClassImpl; readonly method: IrMethod } | undefined {
  const method = cls.ir.methods.find((one) => one.name === name && one.kind !== 'constructor' && one.kind !== 'set');
  if (method) return { cls, method };
  if (depth > 8) return undefined;
  for (const base of cls.bases) {
    for (const one of optionsOf(base)) {
      const found = one.v === 'class' ? findMethod(m, one.cls as ClassImpl, name, depth + 1) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

export function memberOfInstance(m: Machine, on: Value & { v: 'instance' }, expr: Expr & { k: 'member' }): Value {
  const { object } = on;
  const { name } = expr;
  const field = object.fields.get(name) ?? object.proto?.fields.get(name);
  const cls = object.cls as ClassImpl | undefined;
  if (field && !(isNothing(field) && cls))
    return field.v === 'function' && !(field.fn as FunctionImpl).thisValue
      ? { v: 'function', fn: { ...(field.fn as FunctionImpl), thisValue: on } as FunctionImpl }
      : field;
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
  return field ?? (object.open || hasUnknownBase(cls) ? unknownValue('other', name) : unknownField(cls, name));
}

/** A field nobody has written yet may still be written by code that runs earlier in reality. */
function unknownField(cls: ClassImpl | undefined, name: string): Value {
  return cls ? unknownValue('other', name) : UNDEFINED;
}

function hasUnknownBase(cls: ClassImpl | undefined): boolean {
  return cls?.bases.some((base) => base.v !== 'class') ?? false;
}

function declaredField(m: Machine, cls: ClassImpl, name: string, depth = 0): Value | undefined {
  const field = cls.ir.fields.find((one) => one.name === name);
  if (field?.type) return withActivation(m, cls, () => valueOfType(m, field.type!, undefined, `${cls.name}.${name}`));
  if (depth > 8) return undefined;
  for (const base of cls.bases) if (base.v === 'class') return declaredField(m, base.cls as ClassImpl, name, depth + 1);
  return undefined;
}

/** Evaluate in the scope of a class's module. */
function withActivation<T>(m: Machine, cls: ClassImpl, run: () => T): T {
  const saved = m.activation;
  m.activation = {
    ...saved,
    module: cls.module,
    frame: cls.frame ?? cls.module.frame,
    cls,
    fn: cls.module.ir.functions[0]!,
  };
  try {
    return run();
  } finally {
    m.activation = saved;
  }
}

/** A member of something whose type is an interface. */
export function fieldType(m: Machine, on: Value & { v: 'object' }, name: string): Value {
  const cls = on.object.cls as ClassImpl | undefined;
  return (cls && declaredField(m, cls, name)) ?? unknownValue('parameter', name);
}

export function staticMember(m: Machine, on: Value & { v: 'class' }, name: string): Value {
  const cls = on.cls as ClassImpl;
  for (let at: ClassImpl | undefined = cls, depth = 0; at && depth < 8; depth++) {
    const field = at.statics.fields.get(name);
    if (field) return field;
    const method = at.ir.methods.find((one) => one.name === name);
    if (method)
      return {
        v: 'function',
        fn: { ...methodFunction(m, at, method, on), ...(method.static ? {} : { unbound: true }) },
      };
    const base: Value | undefined = at.bases[0];
    at = base?.v === 'class' ? (base.cls as ClassImpl) : undefined;
  }
  return unknownValue('other', name);
}

/** A value of a class used as a type: the instances the program makes, or an interface's shape. */
export function classOf(m: Machine, cls: ClassImpl): Value | undefined {
  if (cls.ir.typeOnly) {
    const object = newObject();
    object.cls = cls;
    // A value of this type may have been filled anywhere, and optional fields may be absent.
    object.open = 'only its type is known';
    return { v: 'object', object };
  }
  if (cls.instances.length === 0) return undefined;
  void m;
  return joinAll(cls.instances.slice(0, 3).map(({ object }): Value => ({ v: 'instance', object })));
}
