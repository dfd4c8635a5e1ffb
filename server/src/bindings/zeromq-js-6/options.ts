/**
 * Options as zeromq.js 6 spells them (6.8.0 `lib/index.js`; which classes carry which: read from the same file). A property that is not
 * here is no option: the constructor throws a TypeError for it, an assignment in strict code too, in sloppy code it is ignored (e09).
 */
import type { Const } from '../../model/data';
import { optionByName, type OptionName } from '../../model/options';

export const PROPERTIES: Readonly<Record<string, OptionName>> = {
  affinity: 'AFFINITY',
  sendHighWaterMark: 'SNDHWM',
  receiveHighWaterMark: 'RCVHWM',
  sendBufferSize: 'SNDBUF',
  receiveBufferSize: 'RCVBUF',
  sendTimeout: 'SNDTIMEO',
  receiveTimeout: 'RCVTIMEO',
  linger: 'LINGER',
  backlog: 'BACKLOG',
  maxMessageSize: 'MAXMSGSIZE',
  immediate: 'IMMEDIATE',
  conflate: 'CONFLATE',
  rate: 'RATE',
  recoveryInterval: 'RECOVERY_IVL',
  reconnectInterval: 'RECONNECT_IVL',
  reconnectMaxInterval: 'RECONNECT_IVL_MAX',
  handshakeInterval: 'HANDSHAKE_IVL',
  connectTimeout: 'CONNECT_TIMEOUT',
  tcpMaxRetransmitTimeout: 'TCP_MAXRT',
  heartbeatInterval: 'HEARTBEAT_IVL',
  heartbeatTimeout: 'HEARTBEAT_TIMEOUT',
  heartbeatTimeToLive: 'HEARTBEAT_TTL',
  tcpKeepalive: 'TCP_KEEPALIVE',
  tcpKeepaliveIdle: 'TCP_KEEPALIVE_IDLE',
  tcpKeepaliveCount: 'TCP_KEEPALIVE_CNT',
  tcpKeepaliveInterval: 'TCP_KEEPALIVE_INTVL',
  tcpAcceptFilter: 'TCP_ACCEPT_FILTER',
  ipv6: 'IPV6',
  interface: 'BINDTODEVICE',
  securityMechanism: 'MECHANISM',
  plainServer: 'PLAIN_SERVER',
  plainUsername: 'PLAIN_USERNAME',
  plainPassword: 'PLAIN_PASSWORD',
  curveServer: 'CURVE_SERVER',
  curvePublicKey: 'CURVE_PUBLICKEY',
  curveSecretKey: 'CURVE_SECRETKEY',
  curveServerKey: 'CURVE_SERVERKEY',
  gssapiServer: 'GSSAPI_SERVER',
  gssapiPrincipal: 'GSSAPI_PRINCIPAL',
  gssapiServicePrincipal: 'GSSAPI_SERVICE_PRINCIPAL',
  gssapiPlainText: 'GSSAPI_PLAINTEXT',
  zapDomain: 'ZAP_DOMAIN',
  zapEnforceDomain: 'ZAP_ENFORCE_DOMAIN',
  routingId: 'ROUTING_ID',
  mandatory: 'ROUTER_MANDATORY',
  handover: 'ROUTER_HANDOVER',
  probeRouter: 'PROBE_ROUTER',
  correlate: 'REQ_CORRELATE',
  relaxed: 'REQ_RELAXED',
  noDrop: 'XPUB_NODROP',
  manual: 'XPUB_MANUAL',
  welcomeMessage: 'XPUB_WELCOME_MSG',
  invertMatching: 'INVERT_MATCHING',
  notify: 'STREAM_NOTIFY',
  lastEndpoint: 'LAST_ENDPOINT',
  threadSafe: 'THREAD_SAFE',
  socksProxy: 'SOCKS_PROXY',
  multicastHops: 'MULTICAST_HOPS',
  multicastMaxTransportDataUnit: 'MULTICAST_MAXTPDU',
  typeOfService: 'TOS',
  vmciBufferSize: 'VMCI_BUFFER_SIZE',
};

/** Members of a socket that are no options: assigning or reading them is nobody's mistake. */
export const MEMBERS: ReadonlySet<string> = new Set([
  'context',
  'events',
  'type',
  'closed',
  'readable',
  'writable',
  'verbosity',
  'bind',
  'unbind',
  'connect',
  'disconnect',
  'close',
  'send',
  'receive',
  'subscribe',
  'unsubscribe',
  'bindSync',
  'unbindSync',
  'capability',
  'join',
  'leave',
  'monitor',
  'observer',
]);

const BY_OPTION = new Map<OptionName, string>(
  Object.entries(PROPERTIES).map(([property, option]) => [option, property]),
);

/** The property that sets an option, for fixes and texts. */
export function propertyOf(option: OptionName): string | undefined {
  return BY_OPTION.get(option);
}

/** The option somebody means who writes a property this binding does not have: a libzmq or an older binding's name. */
export function meantOption(spelling: string): OptionName | undefined {
  return optionByName(spelling.replace(/^_/, ''));
}

/**
 * What libzmq receives for a high-water mark: the value goes through an unchecked conversion to a 32-bit integer, so `Infinity`, `NaN`
 * and multiples of 2^32 arrive as 0 = unlimited (e09, e41).
 */
export function asInt32(value: Const): Const {
  return typeof value === 'number' ? value | 0 : value;
}

export const INT32_OPTIONS: ReadonlySet<OptionName> = new Set<OptionName>(['SNDHWM', 'RCVHWM']);
