/**
 * HWM-07: a ROUTER without MANDATORY that sends to a name it kept, or wrote down. Whether the peer is still there, or reads, it does not learn:
 * of 20 000 such sends 755 arrived, and none to a name that nobody had (e03). The answer to whoever just asked is another matter.
 */
import { alternatives, taintOf, type Data } from '../model/data';
import type { Model, Socket, Transfer } from '../model/model';
import type { Evidence, Rule } from './rule';
import { indexOf } from './support/index-of';
import { inprocOnly } from './support/reach';
import { aboutSocket, setBefore } from './support/report';
import { hidden, opens } from './support/sockets';
import { code } from './support/texts';

export const unroutableSend: Rule = {
  id: 'unroutable-send',
  check(model, report) {
    for (const socket of model.sockets) {
      const [use] = opens(socket);
      if (socket.type !== 'ROUTER' || !use || inprocOnly(socket) || hidden(socket)) continue;
      // It takes effect at once, whenever it is set (e05).
      if (socket.options.some(({ option }) => option === 'ROUTER_MANDATORY')) continue;
      if (model.ignored.some(({ socket: of, meant }) => of === socket.id && meant === 'ROUTER_MANDATORY')) continue;
      for (const send of socket.transfers) {
        const name = send.op === 'send' && send.frames && send.frames.length > 1 ? send.frames[0] : undefined;
        const kept = name && keptName(model, socket, send, name);
        if (!kept) continue;
        report({
          place: send.place,
          message: `${code('ROUTER')} drops this in silence when the peer with that name is gone, or does not read. Set ROUTER_MANDATORY, and handle EHOSTUNREACH and EAGAIN.`,
          evidence: kept,
          ...aboutSocket(socket),
          fixes: setBefore(use, { ROUTER_MANDATORY: true }),
        });
      }
    }
  },
};

/** A name that does not come with the message that is being handled; undefined also where that is not known. */
function keptName(model: Model, socket: Socket, send: Transfer, name: Data): readonly Evidence[] | undefined {
  if (alternatives(name).every((one) => one.kind === 'const' && typeof one.value === 'string' && one.value !== ''))
    return [];
  const ids = taintOf(name);
  const own = socket.transfers.filter(({ id, op }) => op === 'receive' && ids.includes(id));
  if (own.length === 0 || own.length < ids.length) return undefined;
  const handled = handling(model, send);
  return handled && handled !== socket ? [{ place: own[0]!.place, message: 'the name came from here' }] : undefined;
}

/** The socket whose message is being handled: of the receives before the send, in its task, the last one. */
function handling(model: Model, { order }: Transfer): Socket | undefined {
  let last: { readonly seq: number; readonly socket: Socket } | undefined;
  for (const socket of model.sockets)
    for (const one of socket.transfers) {
      const { seq, task, arms } = one.order;
      if (one.op !== 'receive' || task !== order.task || seq > order.seq || seq < (last?.seq ?? 0)) continue;
      const same = arms.every(([branch, arm], i) => order.arms[i]?.[0] === branch && order.arms[i]?.[1] === arm);
      if (same) last = { seq, socket };
    }
  const started = indexOf(model).task.get(order.task);
  return last?.socket ?? (started?.socket === undefined ? undefined : indexOf(model).socket.get(started.socket));
}
