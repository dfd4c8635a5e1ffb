/** Functions of the package, pollers, and what its helpers make of received data. */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import type { Handle } from '../binding';
import { waitsFor } from './names';
import { taskName } from '../platform/python-tasks';
import { ID } from './context';

/** They take sockets and give nothing of them away. */
const PROXIES: ReadonlySet<string> = new Set([
  'proxy',
  'proxy_steerable',
  'device',
  'devices.monitored_queue',
  'devices.monitoredqueue.monitored_queue',
]);

/** The same data in another form. */
const CONVERSIONS = /^(utils\.(jsonapi|strtypes|z85)\.\w+|Frame|Message)$/;

export function functionCall(
  path: string,
  async: boolean,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const first = args.list[0];
  if (PROXIES.has(path)) {
    for (const end of args.list) api.keep(end);
    return api.constant(undefined);
  }
  if (CONVERSIONS.test(path)) return first ? api.withTaint(api.unknown('other', path), api.taint(first)) : undefined;
  switch (path) {
    case 'Poller':
      return poller(async, site, api);
    case 'select':
    case 'zmq_poll':
      look(args.list, async, args.at(path === 'select' ? 3 : 1, 'timeout'), site, api);
      return api.unknown('call', path);
    case 'curve_keypair':
      return api.list([api.unknown('call', 'public key'), api.unknown('call', 'secret key')]);
    case 'curve_public':
      return api.unknown('call', 'public key');
    case 'has':
    case 'zmq_version':
    case 'pyzmq_version':
    case 'zmq_version_info':
    case 'pyzmq_version_info':
    case 'utils.monitor.parse_monitor_message':
      return api.unknown('call', path);
    case 'utils.monitor.recv_monitor_message': {
      const [of] = api.handles(args.at(0, 'socket'), 'monitor');
      if (of) api.addMonitored(of.id);
      return async ? api.promise(api.unknown('call', path)) : api.unknown('call', path);
    }
    case 'log.handlers.PUBHandler':
      return publishingHandler(args, site, api);
    default:
      // tornado's loop under its old name.
      return path.startsWith('eventloop.ioloop.')
        ? taskName(path.replace('eventloop.', 'tornado.'), args, site, api)
        : undefined;
  }
}

/** `PUBHandler('tcp://*:9000')` makes a PUB and binds it (zmq/log/handlers.py); with a socket it takes that one. */
function publishingHandler(args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const target = args.at(0, 'interface_or_socket');
  const [given] = api.handles(target, 'socket');
  if (given) return api.handle(ID, 'handler', given.id);
  if (target && api.handles(target).length === 0) {
    const socket = api.newSocket({ binding: ID, type: 'PUB', site, context: api.sharedContext('pyzmq') });
    api.addEndpoint(socket, 'bind', target, args.placeAt(0, 'interface_or_socket'), { ...site, receiver: '' }, false);
    api.keep(api.handle(ID, 'socket', socket, { async: false }));
    return api.handle(ID, 'handler', socket);
  }
  return api.unknown('call', 'PUBHandler');
}

// ---------------------------------------------------------------- pollers

/** A look at all sockets among these, in lists or as pairs with the events to look for. */
function look(
  among: readonly Value[],
  async: boolean,
  timeout: Value | undefined,
  site: CallSite,
  api: EvaluatorApi,
): void {
  const flat = among.flatMap((one) => (one.v === 'list' ? one.list.items : [one]));
  const sockets = flat.flatMap((one) => api.handles(one.v === 'list' ? one.list.items[0] : one));
  const ids = sockets.filter(({ kind }) => kind === 'socket' || kind === 'bound').map(({ id }) => id);
  // Also where the sockets are not known: time goes by.
  api.addPoll(ids, site.name, !async && !site.awaited && waitsFor(timeout, api));
}

interface PollerData {
  readonly async: boolean;
  /** Everything that was ever registered. */
  readonly registered: Value[];
}

function poller(async: boolean, site: CallSite, api: EvaluatorApi): Value {
  const data: PollerData = { async, registered: [] };
  return api.handle(ID, 'poller', site.place.range.start, data);
}

/** `poll()` answers with pairs of a registered socket and its events. */
export function pollerCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const { async, registered } = handle.data as PollerData;
  switch (method) {
    case 'register':
    case 'modify': {
      const socket = args.at(0, 'socket');
      if (socket) {
        registered.push(socket);
        api.keep(socket);
      }
      return api.constant(undefined);
    }
    case 'unregister':
      return api.constant(undefined);
    case 'poll': {
      const socket = registered.length > 0 ? api.oneOf(registered) : api.unknown('call', 'socket');
      look(registered, async, args.at(0, 'timeout'), site, api);
      const pairs = api.list([], true, api.list([socket, api.unknown('call', 'events')]));
      return async ? api.promise(pairs) : pairs;
    }
    default:
      return undefined;
  }
}
