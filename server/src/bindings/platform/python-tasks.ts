/** Python's ways to run code beside other code: event loops, greenlets, timers; threads and processes are in python-threads. */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import type { TaskKind } from '../../model/model';
import type { Handle } from '../binding';
import { executorName, futureCall, inThread, scheduled } from './python-executors';
import { at, PYTHON, start, threadName } from './python-threads';

/** Starts at once: the function is the first argument. */
const STARTERS: Readonly<Record<string, TaskKind>> = {
  'gevent.spawn': 'detached',
  'gevent.spawn_later': 'timer',
  'eventlet.spawn': 'detached',
  'eventlet.spawn_n': 'detached',
  'atexit.register': 'callback',
};

/** Whoever is in waits for who was first. */
const TURNS = /^(asyncio|threading|multiprocessing)\.(Bounded)?Semaphore$/;

/** Their end waits for every task in them. */
const GROUPS = /^asyncio\.TaskGroup$/;

function make(kind: string, site: CallSite, data: unknown, api: EvaluatorApi): Value {
  return api.handle(PYTHON, kind, site.place.range.start, data);
}

/** Classes and functions that start or hold tasks; undefined when the name is none. `self`: the instance of a subclass. */
export function taskName(
  key: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
  self?: Value,
): Value | undefined {
  const known = threadName(key, args, site, api, self) ?? executorName(key, args, site, api);
  if (known) return known;
  if (TURNS.test(key)) return make('turns', site, undefined, api);
  if (GROUPS.test(key)) return make('group', site, [], api);
  if (Object.hasOwn(STARTERS, key)) return starter(key, args, site, api);
  if (key === 'asyncio.to_thread')
    return inThread(
      args.at(0),
      { args: args.list.slice(1), named: args.named, more: args.open },
      at(site, args, 0),
      api,
    );
  if (/^tornado\.ioloop\.PeriodicCallback$/.test(key)) return make('periodic', site, args.at(0, 'callback'), api);
  if (/^tornado\.ioloop\.(IOLoop(\.(instance|current))?)$/.test(key)) return make('loop', site, undefined, api);
  return key.startsWith('asyncio.') ? asyncio(key.slice('asyncio.'.length), args, site, api) : undefined;
}

function starter(key: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const first = key.endsWith('_later') ? 1 : 0;
  start(STARTERS[key]!, args.at(first), { args: args.list.slice(first + 1) }, site, api);
  return api.unknown('call', key);
}

/** tornado's PeriodicCallback. */
export function periodicCall(handle: Handle, method: string, site: CallSite, api: EvaluatorApi): Value {
  if (method === 'start') start('timer', handle.data as Value | undefined, { args: [] }, site, api, undefined, true);
  return api.unknown('call', method);
}

/** Methods of tasks and futures; undefined for others. */
export function futureMethod(
  on: Value & { v: 'promise' },
  name: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  if (on.event?.kind === 'worker') return futureCall(on, on.event.index, name, args, site, api);
  const callback = args.at(0);
  switch (name) {
    case 'add_done_callback':
      api.settle(on, 'chained');
      if (callback) api.startTask('callback', callback, [api.promise(on.of)], site);
      return api.constant(undefined);
    case 'result':
      api.settle(on, 'awaited');
      return on.of;
    case 'cancel':
    case 'cancelled':
    case 'done':
    case 'exception':
    case 'remove_done_callback':
    case 'set_name':
      return api.unknown('call', name);
    default:
      return undefined;
  }
}

// ---------------------------------------------------------------- asyncio

function asyncio(name: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  const first = args.list[0];
  switch (name) {
    case 'run':
      return finish(first, api);
    case 'wait_for':
      // It may be left behind unfinished; a task that it waits for is still waited for.
      if (first?.v === 'promise' && first.event?.kind === 'transfer') api.settle(first, 'raced');
      return first?.v === 'promise' ? first : api.promise(api.unknown('call', name));
    case 'create_task':
    case 'ensure_future':
    case 'async':
    case 'Task':
      return api.schedule(first ?? api.unknown('call', name), site);
    case 'shield':
      return first?.v === 'promise' ? first : api.promise(api.unknown('call', name));
    case 'gather':
    case 'wait':
    case 'as_completed':
      return together(name, args, api);
    case 'sleep':
      return api.promise(api.constant(undefined));
    case 'get_event_loop':
    case 'new_event_loop':
    case 'get_running_loop':
      return make('loop', site, undefined, api);
    case 'Queue':
    case 'LifoQueue':
    case 'PriorityQueue':
      return api.list([], true);
    case 'run_coroutine_threadsafe':
      if (first) api.runsElsewhere(first);
      return api.schedule(first ?? api.unknown('call', name), site);
    default:
      return undefined;
  }
}

/** Runs to its end before what follows. */
function finish(of: Value | undefined, api: EvaluatorApi): Value {
  if (!of) return api.unknown('call');
  api.settle(of, 'awaited');
  return of.v === 'promise' ? of.of : api.unknown('call');
}

function together(name: string, args: Arguments, api: EvaluatorApi): Value {
  const all = name === 'gather' ? api.list(args.list, args.open) : (args.list[0] ?? api.list([]));
  api.settle(all, 'collected');
  const results = all.v === 'list' ? all.list.items.map((one) => (one.v === 'promise' ? one.of : one)) : [];
  const open = all.v !== 'list' || all.list.open;
  return api.promise(name === 'gather' ? api.list(results, open) : api.unknown('call', name));
}

/** Tasks of a group. */
export function groupCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const tasks = handle.data as Value[];
  if (method === '(leave)') for (const one of tasks.splice(0)) api.settle(one, 'collected');
  if (method !== 'create_task') return undefined;
  const task = api.schedule(args.at(0, 'coro') ?? api.unknown('call', method), site);
  tasks.push(task);
  return task;
}

/** Methods of event loops: asyncio's and tornado's. */
export function loopCall(method: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const [first, second] = args.list;
  switch (method) {
    case 'run_until_complete':
      return finish(first, api);
    case 'create_task':
      return api.schedule(first ?? api.unknown('call', method), site);
    case 'run_sync':
    case 'add_callback':
    case 'spawn_callback':
    case 'call_soon':
    case 'call_soon_threadsafe':
    case 'add_callback_from_signal':
      start('callback', first, { args: args.list.slice(1) }, site, api);
      return api.unknown('call', method);
    case 'call_later':
    case 'call_at':
    case 'add_timeout':
      start('timer', second, { args: args.list.slice(2) }, site, api);
      return api.unknown('call', method);
    case 'run_in_executor':
      return scheduled(inThread(second, { args: args.list.slice(2) }, at(site, args, 1), api, first), site, api);
    case 'add_reader':
    case 'add_writer':
    case 'add_signal_handler':
    case 'add_handler':
      start('callback', second, { args: args.list.slice(2) }, site, api, undefined, true);
      return api.unknown('call', method);
    default:
      return api.unknown('call', method);
  }
}
