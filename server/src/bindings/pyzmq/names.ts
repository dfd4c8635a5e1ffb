/**
 * Names of pyzmq: which function or class a dotted name is, wherever it was imported from, and what its constants are. Read from
 * `zmq/constants.py` and the package's modules of 27.2.0; spellings in facts A.1 and A.2.
 */
import type { EvaluatorApi, Value } from '../../evaluate/api';
import type { SocketType } from '../../model/model';
import { OPTION_IDS } from '../../model/options';
import type { ExternalName } from '../binding';

export interface Name {
  /** `zmq.asyncio` and tornado's futures: send, recv and poll return something to await. */
  readonly async: boolean;
  /** Without the packages that only pass a name on: `Context.instance`, `auth.thread.ThreadAuthenticator`. */
  readonly path: string;
}

/** Packages that only re-export; `socket` and `context` only in front of a class (`zmq.sugar.socket.Socket`). */
const PASSING: ReadonlySet<string> = new Set(['green', 'sugar', 'core', 'backend', 'constants', 'socket', 'context']);

export function nameOf({ module, path }: ExternalName): Name {
  let parts = [...module.split('.'), ...path].slice(1);
  let async = false;
  if (parts[0] === 'asyncio') {
    async = true;
    parts = parts.slice(1);
  } else if (parts[0] === 'eventloop' && parts[1] === 'future') {
    async = true;
    parts = parts.slice(2);
  }
  while (parts.length > 1 && PASSING.has(parts[0]!)) parts = parts.slice(1);
  return { async, path: parts.join('.') };
}

/** Numbers of socket types (facts A.2, value aliases). */
const TYPES: readonly SocketType[] = [
  'PAIR',
  'PUB',
  'SUB',
  'REQ',
  'REP',
  'DEALER',
  'ROUTER',
  'PULL',
  'PUSH',
  'XPUB',
  'XSUB',
  'STREAM',
  'SERVER',
  'CLIENT',
  'RADIO',
  'DISH',
  'GATHER',
  'SCATTER',
  'DGRAM',
  'PEER',
  'CHANNEL',
];

const CONSTANTS: ReadonlyMap<string, number> = new Map<string, number>([
  ...Object.entries(OPTION_IDS),
  ['HWM', 1],
  ['IDENTITY', 5],
  ['DELAY_ATTACH_ON_CONNECT', 39],
  ['CONNECT_RID', 61],
  ['FAIL_UNROUTABLE', 33],
  ['ROUTER_BEHAVIOR', 33],
  ['IO_THREADS', 1],
  ['MAX_SOCKETS', 2],
  ['MAX_MSGSZ', 5],
  ['BLOCKY', 70],
  ...TYPES.map((type, id) => [type, id] as const),
  ['XREQ', 5],
  ['XREP', 6],
  ['NOBLOCK', 1],
  ['DONTWAIT', 1],
  ['SNDMORE', 2],
  ['POLLIN', 1],
  ['POLLOUT', 2],
  ['POLLERR', 4],
  ['STREAMER', 1],
  ['FORWARDER', 2],
  ['QUEUE', 3],
]);

/** Enumerations whose members the same names are. */
const ENUMS = /^(SocketType|SocketOption|ContextOption|Flag|PollEvent|DeviceType)\./;

export function constantOf(path: string): number | undefined {
  return CONSTANTS.get(path.replace(ENUMS, ''));
}

/** A constant that came as a number, or as a name that was looked up at run time (`getattr(zmq, 'PUB')`). */
export function numberIn(value: Value | undefined, api: EvaluatorApi): number | undefined {
  if (value?.v === 'external' && ownsModule(value.name.module)) return constantOf(nameOf(value.name).path);
  return api.numberOf(value);
}

/** A poll with this timeout may take a while: none is for ever, 0 only looks; one that is not known is not known. */
export function waitsFor(timeout: Value | undefined, api: EvaluatorApi): boolean {
  if (!timeout) return true;
  const known = api.constantOf(timeout);
  return known !== undefined && known.value !== 0;
}

export function socketTypeOf(value: Value | undefined, api: EvaluatorApi): SocketType {
  const id = numberIn(value, api);
  return id === undefined ? 'unknown' : (TYPES[id] ?? 'unknown');
}

export function ownsModule(module: string): boolean {
  return module === 'zmq' || module.startsWith('zmq.');
}
