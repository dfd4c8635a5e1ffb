/** Python's threads, processes and locks; executors are in python-executors. */
import type { Arguments, CallSite, EvaluatorApi, WorkerStart, Value } from '../../evaluate/api';
import type { TaskKind } from '../../model/model';
import type { Handle } from '../binding';

export const PYTHON = 'python';

/** What a task gets. `more`: parameters that get none of it are not known. */
export interface Given {
  readonly args: readonly Value[];
  readonly named?: ReadonlyMap<string, Value>;
  readonly more?: boolean;
}

interface ThreadData extends Given {
  readonly kind: TaskKind;
  readonly target: Value | undefined;
  /** The instance, of a subclass: its `run` is the target when there is no other. */
  readonly self: Value | undefined;
  readonly worker: WorkerStart | undefined;
  /** Where what runs is named. */
  readonly site: CallSite;
}

const THREADS: Readonly<Record<string, 'thread' | 'process'>> = {
  'threading.Thread': 'thread',
  'thread.Thread': 'thread',
  'multiprocessing.Process': 'process',
  'multiprocessing.context.Process': 'process',
  'multiprocessing.process.Process': 'process',
  'multiprocessing.dummy.Process': 'thread',
};

/** Only one at a time gets past them; of semaphores those that count to one. */
const LOCKS =
  /^(threading|multiprocessing|thread|_thread)\.(Lock|RLock|allocate_lock|Semaphore|BoundedSemaphore|Condition)$/;

/** Signs between threads. */
const SIGNALS = /^(threading|multiprocessing)\.Event$/;

/** Greenlets in the place of threads, all in one thread (gevent, eventlet). */
const PATCHES = /^(gevent\.monkey\.patch_(all|thread)|eventlet\.monkey_patch)$/;

/** What the program said of all threads or processes to come. */
interface Settings {
  green?: true;
  fresh?: boolean;
}

const settings = new WeakMap<EvaluatorApi, Settings>();

function settingsOf(api: EvaluatorApi): Settings {
  let of = settings.get(api);
  if (!of) settings.set(api, (of = {}));
  return of;
}

/** Processes that begin anew; `fork` copies the parent. */
export function isFresh(method: Value | undefined, api: EvaluatorApi): boolean {
  return /^(spawn|forkserver)$/.test(api.stringOf(method) ?? '');
}

/** Classes and functions of threads and processes; undefined when the name is none. */
export function threadName(
  key: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
  self?: Value,
): Value | undefined {
  if (Object.hasOwn(THREADS, key)) return thread(THREADS[key]!, args, site, api, self);
  if (LOCKS.test(key)) return lock(key, args, site, api);
  if (SIGNALS.test(key)) return api.handle(PYTHON, 'signal', api.identity(site));
  if (PATCHES.test(key)) settingsOf(api).green = true;
  switch (key) {
    case 'threading.Timer':
      return timer(args, site, api);
    case 'thread.start_new_thread':
    case '_thread.start_new_thread':
      start('thread', args.at(0), given(args, 1, 2, api), at(site, args, 0), api, own('thread', site, api));
      return api.unknown('call', key);
    case 'multiprocessing.set_start_method':
      settingsOf(api).fresh = isFresh(args.at(0, 'method'), api);
      return api.constant(undefined);
    case 'multiprocessing.get_context':
      return api.handle(PYTHON, 'processes', isFresh(args.at(0, 'method'), api) ? 1 : 0);
    case 'os.fork':
      return api.forked();
    default:
      return undefined;
  }
}

/** A thread or process of its own. */
export function own(
  kind: 'thread' | 'process',
  site: CallSite,
  api: EvaluatorApi,
  fresh?: boolean,
): WorkerStart | undefined {
  const { green, fresh: always } = settingsOf(api);
  if (kind === 'thread' && green) return undefined;
  return { id: api.identity(site), kind, ...((fresh ?? always) && kind === 'process' ? { fresh: true } : {}) };
}

/** An object that can be started once. */
function once(worker: WorkerStart | undefined, api: EvaluatorApi): WorkerStart | undefined {
  return worker && { ...worker, made: api.loopsHere() };
}

/** Where what runs is named: the callee of an event that the program does not write as a call. */
export function at(site: CallSite, args: Arguments, index: number, name?: string): CallSite {
  const place = args.nameAt(index, name);
  return place ? { ...site, name: place } : site;
}

/** The arguments of the task, as a list and perhaps a dictionary among those of the call. */
export function given(args: Arguments, list: number, names: number, api: EvaluatorApi): Given {
  const more = args.at(names, names === 2 ? 'kwds' : 'kwargs');
  const fields = api.fields(more);
  return {
    args: items(args.at(list, 'args')),
    ...(fields && !fields.open ? { named: fields.fields } : {}),
    more: args.open || (more !== undefined && (!fields || fields.open !== undefined)),
  };
}

export function items(value: Value | undefined): readonly Value[] {
  return value?.v === 'list' ? value.list.items : value ? [value] : [];
}

/** Run it later, in a thread or process of its own or in one of a pool. */
export function start(
  kind: TaskKind,
  target: Value | undefined,
  { args, named, more }: Given,
  site: CallSite,
  api: EvaluatorApi,
  worker?: WorkerStart,
  repeats = false,
): void {
  if (!target) return;
  api.startTask(kind === 'thread' && !worker ? 'detached' : kind, target, args, site, {
    repeats,
    ...(named ? { named } : {}),
    ...(worker ? { worker } : {}),
    ...(more ? { rest: api.unknown('parameter', 'argument') } : {}),
  });
}

// ---------------------------------------------------------------- threads

/** `Thread(group, target, name, args, kwargs)`; `Process` likewise. */
function thread(
  kind: 'thread' | 'process',
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
  self?: Value,
  fresh?: boolean,
): Value {
  const worker = once(own(kind, site, api, fresh), api);
  const data: ThreadData = {
    kind,
    target: args.at(1, 'target'),
    ...given(args, 3, 4, api),
    self,
    worker,
    site: at(site, args, 1, 'target'),
  };
  return api.handle(PYTHON, 'thread', api.identity(site), data);
}

/** `Timer(interval, function, args, kwargs)` */
function timer(args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const worker = once(own('thread', site, api), api);
  const data: ThreadData = {
    kind: 'timer',
    target: args.at(1, 'function'),
    ...given(args, 2, 3, api),
    self: undefined,
    worker,
    site: at(site, args, 1, 'function'),
  };
  return api.handle(PYTHON, 'thread', api.identity(site), data);
}

export function threadCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const data = handle.data as ThreadData;
  const target = data.target ?? (data.self && api.methodOf(data.self, 'run'));
  switch (method) {
    case 'start':
      start(data.kind, target, data, data.site, api, data.worker, data.kind === 'timer');
      return api.constant(undefined);
    case 'run':
      // In the thread that calls it.
      return data.target ? api.callFunction(data.target, data.args, site) : api.unknown('call', method);
    case 'join':
    case 'cancel':
      if (data.worker && (method === 'join' || args.list.length === 0)) api.joined(data.worker.id);
      return api.constant(undefined);
    default:
      return api.unknown('call', method);
  }
}

/** A subclass's `run` is what the thread runs, whoever starts it. */
export function runs(handle: Handle, method: string): Pick<WorkerStart, 'id' | 'kind'> | undefined {
  if (handle.kind !== 'thread' || method !== 'run') return undefined;
  const { worker, target } = handle.data as ThreadData;
  return target ? undefined : worker;
}

/** What `get_context` gives: the module with another way to start processes. Undefined: as in the module. */
export function processesCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const fresh = handle.id === 1;
  return method === 'Process' ? thread('process', args, site, api, undefined, fresh) : undefined;
}

// ---------------------------------------------------------------- locks

function lock(key: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  const first = args.at(0);
  // A condition with a lock is that lock.
  if (key.endsWith('Condition') && api.handles(first, 'lock').length > 0) return first;
  if (key.endsWith('Semaphore') && first && api.numberOf(first) !== 1) return undefined;
  return api.handle(PYTHON, 'lock', api.identity(site));
}

export function lockCall(handle: Handle, method: string, api: EvaluatorApi): Value {
  if (/^(acquire|__enter__|\(enter\))$/.test(method)) api.locked(handle.id);
  else if (/^(release|__exit__|\(leave\))$/.test(method)) api.unlocked(handle.id);
  return api.unknown('call', method);
}

/** Of an event. */
export function signalCall(handle: Handle, method: string, api: EvaluatorApi): Value {
  if (method === 'wait') api.signal(handle.id, 'wait');
  else if (method === 'set') api.signal(handle.id, 'give');
  return api.unknown('call', method);
}
