/**
 * SLOW-06: a REQ that waits for its reply with no end. When the server dies between request and reply it waits for ever, although the
 * connection comes back (e25: still pending after 2.5 s), and it can send nothing else meanwhile. Where a handler gets the replies, nothing
 * stands still; what is sent from then on is queued and never leaves (e53: 100 of 100 requests).
 */
import type { Model, Settled, Socket, Transfer } from '../model/model';
import type { OptionName } from '../model/options';
import type { Rule } from './rule';
import { indexOf } from './support/index-of';
import { inprocOnly } from './support/reach';
import { aboutSocket, setBefore } from './support/report';
import { hidden, opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

/** Milliseconds. */
const PATIENCE = 5000;

/** Either ends the wait, or makes it possible to go on without its end. */
const ENDS: readonly OptionName[] = ['RCVTIMEO', 'REQ_RELAXED'];

/** Somebody waits for it, and for nothing beside it. */
const WAITED: ReadonlySet<Settled> = new Set<Settled>(['sync', 'awaited', 'returned']);

export const endlessWaitForReply: Rule = {
  id: 'endless-wait-for-reply',
  check(model, report) {
    for (const socket of model.sockets) {
      const [use] = opens(socket);
      if (socket.type !== 'REQ' || !use || inprocOnly(socket) || hidden(socket) || decided(model, socket)) continue;
      const wait = socket.transfers.find((one) => waits(model, socket, one));
      const handler = wait ?? socket.transfers.find((one) => handles(model, socket, one));
      if (!handler) continue;
      report({
        place: handler.place,
        message: wait
          ? `${code('REQ')} waits here for its reply without an end: if the server dies after the request, none will come, and nothing else can be sent. Set RCVTIMEO and start anew when it is over, or poll before.`
          : `${code('REQ')} gets its replies here, however long they take: if the server dies after a request, none will come, and whatever is sent later stays in the queue. Close the socket when a reply is late, and make another one.`,
        evidence: [endpointEvidence(use)],
        ...aboutSocket(socket),
        fixes: wait ? setBefore(use, { RCVTIMEO: PATIENCE }) : [],
      });
    }
  },
};

function decided(model: Model, socket: Socket): boolean {
  return (
    socket.options.some(({ option }) => ENDS.includes(option)) ||
    model.ignored.some(
      (write) => write.socket === socket.id && write.meant !== undefined && ENDS.includes(write.meant),
    ) ||
    (model.polls ?? []).some(({ sockets }) => sockets.includes(socket.id))
  );
}

/** A function gets the replies to what is sent. A close that only a reply brings about ends nothing. */
function handles(model: Model, socket: Socket, { op, continuous }: Transfer): boolean {
  const { task: tasks } = indexOf(model);
  const replies = model.tasks.filter(({ kind, socket: of }) => kind === 'message' && of === socket.id);
  return (
    op === 'receive' &&
    continuous &&
    !socket.leaves &&
    replies.length > 0 &&
    socket.transfers.some((one) => one.op === 'send') &&
    socket.closes.every(({ order }) => tasks.get(order.task)?.socket === socket.id)
  );
}

/** Whoever closes the socket beside the wait (a timer, a signal) ends it. */
function waits(model: Model, socket: Socket, { op, settled, continuous, polls, order }: Transfer): boolean {
  return (
    op === 'receive' &&
    !continuous &&
    !polls &&
    WAITED.has(settled) &&
    !socket.closes.some((close) => close.order.task !== order.task)
  );
}
