/** VULN-05: pgm and norm end the whole process when an address is in use (e01). A note: what runs long should know. */
import type { Rule } from './rule';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import { opens } from './support/sockets';
import { code } from './support/texts';

const FRAGILE: ReadonlySet<string> = new Set(['pgm', 'epgm', 'norm']);

export const fragileMulticast: Rule = {
  id: 'fragile-multicast',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        const { endpoint } = reachOf(use);
        if (!FRAGILE.has(endpoint.rawScheme ?? '')) continue;
        report({
          place: use.place,
          message: `${code(endpoint.text)}: when the address is in use, libzmq ends the whole process instead of returning an error. Let a supervisor restart it, or use tcp://.`,
          evidence: [{ place: socket.createdName, message: 'the socket is made here' }],
          ...atEndpoint(socket, use),
          fixes: [],
        });
      }
    }
  },
};
