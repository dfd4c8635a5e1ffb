/** Text: pieces that are known and pieces that are not. */
import type { Origin } from '../model/data';
import type { UnknownValue, Value } from './api';
import { taintOfValue } from './taint';
import { constantValue, joinAll, optionsOf, unknownValue } from './values';

const MAX_TEXTS = 8;

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
