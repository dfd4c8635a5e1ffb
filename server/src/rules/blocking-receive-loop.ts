/**
 * SLOW-13: work that blocks the thread, done for each message of a SUB or ROUTER. While it runs nothing is read: the queue fills to its
 * high-water mark, and what comes then is dropped by the publisher for a SUB, and waits at the peers for a ROUTER (e03).
 */
import type { Rule } from './rule';
import { perMessage } from './support/per-message';
import { exposureOfSocket, inprocOnly } from './support/reach';
import { code, kindOf } from './support/texts';

export const blockingReceiveLoop: Rule = {
  id: 'blocking-receive-loop',
  check(model, report) {
    if (!model.blocking) return;
    for (const socket of model.sockets) {
      if ((socket.type !== 'SUB' && socket.type !== 'ROUTER') || inprocOnly(socket)) continue;
      for (const call of model.blocking) {
        const where = perMessage(model, socket, call.order);
        // A pause in a branch waits for something: for the network after an error, for a first message.
        if (!where || (call.pause && !where.always)) continue;
        report({
          place: call.place,
          message: `${code(call.api)} blocks the thread for every message of this ${kindOf(socket)}: nothing is read meanwhile, and what does not fit into the queue is lost or waits at every peer. Hand the work to a worker behind a queue with a limit, or use the asynchronous call and await it.`,
          evidence: [{ place: where.place, message: 'once for every message' }],
          confidence: where.always ? 'high' : 'low',
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
        });
      }
    }
  },
};
