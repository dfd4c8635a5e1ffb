/** Whether what a variable holds can change without the variable being written. */
import type { Value } from '../api';
import type { ClassImpl, FunctionImpl, ModuleState } from '../state';
import { optionsOf } from '../values';

/** `shallow`: an object or list that holds nothing that could change by itself. */
export type Kind = 'scalar' | 'function' | 'class' | 'shallow' | 'other';

/** Deeper than this nobody looks. */
const DEPTH = 3;

/** What kind of value it is, to who wants to know whether it may change. */
export function kindOf(value: Value, depth = 0): Kind {
  if (depth > DEPTH) return 'other';
  const kinds = new Set(optionsOf(value).map((one) => kindOfOne(one, depth)));
  return kinds.size === 1 ? [...kinds][0]! : 'other';
}

function kindOfOne(value: Value, depth: number): Kind {
  const isScalar = (one: Value): boolean => SCALAR.has(kindOf(one, depth + 1));
  switch (value.v) {
    case 'const':
    case 'text':
    case 'unknown':
    case 'external':
      return 'scalar';
    case 'function': {
      const { own } = value.fn as FunctionImpl;
      return own.proto || own.statics || own.home ? 'other' : 'function';
    }
    case 'class':
      return 'class';
    case 'object':
    case 'instance': {
      const { fields, handle, proto } = value.object;
      return !handle && !proto && [...fields.values()].every(isScalar) ? 'shallow' : 'other';
    }
    case 'list': {
      const { items, rest, keys } = value.list;
      return [...items, ...(rest ? [rest] : []), ...(keys ?? [])].every(isScalar) ? 'shallow' : 'other';
    }
    default:
      return 'other';
  }
}

const SCALAR: ReadonlySet<Kind> = new Set(['scalar', 'function', 'class']);

/** The class itself holds something that may change. */
export function isStateful(value: Value): boolean {
  return optionsOf(value).some((one) => one.v === 'class' && holdsState(one.cls as ClassImpl));
}

function holdsState({ ir, module, statics }: ClassImpl): boolean {
  for (const field of ir.fields) {
    if (!field.static || !field.value) continue;
    const isTuple = field.value.k === 'list' && field.value.of === 'tuple';
    const value = statics.fields.get(field.name);
    const kind = value ? kindOf(value) : 'scalar';
    if (kind === 'other' || (kind === 'shallow' && !isTuple)) return true;
  }
  return ir.methods.some((method) => method.static && writesThis(module, method.fn));
}

function writesThis(module: ModuleState, fn: number): boolean {
  return module.ir.functions[fn]!.body.some(
    (stmt) => stmt.k === 'assign' && stmt.target.t === 'member' && stmt.target.object.k === 'this',
  );
}
