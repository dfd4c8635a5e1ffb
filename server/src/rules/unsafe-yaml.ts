/** AUTH-14: a YAML loader that builds objects or functions, on received text: `!!python/object/apply` calls what it names. */
import type { Rule } from './rule';
import { sinkReport, sourcesOf } from './support/sinks';
import { code } from './support/texts';

export const unsafeYaml: Rule = {
  id: 'unsafe-yaml',
  check(model, report) {
    for (const sink of model.sinks) {
      if (sink.kind !== 'yaml') continue;
      const sources = sourcesOf(model, sink);
      if (sources.length === 0) continue;
      const message = `${code(sink.api)} builds whatever the tags of a received document ask for, functions and calls among them: who can send here may run code. Use the safe loader.`;
      report(sinkReport(sink, sources, message, []));
    }
  },
};
