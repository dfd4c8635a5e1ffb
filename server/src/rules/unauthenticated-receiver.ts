/**
 * AUTH-09: a socket that receives, bound where other machines can reach it, that asks nobody who they are. NULL admits every peer,
 * also one that speaks ZMTP 1.0 (e14, e30, e35). A binding PUB, XPUB or PUSH is not reported (policy).
 */
import type { EndpointUse, Model, Socket } from '../model/model';
import type { Evidence, Report, Rule } from './rule';
import { authenticated } from './support/posture';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import { hasMechanisms, lateSecurity, setCurve } from './support/security';
import { opens, receives } from './support/sockets';
import { code } from './support/texts';

export const unauthenticatedReceiver: Rule = {
  id: 'unauthenticated-receiver',
  check(model, report) {
    for (const socket of model.sockets) {
      if (!receives(socket.type)) continue;
      const late = new Set(lateSecurity(model, socket).map(({ use }) => use));
      for (const use of opens(socket)) {
        const found = use.op !== 'bind' || late.has(use) ? undefined : check(model, socket, use);
        if (found) report(found);
      }
    }
  },
};

function check(model: Model, socket: Socket, use: EndpointUse): Report | undefined {
  const { exposure, endpoint } = reachOf(use);
  // What is no transport does not bind: `not-a-transport`.
  if (
    exposure !== 'remote' ||
    (endpoint.rawScheme !== 'tcp' && endpoint.rawScheme !== 'ws' && endpoint.rawScheme !== 'udp')
  )
    return undefined;
  if (authenticated(model, socket, use) !== 'no') return undefined;
  const mechanisms = hasMechanisms(socket, endpoint.scheme ?? '');
  const todo = mechanisms
    ? 'Use CURVE with a ZAP handler and an enforced domain, or bind to loopback.'
    : 'Bind it to loopback, or admit peers in front of it.';
  return {
    place: use.place,
    message: `Every machine that reaches ${code(endpoint.text)} may send to this ${socket.type} socket: it asks nobody who they are. ${todo}`,
    evidence: receipt(socket),
    ...atEndpoint(socket, use),
    fixes: mechanisms ? [setCurve(use)] : [],
  };
}

function receipt(socket: Socket): readonly Evidence[] {
  const first = socket.transfers.find((one) => one.op === 'receive');
  return first ? [{ place: first.place, message: 'what they send arrives here' }] : [];
}
