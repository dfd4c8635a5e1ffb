/** Values of the abstract run: constructors, joins, and what rules may see of them. */
import { alternatives, type Const, type Data, type Origin, type UnknownData } from '../model/data';
import type { Handle } from '../bindings/binding';
import type { HeapList, Proof, Taint, UnknownValue, Value } from './api';
import type { FunctionImpl } from './state';

/** More possibilities than this are "unknown": nobody reads them, and joins must stay cheap. */
const MAX_OPTIONS = 12;
const MAX_TEXTS = 8;

export const UNDEFINED: Value = { v: 'const', value: undefined };
export const TRUE: Value = { v: 'const', value: true };
export const FALSE: Value = { v: 'const', value: false };

export function constantValue(value: Const): Value {
  return value === undefined ? UNDEFINED : { v: 'const', value };
}

export function unknownValue(origin: Origin, detail?: string, taint?: Taint): UnknownValue {
  return { v: 'unknown', origin, ...(detail === undefined ? {} : { detail }), ...(taint ? { taint } : {}) };
}

/** All alternatives of a value. */
export function optionsOf(value: Value): readonly Value[] {
  return value.v === 'oneOf' ? value.options : [value];
}

/** One of several values; equal ones count once. */
export function joinAll(values: readonly Value[]): Value {
  const [first] = values;
  if (first === undefined) return UNDEFINED;
  if (values.every((one) => one === first)) return first;
  const options: Value[] = [];
  let more = false;
  for (const value of values)
    for (const option of optionsOf(value)) {
      if (options.some((known) => same(known, option))) continue;
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

/** What a value derives from; of an object only what is in its plain fields. */
export function taintOfValue(value: Value): Taint | undefined {
  switch (value.v) {
    case 'const':
    case 'unknown':
      return value.taint;
    case 'text':
    case 'oneOf':
    case 'promise':
    case 'list':
    case 'object': {
      const transfers = new Set<number>();
      collectTaint(value, transfers, new Set());
      return transfers.size === 0 ? undefined : { transfers: [...transfers] };
    }
    default:
      return undefined;
  }
}

function collectTaint(value: Value, into: Set<number>, seen: Set<HeapList>): void {
  const add = (taint: Taint | undefined): void => {
    for (const id of taint?.transfers ?? []) into.add(id);
  };
  switch (value.v) {
    case 'const':
    case 'unknown':
      add(value.taint);
      break;
    case 'text':
      if (value.taint) add(value.taint);
      else for (const part of value.parts) if (typeof part !== 'string') add(part.taint);
      break;
    case 'oneOf':
      for (const one of value.options) collectTaint(one, into, seen);
      break;
    case 'promise':
      collectTaint(value.of, into, seen);
      break;
    case 'list':
      if (seen.has(value.list)) break;
      seen.add(value.list);
      for (const item of value.list.items) collectTaint(item, into, seen);
      if (value.list.rest) collectTaint(value.list.rest, into, seen);
      break;
    case 'object':
      for (const field of value.object.fields.values())
        if (field.v === 'unknown' || field.v === 'text' || field.v === 'const') collectTaint(field, into, seen);
      break;
    default:
  }
}

export function mergeTaint(taints: readonly (Taint | undefined)[]): Taint | undefined {
  const transfers = new Set<number>();
  for (const taint of taints) for (const id of taint?.transfers ?? []) transfers.add(id);
  return transfers.size === 0 ? undefined : { transfers: [...transfers] };
}

export function tainted(value: Value, taint: Taint | undefined): Value {
  if (!taint) return value;
  switch (value.v) {
    case 'unknown':
    case 'text':
      return { ...value, taint: mergeTaint([value.taint, taint])! };
    case 'const':
      return unknownValue('received', undefined, taint);
    case 'oneOf':
      return { v: 'oneOf', options: value.options.map((one) => tainted(one, taint)) };
    case 'promise':
      return { ...value, of: tainted(value.of, taint) };
    default:
      return value;
  }
}

/** What rules may see. `null` and `undefined` beside real possibilities are dropped: they stand for "not assigned yet". */
export function toData(value: Value): Data {
  switch (value.v) {
    case 'const':
      return { kind: 'const', value: value.value };
    case 'text':
      return { kind: 'text', parts: value.parts.map((part) => (typeof part === 'string' ? part : unknownData(part))) };
    case 'unknown':
      return unknownData(value);
    case 'oneOf': {
      const options = value.options.map(toData).flatMap(alternatives);
      if (options.length === 0) return { kind: 'unknown', origin: 'other' };
      const real = options.filter((one) => !(one.kind === 'const' && (one.value === null || one.value === undefined)));
      const kept = real.length > 0 ? real : options.slice(0, 1);
      return kept.length === 1 ? kept[0]! : { kind: 'oneOf', options: kept };
    }
    case 'promise':
      return toData(value.of);
    default: {
      const taint = taintOfValue(value);
      return { kind: 'opaque', what: value.v, ...(taint ? { taint: taint.transfers } : {}) };
    }
  }
}

/** Conversions to a number whose result was tested since; keyed by the mark every copy of the value shares. */
const tested = new WeakSet<object>();

/** The numbers a value may be were tested (is it an integer, is it finite): what follows may rely on it. */
export function markTested(value: Value): void {
  for (const one of optionsOf(value)) if (one.v === 'unknown' && one.numeric) tested.add(one.numeric);
}

function unknownData(value: UnknownValue): UnknownData {
  return {
    kind: 'unknown',
    origin: value.origin,
    ...(value.detail === undefined ? {} : { detail: value.detail }),
    ...(value.taint ? { taint: value.taint.transfers } : {}),
    ...(value.numeric && !tested.has(value.numeric) ? { numeric: value.numeric } : {}),
  };
}

/** Concatenation as text: literal pieces join, alternatives multiply up to a bound. */
export function concat(parts: readonly Value[]): Value {
  let texts: (string | UnknownValue)[][] = [[]];
  for (const part of parts) {
    const options = optionsOf(part).filter(
      (one) => !(one.v === 'const' && one.value === undefined && optionsOf(part).length > 1),
    );
    if (options.length === 0 || texts.length * options.length > MAX_TEXTS) {
      const taint = taintOfValue(part);
      texts = texts.map((text) => [...text, unknownValue(firstOrigin(options), undefined, taint)]);
      continue;
    }
    texts = texts.flatMap((text) => options.map((option) => [...text, ...pieces(option)]));
  }
  return joinAll(texts.map(normalise));
}

function firstOrigin(options: readonly Value[]): Origin {
  for (const one of options) if (one.v === 'unknown') return one.origin;
  return 'other';
}

function pieces(value: Value): readonly (string | UnknownValue)[] {
  if (value.v === 'const')
    return value.taint ? [unknownValue('received', undefined, value.taint)] : [String(value.value)];
  if (value.v === 'text') return value.parts;
  if (value.v === 'unknown') return [value];
  return [unknownValue('other', value.v, taintOfValue(value))];
}

function normalise(parts: readonly (string | UnknownValue)[]): Value {
  const merged: (string | UnknownValue)[] = [];
  for (const part of parts) {
    const last = merged[merged.length - 1];
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else if (part !== '') merged.push(part);
  }
  if (merged.length === 0) return constantValue('');
  if (merged.length === 1 && typeof merged[0] === 'string') return constantValue(merged[0]);
  return { v: 'text', parts: merged };
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

/** What a value proves when it is true, or false: what all of its alternatives prove that may be that. */
export function proofOf(value: Value): Proof | undefined {
  if (value.v === 'unknown') return value.proof;
  if (value.v !== 'oneOf' || !value.options.some((one) => one.v === 'unknown' && one.proof)) return undefined;
  const common = (key: 'yes' | 'no'): readonly number[] => {
    const may = value.options.filter((one) => truth(one) !== (key === 'no'));
    const [first, ...others] = may.map((one) => (one.v === 'unknown' ? (one.proof?.[key] ?? []) : []));
    return (first ?? []).filter((id) => others.every((ids) => ids.includes(id)));
  };
  return { yes: common('yes'), no: common('no') };
}

export function handlesIn(value: Value | undefined, kind?: string): readonly Handle[] {
  if (!value) return [];
  const found: Handle[] = [];
  for (const one of optionsOf(value)) {
    const handle = one.v === 'handle' ? one.handle : one.v === 'instance' ? one.object.handle : undefined;
    if (handle && (kind === undefined || handle.kind === kind)) found.push(handle);
    if (one.v === 'promise') found.push(...handlesIn(one.of, kind));
  }
  return found;
}
