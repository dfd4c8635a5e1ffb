/**
 * AUTH-12: a native object decoder on received bytes. pickle runs what the message says (e18; CVE-2024-50050, CVE-2025-32444,
 * CVE-2026-3059). Data whose authenticity was checked first, and sockets that are inproc only, are safe.
 */
import type { Rule } from './rule';
import { sinkReport, sourcesOf } from './support/sinks';
import { code } from './support/texts';

export const unsafeDeserialization: Rule = {
  id: 'unsafe-deserialization',
  check(model, report) {
    for (const sink of model.sinks) {
      if (sink.kind !== 'deserialize') continue;
      const sources = sourcesOf(model, sink);
      if (sources.length === 0) continue;
      const message = `${code(sink.api)} builds whatever objects the message asks for: who can send to this socket can run code here. Exchange plain data such as JSON and check it, or verify a signature first.`;
      report(
        sinkReport(
          sink,
          sources,
          message,
          sink.replacement ? [{ kind: 'safe-decoder', call: sink.call, key: sink.replacement }] : [],
        ),
      );
    }
  },
};
