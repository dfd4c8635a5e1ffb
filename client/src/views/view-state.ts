/** How the sidebar is grouped and filtered now: asked for here, remembered in the workspace's own storage, never in its files. */
import * as vscode from 'vscode';
import { NO_GIT, type Changes } from './changes';
import { GitChanges } from './git';
import { checkedChoice, GROUPS, isFiltered, LEVELS, type ViewChoice, type ViewOptions } from './view-options';

const KEY = 'zeromqThreatModel.view';

export class ViewState implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private current: ViewChoice;
  private readonly tabs: vscode.Disposable;
  private readonly git = new GitChanges();

  constructor(private readonly memory: vscode.Memento) {
    this.current = checkedChoice(memory.get(KEY));
    this.adopt();
    this.git.onDidChange(() => {
      if (this.current.changedOnly) this.changed.fire();
    });
    this.tabs = vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
      if (this.current.openOnly && opened.length + closed.length > 0) this.changed.fire();
    });
  }

  get choice(): ViewChoice {
    return this.current;
  }

  options(): ViewOptions {
    const { openOnly, changedOnly } = this.current;
    const open: ReadonlySet<string> = openOnly ? openFiles() : new Set();
    return { ...this.current, open, changes: changedOnly ? this.git.current : NO_GIT };
  }

  /** What Git says now, for whoever thinks of asking. */
  async changes(): Promise<Changes> {
    await this.git.start();
    return this.git.current;
  }

  /** Takes what is given and right, keeps the rest. */
  async choose(changes: unknown): Promise<void> {
    this.current = checkedChoice(changes, this.current);
    this.adopt();
    this.changed.fire();
    await this.memory.update(KEY, this.current);
  }

  dispose(): void {
    this.tabs.dispose();
    this.git.dispose();
    this.changed.dispose();
  }

  private adopt(): void {
    if (this.current.changedOnly) void this.git.start();
    void vscode.commands.executeCommand('setContext', 'zeromqThreatModel.filtered', isFiltered(this.current));
  }
}

function openFiles(): ReadonlySet<string> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const uris = tabs.flatMap(({ input }) => {
    if (input instanceof vscode.TabInputText) return [input.uri];
    return input instanceof vscode.TabInputTextDiff ? [input.modified] : [];
  });
  return new Set(uris.map(String));
}

type Choosable = vscode.QuickPickItem & { readonly changes?: Partial<ViewChoice> };

const GROUP_LABELS = { threat: 'Threat, with its Mitigations', file: 'File', socket: 'Socket' } as const;
const LEVEL_LABELS = { all: 'All Levels', warning: 'Errors and Warnings', error: 'Errors Only' } as const;

export async function pickGroup(state: ViewState): Promise<void> {
  const items = GROUPS.map((group) => option(GROUP_LABELS[group], state.choice.group === group, { group }));
  await pick(state, 'Group Findings By', items);
}

export async function pickFilter(state: ViewState): Promise<void> {
  const { level, openOnly, changedOnly } = state.choice;
  const changes = await state.changes();
  await pick(state, 'Filter Findings', [
    ...LEVELS.map((one) => option(LEVEL_LABELS[one], level === one, { level: one })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    option('Open Files Only', openOnly, { openOnly: !openOnly }),
    option('Changed Files Only', changedOnly, { changedOnly: !changedOnly }, changed(changes)),
  ]);
}

function changed(changes: Changes): string {
  return changes.known ? 'since the last commit, by Git' : `not known: ${changes.reason}`;
}

/** A blank of the icon's width keeps the labels in line. */
function option(label: string, chosen: boolean, changes: Partial<ViewChoice>, description = ''): Choosable {
  return { label: `${chosen ? '$(check)' : '$(blank)'} ${label}`, description, changes };
}

async function pick(state: ViewState, title: string, items: Choosable[]): Promise<void> {
  const picked = await vscode.window.showQuickPick(items, { title });
  if (picked?.changes) await state.choose(picked.changes);
}
