/**
 * How code shows a measure on a socket: three-valued and per endpoint, since libzmq takes most options over when a bind or connect is
 * made (zmq_setsockopt(3); e05, e33, e08).
 */
import { alternatives, type Const } from '../model/data';
import { endpointsOf } from '../model/endpoint';
import type { EndpointUse, Model, Place, Socket, Transfer } from '../model/model';
import type { OptionName } from '../model/options';
import { flag, given, optionBefore, type OptionState, type Tri } from '../rules/support/posture';
import { inprocOnly, reachOf } from '../rules/support/reach';
import { hidden, lockStep, onlyReceives, opens, receives } from '../rules/support/sockets';
import { handlersOf } from '../rules/support/zap';

export interface Shown {
  readonly shown: Tri;
  /** What shows it, also where that is not enough. */
  readonly places: readonly Place[];
  /** What says the opposite. */
  readonly against?: readonly Place[];
}

/** What a socket says of a measure; undefined when it does not concern the socket. */
export type SocketProof = (socket: Socket, model: Model) => Shown | undefined;
export type SocketTest = (socket: Socket) => boolean;

// ------------------------------------------------------------------------------------------------------ which sockets

export const receiving: SocketTest = ({ type }) => receives(type);
/** XSUB sends subscriptions alone. */
export const sending: SocketTest = ({ type }) => !onlyReceives(type) && type !== 'XSUB';
export const queues: SocketTest = (socket) => !lockStep(socket.type) && !inprocOnly(socket);
export const ofType =
  (...types: readonly Socket['type'][]): SocketTest =>
  ({ type }) =>
    types.includes(type);

const isRemote = (use: EndpointUse): boolean => reachOf(use).exposure === 'remote';
export const exposed: SocketTest = (socket) => opens(socket).some(isRemote);
export const binds: SocketTest = (socket) => opens(socket).some((use) => use.op === 'bind' && isRemote(use));
export const connects: SocketTest = (socket) => opens(socket).some((use) => use.op === 'connect' && isRemote(use));

// ------------------------------------------------------------------------------------------------------ options

export const positive = (value: Const): boolean => Number(value) > 0;
export const on = (value: Const): boolean => Boolean(value);

export interface OptionProof {
  /** One of them is enough. */
  readonly options: readonly OptionName[];
  readonly test: (value: Const) => boolean;
  readonly concerns: SocketTest;
  /** `bind`: a connect takes it over later, too (HWM: e05). `never`: it acts at once (ROUTER_MANDATORY: e05). */
  readonly before?: 'open' | 'bind' | 'never';
}

/** An option that is in force wherever the socket binds or connects. A value that is not known is given the benefit. */
export function option({ options, test, concerns, before = 'open' }: OptionProof): SocketProof {
  return (socket, model) => {
    if (!concerns(socket)) return undefined;
    const uses = opens(socket);
    const states = (use: EndpointUse | undefined): readonly OptionState[] =>
      options.map((name) =>
        use === undefined || before === 'never' || (before === 'bind' && use.op === 'connect')
          ? written(socket, name)
          : optionBefore(model, socket, name, use),
      );
    const each = (uses.length > 0 ? uses : [undefined]).map((use) =>
      oneOf(states(use).map((one) => judged(one, test))),
    );
    return all(each);
  };
}

/** At any time. */
function written(socket: Socket, name: OptionName): OptionState {
  const writes = socket.options.filter((write) => write.option === name);
  const state = writes.length > 0 ? 'set' : hidden(socket) ? 'unknown' : 'absent';
  return { state, values: writes.map(({ value }) => value), writes };
}

function judged({ state, values, writes }: OptionState, test: (value: Const) => boolean): Shown {
  const right = values.flatMap(alternatives).map((one) => one.kind !== 'const' || test(one.value));
  if (state === 'unknown') return { shown: 'maybe', places: [] };
  const places = writes.map(({ place }) => place);
  if (!right.includes(true)) return { shown: 'no', places: [], against: places };
  return { shown: state === 'set' && !right.includes(false) ? 'yes' : 'maybe', places };
}

const BEST: readonly Tri[] = ['yes', 'maybe', 'no'];

function oneOf(found: readonly Shown[]): Shown {
  const shown = BEST.find((tri) => found.some((one) => one.shown === tri)) ?? 'no';
  return { ...all(found.filter((one) => one.shown === shown)), shown };
}

function all(found: readonly Shown[]): Shown {
  const shown = BEST.findLast((tri) => found.some((one) => one.shown === tri)) ?? 'no';
  const against = found.flatMap((one) => one.against ?? []);
  return { shown, places: [...new Set(found.flatMap(({ places }) => places))], against };
}

/** Each of the measures that concern the socket. */
export const every =
  (...proofs: readonly SocketProof[]): SocketProof =>
  (socket, model) => {
    const found = proofs.flatMap((proof) => proof(socket, model) ?? []);
    return found.length === 0 ? undefined : all(found);
  };

/** The first of the proofs that concerns the socket. */
export const either =
  (...proofs: readonly SocketProof[]): SocketProof =>
  (socket, model) => {
    for (const proof of proofs) {
      const found = proof(socket, model);
      if (found) return found;
    }
    return undefined;
  };

// ------------------------------------------------------------------------------------------------------ endpoints

type Mechanism = (model: Model, socket: Socket, use: EndpointUse) => Tri;

/** A mechanism at every endpoint that other machines can reach. */
export const everywhere =
  (test: Mechanism, concerns: SocketTest): SocketProof =>
  (socket, model) => {
    if (!concerns(socket)) return undefined;
    const uses = opens(socket).filter((use) => isRemote(use) && (concerns !== binds || use.op === 'bind'));
    return all(
      uses.map((use) => {
        // libzmq ignores mechanisms there: STREAM and udp sent and took plain bytes (e07, e25).
        const deaf = socket.type === 'STREAM' || reachOf(use).endpoint.scheme === 'udp';
        const shown = deaf ? 'no' : test(model, socket, use);
        return { shown, places: shown === 'yes' ? [use.place] : [] };
      }),
    );
  };

/** It connects to more than one endpoint, and so deals its messages out. */
export const several =
  (concerns: SocketTest): SocketProof =>
  (socket) => {
    if (!concerns(socket)) return undefined;
    const uses = opens(socket).filter((use) => use.op === 'connect');
    const places = new Map(uses.flatMap((use) => endpointsOf(use.value).map(({ text }) => [text, use.place] as const)));
    return { shown: places.size > 1 ? 'yes' : 'no', places: places.size > 1 ? [...places.values()] : [] };
  };

// ------------------------------------------------------------------------------------------------------ ZAP

/** Binds of a ZAP handler that this socket asks: libzmq looks for it in the socket's own context (e07). */
export function zapHandlers(model: Model, socket: Socket): readonly Place[] {
  const near = (one: Socket): boolean =>
    socket.context === undefined || one.context === undefined || one.context === socket.context;
  return handlersOf(model)
    .filter((handler) => near(handler.socket))
    .map(({ bind }) => bind.place);
}

/** Whether a handler is asked about this endpoint: with NULL only if the socket has a domain (e07). */
const asks: Mechanism = (model, socket, use) => {
  const before = (name: OptionName): OptionState => optionBefore(model, socket, name, use);
  const answers = [
    flag(before('CURVE_SERVER')),
    flag(before('PLAIN_SERVER')),
    flag(before('GSSAPI_SERVER')),
    given(before('ZAP_DOMAIN')),
  ];
  return BEST.find((tri) => answers.includes(tri)) ?? 'no';
};

/** A handler that decides who gets in, and is asked. */
export const accessList: SocketProof = (socket, model) => {
  const asked = everywhere(asks, binds)(socket, model);
  if (!asked) return undefined;
  const handlers = zapHandlers(model, socket);
  if (handlers.length > 0) return { shown: asked.shown, places: asked.shown === 'no' ? [] : handlers };
  return { shown: model.complete ? 'no' : 'maybe', places: [] };
};

/** A mechanism alone lets everybody in who speaks it: there is a handler, or the domain is enforced and so nobody gets in (e07). */
export const admitted =
  (mechanism: Mechanism): Mechanism =>
  (model, socket, use) => {
    const spoken = mechanism(model, socket, use);
    if (spoken === 'no' || zapHandlers(model, socket).length > 0) return spoken;
    const domain = given(optionBefore(model, socket, 'ZAP_DOMAIN', use));
    const enforced = flag(optionBefore(model, socket, 'ZAP_ENFORCE_DOMAIN', use));
    if (domain === 'yes' && enforced === 'yes') return spoken;
    return model.complete && (domain === 'no' || enforced === 'no') ? 'no' : 'maybe';
  };

// ------------------------------------------------------------------------------------------------------ transfers

const SETTLED: ReadonlySet<Transfer['settled']> = new Set(['sync', 'awaited', 'returned', 'collected']);

/** Every message is sent by somebody who waits for it, so that a full queue holds the program back. */
export const awaitedSends =
  (concerns: SocketTest): SocketProof =>
  (socket) => {
    const sends = concerns(socket) ? socket.transfers.filter(({ op }) => op === 'send') : [];
    if (sends.length === 0) return undefined;
    const waited = sends.filter(({ settled }) => SETTLED.has(settled));
    return { shown: waited.length === sends.length ? 'yes' : 'no', places: waited.map(({ place }) => place) };
  };

/** A timer sends, and one message at a time. */
export const pacedSends: SocketProof = (socket, model) => {
  const sends = queues(socket) ? socket.transfers.filter(({ op }) => op === 'send') : [];
  if (sends.length === 0) return undefined;
  const timers = new Set(model.tasks.filter(({ kind }) => kind === 'timer').map(({ id }) => id));
  const paced = sends.filter(({ order }) => timers.has(order.task) && order.loops.length === 0);
  return { shown: paced.length === sends.length ? 'yes' : 'maybe', places: paced.map(({ place }) => place) };
};

/** What the handling of a message calls is waited for, or limited, before the next one is taken. */
export const boundedHandling: SocketProof = (socket, model) => {
  const calls = model.handlerCalls.filter((call) => call.socket === socket.id && call.async);
  if (calls.length === 0) return receiving(socket) ? { shown: 'maybe', places: [] } : undefined;
  const bounded = calls.filter(({ settled, limited }) => limited || SETTLED.has(settled));
  return { shown: bounded.length === calls.length ? 'yes' : 'maybe', places: bounded.map(({ place }) => place) };
};

// ------------------------------------------------------------------------------------------------------ threads

/** Does the program start threads or processes of its own? */
export function hasThreads(model: Model): boolean {
  return model.tasks.some(({ kind }) => kind === 'thread' || kind === 'process');
}

/** It is used in the thread that makes it. */
export const ownThread: SocketProof = (socket, model) => {
  const home = threadOf(model, socket.order.task);
  const used = socket.transfers.map(({ order }) => threadOf(model, order.task));
  const escapes = socket.unknowns.some(({ what }) => what === 'escapes');
  if (used.some((thread) => thread !== home) || escapes) return { shown: 'maybe', places: [] };
  return { shown: 'yes', places: [socket.createdName] };
};

/** The task that began the thread a task runs in; -1 in the main one. */
function threadOf(model: Model, task: number): number {
  const tasks = new Map(model.tasks.map((one) => [one.id, one]));
  for (let at = tasks.get(task), steps = 0; at && steps <= tasks.size; at = tasks.get(at.parent), steps++)
    if (at.kind === 'thread' || at.kind === 'process') return at.id;
  return -1;
}

/** Both ends are in this process. */
export const insideOnly: SocketProof = (socket) =>
  inprocOnly(socket) ? { shown: 'yes', places: opens(socket).map(({ place }) => place) } : undefined;
