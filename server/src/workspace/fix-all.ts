/** All safe fixes of a file at once. Fixes that get into each other's way are made one after the other, each on what the last one left. */
import type { Finding, Fix } from '../model/finding';
import { applied, difference, type TextChange } from '../text/edits';

/** More rounds than fixes ever need that build on each other. */
const ROUNDS = 6;

export interface FixAllSource {
  readonly path: string;
  readonly text: string;
  /** What is found in the file when this is its text. */
  findings(text: string): readonly Finding[];
}

/** First safe fix of each open finding that stays inside its file. */
export function safeFixes(findings: readonly Finding[], path: string, rule?: string): readonly Fix[] {
  return findings
    .filter((finding) => !finding.suppression && (rule === undefined || finding.rule === rule))
    .flatMap(({ fixes }) => fixes.find((fix) => fix.class === 'safe' && inside(fix, path)) ?? []);
}

/** Edits after which no safe fix (of this rule) is left, as far as they can be made; empty when there is nothing to do. */
export function fixAll(source: FixAllSource, rule?: string): readonly TextChange[] {
  let { text } = source;
  let first: readonly TextChange[] = [];
  let rounds = 0;
  let findings = source.findings(text);
  while (rounds < ROUNDS) {
    const edits = together(safeFixes(findings, source.path, rule));
    if (edits.length === 0) break;
    const next = applied(text, edits);
    const after = source.findings(next);
    // A fix that does not get rid of its finding, or brings others, is not worth having.
    if (next === text || open(after) >= open(findings)) break;
    if (rounds++ === 0) first = edits;
    [text, findings] = [next, after];
  }
  if (rounds < 2) return first;
  const change = difference(source.text, text);
  return change ? [change] : [];
}

/** As many fixes as go together, in their order; none is made by half. The same edit of two fixes is made once. */
export function together(fixes: readonly Fix[]): readonly TextChange[] {
  const taken: TextChange[] = [];
  for (const { edits } of fixes) {
    const added = edits.filter((edit) => !taken.some((one) => same(one, edit)));
    if (added.every((edit) => taken.every((one) => apart(one, edit)))) taken.push(...added);
  }
  return taken.map(({ range, text }) => ({ range, text }));
}

function inside(fix: Fix, path: string): boolean {
  return fix.edits.length > 0 && fix.edits.every((edit) => edit.file === path);
}

function open(findings: readonly Finding[]): number {
  return findings.filter((finding) => !finding.suppression).length;
}

function same(a: TextChange, b: TextChange): boolean {
  return a.range.start === b.range.start && a.range.end === b.range.end && a.text === b.text;
}

/** Touching counts as overlapping: what two insertions at one place mean together is anybody's guess. */
function apart(a: TextChange, b: TextChange): boolean {
  return a.range.end < b.range.start || b.range.end < a.range.start;
}
