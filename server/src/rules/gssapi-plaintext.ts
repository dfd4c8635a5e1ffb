/** ENC-08: GSSAPI_PLAINTEXT switches the encryption of GSSAPI off (zmq_gssapi(7)): peers are known, messages are clear text. */
import type { Rule } from './rule';
import { flag, optionBefore } from './support/posture';
import { reachOf } from './support/reach';
import { atEndpoint, replaceValue } from './support/report';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

export const gssapiPlaintext: Rule = {
  id: 'gssapi-plaintext',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        const { exposure } = reachOf(use);
        const state = optionBefore(model, socket, 'GSSAPI_PLAINTEXT', use);
        const write = state.writes.at(-1);
        if (exposure === 'inproc' || !write || flag(state) !== 'yes') continue;
        report({
          place: write.place,
          message: `${code(write.spelling)} switches the encryption of GSSAPI off: every message is clear text, and can be changed on the way. Leave it off.`,
          evidence: [endpointEvidence(use)],
          ...atEndpoint(socket, use),
          fixes: replaceValue(write, false),
        });
      }
    }
  },
};
