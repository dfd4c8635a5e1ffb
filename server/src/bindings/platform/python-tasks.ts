/** Python's ways to run code beside other code: threads, processes, executors, event loops. */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import type { TaskKind } from '../../model/model';
import type { Handle } from '../binding';

export const PYTHON = 'python';

interface ThreadData {
  readonly kind: TaskKind;
  readonly target: Value | undefined;
  readonly args: readonly Value[];
  /** There are keyword arguments as well: parameters that get none of `args` are not known. */
  readonly more: boolean;
}

const THREADS: Readonly<Record<string, TaskKind>> = {
  'threading.Thread': 'thread',
  'thread.Thread': 'thread',
  'multiprocessing.Process': 'process',
  'multiprocessing.context.Process': 'process',
  'multiprocessing.process.Process': 'process',
};

const EXECUTORS: Readonly<Record<string, TaskKind>> = {
  'concurrent.futures.ThreadPoolExecutor': 'thread',
  'concurrent.futures.thread.ThreadPoolExecutor': 'thread',
  'concurrent.futures.ProcessPoolExecutor': 'process',
  'multiprocessing.Pool': 'process',
  'multiprocessing.pool.Pool': 'process',
  'multiprocessing.pool.ThreadPool': 'thread',
  'multiprocessing.dummy.Pool': 'thread',
  'gevent.pool.Pool': 'detached',
};

/** Starts at once: the function is the first argument. */
const STARTERS: Readonly<Record<string, TaskKind>> = {
  'thread.start_new_thread': 'thread',
  '_thread.start_new_thread': 'thread',
  'gevent.spawn': 'detached',
  'gevent.spawn_later': 'timer',
  'eventlet.spawn': 'detached',
  'eventlet.spawn_n': 'detached',
  'asyncio.to_thread': 'thread',
  'atexit.register': 'callback',
};

function make(kind: string, site: CallSite, data: unknown, api: EvaluatorApi): Value {
  return api.handle(PYTHON, kind, site.place.range.start, data);
}

/** Classes and functions that start or hold tasks; undefined when the name is none. */
export function taskName(key: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  if (Object.hasOwn(THREADS, key)) return thread(THREADS[key]!, args, site, api);
  if (Object.hasOwn(EXECUTORS, key)) return make('executor', site, EXECUTORS[key], api);
  if (Object.hasOwn(STARTERS, key)) return starter(key, args, site, api);
  if (/^(threading\.Timer)$/.test(key)) {
    const data: ThreadData = {
      kind: 'timer',
      target: args.at(1, 'function'),
      args: items(args.at(2, 'args')),
      more: false,
    };
    return make('thread', site, data, api);
  }
  if (/^tornado\.ioloop\.PeriodicCallback$/.test(key)) {
    const data: ThreadData = { kind: 'timer', target: args.at(0, 'callback'), args: [], more: false };
    return make('thread', site, data, api);
  }
  if (/^tornado\.ioloop\.(IOLoop(\.(instance|current))?)$/.test(key)) return make('loop', site, undefined, api);
  return key.startsWith('asyncio.') ? asyncio(key.slice('asyncio.'.length), args, site, api) : undefined;
}

function starter(key: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const first = key.endsWith('_later') ? 1 : 0;
  const given = /start_new_thread$/.test(key) ? items(args.at(1)) : args.list.slice(first + 1);
  start(STARTERS[key]!, args.at(first), given, site, api);
  const done = api.unknown('call', key);
  return key === 'asyncio.to_thread' ? api.promise(done) : done;
}

function start(
  kind: TaskKind,
  target: Value | undefined,
  args: readonly Value[],
  site: CallSite,
  api: EvaluatorApi,
  how: { readonly repeats?: boolean; readonly more?: boolean } = {},
): void {
  if (!target) return;
  api.startTask(kind, target, args, site, {
    repeats: how.repeats ?? false,
    ...(how.more ? { rest: api.unknown('parameter', 'argument') } : {}),
  });
}

function items(value: Value | undefined): readonly Value[] {
  return value?.v === 'list' ? value.list.items : value ? [value] : [];
}

// ---------------------------------------------------------------- threads and pools

function thread(kind: TaskKind, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const data: ThreadData = {
    kind,
    target: args.at(1, 'target'),
    args: items(args.at(3, 'args')),
    more: args.named.has('kwargs') || args.open,
  };
  return make('thread', site, data, api);
}

export function threadCall(handle: Handle, method: string, site: CallSite, api: EvaluatorApi): Value | undefined {
  const { kind, target, args, more } = handle.data as ThreadData;
  if (method === 'start' || method === 'run') start(kind, target, args, site, api, { repeats: kind === 'timer', more });
  return api.unknown('call', method);
}

export function executorCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const kind = handle.data as TaskKind;
  const target = args.at(0);
  switch (method) {
    case 'submit':
    case 'spawn':
      start(kind, target, args.list.slice(1), site, api, { repeats: true, more: args.named.size > 0 || args.open });
      return api.unknown('call', method);
    case 'apply':
    case 'apply_async':
      start(kind, target, items(args.at(1, 'args')), site, api, { repeats: true, more: args.named.has('kwds') });
      return api.unknown('call', method);
    case 'map':
    case 'map_async':
    case 'imap':
    case 'imap_unordered':
      start(
        kind,
        target,
        args.list.slice(1).map((one) => api.anyItem(one)),
        site,
        api,
        { repeats: true },
      );
      return api.unknown('call', method);
    case 'starmap':
    case 'starmap_async':
      start(kind, target, items(api.anyItem(args.at(1) ?? api.unknown('other'))), site, api, { repeats: true });
      return api.unknown('call', method);
    default:
      return api.unknown('call', method);
  }
}

/** Methods of tasks and futures; undefined for others. */
export function futureMethod(
  on: Value & { v: 'promise' },
  name: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
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
      return first ?? api.unknown('call', name);
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

/** Methods of event loops: asyncio's and tornado's. */
export function loopCall(method: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const [first, second] = args.list;
  switch (method) {
    case 'run_until_complete':
      return finish(first, api);
    case 'create_task':
      return first ?? api.promise(api.unknown('call', method));
    case 'run_sync':
    case 'add_callback':
    case 'spawn_callback':
    case 'call_soon':
    case 'call_soon_threadsafe':
    case 'add_callback_from_signal':
      start('callback', first, args.list.slice(1), site, api);
      return api.unknown('call', method);
    case 'call_later':
    case 'call_at':
    case 'add_timeout':
      start('timer', second, args.list.slice(2), site, api);
      return api.unknown('call', method);
    case 'run_in_executor':
      start('thread', second, args.list.slice(2), site, api, { repeats: true });
      return api.promise(api.unknown('call', method));
    case 'add_reader':
    case 'add_writer':
    case 'add_signal_handler':
    case 'add_handler':
      start('callback', second, args.list.slice(2), site, api, { repeats: true });
      return api.unknown('call', method);
    default:
      return api.unknown('call', method);
  }
}
