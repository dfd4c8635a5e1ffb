/**
 * SLOW-06: a REQ that waits for its reply with no end. When the server dies between request and reply it waits for ever, although the
 * connection comes back (e25: still pending after 2.5 s), and it can send nothing else meanwhile.
 */
import type { Model, Settled, Socket, Transfer } from '../model/model';
import type { OptionName } from '../model/options';
import type { Rule } from './rule';
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
      if (!wait) continue;
      report({
        place: wait.place,
        message: `${code('REQ')} waits here for its reply without an end: if the server dies after the request, none will come, and nothing else can be sent. Set RCVTIMEO and start anew when it is over, or poll before.`,
        evidence: [endpointEvidence(use)],
        ...aboutSocket(socket),
        fixes: setBefore(use, { RCVTIMEO: PATIENCE }),
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
