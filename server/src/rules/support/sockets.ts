/** What socket types do: zmq_socket(3). An unknown type is in none of the sets; every rule says itself what it makes of it. */
import type { EndpointUse, Model, Socket, SocketType } from '../../model/model';
import { compareOrder } from '../../model/order';

const RECEIVERS: ReadonlySet<SocketType> = new Set<SocketType>([
  'SUB',
  'XSUB',
  'PULL',
  'REP',
  'REQ',
  'ROUTER',
  'DEALER',
  'PAIR',
  'STREAM',
  'SERVER',
  'CLIENT',
  'DISH',
  'GATHER',
  'DGRAM',
  'PEER',
  'CHANNEL',
]);

/** They take nothing from the network at all; a PUB still reads subscriptions. */
const SEND_ONLY: ReadonlySet<SocketType> = new Set<SocketType>(['PUSH', 'SCATTER', 'RADIO']);

const RECEIVE_ONLY: ReadonlySet<SocketType> = new Set<SocketType>(['SUB', 'PULL', 'DISH', 'GATHER']);

/** At the high-water mark these wait; the others drop (e03). */
const WAITERS: ReadonlySet<SocketType> = new Set<SocketType>([
  'PUSH',
  'DEALER',
  'PAIR',
  'REQ',
  'CLIENT',
  'SCATTER',
  'CHANNEL',
]);

/** Delivers application messages to the program. XPUB is left out: subscriptions only. */
export function receives(type: SocketType): boolean {
  return RECEIVERS.has(type);
}

export function onlySends(type: SocketType): boolean {
  return SEND_ONLY.has(type);
}

export function onlyReceives(type: SocketType): boolean {
  return RECEIVE_ONLY.has(type);
}

/** A send may stay pending because the peer is slow or absent. */
export function mayWaitToSend(type: SocketType): boolean {
  return WAITERS.has(type);
}

/** One message at a time, by protocol: neither side can run ahead of the other. */
export function lockStep(type: SocketType): boolean {
  return type === 'REQ' || type === 'REP';
}

/** Binds and connects, in the order of the program. */
export function opens(socket: Socket): readonly EndpointUse[] {
  return socket.endpoints.filter((use) => use.op === 'bind' || use.op === 'connect');
}

/** The evaluator did not see everything that may configure this socket, at some time. */
export function hidden(socket: Socket): boolean {
  return socket.unknowns.some(({ what }) => what === 'options' || what === 'escapes' || what === 'origin');
}

/**
 * What configures the socket before this bind or connect may be out of sight: nothing may be concluded from absence. What happens
 * certainly later is too late for the endpoint, whatever it is.
 */
export function hiddenAt(model: Model, socket: Socket, use: EndpointUse): boolean {
  return socket.unknowns.some(({ what, order }) => {
    if (what === 'origin') return true;
    if (what !== 'options' && what !== 'escapes') return false;
    const relation = compareOrder(order, use.order, model.tasks, socket.order);
    return relation === 'before' || relation === 'unordered';
  });
}
