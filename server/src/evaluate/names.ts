/** Names: variables of the frames, names of outside modules. */
import type { Expr, IrVar, VarId } from '../ir/ir';
import type { Value } from './api';
import { holdSockets } from './effects';
import type { Machine } from './machine';
import { mentionsOf } from './mentions';
import { importedNow } from './modules';
import type { Frame } from './store';
import { valueOfType } from './types';
import { isAbsent, UNDEFINED, unknownValue } from './values';

function frameOf(m: Machine, variable: IrVar): Frame | undefined {
  const { path } = m.activation.module;
  for (let frame: Frame | undefined = m.activation.frame; frame; frame = frame.parent)
    if (frame.owner === variable.owner && frame.module === path) return frame;
  return undefined;
}

export function readVar(m: Machine, id: number): Value {
  const variable = m.activation.module.ir.vars[id];
  if (!variable) return unknownValue('other');
  const frame = frameOf(m, variable);
  const value = frame && m.store.read(frame.cells, id);
  if (frame && frame.owner === 0 && mayComeLater(value)) {
    const now = importedNow(m, m.activation.module, id);
    if (now && !mayComeLater(now)) return now;
  }
  if (variable.type && (value === undefined || isNothing(value)) && mayBeTyped(m, id, value)) {
    const typed = valueOfType(m, variable.type, undefined, `var:${m.file}:${id}`);
    if (typed) return typed;
  }
  if (value) return value;
  return frame && !isCut(m, frame) ? UNDEFINED : unknownValue('other', variable.name);
}

/** A variable of a module whose body was cut off: nobody knows what it would have held. */
function isCut(m: Machine, frame: Frame): boolean {
  return frame.owner === 0 && m.modules.get(frame.module)?.cut === true;
}

/** What its type says counts where nobody writes a variable, or nobody knows what is written. */
function mayBeTyped(m: Machine, id: VarId, value: Value | undefined): boolean {
  return value === undefined ? !mentionsOf(m.activation.module.ir).variables.has(id) : hasUnknown(value);
}

function mayComeLater(value: Value | undefined): boolean {
  return value === undefined || isAbsent(value) || (value.v === 'unknown' && value.origin === 'import');
}

/** Only `undefined`, `null` or a plain unknown: a type annotation may know better. */
export function isNothing(value: Value): boolean {
  return value.v === 'oneOf' ? value.options.every(saysNothing) : saysNothing(value);
}

function saysNothing(one: Value): boolean {
  return (
    (one.v === 'const' && (one.value === undefined || one.value === null)) ||
    (one.v === 'unknown' && !one.taint && one.origin !== 'environment')
  );
}

/** It may be something that is not known. */
export function hasUnknown(value: Value): boolean {
  return value.v === 'oneOf' ? value.options.some((one) => one.v === 'unknown') : value.v === 'unknown';
}

/** Where a variable is kept. */
export function slotOf(m: Machine, id: number): readonly [Map<number, Value>, number] | undefined {
  const variable = m.activation.module.ir.vars[id];
  const frame = variable && frameOf(m, variable);
  return frame && [frame.cells, id];
}

/** @returns what was there before */
export function writeVar(m: Machine, id: number, value: Value): Value | undefined {
  const variable = m.activation.module.ir.vars[id];
  const frame = variable && frameOf(m, variable);
  if (!frame) return undefined;
  const before = frame.cells.get(id);
  m.store.write(frame.cells, id, value);
  if (variable.owner === 0 || frame !== m.activation.frame) holdSockets(m, value);
  return before;
}

/** A name of an outside module; the binding may know what it is. */
export function readExternal(m: Machine, module: string, path: readonly string[], at: Expr): Value {
  const binding = m.bindingFor(module);
  const name = { module, path: path[0] === 'default' ? path.slice(1) : path };
  const place = m.place(at.range);
  const known = binding?.read?.(name, m.api, {
    file: m.file,
    place,
    name: place,
    construct: false,
    receiver: '',
    holder: '',
    inAsync: m.activation.fn.async,
  });
  return known ?? { v: 'external', name };
}
