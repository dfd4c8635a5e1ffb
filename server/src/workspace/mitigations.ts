/**
 * What shows that a mitigation is in place: one entry for each mitigation of the threat pages, by its id. What code cannot show says
 * what that is; only people settle it, in `.zmq-threats.jsonc`. What each measure is worth is on its page, with the experiments.
 */
import semver from 'semver';
import type { Model, PackageUse, Place } from '../model/model';
import { semverRange } from '../rules/support/pep440';
import { curve, flag, gssapi, optionBefore } from '../rules/support/posture';
import {
  accessList,
  admitted,
  awaitedSends,
  binds,
  boundedHandling,
  connects,
  either,
  every,
  everywhere,
  exposed,
  hasThreads,
  insideOnly,
  ofType,
  on,
  option,
  ownThread,
  pacedSends,
  positive,
  queues,
  receiving,
  sending,
  several,
  type SocketProof,
  type SocketTest,
} from './mitigation-proofs';

export interface Proof {
  /** Rules whose open finding says that it is missing. */
  readonly rules?: readonly string[];
  readonly sockets?: SocketProof;
  /** Sockets it is about where none of them shows anything. */
  readonly concerns?: SocketTest;
  /** Programs it is about; absent: all. */
  readonly programs?: (model: Model) => boolean;
  /** Proof that hangs on no socket. */
  readonly model?: (model: Model) => readonly Place[];
  /** What it means that some socket lacks it: a gap, a measure not taken among several, or nothing at all. */
  readonly lack: 'missing' | 'not-visible' | 'not-applicable';
  /** What code does not tell, or what it does not mean. */
  readonly unseen: string;
  /** What is to be known even where it is in place. */
  readonly caveat?: string;
  /** libzmq's default does it, as long as no rule objects. */
  readonly byDefault?: string;
  /** What code does anyhow, unless somebody breaks it: no word of it in hovers. */
  readonly usual?: true;
  /** Other mitigations that make this one needless. */
  readonly instead?: readonly string[];
}

/** GSSAPI with its encryption left on (zmq_gssapi(7)). */
const sealedGssapi: typeof gssapi = (model, socket, use) =>
  flag(optionBefore(model, socket, 'GSSAPI_PLAINTEXT', use)) === 'yes' ? 'no' : gssapi(model, socket, use);

/** Tags, URLs and `*` say nothing about a version. */
const isVersion = ({ ecosystem, name, range }: PackageUse): boolean =>
  (name === 'zeromq' || ecosystem === 'pypi') &&
  ![null, '', '*'].includes(semver.validRange(semverRange(range) ?? range));

/** Only somebody who knows where the program runs can tell. */
const OUTSIDE = 'it is outside of the code';

export const PROOFS: Readonly<Record<string, Proof>> = {
  // HWM overflow
  'set-appropriate-hwm': {
    rules: ['unbounded-hwm', 'ignored-option-name', 'unvalidated-hwm'],
    sockets: every(
      option({ options: ['SNDHWM'], test: positive, concerns: (s) => queues(s) && sending(s), before: 'bind' }),
      option({ options: ['RCVHWM'], test: positive, concerns: (s) => queues(s) && receiving(s), before: 'bind' }),
    ),
    lack: 'not-visible',
    unseen: 'part of the options is set out of sight',
    byDefault: "libzmq's default of 1000 messages per peer is in force where nothing is set",
  },
  'monitor-hwm': { concerns: queues, lack: 'not-visible', unseen: 'libzmq has no measure of its queues to look at' },
  'conflate-sub': {
    sockets: option({ options: ['CONFLATE'], test: on, concerns: ofType('SUB') }),
    lack: 'not-visible',
    unseen: 'whether the newest value is enough, no code tells',
    caveat: 'of a message of several frames only the last one stays',
    instead: ['set-appropriate-hwm'],
  },
  'immediate-sender': {
    sockets: option({
      options: ['IMMEDIATE'],
      test: on,
      concerns: (socket) => ofType('PUSH', 'DEALER', 'REQ')(socket) && connects(socket),
    }),
    // The seed has it the wrong way round (e03, e30): it loses less, and holds off nothing that a HWM does not.
    lack: 'not-applicable',
    unseen: 'it bounds no queue to a connected peer that is slow: the HWM does',
    caveat: 'nothing waits for a peer that is not there; a connected one that is slow is bounded by the HWM alone',
  },
  'hwm-backpressure': {
    rules: ['overlapping-sends', 'unroutable-send', 'lossy-command', 'lost-send'],
    sockets: either(
      option({ options: ['XPUB_NODROP'], test: on, concerns: ofType('PUB', 'XPUB') }),
      option({ options: ['ROUTER_MANDATORY'], test: on, concerns: ofType('ROUTER'), before: 'never' }),
      awaitedSends(ofType('PUSH', 'DEALER', 'PAIR', 'REQ')),
    ),
    usual: true,
    lack: 'not-visible',
    unseen: 'PUB and ROUTER drop at the mark, unless the program has a feedback of its own',
  },
  'sender-rate-limiting': {
    rules: ['unpaced-sends'],
    sockets: pacedSends,
    lack: 'not-visible',
    unseen: 'how often a program sends, code shows only where a timer does it',
  },
  // Slow consumer
  'optimize-consumer': {
    rules: ['blocking-receive-loop'],
    concerns: receiving,
    lack: 'not-visible',
    unseen: 'how fast a consumer is, no code tells',
  },
  'asynchronous-processing': {
    rules: ['unawaited-handler', 'unbounded-tasks', 'blocking-on-event-loop'],
    concerns: receiving,
    model: ({ handlerCalls }) =>
      handlerCalls
        .filter(({ async, limited, settled }) => async && (limited || settled === 'awaited' || settled === 'collected'))
        .map(({ place }) => place),
    lack: 'not-visible',
    unseen: 'nothing asynchronous is seen in the handling of a message',
  },
  'consumer-backpressure': {
    rules: ['unawaited-handler', 'unbounded-queue', 'unawaited-sends', 'unbounded-tasks'],
    sockets: boundedHandling,
    usual: true,
    lack: 'not-visible',
    unseen: 'what the handling of a message leaves behind is not seen',
  },
  'dedicated-io-thread': {
    concerns: receiving,
    lack: 'not-visible',
    unseen: 'whether a thread hands over through something bounded is not followed; libzmq has I/O threads of its own',
  },
  'monitor-consumer': { concerns: receiving, lack: 'not-visible', unseen: OUTSIDE },
  'consumer-load-balancing': {
    sockets: several((socket) => ofType('PUSH', 'DEALER')(socket) && connects(socket)),
    concerns: receiving,
    lack: 'not-visible',
    unseen: 'how many consumers run, no code tells',
    caveat: 'messages are dealt out to strangers as well: authenticate the consumers',
  },
  // Connection storm
  'connection-limits': {
    rules: ['socket-per-request', 'unlimited-handshake'],
    concerns: binds,
    lack: 'not-visible',
    unseen: 'libzmq has no such option: descriptors, a firewall or a proxy limit connections',
  },
  'connection-rate-limiting': {
    rules: ['socket-per-request', 'hasty-reconnect', 'instant-reconnect', 'connection-churn'],
    sockets: option({ options: ['RECONNECT_IVL_MAX'], test: positive, concerns: connects }),
    concerns: binds,
    lack: 'not-visible',
    unseen: 'a server can be throttled in front of libzmq only',
    caveat: 'clients back off; a server can be throttled in front of libzmq only',
  },
  'connection-load-balancing': {
    sockets: several((socket) => ofType('REQ', 'DEALER', 'PUSH')(socket) && connects(socket)),
    concerns: binds,
    lack: 'not-visible',
    unseen: 'a balancer in front of several servers is outside of the code',
  },
  'tcp-keepalive': {
    sockets: option({ options: ['HEARTBEAT_IVL', 'TCP_KEEPALIVE'], test: positive, concerns: exposed }),
    lack: 'not-visible',
    unseen: 'the operating system may do it',
    rules: ['no-heartbeat'],
    caveat: 'it finds dead peers, and TCP_KEEPALIVE without heartbeats after hours; it holds off none that live',
  },
  // Large message
  'maximum-message-size': {
    rules: ['size-limit-after-bind', 'unlimited-message-size', 'context-size-limit', 'no-size-limit'],
    sockets: option({
      options: ['MAXMSGSIZE'],
      test: positive,
      concerns: (socket) => exposed(socket) && receiving(socket),
    }),
    lack: 'missing',
    unseen: 'part of the options is set out of sight',
    caveat: 'per frame; of how many frames a message is made nothing limits',
  },
  'validate-message-size': { concerns: receiving, lack: 'not-visible', unseen: 'tests of a length are not followed' },
  streaming: { concerns: receiving, lack: 'not-visible', unseen: 'a protocol of portions is not recognised' },
  // Unencrypted transmission
  'curvezmq-encryption': {
    rules: [
      'unencrypted-endpoint',
      'security-after-bind',
      'not-a-transport',
      'plain-over-network',
      'ignored-mechanism',
    ],
    sockets: everywhere(curve, exposed),
    lack: 'missing',
    unseen: 'part of the options is set out of sight',
    instead: ['gssapi-encryption'],
  },
  'gssapi-encryption': {
    sockets: everywhere(sealedGssapi, exposed),
    lack: 'not-visible',
    unseen: 'one of CURVE and GSSAPI is enough',
    caveat: 'libzmq must be built with it: those of npm and PyPI are not',
    instead: ['curvezmq-encryption'],
  },
  'application-layer-encryption': {
    concerns: exposed,
    lack: 'not-visible',
    unseen: 'encrypted bytes look like any others',
    instead: ['curvezmq-encryption', 'gssapi-encryption'],
  },
  // Injection and spoofing
  'curvezmq-authentication': {
    rules: [
      'unauthenticated-receiver',
      'curve-without-zap',
      'zap-enforce-empty-domain',
      'zap-out-of-reach',
      'zap-admits-everybody',
      'plain-without-zap',
      'router-handover',
      'security-after-bind',
      'address-filter-alone',
      'open-publisher',
    ],
    sockets: everywhere(admitted(curve), binds),
    lack: 'not-visible',
    unseen: 'CURVE alone lets every client in: a ZAP handler decides',
    instead: ['gssapi-authentication'],
  },
  'gssapi-authentication': {
    sockets: everywhere(admitted(gssapi), binds),
    lack: 'not-visible',
    unseen: 'one of CURVE and GSSAPI is enough',
    caveat: 'libzmq up to 4.3.5 lets clients in that a ZAP handler refuses',
    instead: ['curvezmq-authentication'],
  },
  'access-control-lists': {
    rules: [
      'curve-without-zap',
      'zap-enforce-empty-domain',
      'zap-out-of-reach',
      'zap-admits-everybody',
      'zap-not-asked',
    ],
    sockets: accessList,
    lack: 'not-visible',
    unseen: 'no ZAP handler that is asked is seen',
    caveat: 'whom the handler admits is not followed',
  },
  'message-validation': {
    rules: [
      'unsafe-deserialization',
      'unsafe-yaml',
      'code-from-message',
      'path-from-message',
      'endpoint-from-message',
      'routing-id-as-identity',
      'fields-from-message',
      'unguarded-parse',
      'missing-frame',
      'ignored-frames',
      'topic-as-filter',
    ],
    concerns: receiving,
    model: ({ sinks }) => sinks.filter(({ verified }) => verified).map(({ place }) => place),
    lack: 'not-visible',
    unseen: 'which checks are the right ones, no code tells',
  },
  // Threading
  'one-thread-per-socket': {
    rules: [
      'shared-socket',
      'socket-after-fork',
      'close-while-receiving',
      'async-socket-across-loops',
      'overlapping-sends',
      'concurrent-receive',
    ],
    sockets: ownThread,
    usual: true,
    lack: 'not-visible',
    unseen: 'some sockets are handed to code that is not followed',
  },
  'inproc-transport': {
    programs: hasThreads,
    sockets: insideOnly,
    concerns: () => true,
    lack: 'not-visible',
    unseen: 'how the threads talk to each other is not seen',
  },
  'proxy-and-device': {
    programs: hasThreads,
    concerns: () => true,
    lack: 'not-visible',
    unseen: 'proxies are not followed',
  },
  'thread-safe-queues': {
    programs: hasThreads,
    concerns: () => true,
    lack: 'not-visible',
    unseen: 'queues between threads are not followed',
  },
  // Vulnerable library
  'keep-updated': {
    rules: ['vulnerable-package', 'vulnerable-wheel'],
    model: ({ packages }) => packages.filter(isVersion).map(({ place }) => place),
    lack: 'not-visible',
    unseen: 'no manifest says which version it is',
    caveat: 'no advisory speaks of the versions that are asked for; what is installed is not looked at',
  },
  'monitor-advisories': { lack: 'not-visible', unseen: OUTSIDE },
  sandboxing: { lack: 'not-visible', unseen: OUTSIDE },
};
