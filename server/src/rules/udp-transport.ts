/**
 * ENC-11: `udp://` with any released libzmq (the last is 4.3.5). It has no encryption, one datagram of three bytes ended the receiving
 * process in 5 of 6 runs, and sending 60 kB ended the sender in 3 of 3 (e28); the fixes are on the master branch only.
 */
import type { Rule } from './rule';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import { onlySends, opens } from './support/sockets';
import { code } from './support/texts';

export const udpTransport: Rule = {
  id: 'udp-transport',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        const { endpoint } = reachOf(use);
        if (endpoint.rawScheme !== 'udp') continue;
        const harm = onlySends(socket.type)
          ? 'a long message ends this process (up to libzmq 4.3.5)'
          : 'one malformed datagram can end this process (up to libzmq 4.3.5)';
        report({
          place: use.place,
          message: `${code(endpoint.text)} is neither encrypted nor authenticated, and ${harm}. Use tcp:// with CURVE.`,
          evidence: [{ place: socket.createdName, message: 'the socket is made here' }],
          ...atEndpoint(socket, use),
          fixes: [],
        });
      }
    }
  },
};
