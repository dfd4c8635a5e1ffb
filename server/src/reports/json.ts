/**
 * The report for scripts: one JSON object, stable under `version`. Fields are only added. Paths are relative to `base`, lines and
 * columns start at 1, columns count UTF-16 code units; those of a notebook are in its file, and `cell` says where its reader finds them.
 * Edits of fixes are left out: they repeat code, which may hold secrets.
 */
import { relativeTo } from '../workspace/paths';
import type { Finding, Suppression } from '../model/finding';
import { cellOf, countsOf, findingsOf, mitigationsOf, noticesOf, posturesOf, spotOf, type ReportInput } from './report';
import type { Place } from '../model/model';

export const JSON_VERSION = 1;

export function jsonReport(input: ReportInput): string {
  const at = (place: Place): object => ({
    file: relativeTo(input.base, place.file),
    ...spotOf(place, input),
    cell: cellOf(place, input),
  });
  const accepted = ({ reason, until, place }: Suppression): object => ({ reason, until, ...at(place) });
  const written = (finding: Finding): object => ({
    rule: finding.rule,
    code: finding.code,
    threat: finding.threat,
    level: finding.level,
    confidence: finding.confidence,
    ...at(finding),
    message: finding.message,
    holder: finding.holder,
    cause: finding.cause.replaceAll(`${input.base}/`, ''),
    fingerprint: finding.fingerprint,
    evidence: finding.evidence.map((one) => ({ ...at(one.place), message: one.message })),
    fixes: finding.fixes.map((fix) => ({ title: fix.title, class: fix.class })),
    ...(finding.suppression ? { accepted: accepted(finding.suppression) } : {}),
  });
  const findings = findingsOf(input).map(written);
  const postures = posturesOf(input).map(written);
  const notices = noticesOf(input).map((notice) => ({
    kind: notice.kind,
    code: notice.code,
    level: notice.level,
    ...at(notice),
    message: notice.message,
  }));
  const mitigations = mitigationsOf(input).map((one) => ({
    folder: one.folder,
    threat: one.threat,
    id: one.id,
    title: one.title,
    state: one.state,
    note: one.note,
    places: one.places.map(at),
    ...(one.accepted ? { accepted: accepted(one.accepted) } : {}),
  }));
  const { seen, relevant, milliseconds, capped } = input;
  const summary = {
    ...countsOf(findingsOf(input)),
    filesScanned: seen,
    filesJudged: relevant,
    milliseconds: Math.round(milliseconds),
    complete: !capped,
  };
  return `${JSON.stringify({ version: JSON_VERSION, tool: { name: 'zmq-threats', version: input.version }, base: input.base, findings, postures, notices, mitigations, summary }, null, 2)}\n`;
}
