/** AUTH-15: malformed data ends the receive loop, or the process: JSON.parse exits with code 1 (e10), json.loads raises (e18). */
import type { Rule } from './rule';
import { fatalCalls, fatalReport } from './support/fatal';
import { code } from './support/texts';

export const unguardedParse: Rule = {
  id: 'unguarded-parse',
  check(model, report) {
    for (const { call, source } of fatalCalls(model, ({ what }) => what === 'form')) {
      const message = `${code(call.api)} throws when the data is malformed, and nobody catches it: one message from any machine ends this loop. Catch the error for each message, and go on with the next.`;
      report(fatalReport(model, call, source, message));
    }
  },
};
