/** What the sidebar's nodes are counted, named and sorted by. */
import type { Status, WireFinding, WireLevel, WirePlace } from '../../../server/src/lsp/protocol';

const LEVELS = ['error', 'warning', 'note'] as const;

/** "2 errors, 1 warning", for tooltips and screen readers; empty when there is nothing. */
export function countsText(counts: Status['counts']): string {
  return LEVELS.filter((level) => counts[level] > 0)
    .map((level) => `${counts[level]} ${level}${counts[level] === 1 ? '' : 's'}`)
    .join(', ');
}

/** What a scan that was stopped left out. */
export function stoppedText({ unjudged = 0, files }: Pick<Status, 'unjudged' | 'files'>): string {
  return `The scan was stopped: ${unjudged} of ${files} ${files === 1 ? 'file was' : 'files were'} not looked at.`;
}

/** Open findings, once per cause, at the cause's highest level. */
export function countsOf(findings: readonly WireFinding[]): Status['counts'] {
  const causes = new Map<string, WireLevel>();
  for (const { accepted, cause, level } of findings) {
    const known = causes.get(cause);
    if (!accepted && (known === undefined || rank(level) < rank(known))) causes.set(cause, level);
  }
  const counts = { error: 0, warning: 0, note: 0 };
  for (const level of causes.values()) counts[level]++;
  return counts;
}

export function count(findings: readonly WireFinding[]): number {
  const { error, warning, note } = countsOf(findings);
  return error + warning + note;
}

/** "1 warning, 1 accepted". */
export function summary(findings: readonly WireFinding[]): string {
  const accepted = findings.filter((finding) => finding.accepted).length;
  return [countsText(countsOf(findings)), accepted > 0 ? `${accepted} accepted` : ''].filter(Boolean).join(', ');
}

export function gravest(findings: readonly WireFinding[]): WireLevel | undefined {
  return LEVELS.find((level) => findings.some((finding) => !finding.accepted && finding.level === level));
}

/** Nothing open comes after everything that is. */
export function rank(level: WireLevel | undefined): number {
  return level === undefined ? LEVELS.length : LEVELS.indexOf(level);
}

/** As editors count: from one. */
export function line({ range }: WirePlace): number {
  return range.start.line + 1;
}

/** File name without folders, decoded. A URI that cannot be decoded is shown as it is. */
export function fileName(uri: string): string {
  return decoded(uri.slice(Math.max(uri.lastIndexOf('/'), uri.startsWith('untitled:') ? 'untitled'.length : -1) + 1));
}

/** Name of the folder a file is in: tells two `index.ts` apart. */
export function folderName(uri: string): string {
  const parts = uri.split('/');
  return parts.length < 3 ? '' : decoded(parts.at(-2)!);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The name by which VS Code's preview finds a heading. */
export function slug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, '-')
    .replaceAll(/[^\w-]/g, '');
}

/** VS Code refuses two nodes of one id. */
export function unique(id: string, taken: Set<string>): string {
  let result = id;
  for (let i = 2; taken.has(result); i++) result = `${id}#${i}`;
  taken.add(result);
  return result;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
