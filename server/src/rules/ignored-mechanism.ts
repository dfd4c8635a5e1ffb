/**
 * ENC-07: CURVE or PLAIN where libzmq applies no mechanism: `udp://` and STREAM sockets delivered raw bytes with CURVE switched on (e25);
 * multicast transports and raw ROUTERs have none either (zmq(7)).
 */
import type { OptionName } from '../model/options';
import type { EndpointUse, Model, Socket } from '../model/model';
import type { Rule } from './rule';
import { curve, flag, optionBefore, plain } from './support/posture';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

const WITHOUT: ReadonlySet<string> = new Set(['udp', 'pgm', 'epgm', 'norm']);

const SWITCHES: readonly OptionName[] = [
  'PLAIN_USERNAME',
  'CURVE_SECRETKEY',
  'CURVE_PUBLICKEY',
  'CURVE_SERVERKEY',
  'PLAIN_SERVER',
  'CURVE_SERVER',
];

export const ignoredMechanism: Rule = {
  id: 'ignored-mechanism',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        const { exposure } = reachOf(use);
        const what = exposure === 'inproc' ? undefined : ignores(model, socket, use);
        if (!what || (curve(model, socket, use) !== 'yes' && plain(model, socket, use) !== 'yes')) continue;
        const write = SWITCHES.flatMap((option) => optionBefore(model, socket, option, use).writes).at(-1);
        if (!write) continue;
        report({
          place: write.place,
          message: `${code(write.spelling)} does nothing here: ${what} has no security mechanism, so everything is clear text and comes from anybody. Use another socket type on tcp:// for CURVE.`,
          evidence: [endpointEvidence(use)],
          ...atEndpoint(socket, use),
          fixes: [],
        });
      }
    }
  },
};

/** What it is that has no mechanism; undefined where mechanisms act, or where it is not known. */
function ignores(model: Model, socket: Socket, use: EndpointUse): string | undefined {
  const { scheme } = reachOf(use).endpoint;
  if (scheme !== undefined && WITHOUT.has(scheme)) return `${scheme}://`;
  if (socket.type === 'STREAM') return 'a STREAM socket';
  return flag(optionBefore(model, socket, 'ROUTER_RAW', use)) === 'yes' ? 'a raw ROUTER' : undefined;
}
