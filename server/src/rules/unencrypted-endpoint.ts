/**
 * ENC-01: a bind or connect that other machines can reach, without CURVE or GSSAPI in force. NULL and PLAIN show payload (and PLAIN
 * the password) on the wire (e19). Silent where options may have been set out of sight, and where they exist but come too late:
 * that is `security-after-bind`.
 */
import type { EndpointUse, Model, Socket } from '../model/model';
import { encrypted, plain } from './support/posture';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import type { Report, Rule } from './rule';
import { hasMechanisms, lateSecurity, setCurve } from './support/security';
import { opens } from './support/sockets';
import { code, kindOf } from './support/texts';

/** Transports that leave the machine in the clear. wss is TLS; vmci, vsock and hyperv stay between host and guest. */
const NETWORK: ReadonlySet<string> = new Set(['tcp', 'ws', 'udp', 'pgm', 'epgm', 'norm', 'tipc']);

export const unencryptedEndpoint: Rule = {
  id: 'unencrypted-endpoint',
  check(model, report) {
    for (const socket of model.sockets) {
      const late = new Set(lateSecurity(model, socket).map(({ use }) => use));
      for (const use of opens(socket)) {
        const found = late.has(use) ? undefined : check(model, socket, use);
        if (found) report(found);
      }
    }
  },
};

function check(model: Model, socket: Socket, use: EndpointUse): Report | undefined {
  const { exposure, endpoint } = reachOf(use);
  // A scheme in capitals is no transport at all: `not-a-transport`.
  if (exposure !== 'remote' || endpoint.scheme !== endpoint.rawScheme || !NETWORK.has(endpoint.scheme ?? ''))
    return undefined;
  if (encrypted(model, socket, use) !== 'no') return undefined;
  const mechanisms = hasMechanisms(socket, endpoint.scheme ?? '');
  const password = plain(model, socket, use) !== 'no';
  const what = endpoint.assumed ? 'may be another machine' : 'is reachable from other machines';
  const why = password
    ? 'PLAIN sends the password and every message in clear text'
    : 'every message crosses the network in clear text';
  const todo = mechanisms
    ? `Set the CURVE options before this ${use.op}.`
    : 'ZeroMQ has no encryption for this kind of endpoint: use tcp:// with CURVE, or a tunnel.';
  return {
    place: use.place,
    message: `${code(endpoint.text)} ${what} and this ${kindOf(socket)} has no encryption: ${why}. ${todo}`,
    evidence: [{ place: socket.createdName, message: 'the socket is made here' }],
    ...atEndpoint(socket, use),
    fixes: mechanisms && !password ? [setCurve(use)] : [],
  };
}
