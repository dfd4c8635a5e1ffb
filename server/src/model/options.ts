/**
 * libzmq's socket options, named as in zmq_setsockopt(3) without `ZMQ_`. Defaults are what getsockopt returned on libzmq 4.3.4 and
 * 4.3.5 (experiment e02), units as the man page gives them.
 */
export const OPTION_IDS = {
  AFFINITY: 4,
  ROUTING_ID: 5,
  SUBSCRIBE: 6,
  UNSUBSCRIBE: 7,
  RATE: 8,
  RECOVERY_IVL: 9,
  SNDBUF: 11,
  RCVBUF: 12,
  RCVMORE: 13,
  FD: 14,
  EVENTS: 15,
  TYPE: 16,
  LINGER: 17,
  RECONNECT_IVL: 18,
  BACKLOG: 19,
  RECONNECT_IVL_MAX: 21,
  MAXMSGSIZE: 22,
  SNDHWM: 23,
  RCVHWM: 24,
  MULTICAST_HOPS: 25,
  RCVTIMEO: 27,
  SNDTIMEO: 28,
  IPV4ONLY: 31,
  LAST_ENDPOINT: 32,
  ROUTER_MANDATORY: 33,
  TCP_KEEPALIVE: 34,
  TCP_KEEPALIVE_CNT: 35,
  TCP_KEEPALIVE_IDLE: 36,
  TCP_KEEPALIVE_INTVL: 37,
  TCP_ACCEPT_FILTER: 38,
  IMMEDIATE: 39,
  XPUB_VERBOSE: 40,
  ROUTER_RAW: 41,
  IPV6: 42,
  MECHANISM: 43,
  PLAIN_SERVER: 44,
  PLAIN_USERNAME: 45,
  PLAIN_PASSWORD: 46,
  CURVE_SERVER: 47,
  CURVE_PUBLICKEY: 48,
  CURVE_SECRETKEY: 49,
  CURVE_SERVERKEY: 50,
  PROBE_ROUTER: 51,
  REQ_CORRELATE: 52,
  REQ_RELAXED: 53,
  CONFLATE: 54,
  ZAP_DOMAIN: 55,
  ROUTER_HANDOVER: 56,
  TOS: 57,
  IPC_FILTER_PID: 58,
  IPC_FILTER_UID: 59,
  IPC_FILTER_GID: 60,
  CONNECT_ROUTING_ID: 61,
  GSSAPI_SERVER: 62,
  GSSAPI_PRINCIPAL: 63,
  GSSAPI_SERVICE_PRINCIPAL: 64,
  GSSAPI_PLAINTEXT: 65,
  HANDSHAKE_IVL: 66,
  SOCKS_PROXY: 68,
  XPUB_NODROP: 69,
  XPUB_MANUAL: 71,
  XPUB_WELCOME_MSG: 72,
  STREAM_NOTIFY: 73,
  INVERT_MATCHING: 74,
  HEARTBEAT_IVL: 75,
  HEARTBEAT_TTL: 76,
  HEARTBEAT_TIMEOUT: 77,
  XPUB_VERBOSER: 78,
  CONNECT_TIMEOUT: 79,
  TCP_MAXRT: 80,
  THREAD_SAFE: 81,
  MULTICAST_MAXTPDU: 84,
  VMCI_BUFFER_SIZE: 85,
  USE_FD: 89,
  BINDTODEVICE: 92,
  ZAP_ENFORCE_DOMAIN: 93,
  RECONNECT_STOP: 109,
} as const;

export type OptionName = keyof typeof OPTION_IDS;

/** Other spellings of the same option in libzmq's own headers. */
export const OPTION_ALIASES: Readonly<Record<string, OptionName>> = {
  IDENTITY: 'ROUTING_ID',
  DELAY_ATTACH_ON_CONNECT: 'IMMEDIATE',
  CONNECT_RID: 'CONNECT_ROUTING_ID',
};

const BY_ID = new Map<number, OptionName>(Object.entries(OPTION_IDS).map(([name, id]) => [id, name as OptionName]));

/** The option a number stands for in zmq_setsockopt. */
export function optionById(id: number): OptionName | undefined {
  return BY_ID.get(id);
}

/** The option a libzmq name stands for, with or without `ZMQ_`, in any case; undefined when there is none (ZMQ_HWM since 3.0). */
export function optionByName(name: string): OptionName | undefined {
  const bare = name.toUpperCase().replace(/^ZMQ_/, '');
  if (Object.hasOwn(OPTION_IDS, bare)) return bare as OptionName;
  return Object.hasOwn(OPTION_ALIASES, bare) ? OPTION_ALIASES[bare] : undefined;
}

/** Options that choose or feed a security mechanism. */
export const SECURITY_OPTIONS: ReadonlySet<OptionName> = new Set<OptionName>([
  'PLAIN_SERVER',
  'PLAIN_USERNAME',
  'PLAIN_PASSWORD',
  'CURVE_SERVER',
  'CURVE_PUBLICKEY',
  'CURVE_SECRETKEY',
  'CURVE_SERVERKEY',
  'GSSAPI_SERVER',
  'GSSAPI_PRINCIPAL',
  'GSSAPI_SERVICE_PRINCIPAL',
  'ZAP_DOMAIN',
  'ZAP_ENFORCE_DOMAIN',
]);

/** Options whose default applies when nothing is written (e02). LINGER is 0 for SUB, -1 elsewhere. */
export const OPTION_DEFAULTS: Readonly<Partial<Record<OptionName, number | string>>> = {
  SNDHWM: 1000,
  RCVHWM: 1000,
  SNDTIMEO: -1,
  RCVTIMEO: -1,
  LINGER: -1,
  BACKLOG: 100,
  MAXMSGSIZE: -1,
  IMMEDIATE: 0,
  CONFLATE: 0,
  RECONNECT_IVL: 100,
  RECONNECT_IVL_MAX: 0,
  HANDSHAKE_IVL: 30000,
  HEARTBEAT_IVL: 0,
  HEARTBEAT_TIMEOUT: -1,
  HEARTBEAT_TTL: 0,
  CONNECT_TIMEOUT: 0,
  TCP_KEEPALIVE: -1,
  CURVE_SERVER: 0,
  PLAIN_SERVER: 0,
  ZAP_DOMAIN: '',
  ZAP_ENFORCE_DOMAIN: 0,
  ROUTER_MANDATORY: 0,
  ROUTER_HANDOVER: 0,
};
