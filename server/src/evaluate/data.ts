/** Values as rules may see them. */
import { alternatives, type Data, type UnknownData } from '../model/data';
import type { UnknownValue, Value } from './api';
import { taintOfValue } from './taint';
import { optionsOf } from './values';

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
    ...(value.memory ? { memory: value.memory } : {}),
  };
}
