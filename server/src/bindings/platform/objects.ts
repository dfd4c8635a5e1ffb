/** `Object.…` and `Array.…`: what they keep of what is known of objects and lists. */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import { mergeSink } from './received';

export function objectCall(
  name: string | undefined,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const target = args.at(0);
  switch (name) {
    case 'assign':
      if (!target) return undefined;
      mergeSink('Object.assign', target, args.list.slice(1), site, api);
      for (const source of args.list.slice(1)) api.assignFields(target, source, site);
      return target;
    case 'freeze':
    case 'seal':
    case 'preventExtensions':
      return target;
    case 'values':
      return listOf(target, (_key, value) => value, api);
    case 'keys':
    case 'getOwnPropertyNames':
      return listOf(target, (key) => key, api);
    case 'entries':
      return listOf(target, (key, value) => api.list([key, value]), api);
    case 'fromEntries':
      return fromEntries(target, api);
    case 'create':
      return derived(target, api);
    case 'setPrototypeOf': {
      const [object, proto] = [api.fields(target), api.fields(args.at(1))];
      if (object && proto && object !== proto) object.proto = proto;
      return target;
    }
    default:
      return api.unknown('other', `Object.${name ?? ''}`);
  }
}

/** One item per field. */
function listOf(target: Value | undefined, item: (key: Value, value: Value) => Value, api: EvaluatorApi): Value {
  const fields = api.fields(target);
  if (!fields) {
    const taint = target && api.taint(target);
    return api.list([], true, item(api.unknown('other', 'key', taint), api.unknown('other', 'values', taint)));
  }
  const known: Value[] = [];
  let rest: Value | undefined;
  for (const [key, value] of fields.fields) {
    // What was written under a key that is not known.
    if (key === '*') rest = item(api.unknown('other', 'key'), value);
    else known.push(item(api.constant(key), value));
  }
  if (fields.open !== undefined) rest ??= item(api.unknown('other', 'key'), api.unknown('other', 'values'));
  return api.list(known, rest !== undefined, rest);
}

function fromEntries(target: Value | undefined, api: EvaluatorApi): Value {
  if (target?.v !== 'list' || target.list.open) return api.unknown('other', 'Object.fromEntries');
  const made: [string, Value][] = [];
  for (const item of target.list.items) {
    const [key, value] = item.v === 'list' ? item.list.items : [];
    const name = api.stringOf(key);
    if (name === undefined || !value) return api.unknown('other', 'Object.fromEntries');
    made.push([name, value]);
  }
  return api.object(Object.fromEntries(made));
}

/** `Object.create(proto)` */
function derived(target: Value | undefined, api: EvaluatorApi): Value {
  const made = api.object({});
  const [object, proto] = [api.fields(made), api.fields(target)];
  if (object && proto) object.proto = proto;
  else if (object && api.constantOf(target)?.value === null) object.bare = true;
  return made;
}

export function arrayCall(name: string | undefined, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const argument = args.at(0);
  if (name === 'isArray') return api.unknown('other');
  if (name === 'of') return api.list(args.list, args.open);
  if (name !== 'from' || !argument) return api.list([], true);
  const source =
    counted(argument, api) ?? (argument.v === 'list' ? argument : api.list([], true, api.anyItem(argument)));
  const each = args.at(1);
  if (!each || source.v !== 'list') return source;
  const results = api.callForEach(each, source, site);
  return source.list.open ? api.list([], true, api.oneOf(results)) : api.list(results);
}

/** Longer lists are any number of items. */
const MOST = 8;

/** `{ length: 3 }` */
function counted(value: Value, api: EvaluatorApi): Value | undefined {
  const length = value.v === 'object' ? value.object.fields.get('length') : undefined;
  if (!length) return undefined;
  const count = api.numberOf(length);
  if (count === undefined || !(count >= 0 && count <= MOST)) return api.list([], true, api.constant(undefined));
  return api.list(Array.from({ length: count }, () => api.constant(undefined)));
}
