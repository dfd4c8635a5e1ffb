/** AUTH-17: single frames of messages that may have more: the next receive gets the rest of the old message (e13, e18). */
import type { SocketType } from '../model/model';
import type { Rule } from './rule';
import { openBind } from './support/fatal';
import { perMessage } from './support/per-message';
import { reachOf } from './support/reach';
import { endpointEvidence } from './support/texts';

/** What comes to the others is one message per receive by their protocol, or all of it is read. */
const TYPES: ReadonlySet<SocketType> = new Set<SocketType>(['ROUTER', 'DEALER', 'SUB']);

export const ignoredFrames: Rule = {
  id: 'ignored-frames',
  check(model, report) {
    for (const socket of model.sockets) {
      if (!TYPES.has(socket.type) || socket.asksForMore) continue;
      const receives = socket.transfers.filter(({ op }) => op === 'receive');
      const first = receives.find(({ single, order }) => single && perMessage(model, socket, order));
      // A receive of all frames takes what is left.
      if (!first || receives.some(({ single }) => !single)) continue;
      const use = openBind(model, socket);
      if (!use) continue;
      const { exposure, confidence } = reachOf(use);
      report({
        place: first.place,
        message: `This gets one frame of a message, and nobody asks whether more follow: the next receive takes the rest for a message of its own. One message with a frame too many puts all that follow out of step; use recv_multipart and look at the number of frames.`,
        evidence: [endpointEvidence(use)],
        confidence,
        exposure,
        holder: socket.holder,
        socket: socket.id,
      });
    }
  },
};
