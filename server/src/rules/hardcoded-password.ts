/** ENC-06: a PLAIN password that stands in the source. Everybody who has the source can log in. */
import type { Rule } from './rule';
import { secretWrites } from './support/secrets';
import { code } from './support/texts';

export const hardcodedPassword: Rule = {
  id: 'hardcoded-password',
  check(model, report) {
    for (const socket of model.sockets)
      secretWrites(
        socket,
        'PLAIN_PASSWORD',
        (text) => text !== '',
        (write) => ({
          message: `The password in ${code(write.spelling)} stands in the source: who can read the code can log in. Change it, and load it from the environment or a secret store.`,
        }),
      ).forEach(report);
  },
};
