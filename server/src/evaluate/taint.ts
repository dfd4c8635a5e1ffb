/** Taint: the transfers a value derives from, and what a check of them proves. */
import type { HeapList, Proof, Taint, Value } from './api';
import { truth, unknownValue } from './values';

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
      const transfers: number[] = [];
      collectTaint(value, transfers, []);
      return transfers.length === 0 ? undefined : { transfers };
    }
    default:
      return undefined;
  }
}

function addTaint(taint: Taint | undefined, into: number[]): void {
  if (taint) for (const id of taint.transfers) if (!into.includes(id)) into.push(id);
}

function collectTaint(value: Value, into: number[], seen: HeapList[]): void {
  switch (value.v) {
    case 'const':
    case 'unknown':
      addTaint(value.taint, into);
      break;
    case 'text':
      if (value.taint) addTaint(value.taint, into);
      else for (const part of value.parts) if (typeof part !== 'string') addTaint(part.taint, into);
      break;
    case 'oneOf':
      for (const one of value.options) collectTaint(one, into, seen);
      break;
    case 'promise':
      collectTaint(value.of, into, seen);
      break;
    case 'list':
      if (seen.includes(value.list)) break;
      seen.push(value.list);
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
  const transfers: number[] = [];
  for (const taint of taints) addTaint(taint, transfers);
  return transfers.length === 0 ? undefined : { transfers };
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
