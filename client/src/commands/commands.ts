/** The commands, as package.json lists them. Each validates what it is given: commands can be called by anybody. */
import * as vscode from 'vscode';
import { commands, methods, type PageEntry } from '../../../server/src/lsp/protocol';
import type { Server } from '../server/server';
import type { FindingNode, ThreatNode } from '../views/nodes';
import { openPage } from '../views/pages';

export function registerCommands(server: Server, output: vscode.LogOutputChannel): vscode.Disposable[] {
  const register = vscode.commands.registerCommand;
  return [
    register(commands.openPage, (threat?: unknown, rule?: unknown) => openPageOf(server, threat, rule)),
    register('zeromqThreatModel.openPageOfItem', (node?: ThreatNode | FindingNode) =>
      node?.kind === 'finding'
        ? openPage(node.finding.threat, node.finding.rule)
        : node && openPage(node.threat.threat),
    ),
    register('zeromqThreatModel.restartServer', () => server.restart()),
    register('zeromqThreatModel.rescan', () => server.ask(methods.rescan, {})),
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
