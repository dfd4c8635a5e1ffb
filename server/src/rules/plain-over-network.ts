/** ENC-05: PLAIN beyond the own machine. Password and payload were readable on the wire (e19). */
import type { OptionName } from '../model/options';
import type { Rule } from './rule';
import { encrypted, optionBefore, plain } from './support/posture';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import { hasMechanisms } from './support/security';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

const SWITCHES: readonly OptionName[] = ['PLAIN_SERVER', 'PLAIN_USERNAME'];

export const plainOverNetwork: Rule = {
  id: 'plain-over-network',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        const { exposure, endpoint } = reachOf(use);
        if (exposure !== 'remote' || endpoint.scheme !== endpoint.rawScheme) continue;
        if (!hasMechanisms(socket, endpoint.scheme ?? '')) continue;
        if (plain(model, socket, use) !== 'yes' || encrypted(model, socket, use) !== 'no') continue;
        const write = SWITCHES.flatMap((option) => optionBefore(model, socket, option, use).writes).at(-1);
        if (!write) continue;
        report({
          place: write.place,
          message: `PLAIN sends the password and every message in clear text to ${code(endpoint.text)}: who listens on the way has both. Use CURVE, which needs no password.`,
          evidence: [endpointEvidence(use)],
          ...atEndpoint(socket, use),
          fixes: [],
        });
      }
    }
  },
};
