/**
 * VULN-04: a socket without a mechanism takes peers that speak ZMTP 1.0, of 2009: no greeting, no mechanism, and a decoder of its own, in which
 * holes were found (CVE-2021-20235, libzmq #1488). CURVE refuses them, and so does NULL with a ZAP domain (e35).
 */
import type { Rule } from './rule';
import { openDoors } from './support/bare';
import { atEndpoint } from './support/report';
import { setCurve } from './support/security';
import { code } from './support/texts';

/** They are younger than ZMTP 1.0, and what they do with such peers was not tried. */
const DRAFTS: ReadonlySet<string> = new Set([
  'SERVER',
  'CLIENT',
  'RADIO',
  'DISH',
  'GATHER',
  'SCATTER',
  'PEER',
  'CHANNEL',
]);

export const oldProtocolPeers: Rule = {
  id: 'old-protocol-peers',
  check(model, report) {
    for (const socket of model.sockets) {
      if (DRAFTS.has(socket.type)) continue;
      for (const { use, endpoint } of openDoors(model, socket)) {
        // ws has a handshake of its own.
        if (endpoint.rawScheme !== 'tcp') continue;
        report({
          place: use.place,
          message: `${code(endpoint.text)} takes peers that speak ZMTP 1.0, whose decoder is libzmq's oldest and had its holes. A mechanism refuses them, and so does a ZAP domain.`,
          evidence: [],
          ...atEndpoint(socket, use),
          fixes: [setCurve(use)],
        });
      }
    }
  },
};
