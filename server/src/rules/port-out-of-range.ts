/** AUTH-08: a port above 65535. libzmq takes the lower 16 bits: `tcp://*:99999` was bound at port 34463 (e20). */
import type { Rule } from './rule';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import { opens } from './support/sockets';
import { code } from './support/texts';

const HIGHEST = 65_535;

/** `1.2.3.4.5` is no address: that bind fails. */
const NUMBERS = /^[\d.]+$/;
const ADDRESS = /^\d+(\.\d+){3}$/;

export const portOutOfRange: Rule = {
  id: 'port-out-of-range',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        const { endpoint } = reachOf(use);
        if (use.op !== 'bind' || endpoint.rawScheme !== 'tcp' || (endpoint.port ?? 0) <= HIGHEST) continue;
        if (NUMBERS.test(endpoint.host ?? '') && !ADDRESS.test(endpoint.host ?? '')) continue;
        report({
          place: use.place,
          message: `There is no port above ${HIGHEST}: libzmq takes the lower 16 bits and ${code(endpoint.text)} opens port ${endpoint.port! % (HIGHEST + 1)}, which no firewall rule or review has in mind.`,
          evidence: [{ place: socket.createdName, message: 'the socket is made here' }],
          ...atEndpoint(socket, use),
          fixes: [],
        });
      }
    }
  },
};
