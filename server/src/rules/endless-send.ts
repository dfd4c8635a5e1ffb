/**
 * SLOW-08: whoever serves a request sends something on with no limit of time. A blocking send to a PUSH without a peer did not return (e35);
 * with SNDTIMEO it raised after that time. Until it returns nobody is served.
 */
import type { Model, Socket, Transfer } from '../model/model';
import type { Evidence, Rule } from './rule';
import { inprocOnly } from './support/reach';
import { aboutSocket, setBefore } from './support/report';
import { indexOf } from './support/index-of';
import { tasksOf } from './support/repetition';
import { hidden, mayWaitToSend, opens } from './support/sockets';
import { code } from './support/texts';

/** Milliseconds. */
const PATIENCE = 1000;

export const endlessSend: Rule = {
  id: 'endless-send',
  check(model, report) {
    for (const socket of model.sockets) {
      const [use] = opens(socket);
      if (!use || !mayWaitToSend(socket.type) || socket.type === 'REQ' || inprocOnly(socket) || hidden(socket))
        continue;
      if (socket.options.some(({ option }) => option === 'SNDTIMEO')) continue;
      if ((model.polls ?? []).some(({ sockets }) => sockets.includes(socket.id))) continue;
      for (const send of socket.transfers) {
        const waiting = send.op === 'send' && send.blocks ? served(model, socket, send) : undefined;
        if (!waiting) continue;
        report({
          place: send.place,
          message: `${code(socket.type)} without a peer, or with a full queue, does not return from here, and whoever asked waits with it. Set SNDTIMEO, and answer what to do when it is over.`,
          evidence: [waiting],
          ...aboutSocket(socket),
          fixes: setBefore(use, { SNDTIMEO: PATIENCE }),
        });
      }
    }
  },
};

/** Somebody waits for an answer while this is sent: a request of an HTTP server, or the loop of a REP or ROUTER. */
function served(model: Model, socket: Socket, { order }: Transfer): Evidence | undefined {
  const request = tasksOf(model, order, socket.order).find(({ kind }) => kind === 'request');
  if (request) return { place: request.place, message: 'serves a request' };
  const { socket: sockets, loop: loops } = indexOf(model);
  for (const id of order.loops) {
    const asked = sockets.get(loops.get(id)?.socket ?? -1);
    const receive = asked?.transfers.find(({ op }) => op === 'receive');
    if (asked && asked !== socket && receive && (asked.type === 'REP' || asked.type === 'ROUTER'))
      return { place: receive.place, message: 'serves those who asked here' };
  }
  return undefined;
}
