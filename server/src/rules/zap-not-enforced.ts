/**
 * AUTH-06: a CURVE server whose ZAP handler is there but not required. When the handler's socket is closed or collected, libzmq asks
 * nobody and lets every key in (e34). ZAP_ENFORCE_DOMAIN with a domain turns that round.
 */
import type { Rule, OptionIntent } from './rule';
import { flag, given, optionBefore } from './support/posture';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import { lateSecurity } from './support/security';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';
import { handlersOf } from './support/zap';

export const zapNotEnforced: Rule = {
  id: 'zap-not-enforced',
  check(model, report) {
    const [handler] = handlersOf(model);
    // Without one it is `curve-without-zap`.
    if (!handler) return;
    for (const socket of model.sockets) {
      // Where it cannot be set, the process has to end with its handler: nothing here shows whether it does.
      if (socket.lacks?.includes('ZAP_ENFORCE_DOMAIN')) continue;
      const late = new Set(lateSecurity(model, socket).map(({ use }) => use));
      for (const use of opens(socket)) {
        const { exposure } = reachOf(use);
        if (exposure !== 'remote' || late.has(use)) continue;
        const server = optionBefore(model, socket, 'CURVE_SERVER', use);
        const write = server.writes.at(-1);
        if (!write || flag(server) !== 'yes') continue;
        if (flag(optionBefore(model, socket, 'ZAP_ENFORCE_DOMAIN', use)) !== 'no') continue;
        const named = given(optionBefore(model, socket, 'ZAP_DOMAIN', use)) !== 'no';
        const options: OptionIntent[] = [{ option: 'ZAP_ENFORCE_DOMAIN', value: { literal: true } }];
        if (!named) options.unshift({ option: 'ZAP_DOMAIN', value: { literal: 'global' } });
        report({
          place: write.place,
          message: `When its ZAP handler ends, for whatever reason, every key is let in: ${code(write.spelling)} alone does not require one. Enforce a ZAP domain, and end the process when the handler fails.`,
          evidence: [endpointEvidence(use), { place: handler.bind.place, message: 'the handler' }],
          ...atEndpoint(socket, use),
          fixes: [{ kind: 'set-options', socket: socket.id, before: use, options }],
        });
      }
    }
  },
};
