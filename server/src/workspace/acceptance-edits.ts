/**
 * The comment that accepts a finding, as an edit: `// zmq-threats: accept RULE because REASON [until DAY]`. Where a comment may stand
 * depends on the syntax around it (text of JSX, a template, a continued line), so there are several candidates; whoever asks takes
 * the first that does what it says.
 */
import type { Finding } from '../model/finding';
import type { TextChange } from '../text/edits';
import { readAcceptances, type Acceptance, type AcceptanceSource } from './acceptances';

export interface Accepted {
  /** Trimmed, and fit for a comment: `reasonProblem` has nothing to say. */
  readonly reason: string;
  /** ISO date, inclusive. */
  readonly until?: string;
}

export type CommentSource = AcceptanceSource & { readonly language: string };

const MARKERS: Readonly<Record<string, string>> = { typescript: '//', python: '#' };

/** Can findings in files of this language be accepted in a comment? JSON has none. */
export function takesComments(language: string | undefined): boolean {
  return language !== undefined && Object.hasOwn(MARKERS, language);
}

/** Edits that may accept the finding, the best first. */
export function acceptanceEdits(
  source: CommentSource,
  finding: Pick<Finding, 'rule' | 'range'>,
  accepted: Accepted,
): readonly TextChange[] {
  const { text, lines } = source;
  const marker = MARKERS[source.language];
  if (marker === undefined) return [];
  const line = lines.position(finding.range.start).line;
  const comment = `${marker} ${body(finding.rule, accepted)}`;
  const start = lines.lineStart(line);
  const end = lines.lineEnd(line);
  const indentation = /^[^\S\r\n]*/.exec(text.slice(start, end))![0];
  // In Python nothing may stand between a line that ends in a backslash and the one that continues it.
  const before = text.slice(0, start).trimEnd().endsWith('\\');
  const above = { range: { start, end: start }, text: `${indentation}${comment}${lineBreak(text)}` };
  const behind = start + text.slice(start, end).trimEnd().length;
  const beside = { range: { start: behind, end: behind }, text: ` ${comment}` };
  return [...changed(source, finding.rule, line, accepted), ...(before ? [] : [above]), beside];
}

/** The reason that an acceptance beside this finding gives for another rule: likely to be the reason here, too. */
export function neighbouringReason(source: AcceptanceSource, at: number): Accepted | undefined {
  const line = source.lines.position(at).line;
  const found = readAcceptances(source).acceptances.find((one) => one.lines.includes(line));
  return found && { reason: found.reason, ...(found.until === undefined ? {} : { until: found.until }) };
}

function body(rules: string, { reason, until }: Accepted): string {
  return `zmq-threats: accept ${rules} because ${reason}${until === undefined ? '' : ` until ${until}`}`;
}

/** Acceptances that are there: an expired one of this rule is replaced, one with the same reason takes the rule in. */
function changed(source: AcceptanceSource, rule: string, line: number, accepted: Accepted): readonly TextChange[] {
  // Expired ones count as well: nothing lies before this day.
  const { acceptances } = readAcceptances({ ...source, today: '0000-01-01' });
  return acceptances
    .filter((one) => one.lines.includes(line))
    .flatMap((one) => renewed(source, one, rule, accepted) ?? merged(source, one, rule, accepted) ?? []);
}

const BODY = /zmq-threats\s*:\s*accept\b[^\r\n]*?(?=\s*(?:\*\/|-->)?\s*$)/i;
const NAMES = /(zmq-threats\s*:\s*accept\s+[^\r\n]*?)(?=\s+because\b)/i;

function renewed(source: AcceptanceSource, one: Acceptance, rule: string, accepted: Accepted): TextChange | undefined {
  if (one.rules.length !== 1 || one.rules[0] !== rule || one.until === undefined || one.until >= source.today)
    return undefined;
  return replaced(source, one, BODY, () => body(rule, accepted));
}

function merged(source: AcceptanceSource, one: Acceptance, rule: string, accepted: Accepted): TextChange | undefined {
  if (one.reason !== accepted.reason || one.until !== accepted.until || one.rules.includes(rule)) return undefined;
  return replaced(source, one, NAMES, (names) => `${names}, ${rule}`);
}

/** Comments of several lines are left alone: which of them says it is not known here. */
function replaced(
  { text }: AcceptanceSource,
  { range }: Acceptance,
  pattern: RegExp,
  by: (found: string) => string,
): TextChange | undefined {
  const comment = text.slice(range.start, range.end);
  const found = /[\r\n]/.test(comment.trim()) ? null : pattern.exec(comment);
  if (!found) return undefined;
  const start = range.start + found.index;
  return { range: { start, end: start + found[0].length }, text: by(found[0]) };
}

function lineBreak(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
