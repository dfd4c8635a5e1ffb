/** Values of the abstract run: constructors, joins, and what rules may see of them. */
import { alternatives, type Const, type Data, type Origin, type UnknownData } from '../model/data';
import type { Handle } from '../bindings/binding';
import type { Taint, UnknownValue, Value } from './api';

/** More possibilities than this are "unknown": nobody reads them, and joins must stay cheap. */
const MAX_OPTIONS = 12;
const MAX_TEXTS = 8;

export const UNDEFINED: Value = { v: 'const', value: undefined };

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
  const seen = new Map<string, Value>();
  for (const value of values) for (const option of optionsOf(value)) seen.set(identity(option), option);
  const options = [...seen.values()];
  if (options.length === 0) return UNDEFINED;
  if (options.length === 1) return options[0]!;
  if (options.length > MAX_OPTIONS) {
    const kept = options.filter((one) => one.v === 'handle' || one.v === 'instance').slice(0, MAX_OPTIONS - 1);
    return { v: 'oneOf', options: [...kept, unknownValue('limit')] };
  }
  return { v: 'oneOf', options };
}

function identity(value: Value): string {
  switch (value.v) {
    case 'const':
      return `c${typeof value.value}:${String(value.value)}`;
    case 'text':
      return `t${value.parts.map((part) => (typeof part === 'string' ? `s${part.length}${part}` : `u${part.detail ?? part.origin}`)).join('')}`;
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
      return `m${identity(value.on)}.${value.name}`;
    case 'promise':
      return `p${value.event ? `${value.event.kind}${value.event.index}` : ''}${identity(value.of)}`;
    case 'oneOf':
      return `1(${value.options.map(identity).join('|')})`;
    case 'unknown':
      return `?${value.origin}:${value.detail ?? ''}:${value.taint?.transfers.join(',') ?? ''}:${value.numeric ? String(value.numeric.nan) : ''}`;
  }
}

export function taintOfValue(value: Value): Taint | undefined {
  switch (value.v) {
    case 'const':
    case 'unknown':
      return value.taint;
    case 'text':
      return value.taint ?? mergeTaint(value.parts.map((part) => (typeof part === 'string' ? undefined : part.taint)));
    case 'oneOf':
      return mergeTaint(value.options.map(taintOfValue));
    case 'promise':
      return taintOfValue(value.of);
    case 'list':
      return mergeTaint([
        ...value.list.items.map(taintOfValue),
        value.list.rest ? taintOfValue(value.list.rest) : undefined,
      ]);
    case 'object':
      return mergeTaint(
        [...value.object.fields.values()]
          .filter((one) => one.v === 'unknown' || one.v === 'text' || one.v === 'const')
          .map(taintOfValue),
      );
    default:
      return undefined;
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
    if (texts.length * options.length > MAX_TEXTS) {
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
