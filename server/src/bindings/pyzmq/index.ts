/**
 * pyzmq: `ctx.socket(zmq.PUSH)`, options as attributes or by setsockopt; the same API under zmq.asyncio (to await), zmq.green and
 * tornado's streams. Source of every spelling: facts A.1 and A.2, and the package's own modules (27.2.0).
 */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import type { Binding, Handle } from '../binding';
import { ALLOW_ANY, authenticatorCall, authName } from './auth';
import { contextCall, ID, newContext, sharedContext, unknownContext, writeContext, type ContextData } from './context';
import { deviceCall, deviceName } from './devices';
import { catchesFailure } from './errors';
import { fixPyzmq } from './fixes';
import { functionCall, pollerCall } from './functions';
import { constantOf, nameOf, numberIn, ownsModule } from './names';
import { foreignSocket, makeSocket, readSocket, socketCall, writeSocket, type SocketData } from './socket';
import { makeStream, readHandler, readStream, streamCall, streamHandle, writeStream } from './stream';
import { onlyOfSockets } from './transfers';

const CONTEXTS: ReadonlySet<string> = new Set(['Context', 'SyncContext']);
const SOCKETS: ReadonlySet<string> = new Set(['Socket', 'SyncSocket']);
const STREAM = /^eventloop\.(zmqstream\.)?ZMQStream$/;

export const pyzmq: Binding = {
  id: ID,
  languages: ['python'],
  needles: ['zmq'],
  owns: ownsModule,
  otherErrors: new Set(['ZMQError', 'ZMQBaseError', 'Again', 'ContextTerminated', 'NotDone']),

  catches: (name, failure) => catchesFailure(nameOf(name).path, failure),

  read(name, api) {
    const { path } = nameOf(name);
    if (/^auth\.(base\.)?CURVE_ALLOW_ANY$/.test(path)) return api.constant(ALLOW_ANY);
    const constant = constantOf(path);
    return constant === undefined ? undefined : api.constant(constant);
  },

  call(name, args, site, api) {
    const { async, path } = nameOf(name);
    if (CONTEXTS.has(path)) return newContext(async, args, site, api);
    if (path === 'Context.instance') return sharedContext(async, api);
    if (path === 'Context.shadow') return newContext(async, args, site, api);
    if (SOCKETS.has(path)) return socketByClass(async, args, site, api);
    if (path === 'Socket.shadow' || path === 'Socket.from_socket') return again(args.at(0), async, api);
    if (STREAM.test(path)) return makeStream(args, api);
    return (
      authName(path, args, site, api) ?? deviceName(path, args, site, api) ?? functionCall(path, async, args, site, api)
    );
  },

  callOn(handle, method, args, site, api) {
    switch (handle.kind) {
      case 'context':
        if (method !== 'socket') return contextCall(handle, method, args, site, api);
        return makeSocket(handle, args.at(0, 'socket_type'), (handle.data as ContextData).async, args, site, api);
      case 'socket':
        return socketCall(handle, method, args, site, api);
      case 'bound':
        return method === '(leave)' ? api.constant(undefined) : socketCall(handle, method, args, site, api);
      case 'stream':
        return streamCall(handle, method, args, site, api);
      case 'authenticator':
        return authenticatorCall(handle, method, args, site, api);
      case 'device':
        return deviceCall(handle, method, args, site, api);
      case 'poller':
        return pollerCall(handle, method, args, site, api);
      default:
        // The monitor's own socket: events of this process, nothing of a peer's.
        return api.unknown('call', method);
    }
  },

  readOn(handle, property, api, site) {
    switch (handle.kind) {
      case 'socket':
      case 'bound':
        return readSocket(handle, property, site, api);
      case 'handler':
        return readHandler(handle, property, api);
      case 'stream':
        return readStream(handle, property, api);
      case 'context':
        return property === 'underlying'
          ? api.handle(ID, handle.kind, handle.id, handle.data)
          : property === 'closed'
            ? api.unknown('call', property)
            : undefined;
      default:
        return undefined;
    }
  },

  writeOn(handle, property, value, site, api) {
    if (handle.kind === 'socket' || handle.kind === 'bound') return writeSocket(handle, property, value, site, api);
    if (handle.kind === 'stream') return writeStream(handle, property, value, site, api);
    return handle.kind === 'context' && writeContext(handle, property, value, site, api);
  },

  /** Objects nobody knows, by what only contexts and sockets can do: `self.ctx.socket(zmq.PUB)`, `sock.recv_pyobj()`. */
  method(on, name, args, site, api) {
    // A name that some other module exports is as unknown as a parameter.
    if (on.v !== 'external' && (on.v !== 'unknown' || on.taint)) return undefined;
    if (name === 'socket') {
      const id = numberIn(args.at(0), api);
      const certain = id !== undefined && id >= 0 && id <= 20 && args.named.size === 0;
      return certain ? makeSocket(undefined, args.at(0), false, args, site, api) : undefined;
    }
    if (!onlyOfSockets(name)) return undefined;
    const [socket] = api.handles(foreignSocket(false, { ...site, holder: site.receiver || site.holder }, api));
    return socket && socketCall(socket, name, args, site, api);
  },

  instanceOf(name, args, site, api) {
    const { async, path } = nameOf(name);
    if (CONTEXTS.has(path)) return newContext(async, args, site, api);
    if (SOCKETS.has(path)) return socketByClass(async, args, site, api);
    if (STREAM.test(path)) return makeStream(args, api);
    return authName(path, args, site, api);
  },

  ofType(name, site, api) {
    const { async, path } = nameOf(name);
    if (CONTEXTS.has(path)) return unknownContext(async, api);
    if (SOCKETS.has(path)) return foreignSocket(async, site, api);
    if (STREAM.test(path)) {
      const [socket] = api.handles(foreignSocket(false, site, api));
      return socket && streamHandle(socket.id, api);
    }
    return undefined;
  },

  fix: fixPyzmq,
};

/** `zmq.Socket(context, type)`. */
function socketByClass(async: boolean, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const [context] = api.handles(args.at(0, 'context'), 'context');
  return makeSocket(context, args.at(1, 'socket_type'), async, args, site, api);
}

/** The same socket behind another class. */
function again(of: Value | undefined, async: boolean, api: EvaluatorApi): Value {
  const sockets: readonly Handle[] = api.handles(of, 'socket');
  const data: SocketData = { async };
  return sockets.length === 0
    ? api.unknown('call', 'socket')
    : api.oneOf(sockets.map(({ id }) => api.handle(ID, 'socket', id, data)));
}
