/** What every report is made of. Reports show findings; they decide nothing and read nothing. */
import type { Finding, Level, Notice } from '../model/finding';
import type { Place } from '../model/model';
import type { FileResult, MitigationStatus, ThreatStatus } from '../service-types';
import type { LineMap } from '../text/lines';
import type { CellPlace, NotebookPlaces } from '../notebook/places';
import type { Catalogue } from '../threats/catalogue';
import { compareLevels } from '../workspace/file-results';
import { relativeTo } from '../workspace/paths';

export interface ReportInput {
  readonly version: string;
  readonly catalogue: Catalogue;
  readonly results: readonly FileResult[];
  /** Empty when the folders were scanned in part. */
  readonly status: readonly FolderStatus[];
  /** Folder that paths are relative to. */
  readonly base: string;
  /** Line map of a file that a result or its evidence stands in. */
  lines(path: string): LineMap;
  /** Of a notebook, where its cells stand in the file. */
  notebook?(path: string): NotebookPlaces | undefined;
  readonly seen: number;
  readonly relevant: number;
  readonly milliseconds: number;
  /** Not every file was read. */
  readonly capped: boolean;
}

export interface FolderStatus {
  readonly folder: string;
  readonly threats: readonly ThreatStatus[];
}

export interface ReportedMitigation extends MitigationStatus {
  /** Relative to the report's base; `.` for that itself. */
  readonly folder: string;
  readonly threat: string;
}

export interface Counts {
  readonly error: number;
  readonly warning: number;
  readonly note: number;
  readonly accepted: number;
}

/** One-based line and column in the file, and where the range ends. */
export interface Spot {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function spotOf(place: Place, input: ReportInput): Spot {
  const lines = input.lines(place.file);
  const { start, end } = input.notebook?.(place.file)?.range(place.range) ?? {
    start: lines.position(place.range.start),
    end: lines.position(Math.max(place.range.start, place.range.end)),
  };
  return { line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

/** Of a notebook: what its reader sees, who sees no lines of the file. */
export function cellOf(place: Place, input: ReportInput): CellPlace | undefined {
  return input.notebook?.(place.file)?.place(place.range.start);
}

export function findingsOf(input: ReportInput): readonly Finding[] {
  return input.results.flatMap((result) => result.findings);
}

/** What is no finding: bare defaults and habits that the profile does not warn of. */
export function posturesOf(input: ReportInput): readonly Finding[] {
  return input.results.flatMap((result) => result.postures);
}

export function noticesOf(input: ReportInput): readonly Notice[] {
  return input.results.flatMap((result) => result.notices);
}

/** What the sidebar says of mitigations. */
export function mitigationsOf({ status, base }: ReportInput): readonly ReportedMitigation[] {
  return status.flatMap(({ folder, threats }) =>
    threats.flatMap(({ threat, mitigations }) =>
      mitigations.map((one) => ({ ...one, folder: relativeTo(base, folder) || '.', threat })),
    ),
  );
}

/** Findings that share a cause are one entry, at its worst level. */
export function countsOf(findings: readonly Finding[]): Counts {
  const worst = new Map<string, Level>();
  for (const { cause, level, suppression } of findings) {
    const known = worst.get(cause);
    if (!suppression && (known === undefined || compareLevels(level, known) < 0)) worst.set(cause, level);
  }
  const counts = { error: 0, warning: 0, note: 0, accepted: findings.filter((finding) => finding.suppression).length };
  for (const level of worst.values()) counts[level]++;
  return counts;
}

/** Is there an open finding at or above a level? */
export function reaches(findings: readonly Finding[], level: Level): boolean {
  return findings.some((finding) => !finding.suppression && compareLevels(finding.level, level) <= 0);
}
