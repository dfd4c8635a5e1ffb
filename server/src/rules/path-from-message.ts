/** AUTH-25: received data as the name of a file: `../` leads out of any folder that is put before it. */
import type { Rule } from './rule';
import { sinkReport, uncheckedSources } from './support/sinks';
import { code } from './support/texts';

export const pathFromMessage: Rule = {
  id: 'path-from-message',
  check(model, report) {
    for (const sink of model.sinks) {
      if (sink.kind !== 'path') continue;
      const sources = uncheckedSources(model, sink);
      if (sources.length === 0) continue;
      const message = `${code(sink.api)} gets a path that came from a socket: with \`../\` or an absolute path the sender chooses any file this process can reach. Keep only the base name, or look the name up in a list.`;
      report(sinkReport(sink, sources, message, []));
    }
  },
};
