/** ENC-06: a PLAIN password that stands in the source. Everybody who has the source can log in. */
import type { Rule } from './rule';
import { secretWrites } from './support/secrets';
import { code } from './support/texts';
import { exposureOfAsked } from './support/zap';

export const hardcodedPassword: Rule = {
  id: 'hardcoded-password',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const rule of socket.admissions ?? [])
        if (rule.literal)
          report({
            place: rule.place,
            message: `The passwords for ${code(rule.spelling)} stand in the source: who can read the code can log in. Change them, and load them from a file with mode 0600 or a secret store.`,
            evidence: [],
            confidence: 'high',
            exposure: exposureOfAsked(model, socket),
            holder: socket.holder,
            socket: socket.id,
            fixes: [],
          });
      secretWrites(
        socket,
        'PLAIN_PASSWORD',
        (text) => text !== '',
        (write) => ({
          message: `The password in ${code(write.spelling)} stands in the source: who can read the code can log in. Change it, and load it from the environment or a secret store.`,
        }),
      ).forEach(report);
    }
  },
};
