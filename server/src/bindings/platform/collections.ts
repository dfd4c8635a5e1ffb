/** Lists (arrays, maps, sets) and texts of JavaScript: what their methods keep of what is known. */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';

type ListValue = Value & { v: 'list' };

const ADDERS = new Set(['push', 'unshift', 'add']);
const EACH = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'flatMap', 'findLast']);

export function listMethod(
  on: ListValue,
  name: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const { list } = on;
  if (ADDERS.has(name)) {
    for (const value of args.list) put(on, value, api);
    return api.unknown('other', 'length');
  }
  if (name === 'set') {
    const value = args.at(1);
    if (value) put(on, value, api);
    return on;
  }
  if (EACH.has(name)) {
    const callback = args.at(0);
    if (!callback) return undefined;
    const results = api.callForEach(callback, on, site);
    if (name === 'map')
      return api.list(
        list.open ? [] : results,
        list.open,
        list.open && results.length > 0 ? api.oneOf(results) : undefined,
      );
    if (name === 'filter') return api.list([], true, api.anyItem(on));
    if (name === 'find' || name === 'findLast') return api.oneOf([api.anyItem(on), api.constant(undefined)]);
    return api.unknown('other', name);
  }
  switch (name) {
    case 'reduce':
    case 'reduceRight': {
      const callback = args.at(0);
      return callback ? api.callFunction(callback, [args.at(1) ?? api.anyItem(on), api.anyItem(on)], site) : undefined;
    }
    case 'get':
    case 'shift':
    case 'pop':
    case 'at':
    case 'next':
      return api.oneOf([api.anyItem(on), api.constant(undefined)]);
    case 'slice':
    case 'splice':
    case 'reverse':
    case 'sort':
    case 'flat':
    case 'concat':
    case 'values':
      return args.list.length === 0 ? on : api.list([], true, api.anyItem(on));
    case 'entries':
      return api.list([], true, api.list([api.unknown('other', 'key'), api.anyItem(on)]));
    case 'join':
      return api.withTaint(api.unknown('other', 'join'), api.taint(on));
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

function put(on: ListValue, value: Value, api: EvaluatorApi): void {
  api.keep(value, true);
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
      return undefined;
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
