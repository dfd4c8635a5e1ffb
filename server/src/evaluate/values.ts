/** Values of the abstract run: constructors, joins, and what rules may see of them. */
import { type Const, type Origin } from '../model/data';
import type { Handle } from '../bindings/binding';
import type { Taint, UnknownValue, Value } from './api';
import type { FunctionImpl } from './state';

/** More possibilities than this are "unknown": nobody reads them, and joins must stay cheap. */
const MAX_OPTIONS = 12;

export const UNDEFINED: Value = { v: 'const', value: undefined };
export const TRUE: Value = { v: 'const', value: true };
export const FALSE: Value = { v: 'const', value: false };

export function constantValue(value: Const): Value {
  return value === undefined ? UNDEFINED : { v: 'const', value };
}

export function unknownValue(origin: Origin, detail?: string, taint?: Taint): UnknownValue {
  if (taint) return detail === undefined ? { v: 'unknown', origin, taint } : { v: 'unknown', origin, detail, taint };
  return detail === undefined ? { v: 'unknown', origin } : { v: 'unknown', origin, detail };
}

/** All alternatives of a value. */
export function optionsOf(value: Value): readonly Value[] {
  return value.v === 'oneOf' ? value.options : [value];
}

/** One of several values; equal ones count once. */
export function joinAll(values: readonly Value[]): Value {
  const [first] = values;
  if (first === undefined) return UNDEFINED;
  let alike = true;
  for (let i = 1; alike && i < values.length; i++) alike = values[i] === first;
  if (alike) return first;
  if (values.length === 2 && first.v !== 'oneOf' && values[1]!.v !== 'oneOf')
    return same(first, values[1]!) ? first : { v: 'oneOf', options: [first, values[1]!] };
  const options: Value[] = [];
  let more = false;
  for (const value of values)
    for (const option of optionsOf(value)) {
      if (isAmong(options, option)) continue;
      if (options.length < MAX_OPTIONS) options.push(option);
      else {
        more = true;
        // Things are kept before texts and numbers: they are what the model is made of.
        const least = isThing(option) ? options.findIndex((one) => !isThing(one)) : -1;
        if (least >= 0) options[least] = option;
      }
    }
  if (options.length === 1) return options[0]!;
  if (!more) return { v: 'oneOf', options };
  return { v: 'oneOf', options: [...options.filter(isThing).slice(0, MAX_OPTIONS - 1), unknownValue('limit')] };
}

function isAmong(options: readonly Value[], value: Value): boolean {
  for (const option of options) if (same(option, value)) return true;
  return false;
}

function isThing(value: Value): boolean {
  return value.v === 'handle' || value.v === 'instance';
}

/** The same value for a join. */
function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  switch (a.v) {
    case 'const':
      return b.v === 'const' && Object.is(a.value, b.value) && a.absent?.[0] === b.absent?.[0];
    case 'text':
      return (
        b.v === 'text' &&
        sameAll(a.parts, b.parts, (p, q) => p === q || (typeof p !== 'string' && typeof q !== 'string' && same(p, q)))
      );
    case 'object':
    case 'instance':
      return b.v === a.v && a.object === b.object;
    case 'list':
      return b.v === 'list' && a.list === b.list;
    case 'function':
      return b.v === 'function' && a.fn.id === b.fn.id && sameReceiver(a.fn as FunctionImpl, b.fn as FunctionImpl);
    case 'class':
      return b.v === 'class' && a.cls === b.cls;
    case 'external':
      return b.v === 'external' && a.name.module === b.name.module && sameAll(a.name.path, b.name.path, Object.is);
    case 'handle':
      return (
        b.v === 'handle' &&
        a.handle.id === b.handle.id &&
        a.handle.kind === b.handle.kind &&
        a.handle.binding === b.handle.binding
      );
    case 'method':
      return b.v === 'method' && a.name === b.name && same(a.on, b.on);
    case 'promise':
      return (
        b.v === 'promise' && a.event?.kind === b.event?.kind && a.event?.index === b.event?.index && same(a.of, b.of)
      );
    case 'oneOf':
      return b.v === 'oneOf' && sameAll(a.options, b.options, same);
    case 'unknown':
      return (
        b.v === 'unknown' &&
        a.origin === b.origin &&
        a.detail === b.detail &&
        a.numeric === b.numeric &&
        a.proof === b.proof &&
        a.child === b.child &&
        a.memory === b.memory &&
        a.taint?.checked === b.taint?.checked &&
        sameAll(a.taint?.transfers ?? [], b.taint?.transfers ?? [], Object.is)
      );
  }
}

function sameReceiver(a: FunctionImpl, b: FunctionImpl): boolean {
  return (
    a.thisValue === b.thisValue ||
    (a.thisValue !== undefined && b.thisValue !== undefined && same(a.thisValue, b.thisValue))
  );
}

function sameAll<T>(a: readonly T[], b: readonly T[], equal: (p: T, q: T) => boolean): boolean {
  return a.length === b.length && a.every((one, index) => equal(one, b[index]!));
}

/** A name for a thing, the same as long as the thing is. */
export function keyOf(value: Value): string {
  switch (value.v) {
    case 'object':
    case 'instance':
      return `o${value.object.id}`;
    case 'list':
      return `l${value.list.id}`;
    case 'function':
      return `f${value.fn.id}`;
    case 'class':
      return `k${value.cls.id}`;
    case 'external':
      return `e${value.name.module}#${value.name.path.join('.')}`;
    case 'handle':
      return `h${value.handle.binding}:${value.handle.kind}:${value.handle.id}`;
    case 'method':
      return `m${keyOf(value.on)}.${value.name}`;
    default:
      return value.v;
  }
}

/** `null` or `undefined`, and nothing else. */
export function isAbsent(value: Value): boolean {
  return value.v === 'const' && (value.value === undefined || value.value === null);
}

/** `undefined` of an arm that did not write becomes plain `undefined` once it is read and put somewhere else. */
export function present(value: Value): Value {
  if (value.v === 'const') return value.absent ? UNDEFINED : value;
  if (value.v !== 'oneOf' || !value.options.some((one) => one.v === 'const' && one.absent)) return value;
  return joinAll(value.options.map(present));
}

/** The arm that writes a value which may not be written at all. */
export function armOf(value: Value): readonly [branch: number, arm: number] | undefined {
  for (const one of optionsOf(value)) if (one.v === 'const' && one.absent) return one.absent;
  return undefined;
}

/** Truth of a value as a condition, where it is certain. */
export function truth(value: Value): boolean | undefined {
  switch (value.v) {
    case 'const':
      return value.taint ? undefined : Boolean(value.value);
    case 'text':
      return value.parts.some((part) => typeof part === 'string' && part !== '') ? true : undefined;
    case 'object':
    case 'instance':
    case 'function':
    case 'class':
    case 'handle':
    case 'promise':
      return true;
    case 'oneOf': {
      const truths = value.options.map(truth);
      return truths.every((one) => one === truths[0]) ? truths[0] : undefined;
    }
    default:
      return undefined;
  }
}

/** Values that hold no other. */
const DATA: ReadonlySet<Value['v']> = new Set(['const', 'text', 'unknown', 'function', 'class', 'external']);
const NONE: readonly Handle[] = [];

export function handlesIn(value: Value | undefined, kind?: string): readonly Handle[] {
  if (!value || DATA.has(value.v)) return NONE;
  const found: Handle[] = [];
  for (const one of optionsOf(value)) {
    const handle = one.v === 'handle' ? one.handle : one.v === 'instance' ? one.object.handle : undefined;
    if (handle && (kind === undefined || handle.kind === kind)) found.push(handle);
    if (one.v === 'promise') found.push(...handlesIn(one.of, kind));
  }
  return found;
}
