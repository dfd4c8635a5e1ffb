/** Sockets of pyzmq: how they are made, and what is called, read and written on them. Behaviour: experiments e02, e05, e17, e31. */
import type { Arguments, CallSite, EvaluatorApi, Value, WriteSite } from '../../evaluate/api';
import { OPTION_IDS } from '../../model/options';
import type { Handle } from '../binding';
import { subscribe } from '../received';
import { contextHandle, ID, idOf, inherited, type ContextData } from './context';
import { nameOf, numberIn, ownsModule, socketTypeOf, waitsFor } from './names';
import { byAttribute, callSetter, writeAttribute, type OptionSink } from './options';
import { transfer } from './transfers';

/** How its calls wait. */
export interface SocketData {
  /** send, recv and poll return something to await. */
  readonly async: boolean;
  /** That is not certain: the socket or its context was made elsewhere. */
  readonly assumed?: true;
  /** Sends go into the list of a ZMQStream first, which has no limit (e52). */
  readonly stream?: true;
  /** Options are kept until the socket is made, and come before every address (devices). */
  readonly early?: true;
}

export function socketHandle(id: number, async: boolean, api: EvaluatorApi, assumed = false): Value {
  const data: SocketData = { async, ...(assumed ? { assumed } : {}) };
  return api.handle(ID, 'socket', id, data);
}

/** `context.socket(type, socket_class)`, `zmq.Socket(context, type)`. */
export function makeSocket(
  context: Handle | undefined,
  type: Value | undefined,
  async: boolean,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value {
  const known = idOf(context);
  const id = api.newSocket({
    binding: ID,
    type: socketTypeOf(type, api),
    site,
    argCount: args.list.length,
    // CPython closes a socket with its last reference (e35).
    scoped: true,
    ...(known === undefined ? {} : { context: known }),
  });
  for (const option of inherited(context, api)) api.addOption(id, option);
  for (const [name, value] of args.named) {
    // There are no option keywords: TypeError (e31).
    const [meant] = byAttribute(name) ?? [];
    const place = args.namedPlaces.get(name);
    if (meant)
      api.addIgnored(id, {
        spelling: name,
        meant,
        effect: 'throws',
        value,
        place: place ?? site.name,
        ...(place ? { valuePlace: place } : {}),
      });
  }
  return socketHandle(id, classIsAsync(args.at(1, 'socket_class')) ?? async, api, known === undefined);
}

function classIsAsync(cls: Value | undefined): boolean | undefined {
  return cls?.v === 'external' && ownsModule(cls.name.module) ? nameOf(cls.name).async : undefined;
}

/** A socket that was made elsewhere: by its type, or by a method that only sockets have. */
export function foreignSocket(async: boolean, site: CallSite, api: EvaluatorApi): Value {
  return socketHandle(api.newSocket({ binding: ID, type: 'unknown', site, foreign: true }), async, api, true);
}

function optionSink(handle: Handle, site: { readonly place: CallSite['place'] }, api: EvaluatorApi): OptionSink {
  const socket = handle.id;
  const { early } = dataOf(handle);
  return {
    add: (option) => api.addOption(socket, early ? { ...option, early } : option),
    refuse: (spelling, meant, write) => api.addIgnored(socket, { spelling, meant, effect: 'throws', ...write }),
    unknown: (reason) => api.optionsUnknown(socket, reason, site.place),
  };
}

export function writeSocket(handle: Handle, name: string, value: Value, site: WriteSite, api: EvaluatorApi): boolean {
  return writeAttribute(name, value, site, optionSink(handle, { place: site.name }, api));
}

export function readSocket(handle: Handle, name: string, site: CallSite, api: EvaluatorApi): Value | undefined {
  if (name === 'context') {
    const context = api.contextOf(handle.id);
    return context === undefined ? api.unknown('call', name) : contextHandle(context, dataOf(handle).async, api);
  }
  if (name === 'underlying') return api.handle(handle.binding, handle.kind, handle.id, handle.data);
  if (name === 'closed' || name === 'socket_type') return api.unknown('call', name);
  // Who has its descriptor or its events looks before he receives.
  if (LOOKS.test(name)) api.addPoll([handle.id], site.name, false);
  if (/^rcvmore$/i.test(name)) api.addMoreCheck(handle.id);
  // `subscribe` is a method as well as an option that can be assigned.
  return byAttribute(name) && !/^(un)?subscribe$/i.test(name) ? api.unknown('call', name) : undefined;
}

function dataOf(handle: Handle): SocketData & ContextData {
  return handle.data as SocketData & ContextData;
}

const ENDPOINTS: Readonly<Record<string, 'bind' | 'connect' | 'unbind' | 'disconnect'>> = {
  bind: 'bind',
  bind_to_random_port: 'bind',
  connect: 'connect',
  unbind: 'unbind',
  disconnect: 'disconnect',
};

/** They return nothing, and change nothing a rule asks for. */
const SILENT: ReadonlySet<string> = new Set('subscribe unsubscribe join leave monitor disable_monitor'.split(' '));

const LOOKS = /^(fd|fileno|events)$/i;

const ANSWERS: ReadonlySet<string> = new Set('getsockopt get getsockopt_string get_string get_hwm fileno'.split(' '));

export function socketCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const socket = handle.id;
  const { async, assumed } = dataOf(handle);
  if (Object.hasOwn(ENDPOINTS, method)) {
    const endpoint = args.at(0, 'addr') ?? api.unknown('parameter', 'addr');
    api.addEndpoint(socket, ENDPOINTS[method]!, endpoint, args.placeAt(0, 'addr'), site, false);
    if (method === 'bind_to_random_port') return api.unknown('call', 'port');
    // `with sock.bind(…) as s`: unbinds at the end, closes nothing.
    return api.handle(ID, 'bound', socket, handle.data);
  }
  if (callSetter(method, args, site, optionSink(handle, site, api), api)) return api.constant(undefined);
  const moved = transfer(socket, method, dataOf(handle), args, site, api);
  if (moved) return moved;
  if (method === 'subscribe') subscribe(socket, args, site, api);
  if (SILENT.has(method) || ANSWERS.has(method)) api.addTouch(socket, 'setup', site);
  if (SILENT.has(method)) return api.constant(undefined);
  if (ANSWERS.has(method)) {
    const option = numberIn(args.at(0, 'option'), api);
    // An option that is not known may be this one.
    if (option === undefined || option === OPTION_IDS.RCVMORE) api.addMoreCheck(socket);
    if (method === 'fileno' || option === OPTION_IDS.FD || option === OPTION_IDS.EVENTS)
      api.addPoll([socket], site.name, false);
    return api.unknown('call', method);
  }
  switch (method) {
    case 'close':
    case '(leave)': {
      const linger = args.at(0, 'linger');
      const place = args.placeAt(0, 'linger');
      if (linger && place)
        api.addOption(socket, {
          option: 'LINGER',
          value: linger,
          place: site.name,
          valuePlace: place,
          via: 'call',
          spelling: 'close',
        });
      api.addClose(socket, site);
      return api.constant(undefined);
    }
    case 'poll': {
      const blocks = !async && !assumed && !site.awaited && waitsFor(args.at(0, 'timeout'), api);
      api.addPoll([socket], site.name, blocks);
      return async ? api.promise(api.unknown('call', method)) : api.unknown('call', method);
    }
    case 'get_monitor_socket':
      return api.handle(ID, 'monitor', socket, handle.data);
    default:
      return undefined;
  }
}
