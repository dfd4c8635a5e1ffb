/** Promises: what they settle to, and who waits for whom. */
import type { Handle } from '../binding';
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';

export function promiseCall(name: string | undefined, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const argument = args.at(0);
  switch (name) {
    case 'all':
    case 'allSettled':
    case 'race':
    case 'any':
      return together(name, argument, api);
    case 'resolve':
      return api.promise(argument ?? api.constant(undefined));
    case 'reject':
      return api.promise(api.unknown('other'));
    default:
      return made(argument, site, api);
  }
}

function together(name: 'all' | 'allSettled' | 'race' | 'any', given: Value | undefined, api: EvaluatorApi): Value {
  if (given?.v !== 'list') return api.promise(api.unknown(given ? 'call' : 'other'));
  // The losers of a race go on.
  api.settle(given, name === 'race' || name === 'any' ? 'raced' : 'collected');
  const items = given.list.items.map(settled);
  const rest = given.list.rest && settled(given.list.rest);
  if (name === 'all') return api.promise(api.list(items, given.list.open, rest));
  if (name === 'allSettled') {
    const outcome = (value: Value): Value => api.object({ status: api.unknown('other', 'status'), value });
    return api.promise(api.list(items.map(outcome), given.list.open, rest && outcome(rest)));
  }
  return api.promise(api.oneOf([...items, ...(rest ? [rest] : [])]));
}

function settled(value: Value): Value {
  return value.v === 'promise' ? value.of : value;
}

/** What the executor of a promise resolves it with: the cell that its `resolve` carries. */
interface Resolved {
  readonly values: Value[];
}

/** `new Promise((resolve) => …)`: the executor runs at once; what it resolves later is not known. */
function made(executor: Value | undefined, site: CallSite, api: EvaluatorApi): Value {
  if (executor?.v !== 'function') return api.promise(api.unknown('call', 'Promise'));
  const cell: Resolved = { values: [] };
  const resolve = api.handle('javascript', 'resolve', api.newId(), cell);
  api.callFunction(executor, [resolve, api.handle('javascript', 'reject', 0)], site);
  return api.promise(cell.values.length > 0 ? api.oneOf(cell.values) : api.unknown('call', 'Promise'));
}

/** A call of `resolve` or `reject`. */
export function resolveCall(handle: Handle, args: Arguments, api: EvaluatorApi): Value {
  const value = args.at(0);
  if (handle.kind === 'resolve' && value) (handle.data as Resolved).values.push(settled(value));
  return api.constant(undefined);
}

export function promiseMethod(
  on: Value & { v: 'promise' },
  name: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  if (name !== 'then' && name !== 'catch' && name !== 'finally') return undefined;
  // `p.then(resolve)`: whoever waits for the other promise waits for this one.
  const passedOn = args.list.some((one) => api.handles(one, 'resolve').length > 0);
  api.settle(on, passedOn ? 'stored' : 'chained');
  const [first, second] = args.list;
  if (first) api.startTask('callback', first, name === 'then' ? [on.of] : [], site);
  if (second) api.startTask('callback', second, [], site);
  // Whoever awaits the chain awaits the call.
  return {
    v: 'promise',
    of: name === 'then' ? api.unknown('call', 'then', api.taint(on.of)) : on.of,
    ...(on.event ? { event: on.event } : {}),
  };
}
