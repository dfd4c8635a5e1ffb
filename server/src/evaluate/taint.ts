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
      const found = new Collected();
      collectTaint(value, found, []);
      return found.taint();
    }
    default:
      return undefined;
  }
}

/** What several pieces derive from; checked when every piece was. */
class Collected {
  private readonly transfers: number[] = [];
  private checked = true;

  add(taint: Taint | undefined): void {
    if (!taint) return;
    for (const id of taint.transfers) if (!this.transfers.includes(id)) this.transfers.push(id);
    if (!taint.checked) this.checked = false;
  }

  taint(): Taint | undefined {
    const { transfers } = this;
    if (transfers.length === 0) return undefined;
    return this.checked ? { transfers, checked: true } : { transfers };
  }
}

function collectTaint(value: Value, into: Collected, seen: HeapList[]): void {
  switch (value.v) {
    case 'const':
    case 'unknown':
      into.add(value.taint);
      break;
    case 'text':
      if (value.taint) into.add(value.taint);
      else for (const part of value.parts) if (typeof part !== 'string') into.add(part.taint);
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
  const found = new Collected();
  for (const taint of taints) found.add(taint);
  return found.taint();
}

/** The same value, known to have been compared with what the program allows. */
export function checkedValue(value: Value): Value {
  const checked = (taint: Taint): Taint => (taint.checked ? taint : { ...taint, checked: true });
  switch (value.v) {
    case 'unknown':
    case 'const':
      return value.taint ? { ...value, taint: checked(value.taint) } : value;
    case 'text':
      return {
        ...value,
        parts: value.parts.map((part) =>
          typeof part === 'string' || !part.taint ? part : { ...part, taint: checked(part.taint) },
        ),
        ...(value.taint ? { taint: checked(value.taint) } : {}),
      };
    case 'oneOf':
      return { ...value, options: value.options.map(checkedValue) };
    default:
      return value;
  }
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
