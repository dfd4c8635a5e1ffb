/** Classes of the program: instances, constructors, field initialisers; subclasses of what a binding exports. */
import type { ClassId, Expr } from '../ir/ir';
import type { Arguments, CallSite, HeapObject, Value } from './api';
import { evaluateExpr } from './expressions';
import { methodFunction } from './functions';
import { hintAt } from './hints';
import { invoke } from './invoke';
import type { Machine } from './machine';
import { protoOf } from './members';
import type { ClassImpl, FunctionImpl } from './state';
import { optionsOf } from './values';

/**
 * The class of a class expression or declaration: one per module, or per call path when it is made in a function and derives from
 * something (a mixin).
 * @param declared the name is there from the start of its block, bases and static fields come when the declaration is reached
 */
export function makeClass(m: Machine, index: ClassId, declared = false): ClassImpl {
  const { module, frame, callPath } = m.activation;
  const ir = module.ir.classes[index]!;
  const path = frame.owner !== 0 && ir.bases.length > 0 ? `|${callPath}${m.unroll}` : '';
  const key = `${module.path}#class${index}${path}`;
  let cls = m.classOf.get(key);
  if (!cls) {
    frame.capture();
    cls = {
      id: m.nextId(),
      name: ir.name,
      key,
      module,
      ir,
      frame,
      bases: [],
      statics: m.newObject(),
      methodIds: new Map(),
      instances: [],
      instantiated: false,
      extended: false,
      unfinished: { ...m.activation },
    };
    m.classOf.set(key, cls);
    m.classes.push(cls);
  }
  if (!declared) finishClass(m, cls);
  return cls;
}

/** Evaluate what a class derives from and its static fields, once. */
export function finishClass(m: Machine, cls: ClassImpl): void {
  const declared = cls.unfinished;
  if (!declared) return;
  cls.unfinished = undefined;
  const saved = m.activation;
  m.activation = declared;
  try {
    cls.bases.splice(0, Infinity, ...cls.ir.bases.map((base) => evaluateExpr(m, base)));
    // In a cycle of imports the base may still come.
    if (m.runningModules > 1 && cls.bases.some((base) => base.v === 'unknown' && base.origin === 'import'))
      cls.unfinished = declared;
    for (const base of cls.bases)
      for (const one of optionsOf(base)) if (one.v === 'class') (one.cls as ClassImpl).extended = true;
    if (cls.ir.typeOnly) return;
    m.activation = { ...declared, thisValue: { v: 'class', cls }, cls };
    for (const field of cls.ir.fields)
      if (field.static && field.value && !cls.statics.fields.has(field.name)) {
        const name = `${cls.name}.${field.name}`;
        cls.statics.fields.set(field.name, hinted(m, field.value, name, name));
      }
  } finally {
    m.activation = saved;
  }
}

export function basesOf(m: Machine, cls: ClassImpl): readonly Value[] {
  finishClass(m, cls);
  return cls.bases;
}

function hinted(m: Machine, value: Expr, receiver: string, holder: string): Value {
  hintAt(m, value, { receiver, holder });
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
    object = m.newObject();
    object.cls = cls;
    m.instances.set(key, object);
  }
  const value: Value = { v: 'instance', object };
  construct(m, cls, object, args, site);
  const record = { object, task: m.task, seq: m.seq + 1, abstract };
  if (!abstract) cls.instantiated = true;
  cls.instances = [...cls.instances.filter((one) => one.object !== object), record];
  return value;
}

/** Run field initialisers and constructors of a class and its bases on an object. */
export function construct(m: Machine, cls: ClassImpl, object: HeapObject, args: Arguments, site: CallSite): void {
  const { constructing } = m;
  const again = constructing.filter((one) => one.cls === cls);
  if (again.length > 1 || again.some((one) => one.object === object)) return;
  m.constructing = [...constructing, { cls, object }];
  try {
    constructOnce(m, cls, object, args, site);
  } finally {
    m.constructing = constructing;
  }
}

function constructOnce(m: Machine, cls: ClassImpl, object: HeapObject, args: Arguments, site: CallSite): void {
  const own = cls.ir.methods.find((method) => method.kind === 'constructor');
  const value: Value = { v: 'instance', object };
  // A constructor of its own calls `super(…)` itself.
  if (!own) constructBases(m, cls, object, args, site);
  initialiseFields(m, cls, value);
  if (own) invoke(m, methodFunction(m, cls, own, value), args, site);
}

export function constructBases(m: Machine, cls: ClassImpl, object: HeapObject, args: Arguments, site: CallSite): void {
  for (const base of basesOf(m, cls)) {
    for (const one of optionsOf(base)) {
      if (one.v === 'class') construct(m, one.cls as ClassImpl, object, args, site);
      else if (one.v === 'external') attachHandle(m, one, object, args, site);
      else if (one.v === 'unknown') object.open = `the base class ${one.detail ?? ''} is not known`;
    }
  }
}

/** The instance of a subclass stands for what the library's class makes. @returns whether a binding knows that class */
export function attachHandle(
  m: Machine,
  base: Value & { v: 'external' },
  object: HeapObject,
  args: Arguments,
  site: CallSite,
): boolean {
  const made = m.bindingFor(base.name.module)?.instanceOf?.(base.name, args, site, m.api, { v: 'instance', object });
  if (made?.v !== 'handle') return false;
  object.handle = made.handle;
  return true;
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

/** `new F()` of a constructor function. */
export function constructFunction(
  m: Machine,
  fn: FunctionImpl,
  args: Arguments,
  site: CallSite,
  abstract = false,
): Value {
  const key = `${fn.key}@${site.file}:${site.place.range.start}|${m.activation.callPath}${m.unroll}`;
  let object = m.instances.get(key);
  if (!object) m.instances.set(key, (object = m.newObject()));
  const proto = protoOf(m, fn);
  object.proto = proto;
  const value: Value = { v: 'instance', object };
  const result = invoke(m, { ...fn, thisValue: value }, args, site);
  const made = m.constructors.get(proto)!;
  const record = { object, task: m.task, seq: m.seq + 1, abstract };
  if (!abstract) made.instantiated = true;
  made.instances = [...made.instances.filter((one) => one.object !== object), record];
  // A constructor may return another object in place of the new one.
  return result.v === 'instance' || result.v === 'object' || result.v === 'handle' ? result : value;
}
