/**
 * Options as zeromq.js 5 and `zeromq/v5-compat` spell them: about thirty short keys that are properties, and `ZMQ_` constants for
 * setsockopt. Everything else that is assigned to a socket is an ordinary JavaScript property and changes nothing (e02, e12).
 * Read from `lib/index.js` of 5.3.1, `lib/compat.js` of 6.8.0, and `binding.cc` of 5.3.1 for the numbers it accepts.
 */
import { OPTION_IDS, optionById, optionByName, type OptionName } from '../../model/options';
import { PROPERTIES } from '../zeromq-js-6/options';

/** Short keys of both. */
export const SHORT_KEYS: Readonly<Record<string, OptionName>> = {
  _fd: 'FD',
  _ioevents: 'EVENTS',
  _receiveMore: 'RCVMORE',
  _subscribe: 'SUBSCRIBE',
  _unsubscribe: 'UNSUBSCRIBE',
  affinity: 'AFFINITY',
  backlog: 'BACKLOG',
  identity: 'ROUTING_ID',
  linger: 'LINGER',
  rate: 'RATE',
  rcvbuf: 'RCVBUF',
  last_endpoint: 'LAST_ENDPOINT',
  reconnect_ivl: 'RECONNECT_IVL',
  recovery_ivl: 'RECOVERY_IVL',
  sndbuf: 'SNDBUF',
  mechanism: 'MECHANISM',
  plain_server: 'PLAIN_SERVER',
  plain_username: 'PLAIN_USERNAME',
  plain_password: 'PLAIN_PASSWORD',
  curve_server: 'CURVE_SERVER',
  curve_publickey: 'CURVE_PUBLICKEY',
  curve_secretkey: 'CURVE_SECRETKEY',
  curve_serverkey: 'CURVE_SERVERKEY',
  zap_domain: 'ZAP_DOMAIN',
  heartbeat_ivl: 'HEARTBEAT_IVL',
  heartbeat_ttl: 'HEARTBEAT_TTL',
  heartbeat_timeout: 'HEARTBEAT_TIMEOUT',
  connect_timeout: 'CONNECT_TIMEOUT',
};

/** Short keys of 5.x for options that libzmq has no more: EINVAL there (e02), ordinary properties in v5-compat (e12). */
export const DEAD_KEYS: Readonly<Record<string, OptionName | undefined>> = {
  hwm: 'SNDHWM',
  mcast_loop: undefined,
  swap: undefined,
};

/** Names of the long constants, without `ZMQ_`. */
const LONG_NAMES = (
  'AFFINITY IDENTITY SUBSCRIBE UNSUBSCRIBE RATE RECOVERY_IVL SNDBUF RCVBUF RCVMORE FD EVENTS TYPE LINGER RECONNECT_IVL BACKLOG ' +
  'RECONNECT_IVL_MAX MAXMSGSIZE SNDHWM RCVHWM MULTICAST_HOPS RCVTIMEO SNDTIMEO IPV4ONLY LAST_ENDPOINT ROUTER_MANDATORY TCP_KEEPALIVE ' +
  'TCP_KEEPALIVE_CNT TCP_KEEPALIVE_IDLE TCP_KEEPALIVE_INTVL TCP_ACCEPT_FILTER DELAY_ATTACH_ON_CONNECT XPUB_VERBOSE ROUTER_RAW IPV6 ' +
  'MECHANISM PLAIN_SERVER PLAIN_USERNAME PLAIN_PASSWORD CURVE_SERVER CURVE_PUBLICKEY CURVE_SECRETKEY CURVE_SERVERKEY ZAP_DOMAIN ' +
  'HEARTBEAT_IVL HEARTBEAT_TTL HEARTBEAT_TIMEOUT CONNECT_TIMEOUT ROUTER_HANDOVER'
).split(' ');

/** Other constants of the module that code passes around. */
const OTHERS: Readonly<Record<string, number>> = {
  ZMQ_HWM: 1,
  ZMQ_IO_THREADS: 1,
  ZMQ_MAX_SOCKETS: 2,
  ZMQ_SWAP: 3,
  ZMQ_MCAST_LOOP: 10,
  ZMQ_RECOVERY_IVL_MSEC: 20,
  ZMQ_DONTWAIT: 1,
  ZMQ_NOBLOCK: 1,
  ZMQ_SNDMORE: 2,
};

/** `ZMQ_SNDHWM` → 23. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(OTHERS),
  ...LONG_NAMES.map((name) => [`ZMQ_${name}`, OPTION_IDS[optionByName(name)!]] as const),
]);

const LONG_OF = new Map<OptionName, string>(LONG_NAMES.map((name) => [optionByName(name)!, `ZMQ_${name}`]));
const SHORT_OF = new Map<OptionName, string>(Object.entries(SHORT_KEYS).map(([key, option]) => [option, key]));

/** Numbers that setsockopt of 5.x takes without a constant for them (binding.cc): PROBE_ROUTER, HANDSHAKE_IVL. */
const NUMBERS_ONLY: ReadonlySet<OptionName> = new Set<OptionName>(['PROBE_ROUTER', 'HANDSHAKE_IVL']);

/** What setsockopt makes of a number: the option, or that it throws. */
export function byNumber(
  id: number,
  compat: boolean,
): { readonly option: OptionName | undefined; readonly throws: boolean } {
  const option = optionById(id);
  const accepted = option !== undefined && (LONG_OF.has(option) || (!compat && NUMBERS_ONLY.has(option)));
  return { option, throws: !accepted };
}

/** The constant for setsockopt, for fixes and texts. */
export function longName(option: OptionName): string | undefined {
  return LONG_OF.get(option);
}

/** The property that sets an option; read-only ones and the ones with an underscore are none. */
export function shortKey(option: OptionName): string | undefined {
  const key = SHORT_OF.get(option);
  return key === undefined || key.startsWith('_') || option === 'LAST_ENDPOINT' || option === 'MECHANISM'
    ? undefined
    : key;
}

/** Names that are members of a socket, or too common to be meant as an option. */
const NOT_MEANT: ReadonlySet<string> = new Set([
  'type',
  'events',
  'fd',
  'subscribe',
  'unsubscribe',
  'closed',
  'interface',
  'notify',
  'manual',
  'loopback',
]);

/** The option somebody means who assigns this property: libzmq's name in lower case, or a property of zeromq.js 6. */
export function meantBy(property: string): OptionName | undefined {
  if (NOT_MEANT.has(property)) return undefined;
  if (Object.hasOwn(PROPERTIES, property)) return PROPERTIES[property];
  return /^(zmq_)?[a-z0-9_]+$|^(ZMQ_)?[A-Z0-9_]+$/.test(property) ? optionByName(property) : undefined;
}
