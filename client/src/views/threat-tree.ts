/** The threat sidebar: the tree, its badge, and the words around it. */
import * as vscode from 'vscode';
import type { ThreatStore } from '../store';
import { rootNodes, type Node } from './nodes';
import { countsText, stoppedText } from './texts';
import { treeItem } from './tree-items';
import type { ViewState } from './view-state';
import { filterMessage, viewDescription, viewTitle } from './view-options';

export const VIEW = 'zeromqThreatModel.threats';

export function registerThreatTree(store: ThreatStore, state: ViewState): vscode.Disposable {
  const provider = new ThreatTree(store, state);
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: provider, showCollapseAll: true });
  const progress = new ScanProgress();
  const update = (): void => {
    provider.refresh();
    const { counts } = store.status;
    const value = counts.error + counts.warning;
    const hidden = store.view === 'hidden';
    view.badge = hidden || value === 0 ? undefined : { value, tooltip: `ZeroMQ threats: ${countsText(counts)}` };
    view.title = viewTitle(state.choice);
    view.description = hidden ? undefined : viewDescription(store.status);
    view.message = provider.isEmpty ? undefined : message(store, state);
    progress.show(store.view === 'scanning');
  };
  return vscode.Disposable.from(view, store.onDidChange(update), state.onDidChange(update), progress, provider);
}

/** A tree that is not the whole truth says so. An empty one has its own words (viewsWelcome). */
function message(store: ThreatStore, state: ViewState): string | undefined {
  if (store.view === 'failed') return 'The language server does not run: this is what it said last.';
  const stopped = store.view === 'stopped' ? stoppedText(store.status) : undefined;
  return [stopped, filterMessage(store.status, state.options())].filter(Boolean).join(' ') || undefined;
}

class ThreatTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private shown: readonly Node[] = [];
  private key = '';
  private parents = new Map<string, Node>();

  constructor(
    private readonly store: ThreatStore,
    private readonly state: ViewState,
  ) {}

  get isEmpty(): boolean {
    return this.shown.length === 0;
  }

  /** Redraws only when there is something new to see: a tree that is redrawn on each keystroke loses its focus and its hover. */
  refresh(): void {
    const nodes = this.store.view === 'hidden' ? [] : rootNodes(this.store.status, this.state.options());
    const key = JSON.stringify(nodes);
    if (key === this.key) return;
    this.key = key;
    this.shown = nodes;
    this.parents = new Map(nodes.flatMap(parentsIn));
    this.changed.fire();
  }

  getChildren(node?: Node): Node[] {
    if (!node) return [...this.shown];
    return 'children' in node ? [...node.children] : [];
  }

  getParent(node: Node): Node | undefined {
    return this.parents.get(node.id);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return treeItem(node);
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function parentsIn(node: Node): [string, Node][] {
  if (!('children' in node)) return [];
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
