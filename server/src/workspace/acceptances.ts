/**
 * Accepted findings: `zmq-threats: accept RULE because REASON [until YYYY-MM-DD]` in a comment. A reason is mandatory; an acceptance
 * that has expired, that nothing needs any more or that cannot be read is reported, so that none is forgotten.
 */
import type { IrComment } from '../ir/ir';
import type { Finding, Notice } from '../model/finding';
import type { LineMap, Range } from '../text/lines';
import type { RuleEntry } from '../threats/catalogue';
import { isReason, LONGEST_LINE, UNTIL } from './reason';
import { statementLines } from './statements';
import { suggestion } from './suggestion';

export interface Acceptance {
  /** Rule ids. */
  readonly rules: readonly string[];
  readonly reason: string;
  readonly until?: string;
  readonly file: string;
  /** The comment. */
  readonly range: Range;
  /** Zero-based lines whose findings it covers. */
  readonly lines: readonly number[];
}

/** What the acceptances of a file are read from. */
export interface Commented {
  readonly comments: readonly IrComment[];
  /** Ranges of statements, fields and methods (`statementRanges`). */
  readonly statements: readonly Range[];
}

export const NOTHING_SAID: Commented = { comments: [], statements: [] };

export interface AcceptanceSource extends Commented {
  readonly file: string;
  readonly text: string;
  readonly lines: LineMap;
  readonly rules: ReadonlyMap<string, RuleEntry>;
  readonly today: string;
}

const MARK = /^[\s*/#!-]*zmq-threats\s*:\s*(.*)$/i;
const FORM = /^accept\b\s*(.*?)(?:(?<=\s)because\b\s*(.*))?$/i;
const HOW = 'Write: zmq-threats: accept RULE because REASON [until YYYY-MM-DD].';

/** Could this text accept anything? Most files have no comment with our mark: one look before every comment is split into lines. */
export function mayAccept(text: string): boolean {
  return /zmq-threats/i.test(text);
}

/** Reads the acceptances of a file; what cannot be read is a notice and accepts nothing. */
export function readAcceptances(source: AcceptanceSource): {
  readonly acceptances: readonly Acceptance[];
  readonly notices: readonly Notice[];
} {
  const acceptances: Acceptance[] = [];
  const notices: Notice[] = [];
  const marked = mayAccept(source.text) ? source.comments : [];
  for (const comment of marked) {
    const say = (code: string, message: string): void => {
      notices.push({ kind: 'acceptance', level: 'warning', file: source.file, range: comment.range, message, code });
    };
    for (const line of comment.text.split(/\r\n|\r|\n/)) {
      const body = MARK.exec(line.slice(0, LONGEST_LINE))?.[1];
      if (body === undefined) continue;
      const parsed = parse(body.replace(/\s*(?:\*\/|-->)?\s*$/, ''), source, say);
      if (parsed)
        acceptances.push({ ...parsed, file: source.file, range: comment.range, lines: covered(comment, source) });
    }
  }
  return { acceptances, notices };
}

function parse(
  body: string,
  source: AcceptanceSource,
  say: (code: string, message: string) => void,
): Pick<Acceptance, 'rules' | 'reason' | 'until'> | undefined {
  const form = FORM.exec(body);
  if (!form) return void say('acceptance-malformed', `This acceptance cannot be read and accepts nothing. ${HOW}`);

  const names = form[1]!.split(/[\s,]+/).filter((name) => name !== '');
  const unknown = names.filter((name) => !source.rules.has(name.toLowerCase()));
  for (const name of unknown)
    say('acceptance-unknown-rule', `There is no rule "${name}".${suggestion(name, source.rules)}`);
  const rules = [...new Set(names.flatMap((name) => source.rules.get(name.toLowerCase())?.id ?? []))];
  if (rules.length === 0)
    return unknown.length > 0
      ? undefined
      : void say('acceptance-malformed', `This acceptance names no rule and accepts nothing. ${HOW}`);

  const said = form[2] ?? '';
  const until = UNTIL.exec(` ${said}`)?.[1];
  const reason = (until === undefined ? said : ` ${said}`.replace(UNTIL, '')).trim();
  if (!isReason(reason))
    return void say(
      'acceptance-without-reason',
      `An acceptance needs a reason that tells the next reader why this is safe; without one it accepts nothing. ${HOW}`,
    );
  if (until === undefined) return { rules, reason };
  if (!isDate(until))
    return void say('acceptance-malformed', `"${until}" is not a date (YYYY-MM-DD); the acceptance accepts nothing.`);
  if (until < source.today)
    return void say(
      'acceptance-expired',
      `This acceptance of ${rules.join(', ')} expired on ${until}. Fix the finding, or accept it anew with a later date.`,
    );
  return { rules, reason, until };
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The comment's own lines where it shares one with code; the statement below, with all its lines, where it stands alone. */
function covered(comment: IrComment, source: AcceptanceSource): readonly number[] {
  const { lines, text } = source;
  const first = lines.position(comment.range.start).line;
  const last = lines.position(Math.max(comment.range.start, comment.range.end - 1)).line;
  const before = text.slice(lines.lineStart(first), comment.range.start);
  const after = text.slice(comment.range.end, Math.max(comment.range.end, lines.lineEnd(last)));
  if (before.trim() !== '' || after.trim() !== '') return first === last ? [first] : [first, last];
  const next = nextCodeLine(comment.range.end, source);
  return next === undefined ? [] : statementLines(next, source.statements, lines);
}

/** The line of the first code after an offset: blanks and comments are skipped, so acceptances may be stacked. */
function nextCodeLine(from: number, source: AcceptanceSource): number | undefined {
  const { lines, text } = source;
  const ends = new Map(source.comments.map((comment) => [comment.range.start, comment.range.end]));
  for (let at = from; at < text.length;) {
    const end = ends.get(at);
    if (end !== undefined && end > at) at = end;
    else if (/\s/.test(text[at]!)) at++;
    else return lines.position(at).line;
  }
  return undefined;
}

/**
 * Marks the findings an acceptance covers.
 * @param judged rule ids that could have found something here; an acceptance of another one is not called unused
 */
export function applyAcceptances(
  findings: readonly Finding[],
  acceptances: readonly Acceptance[],
  lines: LineMap,
  judged: (rule: string) => boolean,
): { readonly findings: readonly Finding[]; readonly notices: readonly Notice[] } {
  if (acceptances.length === 0) return { findings, notices: [] };
  const used = new Map<Acceptance, Set<string>>();
  const marked = findings.map((finding) => {
    const line = lines.position(finding.range.start).line;
    const by = acceptances.find((one) => one.rules.includes(finding.rule) && one.lines.includes(line));
    if (!by) return finding;
    used.set(by, (used.get(by) ?? new Set()).add(finding.rule));
    return {
      ...finding,
      suppression: { reason: by.reason, until: by.until, place: { file: by.file, range: by.range } },
    };
  });
  const notices = acceptances.flatMap((one) =>
    one.rules
      .filter((rule) => judged(rule) && !used.get(one)?.has(rule))
      .map((rule): Notice => ({
        kind: 'acceptance',
        level: 'note',
        file: one.file,
        range: one.range,
        message: `Nothing here needs this acceptance of ${rule}: remove it.`,
        code: 'acceptance-unused',
      })),
  );
  return { findings: marked, notices };
}
