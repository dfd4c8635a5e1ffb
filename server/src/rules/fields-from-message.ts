/** AUTH-21: fields under the names that a sender gave them; a merge of a message polluted every object of the process (e25). */
import type { Sink } from '../model/model';
import type { Rule } from './rule';
import { sinkReport, uncheckedSources } from './support/sinks';
import { code } from './support/texts';

export const fieldsFromMessage: Rule = {
  id: 'fields-from-message',
  check(model, report) {
    for (const sink of model.sinks) {
      if (sink.kind !== 'merge') continue;
      const sources = uncheckedSources(model, sink);
      if (sources.length === 0) continue;
      report({ ...sinkReport(sink, sources, messageOf(sink), []), confidence: 'high' });
    }
  },
};

function messageOf(sink: Sink): string {
  return sink.api === '[]='
    ? 'Both keys came from a socket: with `__proto__` as the first, the sender writes into what all objects of this process have in common. Use a Map, or compare the keys with the ones you know.'
    : `${code(sink.api)} takes fields under the names that came from a socket, into something that stays: the sender also sets what is the program's own. Take the fields you know by their names.`;
}
