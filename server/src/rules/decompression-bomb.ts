/** SIZE-14: received bytes are unpacked in one go without a limit: 48 kB became 50 MB (e40). */
import type { Rule } from './rule';
import { sinkReport, sourcesOf } from './support/sinks';
import { code } from './support/texts';

export const decompressionBomb: Rule = {
  id: 'decompression-bomb',
  check(model, report) {
    for (const sink of model.sinks) {
      if (sink.kind !== 'decompress') continue;
      const sources = sourcesOf(model, sink);
      if (sources.length === 0) continue;
      const message = `${code(sink.api)} unpacks received bytes without a limit: a thousand times their size passes every limit on messages. Give it the most it may produce.`;
      report(sinkReport(sink, sources, message, []));
    }
  },
};
