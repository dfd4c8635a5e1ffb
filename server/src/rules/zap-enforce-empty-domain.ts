/**
 * AUTH-04: ZAP_ENFORCE_DOMAIN with an empty domain takes ZAP out of the way: under CURVE the handler is not asked and every client is
 * let in (e07, e33), under PLAIN the process aborts at the first connection (e07b).
 */
import type { EndpointUse, Model, OptionWrite, Socket } from '../model/model';
import type { FixIntent, Rule } from './rule';
import { flag, given, optionBefore } from './support/posture';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import { lateSecurity } from './support/security';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

export const zapEnforceEmptyDomain: Rule = {
  id: 'zap-enforce-empty-domain',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        const { exposure } = reachOf(use);
        if (exposure === 'inproc') continue;
        const enforce = optionBefore(model, socket, 'ZAP_ENFORCE_DOMAIN', use);
        const write = enforce.writes.at(-1);
        if (!write || flag(enforce) !== 'yes') continue;
        if (given(optionBefore(model, socket, 'ZAP_DOMAIN', use)) !== 'no' || comesLate(model, socket, use)) continue;
        report({
          place: write.place,
          message: `${code(write.spelling)} is on but the ZAP domain is empty, and then the ZAP handler is not asked at all: every client is let in. Set a domain before the ${use.op}.`,
          evidence: [endpointEvidence(use)],
          ...atEndpoint(socket, use),
          fixes: [fix(model, socket, use, write)],
        });
      }
    }
  },
};

/** The domain is there, but after the endpoint: `security-after-bind` says so. */
function comesLate(model: Model, socket: Socket, use: EndpointUse): boolean {
  return lateSecurity(model, socket).some(
    (late) => late.use === use && late.writes.some((one) => one.option === 'ZAP_DOMAIN'),
  );
}

function fix(model: Model, socket: Socket, use: EndpointUse, enforce: OptionWrite): FixIntent {
  const empty = optionBefore(model, socket, 'ZAP_DOMAIN', use).writes.at(-1);
  if (empty?.valuePlace)
    return { kind: 'replace-value', place: empty.valuePlace, value: 'global', option: 'ZAP_DOMAIN' };
  return {
    kind: 'set-options',
    socket: socket.id,
    before: use,
    beforeWrite: enforce,
    options: [{ option: 'ZAP_DOMAIN', value: { literal: 'global' } }],
  };
}
