/**
 * AUTH-01: a CURVE server without anything in the program that answers ZAP. Then libzmq asks nobody and every client key is accepted
 * (e07, e33, e08). ZAP_ENFORCE_DOMAIN with a domain fails closed and is left alone; with an empty domain it is
 * `zap-enforce-empty-domain`.
 */
import { sometimes } from '../model/data';
import type { OptionIntent, Rule } from './rule';
import { flag, given, optionBefore } from './support/posture';
import { reachOf } from './support/reach';
import { causeOf } from './support/security';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';
import { HANDLER, mayHaveHandler } from './support/zap';

export const curveWithoutZap: Rule = {
  id: 'curve-without-zap',
  check(model, report) {
    // Absence is judged over the whole program or not at all.
    if (!model.complete || mayHaveHandler(model)) return;
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        const { exposure, confidence } = reachOf(use);
        if (exposure === 'inproc' || exposure === 'unknown') continue;
        const server = optionBefore(model, socket, 'CURVE_SERVER', use);
        const write = server.writes.at(-1);
        if (!write || flag(server) === 'no' || !server.values.some((value) => sometimes(value, Boolean))) continue;
        if (flag(optionBefore(model, socket, 'ZAP_ENFORCE_DOMAIN', use)) !== 'no') continue;
        const named = given(optionBefore(model, socket, 'ZAP_DOMAIN', use)) !== 'no';
        const options: OptionIntent[] = [{ option: 'ZAP_ENFORCE_DOMAIN', value: { literal: true } }];
        if (!named) options.unshift({ option: 'ZAP_DOMAIN', value: { literal: 'global' } });
        report({
          place: write.place,
          message: `${code(write.spelling)} encrypts, but no ZAP handler of this program checks the clients' keys: anybody with a key of his own is let in. Bind a handler at ${code(HANDLER)} and enforce a ZAP domain.`,
          evidence: [endpointEvidence(use)],
          confidence: flag(server) === 'yes' ? confidence : 'medium',
          exposure,
          cause: causeOf(use),
          holder: socket.holder,
          socket: socket.id,
          fixes: [{ kind: 'set-options', socket: socket.id, before: use, options }],
        });
      }
    }
  },
};
