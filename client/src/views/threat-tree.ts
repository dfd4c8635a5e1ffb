/** The threat sidebar: threats → findings. A click goes to the line; the page is one button away. */
import * as vscode from 'vscode';
import type { WireFinding, WireLevel, WireRange } from '../../../server/src/lsp/protocol';
import type { ThreatStore } from '../store';
import {
  countsText,
  LEVEL_NAMES,
  rootNodes,
  type FindingNode,
  type FolderNode,
  type Node,
  type ThreatNode,
} from './nodes';

export const VIEW = 'zeromqThreatModel.threats';

export function registerThreatTree(store: ThreatStore): vscode.Disposable {
  const provider = new ThreatTree(store);
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: provider, showCollapseAll: true });
  const progress = new ScanProgress();
  const listener = store.onDidChange(() => {
    provider.refresh();
    const { counts } = store.status;
    const value = counts.error + counts.warning;
    view.badge =
      store.view === 'hidden' || value === 0 ? undefined : { value, tooltip: `ZeroMQ threats: ${countsText(counts)}` };
    progress.show(store.view === 'scanning');
  });
  return vscode.Disposable.from(view, listener, progress, provider);
}

class ThreatTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private shown: readonly Node[] = [];
  private key = '';
  private parents = new Map<string, Node>();

  constructor(private readonly store: ThreatStore) {}

  /** Redraws only when there is something new to see: a tree that is redrawn on each keystroke loses its focus and its hover. */
  refresh(): void {
    const nodes = this.store.view === 'hidden' ? [] : rootNodes(this.store.status);
    const key = JSON.stringify(nodes);
    if (key === this.key) return;
    this.key = key;
    this.shown = nodes;
    this.parents = new Map(nodes.flatMap(parentsIn));
    this.changed.fire();
  }

  getChildren(node?: Node): Node[] {
    if (!node) return [...this.shown];
    return node.kind === 'finding' ? [] : [...node.children];
  }

  getParent(node: Node): Node | undefined {
    return this.parents.get(node.id);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'folder':
        return folderItem(node);
      case 'threat':
        return threatItem(node);
      case 'finding':
        return findingItem(node);
    }
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function folderItem(node: FolderNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = node.id;
  item.description = node.description;
  item.iconPath = vscode.ThemeIcon.Folder;
  item.contextValue = 'folder';
  return item;
}

function threatItem(node: ThreatNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = node.id;
  item.description = node.description;
  item.iconPath = icon(node.level);
  item.contextValue = 'threat';
  item.tooltip = `${node.label}: ${countsText(countsOf(node.children)) || 'accepted findings only'}`;
  item.accessibilityInformation = { label: item.tooltip };
  return item;
}

function findingItem(node: FindingNode): vscode.TreeItem {
  const { finding } = node;
  const item = new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.None);
  item.id = node.id;
  item.description = node.description;
  item.iconPath = finding.accepted ? icon(undefined) : icon(finding.level);
  item.contextValue = finding.accepted ? 'finding.accepted' : 'finding';
  item.tooltip = tooltip(finding);
  item.accessibilityInformation = { label: `${LEVEL_NAMES[finding.level]}: ${node.label}, ${node.description}` };
  item.command = {
    command: 'vscode.open',
    title: 'Go to the line',
    arguments: [
      vscode.Uri.parse(finding.uri),
      { selection: toRange(finding.range), preserveFocus: false, preview: true },
    ],
  };
  return item;
}

/** Text from the code must not become markup or links, so it is appended as text. */
function tooltip(finding: WireFinding): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(
    `**${finding.code}** \`${finding.rule}\` · ${LEVEL_NAMES[finding.level]} · confidence ${finding.confidence}\n\n`,
  );
  text.appendText(finding.message);
  if (finding.accepted) {
    const until = finding.accepted.until === undefined ? '' : ` (until ${finding.accepted.until})`;
    text.appendMarkdown('\n\n*Accepted*: ').appendText(finding.accepted.reason + until);
  }
  return text;
}

const ICONS: Readonly<Record<WireLevel, vscode.ThemeIcon>> = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground')),
  note: new vscode.ThemeIcon('info', new vscode.ThemeColor('problemsInfoIcon.foreground')),
};

/** No level: everything there is was accepted. */
function icon(level: WireLevel | undefined): vscode.ThemeIcon {
  return level === undefined ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('disabledForeground')) : ICONS[level];
}

function countsOf(nodes: readonly FindingNode[]): { error: number; warning: number; note: number } {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { finding } of nodes) if (!finding.accepted) counts[finding.level]++;
  return counts;
}

function toRange({ start, end }: WireRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function parentsIn(node: Node): [string, Node][] {
  if (node.kind === 'finding') return [];
  return node.children.flatMap((child): [string, Node][] => [[child.id, node], ...parentsIn(child)]);
}

/** The bar on top of the view, while the workspace is read. */
class ScanProgress implements vscode.Disposable {
  private finish: (() => void) | undefined;

  show(running: boolean): void {
    if (running === (this.finish !== undefined)) return;
    if (!running) return this.dispose();
    const done = new Promise<void>((resolve) => (this.finish = resolve));
    void vscode.window.withProgress({ location: { viewId: VIEW } }, () => done);
  }

  dispose(): void {
    this.finish?.();
    this.finish = undefined;
  }
}
