/** SIZE-15: a receive into a buffer gives the length of the message, also of what did not fit: 1000 for 16 bytes (e35). */
import type { Rule } from './rule';
import { exposureOfSocket } from './support/reach';

export const truncatedReceive: Rule = {
  id: 'truncated-receive',
  check(model, report) {
    // Which comparison is of which receive is not followed.
    if (model.lengthChecks) return;
    for (const socket of model.sockets) {
      // A limit may be what makes every message fit.
      if (socket.options.some(({ option }) => option === 'MAXMSGSIZE')) continue;
      for (const { cuts, place } of socket.transfers) {
        if (!cuts) continue;
        report({
          place,
          message:
            'A message that is longer than the buffer is cut off without an error, and the result is the length of the whole message. Compare it with the length of the buffer.',
          evidence: [],
          confidence: 'high',
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
        });
      }
    }
  },
};
