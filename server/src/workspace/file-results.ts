/**
 * What a user sees of one file: raw findings of all units it is in, joined, levelled by the configuration, with fingerprints and
 * acceptances, and the notices. The only place where findings are made, so the editor and the command line cannot differ.
 */
import type { Finding, Level, Notice } from '../model/finding';
import type { FileResult } from '../service-types';
import { applyAcceptances, readAcceptances, type Commented } from './acceptances';
import type { Configuration } from './configuration';
import { fingerprints } from './fingerprints';
import type { RawFinding, Verdict } from './judge';
import { isPosture, POSTURE_LEVEL } from './posture-codes';
import type { LineMap } from '../text/lines';
import type { RuleEntry } from '../threats/catalogue';

export interface FileSource extends Commented {
  readonly path: string;
  /** Relative to its workspace folder. */
  readonly relative: string;
  readonly text: string;
  readonly lines: LineMap;
  readonly verdicts: readonly Verdict[];
  readonly configuration: Configuration;
  readonly rules: ReadonlyMap<string, RuleEntry>;
  readonly today: string;
  /** Every file is in: only then is an acceptance called unused. */
  readonly complete: boolean;
}

const ORDER: Readonly<Record<Level, number>> = { error: 0, warning: 1, note: 2 };

/** Most to least severe, for sorting and comparing. */
export function compareLevels(a: Level, b: Level): number {
  return ORDER[a] - ORDER[b];
}

export function fileResult(source: FileSource): FileResult {
  const problems = source.verdicts.flatMap((verdict) =>
    verdict.problems.filter((problem) => problem.file === source.path),
  );
  // Units that share a file may each say the same of it, at places of their own.
  const places = new Map<string, number>();
  for (const { message, start = 0 } of problems) places.set(message, Math.min(start, places.get(message) ?? Infinity));
  const internal = [...places].map(([message, start]): Notice => ({
    kind: 'internal',
    level: 'note',
    file: source.path,
    range: { start, end: start },
    message,
    code: 'internal-error',
  }));
  const findings = identified(levelled(joined(source), source), source);
  const { acceptances, notices } = readAcceptances({
    file: source.path,
    text: source.text,
    lines: source.lines,
    comments: source.comments,
    statements: source.statements,
    rules: source.rules,
    today: source.today,
  });
  // Whoever uses this file may have been cut off: what would be found here may be missing.
  const whole = source.verdicts.every((verdict) => verdict.problems.length === 0);
  const judged = (rule: string): boolean => source.complete && whole && source.configuration.rules.get(rule) !== 'off';
  const applied = applyAcceptances(findings, acceptances, source.lines, judged);
  const all = [...notices, ...applied.notices, ...internal];
  const sorted = applied.findings.toSorted(
    (a, b) =>
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      compareLevels(a.level, b.level) ||
      (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
  const quiet = (finding: Finding): boolean => isQuiet(source.rules.get(finding.rule)!, source.configuration);
  return {
    path: source.path,
    findings: sorted.filter((finding) => !quiet(finding)),
    postures: sorted.filter(quiet),
    notices: all.sort((a, b) => a.range.start - b.range.start || (a.code < b.code ? -1 : 1)),
  };
}

/** A file that several units read as context may get the same finding from each: the worst one counts, the first of equals. */
function joined(source: FileSource): readonly RawFinding[] {
  const found = new Map<string, RawFinding>();
  for (const verdict of source.verdicts) {
    for (const finding of verdict.findings) {
      const { place } = finding.report;
      if (place.file !== source.path) continue;
      const key = `${finding.entry.id} ${place.range.start} ${place.range.end}`;
      const known = found.get(key);
      if (!known || compareLevels(finding.level, known.level) < 0) found.set(key, finding);
    }
  }
  return [...found.values()];
}

/** A posture that nobody asked to be warned of: shown, and no finding. */
function isQuiet(entry: RuleEntry, { profile, rules }: Configuration): boolean {
  return isPosture(entry) && profile !== 'strict' && !rules.has(entry.id);
}

/** The configuration's word on a level. It raises and lowers what is reported; what exposure made silent stays silent. */
function levelled(findings: readonly RawFinding[], source: FileSource): readonly RawFinding[] {
  const { rules } = source.configuration;
  return findings.flatMap((finding) => {
    const setting = rules.get(finding.entry.id);
    if (setting === 'off') return [];
    if (setting !== undefined) return [{ ...finding, level: setting }];
    if (!isPosture(finding.entry)) return [finding];
    return [{ ...finding, level: isQuiet(finding.entry, source.configuration) ? 'note' : POSTURE_LEVEL }];
  });
}

function identified(raw: readonly RawFinding[], source: FileSource): readonly Finding[] {
  const marks = fingerprints(
    raw.map(({ entry, report }) => ({
      rule: entry.id,
      file: source.relative,
      holder: report.holder,
      evidence: source.text.slice(report.place.range.start, report.place.range.end),
      start: report.place.range.start,
    })),
  );
  return raw.map(({ entry, level, report, fixes }, i) => ({
    rule: entry.id,
    code: entry.covers[0] ?? entry.id,
    threat: entry.threat,
    level,
    file: source.path,
    range: report.place.range,
    message: report.message,
    evidence: report.evidence,
    confidence: report.confidence,
    // A finding that shares its cause with no other is its own.
    cause: report.cause ?? marks[i]!,
    holder: report.holder,
    fingerprint: marks[i]!,
    get fixes() {
      return fixes();
    },
  }));
}
