/**
 * CONN-06: a socket that connects and disconnects, or binds and unbinds, in every round of a loop. With linger 0 none of 88 501 messages sent that way
 * arrived, at a peer that accepted 207 connections; over one connection all 54 501 did. A bind that follows an unbind throws in the second round (e56).
 */
import type { EndpointUse, Loop, Model, Order, Place, Socket } from '../model/model';
import { unconditionalFor } from '../model/order';
import type { Rule } from './rule';
import { reachOf } from './support/reach';
import { loopsOf, tasksOf } from './support/repetition';
import { aboutSocket } from './support/report';
import { kindOf } from './support/texts';

const UNDOES = { connect: 'disconnect', bind: 'unbind' } as const;

export const connectionChurn: Rule = {
  id: 'connection-churn',
  check(model, report) {
    for (const socket of model.sockets)
      for (const { opened, closed, often } of pairs(model, socket))
        report({
          place: opened.call,
          message:
            opened.op === 'connect'
              ? `For ${often.text} this ${kindOf(socket)} connects and disconnects: a connection and a handshake at the peer each time, and what it sends arrives late or never. Connect once, and keep the connection.`
              : `For ${often.text} this ${kindOf(socket)} binds and unbinds: the port is not free yet when it binds again, which throws, and every peer has to connect anew. Bind once.`,
          evidence: [
            { place: closed.call, message: opened.op === 'connect' ? 'disconnects here' : 'unbinds here' },
            { place: often.place, message: `once for ${often.text}` },
          ],
          ...aboutSocket(socket),
        });
  },
};

interface Often {
  readonly text: string;
  readonly place: Place;
}

interface Pair {
  readonly opened: EndpointUse;
  readonly closed: EndpointUse;
  readonly often: Often;
}

function pairs(model: Model, socket: Socket): readonly Pair[] {
  if (socket.endpoints.length < 2) return [];
  return socket.endpoints.flatMap((opened) => {
    if (opened.op !== 'connect' && opened.op !== 'bind') return [];
    if (reachOf(opened).exposure === 'inproc') return [];
    const closed = socket.endpoints.find(
      (one) => one.op === UNDOES[opened.op as 'bind' | 'connect'] && undoes(one, opened),
    );
    const often = closed && everyTime(model, socket, opened.order, closed.order);
    return closed && often ? [{ opened, closed, often }] : [];
  });
}

/** The same endpoint, later in the same round, and in no branch of its own. */
function undoes(closed: EndpointUse, opened: EndpointUse): boolean {
  return (
    closed.insteadOf === undefined &&
    closed.order.task === opened.order.task &&
    closed.order.seq > opened.order.seq &&
    unconditionalFor(closed.order, opened.order) &&
    JSON.stringify(closed.value) === JSON.stringify(opened.value)
  );
}

/** What makes both happen again and again while the socket lives, with nothing in between that may be a pause. */
function everyTime(model: Model, socket: Socket, opened: Order, closed: Order): Often | undefined {
  const loop = loopsOf(model, opened, socket.order).findLast(({ id }) => closed.loops.includes(id));
  if (loop) {
    if ((loop.socket === undefined && !loop.endless) || pauses(model, loop, opened.task)) return undefined;
    return { text: loop.socket === undefined ? 'every round of an endless loop' : 'every message', place: loop.place };
  }
  const task = tasksOf(model, opened, socket.order).find(({ kind, repeats }) => repeats && kind !== 'callback');
  if (task?.kind === 'message') return { text: 'every message', place: task.place };
  return task?.kind === 'request' ? { text: 'every request', place: task.place } : undefined;
}

/** A round may wait for something other than the sockets: it sleeps, looks for messages with a time-out, or calls what nobody here knows. */
function pauses(model: Model, { id }: Loop, task: number): boolean {
  const inside = ({ loops }: Order): boolean => loops.includes(id);
  if (model.unfollowed?.some(inside)) return true;
  if (model.blocking?.some(({ order }) => inside(order)) || model.polls?.some(({ order }) => inside(order)))
    return true;
  return !waitsForSockets(model, task, inside);
}

/** Whatever is awaited there is a transfer, a bind or an unbind: one of them comes right before each wait. */
function waitsForSockets(model: Model, task: number, inside: (order: Order) => boolean): boolean {
  const own: number[] = [];
  for (const { transfers, endpoints } of model.sockets) {
    for (const one of transfers) if (one.async && inside(one.order)) own.push(one.order.seq);
    for (const one of endpoints) if (one.settled !== 'sync' && inside(one.order)) own.push(one.order.seq);
  }
  let last = -1;
  for (const wait of model.waits) {
    if (!inside(wait)) continue;
    if (wait.task !== task || !own.some((seq) => seq > last && seq < wait.seq)) return false;
    last = wait.seq;
  }
  return true;
}
