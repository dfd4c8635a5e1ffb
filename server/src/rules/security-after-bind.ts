/**
 * ENC-03: CURVE, PLAIN, GSSAPI or ZAP options that come after the bind or connect on every path. The endpoint keeps NULL: a client
 * without encryption was accepted while the socket already reported CURVE (e05, e33, e08).
 */
import type { EndpointUse, OptionWrite } from '../model/model';
import type { Rule } from './rule';
import { reachOf, worst } from './support/reach';
import { encrypted, type Late } from './support/posture';
import { causeOf, lateSecurity } from './support/security';
import { code, endpointEvidence, writeEvidence } from './support/texts';
import type { OptionName } from '../model/options';

/** The option that selects the mechanism stands for the others. */
const SWITCHES: readonly OptionName[] = [
  'CURVE_SERVER',
  'PLAIN_SERVER',
  'GSSAPI_SERVER',
  'CURVE_SERVERKEY',
  'PLAIN_USERNAME',
  'GSSAPI_PRINCIPAL',
];

export const securityAfterBind: Rule = {
  id: 'security-after-bind',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const group of groups(lateSecurity(model, socket))) {
        const { head, writes, lates } = group;
        const uses = lates.map(({ use }) => use);
        const first = uses[0]!;
        // A mechanism that is in force already leaves no open door; what is missing of it fails closed.
        const guarded = uses.every((use) => encrypted(model, socket, use) === 'yes');
        const effect = guarded
          ? `has no effect on ${code(reachOf(first).endpoint.text)}`
          : `${code(reachOf(first).endpoint.text)} stays without it: ${first.op === 'bind' ? 'peers that use no security at all are still accepted' : 'any server is believed, and in clear text'}`;
        report({
          place: head.place,
          message: `${code(head.spelling)} comes after the ${first.op}${guarded ? ' and' : ', so'} ${effect}. Set it before the ${first.op}.`,
          ...(guarded ? { impact: writes.some((one) => one.option.startsWith('ZAP_')) ? 'high' : 'medium' } : {}),
          evidence: [
            ...uses.map(endpointEvidence),
            ...writes.filter((one) => one !== head).map((one) => writeEvidence(one, 'comes too late as well')),
          ],
          confidence: 'high',
          exposure: worst(uses.map((use) => reachOf(use).exposure)),
          cause: causeOf(first),
          holder: socket.holder,
          socket: socket.id,
          fixes: movable(first, writes) ? [{ kind: 'move-before', socket: socket.id, writes, endpoint: first }] : [],
        });
      }
    }
  },
};

interface Group {
  readonly head: OptionWrite;
  readonly writes: readonly OptionWrite[];
  readonly lates: readonly Late[];
}

/** One group per leading write: several endpoints before the same late options are one finding. */
function groups(lates: readonly Late[]): readonly Group[] {
  const found = new Map<OptionWrite, Group>();
  for (const late of lates) {
    const head = leading(late.writes);
    const group = found.get(head);
    found.set(head, { head, writes: late.writes, lates: [...(group?.lates ?? []), late] });
  }
  return [...found.values()];
}

function leading(writes: readonly OptionWrite[]): OptionWrite {
  for (const option of SWITCHES) {
    const found = writes.find((one) => one.option === option);
    if (found) return found;
  }
  return writes[0]!;
}

/** Only statements of their own can move, and only within a file. */
function movable(use: EndpointUse, writes: readonly OptionWrite[]): boolean {
  return writes.every((one) => one.statement !== undefined && one.place.file === use.place.file);
}
