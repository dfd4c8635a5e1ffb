/** AUTH-13: received data as code or as a shell command; `eval`, `Function` and the way out of `vm` were run (e25). */
import type { Rule } from './rule';
import { sinkReport, sourcesOf } from './support/sinks';
import { code } from './support/texts';

export const codeFromMessage: Rule = {
  id: 'code-from-message',
  check(model, report) {
    for (const sink of model.sinks) {
      if (sink.kind !== 'execute') continue;
      const sources = sourcesOf(model, sink);
      if (sources.length === 0) continue;
      const message = `${code(sink.api)} runs text that came from a socket: who can send there runs programs as this process. Look the received name up in a table of allowed commands.`;
      report(sinkReport(sink, sources, message, []));
    }
  },
};
