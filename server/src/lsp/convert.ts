/** Findings and notices → LSP diagnostics. Pure: it decides how something is said in an editor, never whether. */
import { DiagnosticSeverity, type Diagnostic, type DiagnosticRelatedInformation } from 'vscode-languageserver/node';
import type { Finding, Level, Notice } from '../model/finding';
import type { Place } from '../model/model';
import type { Range } from '../text/lines';
import type { FileResult } from '../service-types';
import { plainText } from './plain-text';
import type { WireRange } from './protocol';

export const SOURCE = 'zmq-threats';

/** What a code action needs to find the findings behind a diagnostic again. */
export interface DiagnosticData {
  readonly fingerprints: readonly string[];
}

export interface ConvertContext {
  readonly relatedInformation: boolean;
  readonly data: boolean;
  range(path: string, range: Range): WireRange | undefined;
  location(path: string, range: Range): { uri: string; range: WireRange } | undefined;
  /** Where a rule's page is, for clients that open it from a diagnostic's code. */
  page(threat: string, rule: string): string | undefined;
  /** Title of a rule's page. */
  title(rule: string): string;
}

const SEVERITY: Readonly<Record<Level, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
};

const RANK: Readonly<Record<Level, number>> = { error: 0, warning: 1, note: 2 };

/** Open findings by cause, each group's gravest first. Accepted ones are no problems: the sidebar and the reports list them. */
export function byCause(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    if (finding.suppression) continue;
    const group = groups.get(finding.cause);
    if (group) group.push(finding);
    else groups.set(finding.cause, [finding]);
  }
  for (const group of groups.values()) group.sort((a, b) => RANK[a.level] - RANK[b.level]);
  return [...groups.values()];
}

/** @param shown of a notebook: does what starts here stand in the cell that is asked about? */
export function toDiagnostics(
  result: FileResult,
  context: ConvertContext,
  shown: (offset: number) => boolean = () => true,
): Diagnostic[] {
  const findings = byCause(result.findings)
    .filter(([main]) => shown(main.range.start))
    .map((group) => ofGroup(group, context));
  const notices = result.notices.filter(({ range }) => shown(range.start)).map((notice) => ofNotice(notice, context));
  return [...findings, ...notices].filter((diagnostic) => diagnostic !== undefined);
}

function ofGroup(group: readonly [Finding, ...Finding[]], context: ConvertContext): Diagnostic | undefined {
  const [main, ...others] = group;
  const range = context.range(main.file, main.range);
  if (!range) return undefined;
  const href = context.page(main.threat, main.rule);
  const data: DiagnosticData = { fingerprints: group.map((finding) => finding.fingerprint) };
  return {
    range,
    severity: SEVERITY[main.level],
    source: SOURCE,
    code: main.rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    message: plainText([main.message, ...others.map((other) => also(other, context))].join('\n')),
    ...(context.relatedInformation ? { relatedInformation: related(group, context) } : {}),
    ...(context.data ? { data } : {}),
  };
}

function also(finding: Finding, context: ConvertContext): string {
  return `Also ${finding.rule} (${context.title(finding.rule)}): ${finding.message}`;
}

/** Evidence of all findings of a cause, each place once; the places of the others where they differ from the shown one. */
function related(group: readonly [Finding, ...Finding[]], context: ConvertContext): DiagnosticRelatedInformation[] {
  const seen = new Set<string>([placeKey({ file: group[0].file, range: group[0].range })]);
  const found: DiagnosticRelatedInformation[] = [];
  const add = (place: Place, message: string): void => {
    if (seen.has(placeKey(place))) return;
    seen.add(placeKey(place));
    const location = context.location(place.file, place.range);
    if (location) found.push({ location, message: plainText(message) });
  };
  for (const finding of group) for (const { place, message } of finding.evidence) add(place, message);
  for (const finding of group.slice(1))
    add({ file: finding.file, range: finding.range }, `${context.title(finding.rule)}: here`);
  return found;
}

function placeKey(place: Place): string {
  return `${place.range.start}:${place.range.end}:${place.file}`;
}

function ofNotice(notice: Notice, context: ConvertContext): Diagnostic | undefined {
  const range = context.range(notice.file, notice.range);
  return (
    range && {
      range,
      severity: SEVERITY[notice.level],
      source: SOURCE,
      code: notice.code,
      message: plainText(notice.message),
    }
  );
}
