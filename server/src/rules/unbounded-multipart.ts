/**
 * SIZE-13: the number of frames of a message has no limit, and nothing of it can be read before its last frame is there. One peer filled 358
 * MB with frames of 1000 bytes, under MAXMSGSIZE 1000 and RCVHWM 1 (e06). No option helps: only knowing the peers does.
 */
import type { SocketType } from '../model/model';
import type { Rule } from './rule';
import { openDoors } from './support/bare';
import { atEndpoint } from './support/report';
import { setCurve } from './support/security';
import { code } from './support/texts';

/** Those that take messages of several frames; the draft types take single ones. */
const MULTIPART: ReadonlySet<SocketType> = new Set<SocketType>([
  'SUB',
  'XSUB',
  'PULL',
  'REP',
  'REQ',
  'ROUTER',
  'DEALER',
  'PAIR',
]);

export const unboundedMultipart: Rule = {
  id: 'unbounded-multipart',
  check(model, report) {
    for (const socket of model.sockets) {
      const receive = socket.transfers.find(({ op }) => op === 'receive');
      if (!receive || !MULTIPART.has(socket.type)) continue;
      for (const { use, endpoint } of openDoors(model, socket))
        report({
          place: use.place,
          message: `Anybody at ${code(endpoint.text)} may send one message of endlessly many frames: libzmq keeps them all until the last one, and neither MAXMSGSIZE nor RCVHWM counts them. Authenticate the peers, and limit the memory of the process.`,
          evidence: [{ place: receive.place, message: 'sees a message when all of its frames are in memory' }],
          ...atEndpoint(socket, use),
          fixes: [setCurve(use)],
        });
    }
  },
};
