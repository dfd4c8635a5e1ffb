/** The commands, as package.json lists them. Each validates what it is given: commands can be called by anybody. */
import * as vscode from 'vscode';
import { commands, methods, type PageEntry } from '../../../server/src/lsp/protocol';
import type { Server } from '../server/server';
import type { ThreatStore } from '../store';
import { acceptFinding } from './accept';
import { openPage } from '../views/pages';
import { everything } from '../views/view-options';
import { pickFilter, pickGroup, type ViewState } from '../views/view-state';
import { registerItemCommands } from './item-commands';

const WALKTHROUGH = 'zeromq-threat-model.zeromq-threat-model#start';

export function registerCommands(
  server: Server,
  store: ThreatStore,
  state: ViewState,
  output: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const register = vscode.commands.registerCommand;
  return [
    register(commands.openPage, (threat?: unknown, rule?: unknown) => openPageOf(server, threat, rule)),
    ...registerItemCommands(server, store),
    register('zeromqThreatModel.groupBy', (group?: unknown) =>
      typeof group === 'string' ? state.choose({ group }) : pickGroup(state),
    ),
    register('zeromqThreatModel.filter', (changes?: unknown) =>
      changes === undefined ? pickFilter(state) : state.choose(changes),
    ),
    register('zeromqThreatModel.changeFilter', () => pickFilter(state)),
    register('zeromqThreatModel.clearFilter', () => state.choose({ ...everything, group: state.choice.group })),
    register(commands.accept, (argument?: unknown) => acceptFinding(server, argument)),
    register('zeromqThreatModel.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false),
    ),
    register('zeromqThreatModel.restartServer', () => server.restart()),
    register('zeromqThreatModel.rescan', () => server.ask(methods.rescan, {})),
    register('zeromqThreatModel.stopScan', () => server.stopScan()),
    register('zeromqThreatModel.showOutput', () => output.show()),
  ];
}

async function openPageOf(server: Server, threat: unknown, rule: unknown): Promise<void> {
  if (typeof threat === 'string') return openPage(threat, typeof rule === 'string' ? rule : undefined);
  const pages = await server.ask<readonly PageEntry[]>(methods.pages, {});
  const picked = await vscode.window.showQuickPick(
    (pages ?? []).map(({ threat: id, title }) => ({ label: title, description: id, id })),
    { title: 'Open Threat Page', placeHolder: 'Which threat?', matchOnDescription: true },
  );
  if (picked) await openPage(picked.id);
}
