/** Function values: closures, methods, lookup along the bases. */
import type { FunctionId, IrMethod } from '../ir/ir';
import type { Value } from './api';
import { basesOf } from './classes';
import type { Machine } from './machine';
import type { ClassImpl, FunctionImpl } from './state';
import { optionsOf } from './values';

export function makeFunction(m: Machine, index: FunctionId): FunctionImpl {
  const { module, frame, thisValue, cls } = m.activation;
  const ir = module.ir.functions[index]!;
  const key = `${module.path}#${index}`;
  const fn: FunctionImpl = {
    id: m.nextId(),
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

export function methodFunction(m: Machine, cls: ClassImpl, method: IrMethod, thisValue: Value): FunctionImpl {
  const ir = cls.module.ir.functions[method.fn]!;
  return {
    id: m.nextId(),
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
  for (const base of basesOf(m, cls)) {
    for (const one of optionsOf(base)) {
      const found = one.v === 'class' ? findMethod(m, one.cls as ClassImpl, name, depth + 1) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}
