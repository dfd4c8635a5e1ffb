/**
 * ENC-02: a scheme libzmq does not have. `curve://`, `gssapi://`, `tls://` … fail with EPROTONOSUPPORT in every build tried, and the
 * scheme is case-sensitive (e01). Security is chosen by options on an ordinary transport.
 */
import { endpointsOf, TRANSPORTS, type Endpoint } from '../model/endpoint';
import type { EndpointUse, Model, Socket } from '../model/model';
import type { FixIntent, Report, Rule } from './rule';
import { encrypted } from './support/posture';
import { causeOf, setCurve } from './support/security';
import { opens } from './support/sockets';
import { code } from './support/texts';

/** Known to the source, but in none of the released builds tested (e01). */
const NOT_BUILT: ReadonlySet<string> = new Set(['wss']);

/** Whoever writes these wants security, so the fix sets it up. */
const MEANT_SECURE: ReadonlySet<string> = new Set(['curve', 'gssapi', 'tls', 'ssl', 'tcps', 'wss', 'zmqs', 'https']);

export const notATransport: Rule = {
  id: 'not-a-transport',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        const all = endpointsOf(use.value);
        const wrong = all.find(isWrong);
        if (wrong) report(describe(model, socket, use, wrong, all.every(isWrong)));
      }
    }
  },
};

function isWrong({ rawScheme }: Endpoint): boolean {
  return (
    rawScheme !== undefined &&
    /^[a-z][a-z0-9+.-]*$/i.test(rawScheme) &&
    (!TRANSPORTS.has(rawScheme) || NOT_BUILT.has(rawScheme))
  );
}

function describe(model: Model, socket: Socket, use: EndpointUse, wrong: Endpoint, always: boolean): Report {
  const scheme = wrong.scheme ?? '';
  const capitals = TRANSPORTS.has(scheme) && !NOT_BUILT.has(scheme);
  const bare = encrypted(model, socket, use) === 'no';
  const change: FixIntent = { kind: 'change-scheme', place: use.place, scheme: capitals ? scheme : 'tcp' };
  // Without the options the quick repair would only trade one finding for another.
  const secure = bare && (MEANT_SECURE.has(scheme) || wrong.exposure === 'remote');
  return {
    place: use.place,
    message: capitals
      ? `${code(`${wrong.rawScheme}://`)} is not a transport: schemes are written in lower case, so this ${use.op} fails.`
      : `${code(`${scheme}://`)} is not a transport of ZeroMQ, so this ${use.op} fails. Encryption is switched on by the CURVE options of the socket, on an ordinary ${code('tcp://')} address.`,
    evidence: [{ place: use.call, message: `this ${use.op} fails with EPROTONOSUPPORT` }],
    confidence: always ? 'high' : 'medium',
    exposure: wrong.exposure,
    cause: causeOf(use),
    holder: socket.holder,
    socket: socket.id,
    fixes: always ? [secure ? { kind: 'all', intents: [setCurve(use), change] } : change] : [],
  };
}
