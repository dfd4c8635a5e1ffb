/** Methods of Python's own values: text, lists (and sets, deques, queues), dictionaries. They keep what is known and where it came from. */
import type { Arguments, CallSite, EvaluatorApi, UnknownValue, Value } from '../../evaluate/api';
import { forgetPositions } from './received';
import { noteMethod, type UseOf } from './growth';

type ListValue = Value & { v: 'list' };
type ObjectValue = Value & { v: 'object' };
type Piece = string | UnknownValue;

// ---------------------------------------------------------------- text

function pieces(value: Value, api: EvaluatorApi): readonly Piece[] {
  const known = api.constantOf(value);
  if (known) return [String(known.value)];
  if (value.v === 'text') return value.parts;
  const other = api.withTaint(api.unknown('other'), api.taint(value));
  return [value.v === 'unknown' ? value : other.v === 'unknown' ? other : { v: 'unknown', origin: 'other' }];
}

/** Text of pieces; a constant when all of it is known. */
export function concat(values: readonly Value[], api: EvaluatorApi): Value {
  const merged: Piece[] = [];
  for (const piece of values.flatMap((one) => pieces(one, api))) {
    const last = merged[merged.length - 1];
    if (typeof piece === 'string' && typeof last === 'string') merged[merged.length - 1] = last + piece;
    else if (piece !== '') merged.push(piece);
  }
  if (merged.length === 0) return api.constant('');
  return merged.length === 1 && typeof merged[0] === 'string' ? api.constant(merged[0]) : { v: 'text', parts: merged };
}

/** Same text, or one that differs in ways nobody asks for. */
const SAME = new Set(['encode', 'decode', 'strip', 'expandtabs', 'rstrip', 'lstrip', 'tobytes', '__str__']);

const CHANGED: Readonly<Record<string, (text: string) => string>> = {
  lower: (text) => text.toLowerCase(),
  casefold: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
};

export function textMethod(on: Value, name: string, args: Arguments, api: EvaluatorApi): Value {
  const text = api.stringOf(on);
  const first = api.stringOf(args.at(0));
  if (SAME.has(name)) {
    if (text === undefined || name === 'encode' || name === 'decode') return on;
    if (args.list.length > 0) return api.unknown('other', name);
    return api.constant(name === 'rstrip' ? text.trimEnd() : name === 'lstrip' ? text.trimStart() : text.trim());
  }
  if (Object.hasOwn(CHANGED, name)) return text === undefined ? on : api.constant(CHANGED[name]!(text));
  switch (name) {
    case 'format':
    case 'format_map':
      return text === undefined ? tainted(name, [on, ...args.list], api) : format(text, args, api);
    case 'join': {
      const parts = args.at(0);
      if (parts?.v !== 'list' || parts.list.open) return tainted(name, [on, ...args.list], api);
      return concat(
        parts.list.items.flatMap((item, index) => (index === 0 ? [item] : [on, item])),
        api,
      );
    }
    case 'replace': {
      const second = api.stringOf(args.at(1));
      if (text !== undefined && first !== undefined && second !== undefined)
        return api.constant(text.split(first).join(second));
      return tainted(name, [on, ...args.list], api);
    }
    case 'split':
    case 'rsplit':
      if (text !== undefined && first !== undefined && args.list.length === 1)
        return api.list(text.split(first).map((part) => api.constant(part)));
      return api.list([], true, tainted(name, [on], api));
    case 'partition':
    case 'rpartition':
    case 'splitlines':
      return api.list([], true, tainted(name, [on], api));
    case 'startswith':
    case 'endswith':
      if (text !== undefined && first !== undefined)
        return api.constant(name === 'startswith' ? text.startsWith(first) : text.endsWith(first));
      return api.unknown('other', name);
    default:
      return tainted(name, [on], api);
  }
}

function tainted(name: string, from: readonly Value[], api: EvaluatorApi): Value {
  return from.reduce<Value>((value, one) => api.withTaint(value, api.taint(one)), api.unknown('other', name));
}

/** `template.format(…)` of a template that is a constant elsewhere: `{}`, `{0}`, `{name}`, with any format spec. */
function format(template: string, args: Arguments, api: EvaluatorApi): Value {
  const values: Value[] = [];
  let next = 0;
  let from = 0;
  for (const match of template.matchAll(/\{\{|\}\}|\{(\w*)([^{}]*)\}/g)) {
    values.push(api.constant(template.slice(from, match.index)));
    from = match.index + match[0].length;
    if (match[0] === '{{' || match[0] === '}}') {
      values.push(api.constant(match[0][0]!));
      continue;
    }
    const [, field, rest] = match;
    const value = /^\d*$/.test(field!) ? args.list[field === '' ? next++ : Number(field)] : args.named.get(field!);
    const plain = value && /^(!s)?(:[ds]?)?$/.test(rest!);
    values.push(plain ? value : tainted('format', value ? [value] : [], api));
  }
  values.push(api.constant(template.slice(from)));
  return concat(values, api);
}

// ---------------------------------------------------------------- lists, sets, queues

const ADDERS = new Set(['append', 'add', 'appendleft', 'put', 'put_nowait', 'push']);
const TAKERS = new Set(['pop', 'popleft', 'get', 'get_nowait', '__next__', '__getitem__']);

const USES: Readonly<Record<string, UseOf>> = {
  append: 'add',
  appendleft: 'add',
  add: 'add',
  extend: 'add',
  extendleft: 'add',
  update: 'add',
  pop: 'take',
  popleft: 'take',
  remove: 'take',
  discard: 'take',
  clear: 'take',
  count: 'measure',
  index: 'search',
};

export function listMethod(
  on: ListValue,
  name: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  if (on.list.made) noteMethod(on, USES, name, args, site, api);
  if (ADDERS.has(name) || name === 'insert') {
    const value = args.at(name === 'insert' ? 1 : 0);
    if (value) put(on, value, api);
    if (name === 'insert' || name === 'appendleft') forgetPositions(on, api);
    return api.constant(undefined);
  }
  if (TAKERS.has(name)) {
    if (name !== '__getitem__') forgetPositions(on, api);
    return api.anyItem(on);
  }
  switch (name) {
    case 'extend':
    case 'update':
    case 'extendleft':
      if (args.list[0]) put(on, api.anyItem(args.list[0]), api);
      return api.constant(undefined);
    case 'copy':
    case 'union':
    case 'values':
    case 'keys':
      return on;
    case 'items':
      return api.list([], true, api.list([api.anyItem(on), api.unknown('other', 'value')]));
    case 'index':
    case 'count':
    case 'qsize':
    case 'empty':
    case 'full':
      return api.unknown('other', name);
    case 'sort':
    case 'reverse':
    case 'remove':
    case 'discard':
    case 'clear':
    case 'task_done':
    case 'join':
      return api.constant(undefined);
    default:
      return undefined;
  }
}

function put(on: ListValue, value: Value, api: EvaluatorApi): void {
  api.keep(value, true);
  api.settle(value, 'stored');
  // What one round of a loop adds, others add too.
  on.list.open = true;
  on.list.rest = on.list.rest ? api.oneOf([on.list.rest, value]) : value;
}

// ---------------------------------------------------------------- dictionaries

export function objectMethod(
  on: ObjectValue,
  name: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const { object } = on;
  const fields = [...object.fields].filter(([key]) => key !== '*');
  const open = object.open !== undefined || object.fields.has('*') || fields.length === 0;
  const any = (): Value => api.oneOf([...object.fields.values(), ...(open ? [api.unknown('other', 'item')] : [])]);
  switch (name) {
    case 'get':
    case 'pop':
    case 'setdefault': {
      const key = api.stringOf(args.at(0));
      const fallback = args.at(1) ?? api.constant(null);
      const known = key === undefined ? undefined : object.fields.get(key);
      if (known) return known;
      if (name === 'setdefault' && key !== undefined) api.assignFields(on, api.object({ [key]: fallback }), site);
      if (key !== undefined && !open) return fallback;
      return api.oneOf([any(), fallback]);
    }
    case 'values':
      return api.list(open ? [] : fields.map(([, value]) => value), open, open ? any() : undefined);
    case 'keys':
      return api.list(
        fields.map(([key]) => api.constant(key)),
        open,
      );
    case 'items':
      return open
        ? api.list([], true, api.list([api.unknown('other', 'key'), any()]))
        : api.list(fields.map(([key, value]) => api.list([api.constant(key), value])));
    case 'update':
      for (const source of args.list) api.assignFields(on, source, site);
      api.assignFields(on, api.object(Object.fromEntries(args.named)), site);
      return api.constant(undefined);
    case 'copy':
      return on;
    case 'clear':
      return api.constant(undefined);
    default:
      return undefined;
  }
}
