/**
 * Threads of Node (`worker_threads`): what they are given is copied by the structured clone algorithm, and they end with the process or by
 * `terminate()`, whatever they are doing.
 */
import type { Arguments, CallSite, EvaluatorApi, NewWorker, Value } from '../../evaluate/api';
import type { ExternalName, Handle } from '../binding';

const WORKER = 'worker';
const PORT = 'port';

/** Calls of names of the module; `undefined`: nothing is known of it. */
export function threadCall(
  platform: string,
  path: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  switch (path) {
    case 'Worker':
      return startWorker(platform, args, site, api);
    case 'MessageChannel':
      return api.object({ port1: api.handle(platform, PORT, 0), port2: api.handle(platform, PORT, 0) });
    case 'BroadcastChannel':
      return api.handle(platform, PORT, 0);
    case 'parentPort.postMessage':
      return post(args, site, api, true);
    default:
      return undefined;
  }
}

/** A parameter of one of the module's types. */
export function threadOfType(platform: string, name: ExternalName, api: EvaluatorApi): Value | undefined {
  return name.path.length === 1 && /^(Worker|MessagePort|BroadcastChannel)$/.test(name.path[0]!)
    ? api.handle(platform, PORT, 0)
    : undefined;
}

function startWorker(platform: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const given = api.fields(args.at(1));
  const data = given?.fields.get('workerData');
  const keys = given?.keys.get('workerData');
  if (data) api.addHandover(data, 'workerData', keys?.value ?? keys?.key ?? site.name, true);
  const text = given?.fields.get('eval');
  const what = args.at(0);
  const runs = text && api.constantOf(text)?.value === true ? textOf(what, api) : fileOf(what, api);
  return api.handle(platform, WORKER, api.addWorker(site, runs));
}

const IMPORTS = /\b(?:require|import)\s*\(\s*["'`]([^"'`]+)["'`]|\bfrom\s*["'`]([^"'`]+)["'`]/g;

function textOf(what: Value | undefined, api: EvaluatorApi): NewWorker {
  const text = api.stringOf(what) ?? '';
  return { imports: [...text.matchAll(IMPORTS)].map((match) => match[1] ?? match[2]!) };
}

/** `'./worker.js'`, `new URL('./worker.js', import.meta.url)`, `__filename`. */
function fileOf(what: Value | undefined, api: EvaluatorApi): NewWorker {
  const text = api.stringOf(what) ?? (what?.v === 'unknown' && what.origin === 'other' ? what.detail : undefined);
  if (text === '__filename') return { own: true };
  return text?.startsWith('.') ? { specifier: text } : {};
}

/** A copy of what is sent; whoever gets it has none of its methods. */
export function post(args: Arguments, site: CallSite, api: EvaluatorApi, certain: boolean): Value {
  const sent = args.at(0);
  if (sent) api.addHandover(sent, 'postMessage', args.placeAt(0) ?? site.name, certain);
  return api.constant(undefined);
}

/** A worker, or an end of a channel. */
export function isThread({ kind }: Handle): boolean {
  return kind === WORKER || kind === PORT;
}

/** Methods of a worker or port. */
export function threadMethod(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const worker = handle.kind === WORKER ? handle.id : undefined;
  switch (method) {
    case 'postMessage':
      if (worker !== undefined) api.manageWorker(worker);
      return post(args, site, api, true);
    case 'on':
    case 'once':
    case 'addListener':
    case 'addEventListener':
      if (worker !== undefined && api.stringOf(args.at(0)) === 'exit') api.manageWorker(worker);
      return listen(handle, args, site, api);
    case 'terminate':
      if (worker !== undefined) api.addAbruptEnd('terminate', site, worker);
      return api.promise(api.unknown('call', 'terminate'));
    default:
      return api.unknown('call', method);
  }
}

function listen(handle: Handle, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const callback = args.at(1);
  if (callback) api.startTask('callback', callback, [], site, { repeats: true, outside: true });
  return { v: 'handle', handle };
}
