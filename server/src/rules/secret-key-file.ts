/** ENC-09: a secret key in a file that everybody on the machine may read: create_certificates makes it 0644 (e07). */
import type { Rule } from './rule';
import { code } from './support/texts';

export const secretKeyFile: Rule = {
  id: 'secret-key-file',
  check(model, report) {
    // Whoever thinks of modes anywhere in the program is not told of them.
    if (model.modes) return;
    for (const { into, api, place } of model.secretUses ?? []) {
      if (into !== 'file') continue;
      report({
        place,
        message: `${code(api)} writes a secret key into a file with the usual mode, 0644: every user of this machine can read it. Give it mode 0600, or set the umask to 0077 first.`,
        evidence: [],
        confidence: 'high',
        exposure: 'unknown',
        holder: api,
      });
    }
  },
};
