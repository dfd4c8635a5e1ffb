/** The threat sidebar as plain data: which nodes there are, in which order, and what they say. Knows nothing of VS Code. */
import type {
  Status,
  WireFinding,
  WireFolder,
  WireLevel,
  WireMitigation,
  WirePlace,
  WireThreat,
} from '../../../server/src/lsp/protocol';
import { isShown, type ViewOptions } from './view-options';
import { compare, count, fileName, folderName, gravest, line, rank, summary, unique } from './texts';

interface Common {
  /** Never the same twice in the tree, and the same again for the same thing: what is open stays open. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
}

interface Parent extends Common {
  readonly children: readonly Node[];
  /** How it is shown for the first time. */
  readonly expanded: boolean;
}

export interface FolderNode extends Parent {
  readonly kind: 'folder';
}

export interface ThreatNode extends Parent {
  readonly kind: 'threat';
  readonly threat: WireThreat;
  /** Of what is shown; absent when nothing is open. */
  readonly level: WireLevel | undefined;
  readonly summary: string;
}

/** Findings of a file or of a socket. */
export interface GroupNode extends Parent {
  readonly kind: 'file' | 'socket';
  readonly uri: string;
  readonly level: WireLevel | undefined;
  readonly summary: string;
}

export interface MitigationsNode extends Parent {
  readonly kind: 'mitigations';
}

export interface MitigationNode extends Parent {
  readonly kind: 'mitigation';
  /** URI of the folder whose configuration may accept it. */
  readonly folder: string | undefined;
  readonly threat: string;
  readonly mitigation: WireMitigation;
}

export interface FindingNode extends Common {
  readonly kind: 'finding';
  readonly finding: WireFinding;
}

/** Bare defaults and habits: they deserve a look, and are no findings. */
export interface PosturesNode extends Parent {
  readonly kind: 'postures';
}

export interface PostureNode extends Common {
  readonly kind: 'posture';
  readonly finding: WireFinding;
}

export interface PlaceNode extends Common {
  readonly kind: 'place';
  readonly place: WirePlace;
}

export type Node =
  | FolderNode
  | ThreatNode
  | GroupNode
  | MitigationsNode
  | MitigationNode
  | FindingNode
  | PosturesNode
  | PostureNode
  | PlaceNode;

export const STATE_NAMES: Readonly<Record<WireMitigation['state'], string>> = {
  missing: 'missing',
  'in-place': 'in place',
  accepted: 'accepted',
  'not-visible': 'not visible in code',
  'not-applicable': 'not applicable',
};

/** What a person may vouch for. */
export function isUnsettled({ state }: WireMitigation): boolean {
  return state === 'missing' || state === 'not-visible';
}

const STATES = Object.keys(STATE_NAMES) as readonly WireMitigation['state'][];

/** Folders are nodes only where there is more than one with something to show. */
export function rootNodes(status: Status, options: ViewOptions): readonly Node[] {
  const telling = status.folders.filter(tells);
  const folders = (telling.length > 0 ? telling : status.folders)
    .map((folder): FolderNode => {
      const id = `${options.group}|${folder.uri ?? 'loose'}`;
      const children = childrenOf(id, folder, options);
      const shown = folder.threats.flatMap(({ findings }) => findings.filter((one) => isShown(one, options)));
      return { kind: 'folder', id, label: folder.name, description: brief(shown), children, expanded: true };
    })
    .filter(({ children }) => children.length > 0);
  return folders.length === 1 ? folders[0]!.children : folders;
}

/** A folder of a workspace may have nothing to do with ZeroMQ. */
function tells({ threats }: WireFolder): boolean {
  return threats.some(
    ({ findings, postures, mitigations }) =>
      findings.length + postures.length > 0 ||
      mitigations.some(({ state }) => !['not-visible', 'not-applicable'].includes(state)),
  );
}

function childrenOf(id: string, folder: WireFolder, options: ViewOptions): readonly Node[] {
  if (options.group === 'threat') return threatNodes(id, folder, options);
  const shown = (all: readonly WireFinding[]): readonly WireFinding[] => all.filter((one) => isShown(one, options));
  const findings = shown(folder.threats.flatMap((threat) => threat.findings));
  const postures = shown(folder.threats.flatMap((threat) => threat.postures));
  return groupNodes(id, findings, postures, options.group);
}

/** Gravest first; those with accepted findings alone come after them, those without any last. */
function threatNodes(parent: string, { uri, threats }: WireFolder, options: ViewOptions): readonly ThreatNode[] {
  return threats
    .filter(({ findings, postures, mitigations }) => findings.length + postures.length + mitigations.length > 0)
    .map((threat): ThreatNode => {
      const id = `${parent}|${threat.threat}`;
      const shown = threat.findings.filter((finding) => isShown(finding, options));
      const level = gravest(shown);
      const description = brief(shown) || (threat.findings.length > 0 ? 'hidden by the filter' : nothing(threat));
      const postures = threat.postures.filter((posture) => isShown(posture, options));
      const children = [
        ...findingNodes(id, shown, place),
        ...posturesNode(id, postures),
        ...mitigationsNode(id, uri, threat, shown.length === 0),
      ];
      const said = shown.length === 0 ? description : summary(shown);
      return {
        kind: 'threat',
        id,
        label: threat.title,
        description,
        threat,
        level,
        summary: said,
        children,
        expanded: level !== undefined,
      };
    })
    .toSorted((a, b) => order(a) - order(b) || compare(a.label.toLowerCase(), b.label.toLowerCase()));
}

function order({ level, children }: ThreatNode): number {
  return rank(level) + Number(level === undefined && children[0]?.kind !== 'finding');
}

/** Findings of no socket (a package, a context) stand under the name they are known by in their file. */
function groupNodes(
  folder: string,
  findings: readonly WireFinding[],
  postures: readonly WireFinding[],
  by: 'file' | 'socket',
): readonly GroupNode[] {
  const quiet = new Set(postures);
  const groups = new Map<string, WireFinding[]>();
  for (const one of [...findings, ...postures]) {
    const key = by === 'file' ? one.uri : `${one.uri}|${one.holder}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups]
    .map(([key, all]): GroupNode => {
      const id = `${folder}|${key}`;
      const { uri, holder } = all[0]!;
      const own = all.filter((one) => !quiet.has(one));
      const label = by === 'file' ? fileName(uri) : holder || 'no socket';
      const where = by === 'file' ? folderName(uri) : fileName(uri);
      const children = [
        ...findingNodes(id, own, by === 'file' ? (one) => `Line ${line(one)}` : place),
        ...posturesNode(
          id,
          all.filter((one) => quiet.has(one)),
        ),
      ];
      const description = [brief(own), where].filter(Boolean).join(' · ');
      const level = gravest(own);
      const expanded = level !== undefined;
      return { kind: by, id, label, description, uri, level, summary: summary(own), children, expanded };
    })
    .toSorted((a, b) => rank(a.level) - rank(b.level) || compare(a.label, b.label) || compare(a.uri, b.uri));
}

/** Accepted ones last. The place is the label: what it says is short, and differs where the rule does not. */
function findingNodes(
  parent: string,
  findings: readonly WireFinding[],
  label: (finding: WireFinding) => string,
): readonly FindingNode[] {
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
      const { accepted, title } = finding;
      return {
        kind: 'finding',
        id: unique(`${parent}|${finding.fingerprint}`, taken),
        label: label(finding),
        description: accepted ? `${title} · accepted: ${accepted.reason}` : title,
        finding,
      };
    });
}

/** What they are is told by their rule, once for each place; accepted ones need no further look. */
function posturesNode(parent: string, postures: readonly WireFinding[]): PosturesNode[] {
  const open = postures.filter(({ accepted }) => !accepted);
  if (open.length === 0) return [];
  const id = `${parent}|postures`;
  const children = findingNodes(id, open, place).map((node): PostureNode => ({ ...node, kind: 'posture' }));
  return [{ kind: 'postures', id, label: 'Posture', description: String(open.length), children, expanded: false }];
}

/** A gap in the measures is worth a word where there are no findings. */
function nothing({ mitigations }: WireThreat): string {
  const missing = mitigations.filter(({ state }) => state === 'missing').length;
  return missing === 0 ? 'no findings' : `${missing} missing`;
}

function mitigationsNode(
  parent: string,
  folder: string | undefined,
  { threat, mitigations }: WireThreat,
  expanded: boolean,
): Node[] {
  if (mitigations.length === 0) return [];
  const id = `${parent}|mitigations`;
  const children = mitigations
    .toSorted((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state))
    .map((mitigation): MitigationNode => {
      const own = `${id}|${mitigation.id}`;
      const description = stateText(mitigation);
      const places = placeNodes(own, mitigation.places);
      return {
        kind: 'mitigation',
        id: own,
        label: mitigation.title,
        description,
        folder,
        threat,
        mitigation,
        children: places,
        expanded: false,
      };
    });
  return [{ kind: 'mitigations', id, label: 'Mitigations', description: states(mitigations), children, expanded }];
}

/** `accepted until 2027-01-31: runs in gVisor`. */
function stateText({ state, note, accepted }: WireMitigation): string {
  const until = state === 'accepted' && accepted?.until !== undefined ? ` until ${accepted.until}` : '';
  return [STATE_NAMES[state] + until, note].filter(Boolean).join(': ');
}

/** "1 missing, 2 in place": what code shows. The rest is one click away. */
function states(mitigations: readonly WireMitigation[]): string {
  return (['missing', 'in-place', 'accepted'] as const)
    .map((state) => [mitigations.filter((one) => one.state === state).length, STATE_NAMES[state]] as const)
    .filter(([number]) => number > 0)
    .map(([number, name]) => `${number} ${name}`)
    .join(', ');
}

/** Once per line: two options in one are one place to look at. */
function placeNodes(parent: string, places: readonly WirePlace[]): readonly PlaceNode[] {
  const byLine = new Map(places.map((one) => [`${one.uri}:${line(one)}`, one]));
  return [...byLine]
    .map(([key, one]): PlaceNode => ({
      kind: 'place',
      id: `${parent}|${key}`,
      label: place(one),
      description: folderName(one.uri),
      place: one,
    }))
    .toSorted((a, b) => compare(a.place.uri, b.place.uri) || line(a.place) - line(b.place));
}

/** `broker.ts:12`. */
export function place(of: WirePlace): string {
  return `${fileName(of.uri)}:${line(of)}`;
}

/** The number of causes; empty where there is nothing at all. */
function brief(findings: readonly WireFinding[]): string {
  const open = count(findings);
  return findings.length === 0 ? '' : open === 0 ? 'accepted' : String(open);
}

/** A node as text: findings one per line, with the place and the message; of a threat without any its mitigations. */
export function copied(node: Node, where: (place: WirePlace) => string): string {
  switch (node.kind) {
    case 'finding':
    case 'posture':
      return `${where(node.finding)} ${node.finding.rule}: ${node.finding.message}`;
    case 'place':
      return where(node.place);
    case 'mitigation':
      return `${node.label} (${node.mitigation.id}): ${node.description}`;
    default: {
      if (!('children' in node)) return '';
      const findings = node.children.filter(({ kind }) => kind !== 'mitigations' && kind !== 'postures');
      return (findings.length > 0 ? findings : node.children).map((child) => copied(child, where)).join('\n');
    }
  }
}
