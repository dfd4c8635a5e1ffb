/** The threat sidebar as plain data: which nodes there are, in which order, and what they say. Knows nothing of VS Code. */
import type { Status, WireFinding, WireLevel, WireThreat } from '../../../server/src/lsp/protocol';

export interface FolderNode {
  readonly kind: 'folder';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly children: readonly ThreatNode[];
}

export interface ThreatNode {
  readonly kind: 'threat';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly threat: WireThreat;
  readonly level: WireLevel | undefined;
  readonly children: readonly FindingNode[];
}

export interface FindingNode {
  readonly kind: 'finding';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly finding: WireFinding;
}

export type Node = FolderNode | ThreatNode | FindingNode;

const RANK: Readonly<Record<WireLevel, number>> = { error: 0, warning: 1, note: 2 };

export const LEVEL_NAMES: Readonly<Record<WireLevel, string>> = { error: 'error', warning: 'warning', note: 'note' };

/** Threats at the top; folders above them only where there is more than one with something to show. */
export function rootNodes(status: Status): readonly Node[] {
  const folders = status.folders
    .map(({ uri, name, threats }): FolderNode => {
      const id = uri ?? 'loose';
      const children = threatNodes(id, threats);
      return { kind: 'folder', id, label: name, description: countText(sum(children)), children };
    })
    .filter(({ children }) => children.length > 0);
  return folders.length === 1 ? folders[0]!.children : folders;
}

/** Only threats that were found: gravest first, then the most frequent. Those with accepted findings alone come last. */
function threatNodes(folder: string, threats: readonly WireThreat[]): readonly ThreatNode[] {
  return threats
    .filter(({ findings }) => findings.length > 0)
    .toSorted((a, b) => rank(a.level) - rank(b.level) || b.count - a.count || compare(a.title, b.title))
    .map((threat): ThreatNode => {
      const id = `${folder}|${threat.threat}`;
      const children = findingNodes(id, threat.findings);
      return {
        kind: 'threat',
        id,
        label: threat.title,
        description: countText(threat.count),
        threat,
        level: threat.level,
        children,
      };
    });
}

function findingNodes(threat: string, findings: readonly WireFinding[]): readonly FindingNode[] {
  const taken = new Set<string>();
  return findings
    .toSorted(
      (a, b) =>
        Number(a.accepted !== undefined) - Number(b.accepted !== undefined) ||
        rank(a.level) - rank(b.level) ||
        compare(a.uri, b.uri) ||
        a.range.start.line - b.range.start.line ||
        a.range.start.character - b.range.start.character,
    )
    .map((finding): FindingNode => {
      const place = `${fileName(finding.uri)}:${finding.range.start.line + 1}`;
      return {
        kind: 'finding',
        id: unique(`${threat}|${finding.fingerprint}`, taken),
        label: finding.title,
        description: finding.accepted ? `${place} · accepted: ${finding.accepted.reason}` : place,
        finding,
      };
    });
}

/** "2 errors, 1 warning", for tooltips and screen readers; empty when there is nothing. */
export function countsText(counts: Status['counts']): string {
  return (['error', 'warning', 'note'] as const)
    .filter((level) => counts[level] > 0)
    .map((level) => `${counts[level]} ${LEVEL_NAMES[level]}${counts[level] === 1 ? '' : 's'}`)
    .join(', ');
}

function countText(count: number): string {
  return count === 0 ? 'accepted' : String(count);
}

function sum(threats: readonly ThreatNode[]): number {
  const causes = threats.flatMap(({ children }) => children).filter(({ finding }) => !finding.accepted);
  return new Set(causes.map(({ finding }) => finding.cause)).size;
}

/** File name without folders, decoded. A URI that cannot be decoded is shown as it is. */
export function fileName(uri: string): string {
  const last = uri.slice(Math.max(uri.lastIndexOf('/'), uri.startsWith('untitled:') ? 'untitled'.length : -1) + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** VS Code refuses two nodes of one id. */
function unique(id: string, taken: Set<string>): string {
  let result = id;
  for (let i = 2; taken.has(result); i++) result = `${id}#${i}`;
  taken.add(result);
  return result;
}

function rank(level: WireLevel | undefined): number {
  return level === undefined ? 3 : RANK[level];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
