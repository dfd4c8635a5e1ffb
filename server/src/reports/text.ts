/** The report for a terminal: one line per finding that editors and CI logs can link, grouped by file, and a summary. */
import type { Finding, Level, Notice } from '../model/finding';
import { isInside, relativeTo } from '../workspace/paths';
import {
  cellOf,
  countsOf,
  findingsOf,
  mitigationsOf,
  posturesOf,
  spotOf,
  type ReportedMitigation,
  type ReportInput,
} from './report';

export interface TextOptions {
  readonly colour: boolean;
  /** Folder that shown paths are relative to: the user's own. */
  readonly folder: string;
}

const COLOURS: Readonly<Record<Level | 'dim' | 'bold', string>> = {
  error: '31',
  warning: '33',
  note: '36',
  dim: '2',
  bold: '1',
};
type Paint = (name: keyof typeof COLOURS, text: string) => string;

export function textReport(input: ReportInput, options: TextOptions): string {
  const paint: Paint = (name, text) => (options.colour ? `\u001b[${COLOURS[name]}m${text}\u001b[0m` : text);
  const blocks: string[] = [];
  for (const { findings, notices } of input.results) {
    const open = findings.filter((finding) => !finding.suppression);
    const lines = [
      ...open.flatMap((finding) => findingLines(finding, input, options, paint)),
      ...notices.map((notice) => noticeLine(notice, input, options, paint)),
    ];
    if (lines.length > 0) blocks.push(lines.join('\n'));
  }
  const accepted = mitigationsOf(input).flatMap((one) => (one.state === 'accepted' ? acceptedLine(one, paint) : []));
  if (accepted.length > 0) blocks.push(accepted.join('\n'));
  const postures = postureLines(input, options, paint);
  if (postures.length > 0) blocks.push(postures.join('\n'));
  return [...blocks, summary(input, paint)].join('\n\n') + '\n';
}

export function summary(input: ReportInput, paint: Paint = (_name, text) => text): string {
  const { error, warning, note, accepted } = countsOf(findingsOf(input));
  const counts = [
    paint(error > 0 ? 'error' : 'dim', plural(error, 'error')),
    paint(warning > 0 ? 'warning' : 'dim', plural(warning, 'warning')),
    plural(note, 'note'),
  ];
  const rest = [
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    `${plural(input.seen, 'file')} scanned, ${input.relevant} judged`,
    `${(input.milliseconds / 1000).toFixed(2)} s`,
  ];
  return `${counts.join(', ')} · ${rest.join(' · ')}`;
}

function findingLines(finding: Finding, input: ReportInput, options: TextOptions, paint: Paint): readonly string[] {
  const where = spot(finding.file, finding.range, input, options);
  const head = `${where} ${paint(finding.level, finding.level)} ${paint('bold', finding.rule)}(${finding.code}) ${clean(finding.message)}`;
  return [
    head,
    ...finding.evidence.map((one) =>
      paint('dim', `    ${spot(one.place.file, one.place.range, input, options)} ${clean(one.message)}`),
    ),
  ];
}

/** A person's word and not the code's, so whoever reads the report should see it. */
function acceptedLine({ folder, id, threat, note, accepted }: ReportedMitigation, paint: Paint): string {
  const where = folder === '.' ? '' : ` in ${clean(folder)}`;
  const until = accepted?.until === undefined ? '' : ` (until ${accepted.until})`;
  return `${paint('dim', `mitigation accepted${where}:`)} ${id} of ${threat} because ${clean(note ?? '')}${until}`;
}

/** Most places that a line about a posture names. */
const MOST_PLACES = 3;

/** One line for each habit: it is shown, and warns of nothing. */
function postureLines(input: ReportInput, options: TextOptions, paint: Paint): readonly string[] {
  const byRule = new Map<string, Finding[]>();
  for (const one of posturesOf(input))
    if (!one.suppression) byRule.set(one.rule, [...(byRule.get(one.rule) ?? []), one]);
  const title = (rule: string): string => input.catalogue.rules.find(({ id }) => id === rule)?.title ?? rule;
  const lines = [...byRule].map(([rule, own]) => {
    const places = own.slice(0, MOST_PLACES).map(({ file, range }) => spot(file, range, input, options));
    const more = own.length > MOST_PLACES ? ` and ${own.length - MOST_PLACES} more` : '';
    return `${paint('dim', 'posture:')} ${rule}(${own[0]!.code}) ${title(rule)}: ${places.join(', ')}${more}`;
  });
  return lines.length === 0 ? [] : [...lines, paint('dim', 'no warnings; --profile strict warns of these, too')];
}

function noticeLine(notice: Notice, input: ReportInput, options: TextOptions, paint: Paint): string {
  return `${spot(notice.file, notice.range, input, options)} ${paint(notice.level, notice.level)} ${notice.code} ${clean(notice.message)}`;
}

function spot(file: string, range: Finding['range'], input: ReportInput, options: TextOptions): string {
  const cell = cellOf({ file, range }, input);
  const { line, column } = cell ?? spotOf({ file, range }, input);
  const shown = isInside(options.folder, file) ? relativeTo(options.folder, file) : file;
  return `${clean(shown)}:${cell ? `cell ${cell.cell}:` : ''}${line}:${column}`;
}

/** Names and messages hold text of the repository: it must not steer a terminal. */
function clean(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
