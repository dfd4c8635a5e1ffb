/** SIZE-15: a receive into a buffer gives the length of the message, also of what did not fit: 1000 for 16 bytes (e35). */
import type { Rule } from './rule';
import { exposureOfSocket } from './support/reach';

export const truncatedReceive: Rule = {
  id: 'truncated-receive',
  check(model, report) {
    const of = (wanted: 'cuts' | 'compared'): ReadonlySet<number> =>
      new Set(model.lengthUses?.flatMap(({ how, transfers }) => (how === wanted ? transfers : [])));
    const [cut, compared] = [of('cuts'), of('compared')];
    if (cut.size === 0) return;
    for (const socket of model.sockets) {
      // A limit may be what makes every message fit.
      if (socket.options.some(({ option }) => option === 'MAXMSGSIZE')) continue;
      for (const { id, cuts, place } of socket.transfers) {
        if (!cuts || !cut.has(id) || compared.has(id)) continue;
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
