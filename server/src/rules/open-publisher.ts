/**
 * AUTH-23: a publisher bound where other machines can reach it keeps every subscription of every peer. 200 000 of them from one raw peer took
 * it from 17 to 600 MB (e14); no option limits their number, and nobody was asked who they are.
 */
import type { Rule } from './rule';
import { openDoors } from './support/bare';
import { atEndpoint } from './support/report';
import { setCurve } from './support/security';
import { code } from './support/texts';

export const openPublisher: Rule = {
  id: 'open-publisher',
  check(model, report) {
    for (const socket of model.sockets) {
      if (socket.type !== 'PUB' && socket.type !== 'XPUB') continue;
      for (const { use, endpoint } of openDoors(model, socket))
        report({
          place: use.place,
          message: `Anybody at ${code(endpoint.text)} may subscribe, as often as they like: this ${socket.type} keeps every subscription in memory, without a limit. Use CURVE with a ZAP handler and an enforced domain, or bind to loopback.`,
          evidence: [],
          ...atEndpoint(socket, use),
          fixes: [setCurve(use)],
        });
    }
  },
};
