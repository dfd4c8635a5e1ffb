/**
 * What shows that a mitigation is in place: one entry per mitigation that code can show, by the id of the threat page. A mitigation
 * without an entry is one that no code shows; the sidebar says "not visible" and leaves it to people.
 */
import { alternatives, type Const } from '../model/data';
import type { Model, Place, Socket } from '../model/model';
import type { OptionName } from '../model/options';
import { authenticated, curve, encrypted, gssapi } from '../rules/support/posture';
import { inprocOnly, reachOf } from '../rules/support/reach';
import { lockStep, onlySends, opens, receives } from '../rules/support/sockets';

/** What a socket says of a mitigation: places that show it, [] when it lacks it, undefined when it does not concern it. */
type SocketProof = (socket: Socket, model: Model) => readonly Place[] | undefined;

export interface Proof {
  /** Rules whose open finding says that it is missing. */
  readonly rules?: readonly string[];
  readonly sockets?: SocketProof;
  /** Proof that hangs on no socket. */
  readonly model?: (model: Model) => readonly Place[];
  /** What it means that some socket lacks it: a gap, or only a measure not taken among several. */
  readonly lack: 'missing' | 'not-visible';
  /** libzmq's default does it, as long as no rule objects. */
  readonly byDefault?: string;
  /** Another mitigation that makes this one needless. */
  readonly instead?: string;
}

/** Writes of an option with a value that some path gives it and that satisfies the test; an unknown value is given the benefit. */
function writes(socket: Socket, options: readonly OptionName[], test: (value: Const) => boolean): readonly Place[] {
  return socket.options
    .filter(
      (write) =>
        options.includes(write.option) &&
        alternatives(write.value).some((one) => one.kind !== 'const' || test(one.value)),
    )
    .map((write) => write.place);
}

const positive = (value: Const): boolean => Number(value) > 0;
const on = (value: Const): boolean => Boolean(value);

const option =
  (
    options: readonly OptionName[],
    test: (value: Const) => boolean,
    concerns: (socket: Socket) => boolean,
  ): SocketProof =>
  (socket) =>
    concerns(socket) ? writes(socket, options, test) : undefined;

const queues = (socket: Socket): boolean => !lockStep(socket.type) && !inprocOnly(socket);
const exposed = (socket: Socket): boolean => opens(socket).some((use) => reachOf(use).exposure === 'remote');
const binds = (socket: Socket): boolean => exposed(socket) && socket.endpoints.some((use) => use.op === 'bind');
const connects = (socket: Socket): boolean => exposed(socket) && socket.endpoints.some((use) => use.op === 'connect');

/** A mechanism at every endpoint that other machines can reach. */
const everywhere =
  (test: typeof curve, concerns: (socket: Socket) => boolean): SocketProof =>
  (socket, model) => {
    if (!concerns(socket)) return undefined;
    const uses = opens(socket).filter((use) => reachOf(use).exposure === 'remote');
    return uses.every((use) => test(model, socket, use) === 'yes') ? uses.map((use) => use.place) : [];
  };

const zapHandlers = (model: Model): readonly Place[] =>
  model.sockets.flatMap((socket) =>
    opens(socket)
      .filter((use) => use.op === 'bind' && reachOf(use).endpoint.text.startsWith('inproc://zeromq.zap'))
      .map((use) => use.place),
  );

export const PROOFS: Readonly<Record<string, Proof>> = {
  // HWM overflow
  'set-appropriate-hwm': {
    rules: ['unbounded-hwm', 'ignored-option-name', 'unvalidated-hwm'],
    sockets: option(['SNDHWM', 'RCVHWM'], positive, queues),
    lack: 'not-visible',
    byDefault: "libzmq's default of 1000 messages per peer is in force where nothing is set",
  },
  'conflate-sub': {
    sockets: option(['CONFLATE'], on, (socket) => socket.type === 'SUB' || socket.type === 'PULL'),
    lack: 'not-visible',
  },
  'immediate-sender': {
    sockets: option(['IMMEDIATE'], on, (socket) => ['PUSH', 'DEALER', 'REQ'].includes(socket.type)),
    lack: 'not-visible',
  },
  'hwm-backpressure': {
    rules: ['overlapping-sends'],
    sockets: option(['XPUB_NODROP', 'ROUTER_MANDATORY'], on, (socket) =>
      ['XPUB', 'PUB', 'ROUTER'].includes(socket.type),
    ),
    lack: 'not-visible',
  },
  // Slow consumer
  'asynchronous-processing': {
    rules: ['unawaited-handler'],
    model: (model) =>
      model.handlerCalls.filter((call) => call.async && call.settled === 'awaited').map((call) => call.place),
    lack: 'not-visible',
  },
  'consumer-backpressure': {
    rules: ['unawaited-handler'],
    model: (model) => model.handlerCalls.filter((call) => call.limited).map((call) => call.place),
    lack: 'not-visible',
  },
  // Connection storm
  'connection-limits': {
    rules: ['socket-per-request'],
    sockets: option(['HANDSHAKE_IVL'], positive, binds),
    lack: 'not-visible',
  },
  'connection-rate-limiting': {
    rules: ['socket-per-request'],
    sockets: option(['RECONNECT_IVL_MAX'], positive, connects),
    lack: 'not-visible',
  },
  'tcp-keepalive': { sockets: option(['HEARTBEAT_IVL', 'TCP_KEEPALIVE'], positive, exposed), lack: 'not-visible' },
  // Large message
  'maximum-message-size': {
    rules: ['size-limit-after-bind', 'unlimited-message-size'],
    sockets: option(
      ['MAXMSGSIZE'],
      positive,
      (socket) => exposed(socket) && receives(socket.type) && !onlySends(socket.type),
    ),
    lack: 'missing',
  },
  // Unencrypted transmission
  'curvezmq-encryption': {
    rules: ['unencrypted-endpoint', 'security-after-bind', 'not-a-transport'],
    sockets: everywhere(encrypted, exposed),
    lack: 'missing',
  },
  'gssapi-encryption': { sockets: everywhere(gssapi, exposed), lack: 'not-visible', instead: 'curvezmq-encryption' },
  // Injection and spoofing
  'curvezmq-authentication': {
    rules: ['unauthenticated-receiver', 'curve-without-zap', 'zap-enforce-empty-domain', 'security-after-bind'],
    sockets: everywhere(authenticated, binds),
    lack: 'not-visible',
  },
  'gssapi-authentication': {
    sockets: everywhere(gssapi, binds),
    lack: 'not-visible',
    instead: 'curvezmq-authentication',
  },
  'access-control-lists': {
    rules: ['curve-without-zap', 'zap-enforce-empty-domain'],
    sockets: (socket) => (binds(socket) ? [] : undefined),
    model: zapHandlers,
    lack: 'not-visible',
  },
  'message-validation': {
    rules: ['unsafe-deserialization', 'code-from-message'],
    model: (model) => model.sinks.filter((sink) => sink.verified).map((sink) => sink.place),
    lack: 'not-visible',
  },
  // Threading
  'one-thread-per-socket': { rules: ['overlapping-sends', 'concurrent-receive'], lack: 'not-visible' },
  'inproc-transport': {
    sockets: (socket) => (inprocOnly(socket) ? opens(socket).map((use) => use.place) : undefined),
    lack: 'not-visible',
  },
  // Vulnerable library
  'keep-updated': {
    rules: ['vulnerable-package'],
    model: (model) => model.packages.filter((use) => use.name === 'zeromq').map((use) => use.place),
    lack: 'not-visible',
  },
};
