/**
 * AUTH-20: a received address in bind or connect. A bind to `ipc://` replaces the file of that name (e40); a connect goes wherever the
 * sender wants, and what comes back from there is believed.
 */
import { alternatives, taintOf, type Data } from '../model/data';
import type { Rule } from './rule';
import { exposureOfSocket, worst } from './support/reach';
import { sourcesFrom } from './support/sinks';

/** Scheme and host are the program's: only the port comes from outside. */
const HOST_IS_FIXED = /^(tcp|ws|wss|udp):\/\/[^:/]+:|^inproc:\/\//;

export const endpointFromMessage: Rule = {
  id: 'endpoint-from-message',
  check(model, report) {
    for (const socket of model.sockets)
      for (const use of socket.endpoints) {
        if ((use.op !== 'bind' && use.op !== 'connect') || use.checked || !hostIsReceived(use.value)) continue;
        const sources = sourcesFrom(model, taintOf(use.value));
        if (sources.length === 0) continue;
        const harm =
          use.op === 'bind'
            ? 'opens a door wherever the sender wants, and with ipc:// replaces the file of that name'
            : 'connects this process to whatever the sender names, and believes what comes from there';
        report({
          place: use.place,
          message: `This ${use.op} takes its address from a message: it ${harm}. Compare the address with a list of those that are allowed.`,
          evidence: sources.map(({ transfer }) => ({ place: transfer.place, message: 'received here' })),
          confidence: 'high',
          exposure: worst(sources.map((source) => exposureOfSocket(source.socket))),
          holder: socket.holder,
          socket: socket.id,
        });
      }
  },
};

function hostIsReceived(value: Data): boolean {
  return alternatives(value).some((one) => {
    if (taintOf(one).length === 0) return false;
    if (one.kind !== 'text') return true;
    const [first] = one.parts;
    return !(typeof first === 'string' && HOST_IS_FIXED.test(first));
  });
}
