/** Python's builtin functions, as far as they pass on what is known. */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import { copied } from './memory';
import { mergeSink } from './received';

/** Longer ranges are "some numbers". */
const MAX_RANGE = 256;

/** A builtin's result; unknown for the ones that say nothing of their arguments. Sockets do not leave the program through any of them. */
export function builtinCall(name: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const first = args.at(0);
  switch (name) {
    case 'int':
    case 'float':
    case 'long':
      if (first?.v === 'unknown' && !first.numeric) api.addFragile('form', name, first, site);
      return number(name, first, api);
    case 'str':
    case 'unicode':
    case 'bytes':
    case 'repr':
    case 'ascii':
    case 'format':
      return copied(text(first, api));
    case 'memoryview':
      return text(first, api);
    case 'bytearray':
      return first ? byteArray(first, site, api) : text(first, api);
    case 'int.from_bytes': {
      const made = api.withTaint(api.unknown('other', name), first && api.taint(first));
      return made.v === 'unknown' && made.taint ? { ...made, numeric: { nan: false } } : made;
    }
    case 'chr':
    case 'ord':
    case 'hex':
    case 'abs':
    case 'round':
    case 'dict':
      if (name === 'dict') return dictionary(args, site, api);
      return api.withTaint(api.unknown('other', name), first && api.taint(first));
    case 'slice':
      if (args.at(1)) api.cutsAt(args.at(1)!);
      return api.unknown('other', name);
    case 'range':
    case 'xrange':
      return range(args, api);
    case 'len':
      if (first) {
        api.noteUse(first, 'measure', site);
        api.counts(first);
      }
      return api.unknown('other', name);
    case 'list':
    case 'set':
      if (!first) return api.beginEmpty(api.list([]), name, site);
      return listOf(first, api);
    case 'tuple':
    case 'frozenset':
    case 'sorted':
    case 'reversed':
    case 'iter':
      return first ? listOf(first, api) : api.list([]);
    case 'enumerate':
      return enumerate(first, api);
    case 'zip':
      return zip(args.list, api);
    case 'map':
      return args.at(1) && first
        ? api.list([], true, api.oneOf(api.callForEach(first, args.at(1)!, site)))
        : api.list([], true);
    case 'filter':
      return args.at(1) ? api.list([], true, api.anyItem(args.at(1)!)) : api.list([], true);
    case 'next':
      return first ? api.anyItem(first) : api.unknown('other', name);
    case 'min':
    case 'max': {
      const numbers = args.list.map((one) => api.numberOf(one));
      if (numbers.length > 1 && numbers.every((one) => one !== undefined))
        return api.constant(name === 'min' ? Math.min(...numbers) : Math.max(...numbers));
      return api.unknown('other', name);
    }
    case 'staticmethod':
    case 'classmethod':
      return first ?? api.unknown('other', name);
    case 'getattr':
      return attribute(args, site, api);
    case 'setattr':
      return setAttribute(args, site, api);
    case 'input':
    case 'raw_input':
      return api.unknown('argument', name);
    case 'open':
    case 'file':
      return api.unknown('configuration', api.stringOf(first) ?? 'a file');
    case 'print':
      return api.constant(undefined);
    default:
      return api.unknown('other', name);
  }
}

function number(name: string, value: Value | undefined, api: EvaluatorApi): Value {
  if (!value) return api.constant(0);
  const options = value.v === 'oneOf' ? value.options : [value];
  return api.oneOf(
    options.map((one): Value => {
      const known = api.constantOf(one)?.value;
      if (typeof known === 'string' || typeof known === 'number' || typeof known === 'boolean') {
        const parsed = /^\s*[+-]?inf(inity)?\s*$/i.test(String(known)) ? Infinity : Number(known);
        return Number.isNaN(parsed)
          ? api.unknown('other', name)
          : api.constant(name === 'float' ? parsed : Math.trunc(parsed));
      }
      // Text that is no number raises ValueError; what comes out is one, of unknown size.
      if (one.v === 'unknown') return { ...one, numeric: { nan: false } };
      return api.withTaint(api.unknown('other', name), api.taint(one));
    }),
  );
}

function text(value: Value | undefined, api: EvaluatorApi): Value {
  if (!value) return api.constant('');
  const known = api.constantOf(value);
  if (known && typeof known.value === 'number') return api.constant(String(known.value));
  return value.v === 'const' || value.v === 'text' || value.v === 'unknown' || value.v === 'oneOf'
    ? value
    : api.withTaint(api.unknown('other', 'str'), api.taint(value));
}

/** Of a number: so many zeros; of text: a copy. */
function byteArray(of: Value, site: CallSite, api: EvaluatorApi): Value {
  const size = api.numberOf(of) ?? api.stringOf(of)?.length;
  return api.newMemory(api.withTaint(api.unknown('other', 'bytearray'), api.taint(of)), site, size);
}

function range(args: Arguments, api: EvaluatorApi): Value {
  const [a, b, c] = args.list.map((one) => api.numberOf(one));
  const from = args.list.length > 1 ? a : 0;
  const to = args.list.length > 1 ? b : a;
  const step = args.list.length > 2 ? c : 1;
  const count = from === undefined || to === undefined || !step ? undefined : Math.ceil((to - from) / step);
  if (count === undefined || count > MAX_RANGE) {
    const many = api.list([], true, api.unknown('other', 'range'));
    if (count !== undefined && many.v === 'list') many.list.count = count;
    return many;
  }
  return api.list(Array.from({ length: Math.max(0, count) }, (_, index) => api.constant(from! + index * step!)));
}

function listOf(value: Value, api: EvaluatorApi): Value {
  if (value.v === 'list') return api.list(value.list.items, value.list.open, value.list.rest);
  return api.list([], true, api.anyItem(value));
}

function dictionary(args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const first = args.at(0);
  // `dict(poller.poll())`: pairs; what it is indexed by and iterated over are their first items.
  if (first?.v === 'list') {
    const pair = api.anyItem(first);
    return api.list([], true, pair.v === 'list' ? pair.list.items[0] : api.unknown('other', 'key'));
  }
  const made = api.object({});
  if (first) api.assignFields(made, first, site);
  api.assignFields(made, api.object(Object.fromEntries(args.named)), site);
  return made;
}

function enumerate(value: Value | undefined, api: EvaluatorApi): Value {
  if (value?.v === 'list' && !value.list.open)
    return api.list(value.list.items.map((item, index) => api.list([api.constant(index), item])));
  const item = value ? api.anyItem(value) : api.unknown('other', 'item');
  return api.list([], true, api.list([api.unknown('other', 'index'), item]));
}

function zip(values: readonly Value[], api: EvaluatorApi): Value {
  const lists = values.map((one) => (one.v === 'list' && !one.list.open ? one.list.items : undefined));
  if (lists.length > 0 && lists.every((one) => one !== undefined)) {
    const length = Math.min(...lists.map((one) => one.length));
    return api.list(Array.from({ length }, (_, index) => api.list(lists.map((one) => one[index]!))));
  }
  return api.list([], true, api.list(values.map((one) => api.anyItem(one))));
}

// ---------------------------------------------------------------- attributes by name

function names(value: Value | undefined, api: EvaluatorApi): readonly (string | undefined)[] {
  if (!value) return [undefined];
  return (value.v === 'oneOf' ? value.options : [value]).map((one) => api.stringOf(one));
}

/** `getattr(of, name, default)`. A name that is chosen at run time gives anything. */
function attribute(args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const of = args.at(0);
  const fallback = args.at(2);
  if (!of) return api.unknown('other', 'getattr');
  const nameRange = args.placeAt(1) ?? site.name;
  const read = (name: string | undefined): Value => {
    if (name === undefined) return api.unknown('other', 'getattr', api.taint(of));
    if (of.v === 'external') return api.external(of.name.module, ...of.name.path, name);
    const field = api.fields(of)?.fields.get(name);
    if (field) return field;
    if (of.v === 'handle' || of.v === 'instance') return { v: 'method', on: of, name, nameRange };
    return of.v === 'unknown' ? { ...of, detail: `${of.detail ?? ''}.${name}` } : api.unknown('other', name);
  };
  const found = names(args.at(1), api).map(read);
  return api.oneOf(fallback ? [...found, fallback] : found);
}

/** `setattr(of, name, value)`: an assignment, through the binding where `of` is something of a library. */
function setAttribute(args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const [of, name, value] = args.list;
  if (of && value) {
    if (name) mergeSink('setattr', of, [name], site, api);
    const key = args.placeAt(1) ?? site.name;
    const place = args.placeAt(2);
    for (const known of names(name, api)) {
      if (known !== undefined) {
        const written = api.object({ [known]: value });
        api.fields(written)?.keys.set(known, { key, ...(place ? { value: place } : {}) });
        api.assignFields(of, written, site);
        continue;
      }
      for (const { id } of api.handles(of, 'socket'))
        api.optionsUnknown(id, 'an option chosen at run time', site.place);
      const fields = api.fields(of);
      if (fields) fields.open ??= 'setattr with a name chosen at run time';
    }
    api.keep(value);
  }
  return api.constant(undefined);
}
