/**
 * zeromq.js 6: classes with options as properties, promises for bind, send and receive, iteration for receiving. Source of every
 * spelling: facts A.1 and A.2 (generated from 6.8.0), behaviour: experiments e09, e10, e33, e36, e41.
 */
import type { Arguments, CallSite, EndpointDetails, EvaluatorApi, Taint, Value } from '../../evaluate/api';
import type { SocketType } from '../../model/model';
import type { Binding, Handle } from '../binding';
import { SHARED_BY_6 } from '../copies';
import { callV5, readV5 } from '../zeromq-js-5/functions';
import { defaultContext, ID, makeContext, makeSocket, SIZE_LIMIT, writeProperty } from './construct';
import { DECLARATIONS } from './declarations';
import { messageOf, subscribe } from '../received';
import { fixV6 } from './fixes';
import { PROPERTIES } from './options';

const CLASSES: Readonly<Record<string, SocketType>> = {
  Pair: 'PAIR',
  Publisher: 'PUB',
  Subscriber: 'SUB',
  Request: 'REQ',
  Reply: 'REP',
  Dealer: 'DEALER',
  Router: 'ROUTER',
  Pull: 'PULL',
  Push: 'PUSH',
  XPublisher: 'XPUB',
  XSubscriber: 'XSUB',
  Stream: 'STREAM',
  Server: 'SERVER',
  Client: 'CLIENT',
  Radio: 'RADIO',
  Dish: 'DISH',
  Gather: 'GATHER',
  Scatter: 'SCATTER',
  Datagram: 'DGRAM',
  Socket: 'unknown',
};

/** Names come from code: `zmq.constructor` is no class. */
function typeOf(name: string): SocketType | undefined {
  return Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
}

/** Interfaces a socket may be typed as without its class being known. */
const TYPES: ReadonlySet<string> = new Set(['Socket', 'Readable', 'Writable', 'SocketLike']);

export const zeromqJs6: Binding = {
  id: ID,
  languages: ['typescript'],
  needles: ['zeromq', 'zmq'],
  owns: (module) =>
    module === 'zeromq' || module === 'zeromq/draft' || module === 'zeromq/v6' || /^zeromq@6/.test(module),
  // A worker gets nothing of a socket or context (e11, e25), and does not survive its end with one that waits (e26, e48).
  copiesAreEmpty: true,
  abortsWorkers: true,
  declarations: DECLARATIONS,
  socketMethods: [
    'bind',
    'bindSync',
    'connect',
    'send',
    'receive',
    'unbind',
    'disconnect',
    'subscribe',
    'setsockopt',
    'on',
  ],

  read(name, api) {
    const [first, second] = name.path;
    if (first === 'context' && second === undefined) return api.handle(ID, 'context', defaultContext(api));
    return readV5(name, api);
  },

  call(name, args, site, api) {
    const [first] = name.path;
    if (first === undefined || name.path.length > 1) return undefined;
    const type = typeOf(first);
    // `new Socket('push')` is version 5's; version 6 has no socket class with a type for an argument.
    if (first === 'Socket' && api.stringOf(args.at(0)) !== undefined) return callV5(name, args, site, api);
    if (type && site.construct) return makeSocket(type, args, site, api);
    if (first === 'Context' && site.construct) return makeContext(args, site, api);
    if (first === 'Proxy' && site.construct) {
      for (const end of args.list) api.keep(end);
      return api.handle(ID, 'proxy', 0, { ends: [args.at(0), args.at(1)] });
    }
    if (first === 'Observer' && site.construct) return api.handle(ID, 'observer', 0);
    if (first === 'curveKeyPair') return keyPair(api);
    return callV5(name, args, site, api);
  },

  callOn(handle, method, args, site, api) {
    if (handle.kind === 'socket') return socketCall(handle, method, args, site, api);
    if (handle.kind === 'context') return undefined;
    if (handle.kind === 'proxy' && method === 'run') return api.promise(api.unknown('call'));
    if (handle.kind === 'events') return eventsCall(method, args, site, api);
    return undefined;
  },

  readOn(handle, property, api) {
    if (handle.kind !== 'socket') return undefined;
    if (property === 'events') return api.handle(ID, 'events', handle.id);
    if (
      property === 'closed' ||
      property === 'readable' ||
      property === 'writable' ||
      Object.hasOwn(PROPERTIES, property)
    )
      return api.unknown('call', property);
    if (property === 'context') {
      const context = api.contextOf(handle.id);
      return context === undefined ? api.unknown('call', property) : api.handle(ID, 'context', context);
    }
    return undefined;
  },

  writeOn(handle, property, value, site, api) {
    if (handle.kind === 'context' && property === SIZE_LIMIT)
      api.limitContext(handle.id, { value, place: site.name, spelling: property });
    if (handle.kind === 'context' && property === 'blocky') api.markContext(handle.id, 'lingerSet');
    if (handle.kind !== 'socket') return handle.kind === 'context';
    return writeProperty(handle.id, property, value, site, api);
  },

  iterate(handle, site, api) {
    if (handle.kind === 'events') {
      api.addMonitored(handle.id);
      return api.unknown('other', 'event');
    }
    if (handle.kind !== 'socket') return undefined;
    const promise = api.addReceive(handle.id, frames(handle.id, api), site, {
      asynchronous: true,
      exclusive: true,
      continuous: true,
    });
    api.settle(promise, 'awaited');
    return promise.v === 'promise' ? promise.of : promise;
  },

  instanceOf(name, args, site, api) {
    const type = typeOf(name.path[0] ?? '');
    if (type === 'unknown' && api.stringOf(args.at(0)) !== undefined)
      return callV5(name, args, { ...site, construct: true }, api);
    return type ? makeSocket(type, args, site, api) : undefined;
  },

  ofType(name, site, api) {
    const [first] = name.path;
    if (first === undefined) return undefined;
    const type = typeOf(first) ?? (TYPES.has(first) ? 'unknown' : undefined);
    if (type) return api.handle(ID, 'socket', api.newSocket({ binding: ID, type, site, foreign: true }));
    return undefined;
  },

  recognise(name, args, site, api) {
    const options = api.fields(args.at(0));
    const telling =
      options && [...options.fields.keys()].some((key) => Object.hasOwn(PROPERTIES, key) && !COMMON_WORDS.has(key));
    return telling && Object.hasOwn(CLASSES, name) ? makeSocket(CLASSES[name]!, args, site, api) : undefined;
  },

  fix: fixV6,
};

/** Option names other libraries have as well: they recognise nothing. */
const COMMON_WORDS: ReadonlySet<string> = new Set([
  'interface',
  'rate',
  'notify',
  'manual',
  'backlog',
  'ipv6',
  'loopback',
  'affinity',
  'mandatory',
  'relaxed',
]);

/** Everything but options throws EBUSY until it is done (e10). */
const PENDING: EndpointDetails = { refuses: ['endpoint', 'send', 'receive'] };

function socketCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const socket = handle.id;
  switch (method) {
    case 'bind':
    case 'connect':
    case 'unbind':
    case 'disconnect': {
      const endpoint = args.at(0) ?? api.unknown('parameter', 'endpoint');
      const pending = method === 'bind' || method === 'unbind';
      return api.addEndpoint(socket, method, endpoint, args.placeAt(0), site, pending, pending ? PENDING : undefined);
    }
    case 'bindSync':
    case 'unbindSync':
      return api.addEndpoint(
        socket,
        method === 'bindSync' ? 'bind' : 'unbind',
        args.at(0) ?? api.unknown('parameter'),
        args.placeAt(0),
        site,
        false,
        // 6.8.0 binds here (e09).
        method === 'unbindSync' ? { insteadOf: 'unbind' } : undefined,
      );
    case 'send':
      return api.addSend(socket, args.at(0), site, { asynchronous: true, exclusive: true, shares: SHARED_BY_6 });
    case 'receive':
      return api.addReceive(socket, frames(socket, api), site, { asynchronous: true, exclusive: true });
    case 'close':
    case '(leave)':
      api.addClose(socket, site);
      return api.constant(undefined);
    case 'subscribe':
      subscribe(socket, args, site, api);
      return api.constant(undefined);
    case 'unsubscribe':
    case 'join':
    case 'leave':
      return api.constant(undefined);
    case 'setsockopt':
    case 'getsockopt':
      // No such method in version 6: a TypeError at run time (e09).
      return api.unknown('call', method);
    default:
      return undefined;
  }
}

/** One message: a list of frames, all from the peer. */
function frames(socket: number, api: EvaluatorApi): (taint: Taint) => Value {
  return (taint) => messageOf(api.socketType(socket), taint, api);
}

/** Events that tell of a connection that is no more (zmq_socket_monitor(3)). */
const LOSSES: ReadonlySet<string> = new Set([
  'disconnect',
  'close',
  'connect:retry',
  'handshake:error:protocol',
  'handshake:error:auth',
  'handshake:error:other',
]);

/** Monitor events: their callbacks run at any time, and get nothing from a peer's messages. */
function eventsCall(method: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  const callback = args.list[args.list.length - 1];
  const kind = LOSSES.has(api.stringOf(args.at(0)) ?? '') ? 'loss' : 'callback';
  if (method === 'on' && callback) api.startTask(kind, callback, [], site, { repeats: true });
  return api.unknown('call', method);
}

function keyPair(api: EvaluatorApi): Value {
  return api.object({ publicKey: api.unknown('call', 'public key'), secretKey: api.unknown('call', 'secret key') });
}
