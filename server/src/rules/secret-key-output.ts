/** ENC-10: a CURVE secret key that is printed, logged or sent: outputs are kept, collected and read by many. */
import { alternatives, SECRET_KEY, type Data } from '../model/data';
import type { Place } from '../model/model';
import type { Rule } from './rule';
import { code } from './support/texts';

export const secretKeyOutput: Rule = {
  id: 'secret-key-output',
  check(model, report) {
    // What makes keys and nothing else has to print them.
    if (!model.sockets.some((socket) => socket.endpoints.length > 0)) return;
    const tell = (place: Place, what: string, holder: string): void =>
      report({
        place,
        message: `${what} a CURVE secret key: who reads it there can be this peer and decrypt what is sent to it. Leave it out; the public key is enough to know the pair by.`,
        evidence: [],
        confidence: 'high',
        exposure: 'unknown',
        holder,
      });
    for (const { into, api, place } of model.secretUses ?? [])
      if (into === 'output') tell(place, `${code(api)} shows`, api);
    for (const socket of model.sockets)
      for (const { op, message, frames, place } of socket.transfers)
        if (op === 'send' && [message, ...(frames ?? [])].some(isSecret)) tell(place, 'This sends', socket.holder);
  },
};

function isSecret(data: Data | undefined): boolean {
  return (
    data !== undefined &&
    alternatives(data).some((one) =>
      one.kind === 'text'
        ? one.parts.some((part) => typeof part !== 'string' && part.detail === SECRET_KEY)
        : one.kind === 'unknown' && one.detail === SECRET_KEY,
    )
  );
}
