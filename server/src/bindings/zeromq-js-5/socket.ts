/** Sockets of zeromq.js 5: what is called and written on them. Behaviour: experiments e02, e08, e12, e39. */
import type { Arguments, CallSite, EvaluatorApi, Taint, Value, WriteSite } from '../../evaluate/api';
import type { EndpointUse, OptionWrite, SocketType } from '../../model/model';
import type { OptionName } from '../../model/options';
import type { Handle } from '../binding';
import { SHARED_BY_5, SHARED_BY_6 } from '../copies';
import { framesOf, messageOf, subscribe } from '../received';
import { asInt32, INT32_OPTIONS } from '../zeromq-js-6/options';
import { byNumber, DEAD_KEYS, longName, meantBy, SHORT_KEYS } from './options';

export const ID = 'zeromq.js@5';

const TYPES: Readonly<Record<string, SocketType>> = {
  pub: 'PUB',
  xpub: 'XPUB',
  sub: 'SUB',
  xsub: 'XSUB',
  req: 'REQ',
  xreq: 'DEALER',
  rep: 'REP',
  xrep: 'ROUTER',
  push: 'PUSH',
  pull: 'PULL',
  dealer: 'DEALER',
  router: 'ROUTER',
  pair: 'PAIR',
  stream: 'STREAM',
};

/** No constant and no short key; setsockopt refuses the number (binding.cc of 5.3.1, compat.js of 6.8.0). */
const LACKS: readonly OptionName[] = ['ZAP_ENFORCE_DOMAIN'];

/** The package `zeromq` with this API is version 5 or older; its last lines build libzmq 4.2.2 (script/build.*), older ones older. */
const BRINGS_4_2_2 = /^zeromq(@[45].*)?$/;

interface SocketData {
  /** `zeromq/v5-compat`: fewer short keys, no `read`. */
  readonly compat: boolean;
}

export function makeSocket(module: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const name = api.stringOf(args.at(0));
  const type = name !== undefined && Object.hasOwn(TYPES, name) ? TYPES[name]! : 'unknown';
  const given = args.at(1);
  const compat = module.endsWith('v5-compat');
  const options = api.fields(given);
  const context = api.sharedContext('zeromq.js');
  // Tried with the v5-compat of 6.8.0, whose context is that of version 6; version 5 itself was not.
  if (module.endsWith('v5-compat')) api.markContext(context, 'waitsAtExit');
  const id = api.newSocket({
    binding: ID,
    type,
    site,
    context,
    argCount: args.list.length,
    lacks: LACKS,
    // A queued send is none of the library's (e48).
    ...(compat ? { abortsWorker: true } : {}),
    // The others read for as long as they live; 5.x keeps all of them (e49).
    ...(compat && (type === 'PUSH' || type === 'PUB') ? { leftToCollector: true } : {}),
    ...(BRINGS_4_2_2.test(module) ? { libzmq: '4.2.2' } : {}),
    ...(options?.literal ? { optionsObject: options.literal } : {}),
    ...(site.receiver && !site.construct ? { namespace: site.receiver } : {}),
  });
  const data: SocketData = { compat };
  const nothing = given?.v === 'const';
  if ((given && !options && !nothing) || args.open)
    api.optionsUnknown(id, 'the options come from something not known', site.place);
  if (options?.open) api.optionsUnknown(id, options.open, site.place);
  // `for (var key in options) sock[key] = options[key]`: the same as assigning each property.
  for (const [key, value] of options?.fields ?? []) {
    const place = options!.keys.get(key);
    const at = { name: place?.key ?? site.name, ...(place?.value ? { valuePlace: place.value } : {}) };
    writeKey(id, data, key, value, at, 'constructor', api);
  }
  return api.handle(ID, 'socket', id, data);
}

export function foreignSocket(compat: boolean, site: CallSite, api: EvaluatorApi): Value {
  const data: SocketData = { compat };
  return api.handle(ID, 'socket', api.newSocket({ binding: ID, type: 'unknown', site, foreign: true }), data);
}

// ---------------------------------------------------------------- options

type Written = Pick<WriteSite, 'name' | 'valuePlace' | 'statement'>;

export function writeProperty(
  handle: Handle,
  property: string,
  value: Value,
  site: WriteSite,
  api: EvaluatorApi,
): boolean {
  return writeKey(handle.id, handle.data as SocketData, property, value, site, 'property', api);
}

/** @returns whether the name is any of ours: other properties are the program's own */
function writeKey(
  socket: number,
  { compat }: SocketData,
  key: string,
  value: Value,
  at: Written,
  via: OptionWrite['via'],
  api: EvaluatorApi,
): boolean {
  const places = {
    place: at.name,
    ...(at.valuePlace ? { valuePlace: at.valuePlace } : {}),
    ...(at.statement ? { statement: at.statement } : {}),
  };
  if (Object.hasOwn(SHORT_KEYS, key)) {
    api.addOption(socket, { option: SHORT_KEYS[key]!, value, via, spelling: key, ...places });
    return true;
  }
  const dead = Object.hasOwn(DEAD_KEYS, key);
  const meant = dead ? DEAD_KEYS[key] : meantBy(key);
  if (!meant) return dead;
  api.addIgnored(socket, { spelling: key, meant, effect: dead && !compat ? 'throws' : 'ignored', value, ...places });
  return true;
}

function setsockopt(handle: Handle, args: Arguments, site: CallSite, api: EvaluatorApi): void {
  const { compat } = handle.data as SocketData;
  const which = args.at(0);
  const value = args.at(1) ?? api.constant(undefined);
  const place = args.nameAt(0) ?? site.name;
  const valuePlace = args.placeAt(1);
  const places = {
    value,
    place,
    ...(valuePlace ? { valuePlace } : {}),
    ...(site.statement ? { statement: site.statement } : {}),
  };
  const known = api.constantOf(which)?.value;
  if (typeof known === 'number') {
    const { option, throws } = byNumber(known, compat);
    const spelling = (option && longName(option)) ?? String(known);
    if (option && !throws)
      api.addOption(handle.id, { option, via: 'call', spelling, ...places, value: arriving(option, value, api) });
    else api.addIgnored(handle.id, { spelling, ...(option ? { meant: option } : {}), effect: 'throws', ...places });
  } else if (typeof known === 'string') {
    const option = Object.hasOwn(SHORT_KEYS, known) ? SHORT_KEYS[known] : undefined;
    const meant = option ?? meantBy(known);
    if (option) api.addOption(handle.id, { option, via: 'call', spelling: known, ...places });
    // "Option must be an integer" in 5.x, "Unknown option" in v5-compat (e02, e12).
    else api.addIgnored(handle.id, { spelling: known, ...(meant ? { meant } : {}), effect: 'throws', ...places });
  } else if (which?.v === 'external') {
    // A constant the module does not have is undefined, which is no option.
    const spelling = which.name.path[which.name.path.length - 1] ?? '';
    const meant = meantBy(spelling);
    if (meant) api.addIgnored(handle.id, { spelling, meant, effect: 'throws', ...places });
  } else api.optionsUnknown(handle.id, 'an option chosen at run time', site.place);
}

/** The conversion to a 32-bit integer is unchecked here as in version 6 (e47). */
function arriving(option: OptionName, value: Value, api: EvaluatorApi): Value {
  const known = INT32_OPTIONS.has(option) ? api.numberOf(value) : undefined;
  return known === undefined ? value : api.constant(asInt32(known));
}

// ---------------------------------------------------------------- calls

const ENDPOINTS: Readonly<Record<string, 'bind' | 'connect' | 'unbind' | 'disconnect'>> = {
  bind: 'bind',
  bindSync: 'bind',
  connect: 'connect',
  unbind: 'unbind',
  unbindSync: 'unbind',
  disconnect: 'disconnect',
};

/** What throws until a bind or unbind has called back; a send of v5-compat ends in an `error` event instead (e45). */
const REFUSED_BY_5: EndpointUse['refuses'] = ['endpoint', 'option', 'close'];
const REFUSED_BY_6: EndpointUse['refuses'] = ['endpoint', 'send'];

const REGISTERS: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']);

/** Events of the monitor that tell of a connection that is no more (zmq_socket_monitor(3)). */
const LOSSES: ReadonlySet<string> = new Set(['disconnect', 'close', 'connect_retry']);

/** They change nothing a rule asks for, and return the socket. */
const FLUENT: ReadonlySet<string> = new Set(
  'subscribe unsubscribe monitor unmonitor pause resume ref unref removeListener removeAllListeners off setMaxListeners emit'.split(
    ' ',
  ),
);

export function socketCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const self = api.handle(ID, 'socket', handle.id, handle.data);
  if (Object.hasOwn(ENDPOINTS, method)) {
    const endpoint = args.at(0) ?? api.unknown('parameter', 'endpoint');
    const { compat } = handle.data as SocketData;
    const binds = compat && method === 'unbindSync';
    // What unbinds there is nothing to await.
    const at = binds ? { ...site, inAsync: false } : site;
    api.addEndpoint(handle.id, ENDPOINTS[method]!, endpoint, args.placeAt(0), at, false, {
      // Version 6's, which binds (e09, e51).
      ...(binds ? { insteadOf: 'unbind' } : {}),
      ...(method === 'bind' || method === 'unbind' ? { refuses: compat ? REFUSED_BY_6 : REFUSED_BY_5 } : {}),
      ...(args.list.length === 1 && (method === 'bind' || (method === 'unbind' && !compat))
        ? { atOnce: `${method}Sync` }
        : {}),
    });
    later(args.at(1), site, api);
    return self;
  }
  if (REGISTERS.has(method)) {
    register(handle, !/once/i.test(method), args, site, api);
    return self;
  }
  if (method === 'subscribe') subscribe(handle.id, args, site, api);
  if (FLUENT.has(method)) return self;
  switch (method) {
    case 'setsockopt':
      setsockopt(handle, args, site, api);
      return self;
    case 'send':
      // Queued in an unbounded list of JavaScript when libzmq's queue is full; never EBUSY (e08, e12).
      api.addSend(handle.id, args.at(0), site, {
        asynchronous: false,
        exclusive: false,
        unlimited: true,
        shares: (handle.data as SocketData).compat ? SHARED_BY_6 : SHARED_BY_5,
        ...(args.list.length > 1 || args.open ? { paced: true } : {}),
      });
      later(args.at(1), site, api);
      later(args.at(2), site, api);
      return self;
    case 'read': {
      if ((handle.data as SocketData).compat) return api.unknown('call', 'read');
      const message = api.addReceive(handle.id, frames(handle.id, api), site, {
        asynchronous: false,
        exclusive: false,
      });
      return api.oneOf([message, api.constant(null)]);
    }
    case 'close':
    case '(leave)':
      api.addClose(handle.id, site);
      return self;
    case 'getsockopt':
      return api.unknown('call', method);
    default:
      return undefined;
  }
}

/** A callback after the operation is done. */
function later(callback: Value | undefined, site: CallSite, api: EvaluatorApi): void {
  if (callback) api.startTask('callback', callback, [], site, { rest: api.unknown('other', 'error') });
}

/** `on('message', (...frames) => …)`: every argument is a frame from the peer. Other events come from the monitor or the socket itself. */
function register(handle: Handle, repeats: boolean, args: Arguments, site: CallSite, api: EvaluatorApi): void {
  const callback = args.at(1);
  if (!callback) return;
  const event = api.stringOf(args.at(0));
  // What a listener of messages throws becomes an error event (e08b).
  if (event === 'error') api.addRescue(site, handle.id);
  if (event !== 'message') {
    const kind = LOSSES.has(event ?? '') ? 'loss' : 'callback';
    api.startTask(kind, callback, [], site, { repeats, rest: api.unknown('other', 'event') });
    return;
  }
  let received: Taint | undefined;
  api.addReceive(handle.id, (taint) => ((received = taint), api.constant(undefined)), site, {
    asynchronous: false,
    exclusive: false,
    continuous: true,
    registered: true,
  });
  const transfer = received?.transfers[0];
  const { first, rest } = framesOf(api.socketType(handle.id), received, api);
  api.startTask('message', callback, first, site, {
    repeats,
    socket: handle.id,
    ...(transfer === undefined ? {} : { transfer }),
    rest,
  });
}

function frames(socket: number, api: EvaluatorApi): (taint: Taint) => Value {
  return (taint) => messageOf(api.socketType(socket), taint, api);
}
