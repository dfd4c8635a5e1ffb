/**
 * AUTH-07: a PLAIN server without a ZAP handler on libzmq before 4.2.3, which zeromq.js 5 brings (4.2.2): a wrong password was
 * accepted (e08). From 4.2.3 on it fails closed.
 */
import semver from 'semver';
import type { Rule } from './rule';
import { flag, optionBefore } from './support/posture';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';
import { HANDLER, mayHaveHandler } from './support/zap';

const FAILS_CLOSED = '4.2.3';

export const plainWithoutZap: Rule = {
  id: 'plain-without-zap',
  check(model, report) {
    if (!model.complete || mayHaveHandler(model)) return;
    for (const socket of model.sockets) {
      if (socket.libzmq === undefined || !semver.lt(socket.libzmq, FAILS_CLOSED)) continue;
      for (const use of opens(socket)) {
        const { exposure } = reachOf(use);
        if (exposure === 'inproc' || exposure === 'unknown') continue;
        const server = optionBefore(model, socket, 'PLAIN_SERVER', use);
        const write = server.writes.at(-1);
        if (!write || flag(server) !== 'yes') continue;
        report({
          place: write.place,
          message: `libzmq ${socket.libzmq} accepts any password here: no ZAP handler of this program checks it. Bind one at ${code(HANDLER)} before the server, and move to zeromq 6.`,
          evidence: [endpointEvidence(use)],
          ...atEndpoint(socket, use),
          fixes: [],
        });
      }
    }
  },
};
