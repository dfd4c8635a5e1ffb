/**
 * Endpoints: what an address string says about who can reach the socket. Facts: zmq_tcp(7), zmq_ipc(7), zmq_inproc(7) and
 * experiment e01 (which schemes exist in which build), e20 (binding to names, ports above 65535).
 */
import { alternatives, type Data, type UnknownData } from './data';

export type Exposure =
  /** Any interface, a NIC, another host, or tcp with a host that is not known. */
  | 'remote'
  /** Loopback or ipc. */
  | 'local'
  | 'inproc'
  /** Nothing is known of the endpoint. */
  | 'unknown';

export interface Endpoint {
  /** As far as it is known, unknown pieces as `…`. */
  readonly text: string;
  /** In lower case; undefined when unknown or absent. */
  readonly scheme?: string;
  /** As written, before lower-casing: `TCP` is not a transport. */
  readonly rawScheme?: string;
  readonly host?: string;
  /** Undefined when not a number (`*`, unknown). */
  readonly port?: number;
  readonly exposure: Exposure;
  /** The exposure rests on a host that is not known (environment, parameter): medium confidence. */
  readonly assumed: boolean;
  readonly wildcard: boolean;
}

/** Transports of libzmq 4.3.5 (zmq_bind(3)); which of them a build has differs (e01). */
export const TRANSPORTS: ReadonlySet<string> = new Set([
  'tcp',
  'ipc',
  'inproc',
  'ws',
  'wss',
  'udp',
  'pgm',
  'epgm',
  'norm',
  'tipc',
  'vmci',
  'vsock',
  'hyperv',
]);

/** Values never change, and every rule asks about every endpoint's. */
const known = new WeakMap<Data, readonly Endpoint[]>();

/** Every endpoint a value may be: `tcp://*:1,tcp://*:2` in czmq, branches elsewhere. An unknown value is one unknown endpoint. */
export function endpointsOf(value: Data): readonly Endpoint[] {
  let endpoints = known.get(value);
  if (!endpoints) known.set(value, (endpoints = alternatives(value).map(parse)));
  return endpoints;
}

/** The worst exposure of all possibilities that is certain enough to speak of: a known remote alternative counts. */
export function exposureOf(endpoints: readonly Endpoint[]): Exposure {
  for (const level of ['remote', 'local', 'inproc'] as const)
    if (endpoints.some((one) => one.exposure === level)) return level;
  return 'unknown';
}

const HOLE = '…';

function parse(value: Data): Endpoint {
  if (value.kind === 'const' && typeof value.value === 'string') return fromText(value.value, []);
  if (value.kind === 'text') {
    const holes: UnknownData[] = [];
    const text = value.parts.map((part) => (typeof part === 'string' ? part : (holes.push(part), HOLE))).join('');
    return fromText(text, holes);
  }
  return { text: HOLE, exposure: 'unknown', assumed: false, wildcard: false };
}

function fromText(text: string, holes: readonly UnknownData[]): Endpoint {
  const colon = text.indexOf('://');
  if (colon < 0 || text.slice(0, colon).includes(HOLE))
    return { text, exposure: 'unknown', assumed: false, wildcard: false };
  const rawScheme = text.slice(0, colon);
  const scheme = rawScheme.toLowerCase();
  const rest = text.slice(colon + 3);
  const base = { text, scheme, rawScheme };
  if (scheme === 'inproc') return { ...base, exposure: 'inproc', assumed: false, wildcard: false };
  if (scheme === 'ipc') return { ...base, host: rest, exposure: 'local', assumed: false, wildcard: false };
  const { host, port } = split(rest);
  const wildcard = host === '*' || host === '0.0.0.0' || host === '[::]' || host === '::' || host === '';
  if (wildcard) return { ...base, host, port, exposure: 'remote', assumed: false, wildcard: host !== '' };
  if (isLoopback(host)) return { ...base, host, port, exposure: 'local', assumed: false, wildcard: false };
  return { ...base, host, port, exposure: 'remote', assumed: host.includes(HOLE) && holes.length > 0, wildcard: false };
}

function split(rest: string): { host: string; port: number | undefined } {
  // `source;destination` in a connect, a trailing path in ws://
  const address = (rest.split(';').pop() ?? rest).replace(/\/.*$/, '');
  const colon = address.lastIndexOf(':');
  const hasPort = colon >= 0 && !address.endsWith(']');
  const host = hasPort ? address.slice(0, colon) : address;
  const digits = hasPort ? address.slice(colon + 1) : '';
  return { host, port: /^\d+$/.test(digits) ? Number(digits) : undefined };
}

/** 127.0.0.0/8, ::1, localhost and the interface `lo` (e01, e20). */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[|\]$/g, '');
  return (
    bare === 'localhost' ||
    bare === '::1' ||
    bare === 'lo' ||
    /^127(\.[\d…]{1,3}){1,3}$/.test(bare) ||
    bare === '::ffff:127.0.0.1'
  );
}
