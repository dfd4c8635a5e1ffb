/** AUTH-11: rights by a routing id. The peer chooses it: `i-am-admin` was accepted with any CURVE key (e24). */
import { ROUTING_ID } from '../model/data';
import type { Rule } from './rule';
import { exposureOfSocket, worst } from './support/reach';
import { sourcesFrom } from './support/sinks';

export const routingIdAsIdentity: Rule = {
  id: 'routing-id-as-identity',
  check(model, report) {
    for (const { place, transfers, how } of model.decisions ?? []) {
      const sources = sourcesFrom(model, transfers);
      const [source] = sources;
      if (!source) continue;
      const what = how === 'compared' ? 'is compared with a name' : 'is looked up among names';
      report({
        place,
        message: `This ${ROUTING_ID} ${what}, as if it said who is there: every peer chooses its own, whatever its key. Decide by the User-Id that the ZAP handler returned, or by a signed field of the message.`,
        evidence: sources.map(({ transfer }) => ({ place: transfer.place, message: 'received here' })),
        confidence: 'high',
        exposure: worst(sources.map(({ socket }) => exposureOfSocket(socket))),
        holder: source.socket.holder,
        socket: source.socket.id,
      });
    }
  },
};
