/**
 * AUTH-01: a CURVE server without anything in the program that answers ZAP. Then libzmq asks nobody and every client key is accepted
 * (e07, e33, e08). ZAP_ENFORCE_DOMAIN with a domain fails closed and is left alone; with an empty domain it is
 * `zap-enforce-empty-domain`.
 */
import { sometimes, alternatives } from '../model/data';
import { endpointsOf } from '../model/endpoint';
import type { Model } from '../model/model';
import type { OptionIntent, Rule } from './rule';
import { flag, given, optionBefore } from './support/posture';
import { reachOf } from './support/reach';
import { causeOf } from './support/security';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

/** The address at which libzmq looks for a handler (RFC 27/ZAP). */
const HANDLER = 'inproc://zeromq.zap.01';

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

/** Some socket is, or may be, the ZAP handler; or somebody out of sight got a context to run one in. */
function mayHaveHandler(model: Model): boolean {
  if (model.contexts.some((context) => context.escapes)) return true;
  return model.sockets.some((socket) => {
    const may =
      socket.type === 'REP' || socket.type === 'ROUTER' || socket.type === 'DEALER' || socket.type === 'unknown';
    return (
      may &&
      socket.endpoints.some(
        (use) =>
          use.op === 'bind' &&
          (namesHandler(use.value) || endpointsOf(use.value).some((one) => one.exposure === 'unknown')),
      )
    );
  });
}

/** The handler's address, whole or as far as it is known. */
function namesHandler(value: Parameters<typeof alternatives>[0]): boolean {
  return endpointsOf(value).some(
    ({ text }) => text === HANDLER || (text.includes('…') && HANDLER.startsWith(text.slice(0, text.indexOf('…')))),
  );
}
