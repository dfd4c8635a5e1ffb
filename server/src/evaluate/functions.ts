/** Function values: closures, methods, lookup along the bases. */
import type { FunctionId, IrMethod } from '../ir/ir';
import type { HeapObject, Value } from './api';
import { basesOf } from './classes';
import type { Machine } from './machine';
import type { ClassImpl, FunctionImpl } from './state';
import { optionsOf } from './values';

/** Of one function made on many call paths, so many are entries of the program. */
const MAX_CLOSURES = 3;

export function makeFunction(m: Machine, index: FunctionId): FunctionImpl {
  const { module, frame, thisValue, cls } = m.activation;
  const ir = module.ir.functions[index]!;
  const key = module.keys[index]!;
  frame.capture();
  const fn: FunctionImpl = {
    id: m.nextId(),
    name: ir.name,
    async: ir.async,
    key,
    module,
    ir,
    index,
    frame,
    own: {},
    thisValue: ir.lexicalThis ? thisValue : undefined,
    cls: ir.lexicalThis ? cls : undefined,
  };
  let known = m.closures.get(key);
  if (!known) {
    m.closures.set(key, (known = new Map()));
    insert(module.made, index);
  }
  const path = `${m.activation.callPath}${m.unroll}`;
  if (known.size < MAX_CLOSURES || known.has(path)) known.set(path, fn);
  return fn;
}

function insert(sorted: number[], index: number): void {
  let at = sorted.length;
  while (at > 0 && sorted[at - 1]! > index) at--;
  sorted.splice(at, 0, index);
}

export function methodFunction(m: Machine, cls: ClassImpl, method: IrMethod, thisValue: Value): FunctionImpl {
  const { module } = cls;
  const ir = module.ir.functions[method.fn]!;
  let id = cls.methodIds.get(method.fn);
  if (id === undefined) cls.methodIds.set(method.fn, (id = m.nextId()));
  return {
    id,
    name: method.name,
    async: ir.async,
    key: module.keys[method.fn]!,
    module,
    ir,
    index: method.fn,
    frame: cls.frame,
    own: {},
    thisValue,
    cls,
  };
}

/** A function that is written into an object is a method of it, also for those who call it from outside. */
export function settleIn(object: HeapObject, value: Value): void {
  if (value.v === 'function') (value.fn as FunctionImpl).own.home ??= object;
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
  for (const base of basesOf(m, cls)) {
    for (const one of optionsOf(base)) {
      const found = one.v === 'class' ? findMethod(m, one.cls as ClassImpl, name, depth + 1) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}
