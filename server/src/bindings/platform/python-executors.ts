/** Python's executors and pools: what they run, in one worker or several, and what waits for it. */
import type { Arguments, CallSite, EvaluatorApi, WorkerStart, Value } from '../../evaluate/api';
import type { Handle } from '../binding';
import { at, given, type Given, items, own, PYTHON, start } from './python-threads';

interface ExecutorData {
  readonly kind: 'thread' | 'process' | 'detached';
  readonly worker: WorkerStart | undefined;
  /** What was handed in. */
  readonly work: Value[];
}

const EXECUTORS: Readonly<Record<string, ExecutorData['kind']>> = {
  'concurrent.futures.ThreadPoolExecutor': 'thread',
  'concurrent.futures.thread.ThreadPoolExecutor': 'thread',
  'concurrent.futures.ProcessPoolExecutor': 'process',
  'concurrent.futures.process.ProcessPoolExecutor': 'process',
  'multiprocessing.Pool': 'process',
  'multiprocessing.pool.Pool': 'process',
  'multiprocessing.pool.ThreadPool': 'thread',
  'multiprocessing.dummy.Pool': 'thread',
  'gevent.pool.Pool': 'detached',
};

/** Classes of executors, functions that wait for what they run; undefined when the name is none. */
export function executorName(
  key: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
  fresh?: boolean,
): Value | undefined {
  if (Object.hasOwn(EXECUTORS, key)) return executor(EXECUTORS[key]!, args, site, api, fresh);
  if (/^concurrent\.futures\.(wait|as_completed)$/.test(key) && args.list[0]) api.settle(args.list[0], 'collected');
  return undefined;
}

function executor(
  kind: ExecutorData['kind'],
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
  fresh?: boolean,
): Value {
  const one = api.numberOf(args.at(0, args.named.has('max_workers') ? 'max_workers' : 'processes')) === 1;
  const worker = kind === 'detached' ? undefined : own(kind, site, api, fresh);
  const data: ExecutorData = { kind, worker: worker && { ...worker, team: one ? 'one' : 'several' }, work: [] };
  const initializer = args.named.get('initializer');
  if (initializer) start(kind, initializer, { args: items(args.named.get('initargs')) }, site, api, data.worker, true);
  return api.handle(PYTHON, 'executor', api.identity(site), data);
}

/** Methods that come back when all they started is over. */
const WAITING = /^(apply|map|imap|imap_unordered|starmap)$/;

export function executorCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const { kind, worker, work } = handle.data as ExecutorData;
  const target = args.at(0);
  const run = (what: Given, many = false): void =>
    start(kind, target, what, at(site, args, 0), api, worker && { ...worker, ...(many ? { many } : {}) }, true);
  switch (method) {
    case 'submit':
    case 'spawn':
      run({ args: args.list.slice(1), named: args.named, more: args.open });
      break;
    case 'apply':
    case 'apply_async':
      run(given(args, 1, 2, api));
      break;
    case 'map':
    case 'map_async':
    case 'imap':
    case 'imap_unordered':
      run({ args: args.list.slice(1).map((one) => api.anyItem(one)) }, true);
      break;
    case 'starmap':
    case 'starmap_async':
      run({ args: items(api.anyItem(args.at(1) ?? api.unknown('other'))) }, true);
      break;
    case 'shutdown':
    case 'join':
    case '(leave)':
      if (worker && api.constantOf(args.at(0, 'wait'))?.value !== false) api.joined(worker.id);
      for (const one of work.splice(0)) api.settle(one, 'collected');
      return api.constant(undefined);
    default:
      return api.unknown('call', method);
  }
  if (worker && WAITING.test(method)) api.joined(worker.id);
  // The pool calls them in a thread of its own.
  for (const name of ['callback', 'error_callback'])
    if (worker && method.endsWith('_async'))
      start(
        'thread',
        args.named.get(name),
        { args: [], more: true },
        at(site, args, -1, name),
        api,
        own('thread', site, api),
      );
  // A pool of gevent has a size, and waits for room (gevent/pool.py); the queues of the others have no limit.
  if (!worker || !/^(submit|apply_async)$/.test(method)) return api.unknown('call', method);
  const future = futureOf(worker, site, api);
  work.push(future);
  return future;
}

/** The end of a worker, and behind it the work that was handed to it. */
function futureOf(worker: WorkerStart, site: CallSite, api: EvaluatorApi): Value {
  const job = api.schedule(api.promise(api.unknown('call', 'result')), site);
  return api.promise(job, { kind: 'worker', index: worker.id });
}

/** Handed over by the call at the site. */
export function scheduled(future: Value, site: CallSite, api: EvaluatorApi): Value {
  if (future.v !== 'promise' || future.event?.kind !== 'worker') return api.schedule(future, site);
  return api.promise(api.schedule(api.promise(future.of), site), future.event);
}

/** Methods of what `submit` and `apply_async` give. */
export function futureCall(
  on: Value & { v: 'promise' },
  worker: number,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  if (/^(result|exception|get|wait)$/.test(method)) {
    api.settle(on, 'awaited');
    return api.unknown('call', method);
  }
  if (method !== 'add_done_callback') return api.unknown('call', method);
  api.settle(on, 'chained');
  // Of a pool of processes, too, callbacks run in a thread of this one.
  const thread: WorkerStart = { id: worker, kind: 'thread', team: 'several' };
  start('thread', args.at(0), { args: [], more: true }, at(site, args, 0), api, thread, true);
  return api.constant(undefined);
}

/** Runs in a thread of a pool, and the caller may await it. */
export function inThread(
  target: Value | undefined,
  what: Given,
  site: CallSite,
  api: EvaluatorApi,
  executor?: Value,
): Value {
  const [known] = api.handles(executor, 'executor');
  const worker = known
    ? (known.data as ExecutorData).worker
    : ({ id: api.identity(site), kind: 'thread', team: 'several' } as const);
  start(known ? (known.data as ExecutorData).kind : 'thread', target, what, site, api, worker, true);
  const done = api.unknown('call', 'result');
  return worker ? api.promise(done, { kind: 'worker', index: worker.id }) : api.promise(done);
}
