/** SIZE-16: memory, or a read, as large as a number says that came in: a message of a few bytes costs gigabytes. */
import type { Rule } from './rule';
import { sinkReport, uncheckedSources } from './support/sinks';
import { code } from './support/texts';

export const sizeFromMessage: Rule = {
  id: 'size-from-message',
  check(model, report) {
    for (const sink of model.sinks) {
      if (sink.kind !== 'allocate') continue;
      const sources = uncheckedSources(model, sink);
      if (sources.length === 0) continue;
      const what = sink.api === '*' ? 'This multiplication' : code(sink.api);
      const message = `${what} reserves as much memory as a received number says: one small message can exhaust it. Compare the number with the most you accept first.`;
      report(sinkReport(sink, sources, message, []));
    }
  },
};
