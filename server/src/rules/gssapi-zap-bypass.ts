/**
 * VULN-03: GSSAPI with a ZAP handler. libzmq 4.2.3 to 4.3.5, all that is released, ignores the handler's refusal; the fix is on the
 * master branch only (commit ba63f037).
 */
import type { Rule } from './rule';
import { given, gssapi, optionBefore } from './support/posture';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

export const gssapiZapBypass: Rule = {
  id: 'gssapi-zap-bypass',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        const { exposure } = reachOf(use);
        if (use.op !== 'bind' || exposure === 'inproc' || gssapi(model, socket, use) !== 'yes') continue;
        const domain = optionBefore(model, socket, 'ZAP_DOMAIN', use);
        const write = optionBefore(model, socket, 'GSSAPI_SERVER', use).writes.at(-1);
        if (!write || given(domain) !== 'yes') continue;
        report({
          place: write.place,
          message: `Up to libzmq 4.3.5 a client that the ZAP handler refuses is let in nevertheless when the mechanism is GSSAPI (${code(write.spelling)}). Use CURVE until a release has the fix.`,
          evidence: [endpointEvidence(use)],
          ...atEndpoint(socket, use),
          fixes: [],
        });
      }
    }
  },
};
