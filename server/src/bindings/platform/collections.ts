/** Lists (arrays, maps, sets) and texts of JavaScript: what their methods keep of what is known. */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import { forgetPositions } from './received';
import { noteMethod, type UseOf } from './growth';

type ListValue = Value & { v: 'list' };

const ADDERS = new Set(['push', 'unshift', 'add']);
const USES: Readonly<Record<string, UseOf>> = {
  push: 'add',
  unshift: 'add',
  add: 'add',
  set: 'add',
  shift: 'take',
  pop: 'take',
  splice: 'take',
  delete: 'take',
  clear: 'take',
  slice: 'measure',
  filter: 'measure',
  includes: 'search',
  indexOf: 'search',
  has: 'search',
  find: 'search',
  findIndex: 'search',
  some: 'search',
};
const EACH = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'flatMap', 'findLast']);

/** `new Map([[key, value], …])`: a list of values with their keys. */
export function newMap(entries: Value | undefined, site: CallSite, api: EvaluatorApi): Value {
  if (entries === undefined) return api.beginEmpty(keyed([], api.list([])), 'map', site);
  const pairs = entries.v === 'list' && !entries.list.open ? entries.list.items : undefined;
  const known = pairs?.map((pair) => (pair.v === 'list' && pair.list.items.length === 2 ? pair.list.items : undefined));
  if (known?.every((pair) => pair !== undefined))
    return keyed(
      known.map(([key]) => key!),
      api.list(known.map(([, value]) => value!)),
    );
  const nothing = api.constantOf(entries) !== undefined;
  const any = entries.v === 'list' ? api.anyItem(entries) : undefined;
  return keyed([], api.list([], !nothing, any?.v === 'list' ? any.list.items[1] : undefined));
}

function keyed(keys: Value[], values: Value): Value {
  if (values.v === 'list') values.list.keys = keys;
  return values;
}

export function listMethod(
  on: ListValue,
  name: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const { list } = on;
  if (list.made) noteMethod(on, USES, name, args, site, api);
  const known = list.keys && mapMethod(on, list.keys, name, args, site, api);
  if (known) return known;
  if (ADDERS.has(name)) {
    for (const value of args.list) put(on, value, api);
    if (name === 'unshift') forgetPositions(on, api);
    return name === 'add' ? on : api.unknown('other', 'length');
  }
  if (EACH.has(name)) return eachItem(on, name, args, site, api);
  switch (name) {
    case 'reduce':
    case 'reduceRight': {
      const callback = args.at(0);
      return callback ? api.callFunction(callback, [args.at(1) ?? api.anyItem(on), api.anyItem(on)], site) : undefined;
    }
    case 'at': {
      const index = api.numberOf(args.at(0));
      const item = index === undefined || list.open ? undefined : list.items.at(index);
      return item ?? api.oneOf([api.anyItem(on), api.constant(undefined)]);
    }
    case 'shift':
    case 'pop':
    case 'next':
      forgetPositions(on, api);
      return api.oneOf([api.anyItem(on), api.constant(undefined)]);
    case 'slice':
    case 'splice':
    case 'reverse':
    case 'sort':
    case 'flat':
    case 'values':
      if (name === 'splice') forgetPositions(on, api);
      return args.list.length === 0 ? on : api.list([], true, api.anyItem(on));
    case 'concat':
      return concatenated(on, args, api);
    case 'entries':
      return api.list([], true, api.list([api.unknown('other', 'key'), api.anyItem(on)]));
    case 'join': {
      const texts = list.open ? undefined : list.items.map((item) => api.constantOf(item));
      const separator = args.list.length === 0 ? ',' : api.stringOf(args.at(0));
      if (separator !== undefined && texts?.every((text) => text !== undefined))
        return api.constant(texts.map((text) => text.value).join(separator));
      return api.withTaint(api.unknown('other', 'join'), api.taint(on));
    }
    case 'includes':
    case 'indexOf':
    case 'has':
    case 'delete':
    case 'clear':
    case 'keys':
    case 'fill':
      return api.unknown('other', name);
    default:
      return undefined;
  }
}

function eachItem(on: ListValue, name: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  const { list } = on;
  const callback = args.at(0);
  if (!callback) return undefined;
  const results = api.callForEach(callback, on, site);
  switch (name) {
    case 'map':
      // One result per item of a short list that is known, one for any item otherwise.
      return !list.open && results.length === list.items.length
        ? api.list(results)
        : api.list([], true, results.length > 0 ? api.oneOf(results) : undefined);
    case 'flatMap':
      return api.list([], true, api.oneOf(results.map((one) => (one.v === 'list' ? api.anyItem(one) : one))));
    case 'filter':
      return api.list([], true, api.anyItem(on));
    case 'find':
    case 'findLast':
      return api.oneOf([api.anyItem(on), api.constant(undefined)]);
    case 'forEach':
      return api.constant(undefined);
    default:
      return api.unknown('other', name);
  }
}

function concatenated(on: ListValue, args: Arguments, api: EvaluatorApi): Value {
  const parts = [on, ...args.list];
  const closed = !args.open && parts.every((part) => (part.v === 'list' ? !part.list.open : part.v !== 'unknown'));
  if (closed) return api.list(parts.flatMap((part) => (part.v === 'list' ? part.list.items : [part])));
  return api.list([], true, api.oneOf(parts.map((part) => (part.v === 'list' ? api.anyItem(part) : part))));
}

/** Methods of a map, whose keys are known as far as they are constants. */
function mapMethod(
  on: ListValue,
  keys: Value[],
  name: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const { list } = on;
  const key = api.constantOf(args.at(0));
  const at = key === undefined ? -1 : keys.findIndex((one) => api.constantOf(one)?.value === key.value);
  switch (name) {
    case 'set': {
      const value = args.at(1);
      if (!value || key === undefined) {
        if (value) put(on, value, api);
        return on;
      }
      api.keep(value, true);
      api.settle(value, 'stored');
      if (at >= 0) list.items[at] = api.oneOf([list.items[at]!, value]);
      else {
        keys.push(args.at(0)!);
        list.items.push(value);
      }
      return on;
    }
    case 'get': {
      const nothing = api.constant(undefined);
      if (key === undefined) return api.oneOf([...list.items, ...(list.rest ? [list.rest] : []), nothing]);
      return api.oneOf([at >= 0 ? list.items[at]! : nothing, ...(list.rest ? [list.rest] : [])]);
    }
    case 'values':
      return api.list(list.items, list.open, list.rest);
    case 'entries':
      return on;
    case 'keys':
      return api.list(keys, list.open, list.open ? api.unknown('other', 'key') : undefined);
    case 'forEach': {
      const callback = args.at(0);
      if (callback) api.callForEach(callback, api.list(list.items, list.open, list.rest), site);
      return api.constant(undefined);
    }
    default:
      return undefined;
  }
}

function put(on: ListValue, value: Value, api: EvaluatorApi): void {
  api.keep(value, true);
  api.settle(value, 'stored');
  // What one round of a loop adds, others add too: the list may be longer than what was seen.
  on.list.open = true;
  on.list.rest = on.list.rest ? api.oneOf([on.list.rest, value]) : value;
}

export function textMethod(on: Value, name: string, args: Arguments, api: EvaluatorApi): Value | undefined {
  const text = api.stringOf(on);
  const first = api.stringOf(args.at(0));
  switch (name) {
    case 'toString':
    case 'valueOf':
    case 'normalize':
      return on;
    case 'trim':
    case 'trimEnd':
    case 'trimStart':
      return text === undefined ? on : api.constant(text.trim());
    case 'toLowerCase':
      return text === undefined ? on : api.constant(text.toLowerCase());
    case 'toUpperCase':
      return text === undefined ? on : api.constant(text.toUpperCase());
    case 'concat':
      return api.concat([on, ...args.list]);
    case 'replace':
    case 'replaceAll': {
      const second = api.stringOf(args.at(1));
      if (text !== undefined && first !== undefined && second !== undefined)
        return api.constant(name === 'replace' ? text.replace(first, () => second) : text.split(first).join(second));
      return api.withTaint(api.unknown('other', name), api.taint(on));
    }
    case 'split':
      return text !== undefined && first !== undefined
        ? api.list(text.split(first).map((part) => api.constant(part)))
        : api.list([], true, api.withTaint(api.unknown('other'), api.taint(on)));
    case 'startsWith':
    case 'endsWith':
    case 'includes':
      if (text !== undefined && first !== undefined)
        return api.constant(
          name === 'includes'
            ? text.includes(first)
            : name === 'startsWith'
              ? text.startsWith(first)
              : text.endsWith(first),
        );
      return api.unknown('other', name);
    default:
      return on.v === 'const' && typeof on.value !== 'string'
        ? api.unknown('other', name)
        : api.withTaint(api.unknown('other', name), api.taint(on));
  }
}
