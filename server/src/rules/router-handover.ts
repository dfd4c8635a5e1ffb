/**
 * AUTH-10: ROUTER_HANDOVER where nobody is authenticated. Whoever connects under the routing id of another peer takes its place: the
 * attacker got "SECRET reply for alice" (e14).
 */
import type { Rule } from './rule';
import { authenticated, flag, optionBefore } from './support/posture';
import { reachOf } from './support/reach';
import { atEndpoint, replaceValue } from './support/report';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

export const routerHandover: Rule = {
  id: 'router-handover',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        if (use.op !== 'bind') continue;
        // In force at once, also for endpoints that are there (zmq_setsockopt(3)): a later write counts as well.
        const before = optionBefore(model, socket, 'ROUTER_HANDOVER', use);
        const writes = before.writes.length > 0 ? before.writes : socket.options.filter(isHandover);
        const write = writes.at(-1);
        if (!write || flag({ ...before, state: 'set', values: [write.value], writes }) !== 'yes') continue;
        const { exposure } = reachOf(use);
        if (exposure === 'inproc' || exposure === 'unknown' || authenticated(model, socket, use) !== 'no') continue;
        report({
          place: write.place,
          message: `${code(write.spelling)} gives a routing id to whoever claims it last, and nothing here checks who that is: an attacker takes over a peer's name and gets its replies. Leave it off, or authenticate peers with CURVE and a ZAP handler.`,
          evidence: [endpointEvidence(use)],
          ...atEndpoint(socket, use),
          fixes: replaceValue(write, false),
        });
      }
    }
  },
};

function isHandover(write: { readonly option: string }): boolean {
  return write.option === 'ROUTER_HANDOVER';
}
