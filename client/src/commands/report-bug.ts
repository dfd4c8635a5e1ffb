/** "Report a Bug…": an unsaved document with what a report needs. Nothing is sent; there is no network access in this extension. */
import * as os from 'node:os';
import * as vscode from 'vscode';
import { methods, type Facts } from '../../../server/src/lsp/protocol';
import { bugReport } from '../report/bug-report';
import type { Server } from '../server/server';
import type { ThreatStore } from '../store';

interface Manifest {
  readonly version: string;
  readonly contributes: {
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, { readonly enum?: readonly unknown[] }>>;
    }[];
  };
}

export function registerBugReport(
  extension: vscode.Extension<unknown>,
  server: Server,
  store: ThreatStore,
): vscode.Disposable {
  return vscode.commands.registerCommand('zeromqThreatModel.reportBug', () => reportBug(extension, server, store));
}

async function reportBug(
  extension: vscode.Extension<unknown>,
  server: Server,
  store: ThreatStore,
): Promise<vscode.TextEditor> {
  const manifest = extension.packageJSON as Manifest;
  // A server that was never needed is not started for this.
  const facts = store.server === 'off' ? undefined : await server.ask<Facts | null>(methods.facts, {});
  const content = bugReport({
    extension: manifest.version,
    editor: `${vscode.env.appName} ${vscode.version} (${vscode.env.appHost})`,
    runtime: `extension host: Node ${process.versions.node}`,
    system: `${process.platform} ${os.release()} ${process.arch}`,
    place: `${vscode.env.remoteName === undefined ? 'local' : 'remote'}, workspace ${vscode.workspace.isTrusted ? 'trusted' : 'restricted'}`,
    server: store.server,
    facts: facts ?? undefined,
    settings: changedSettings(manifest),
    problems: server.problems.all(),
  });
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  return vscode.window.showTextDocument(document);
}

/** Values are shown where they can only be one of ours; what a person typed is not. */
function changedSettings(manifest: Manifest): { name: string; value: string; scope: string }[] {
  const configuration = vscode.workspace.getConfiguration();
  return manifest.contributes.configuration
    .flatMap(({ properties }) => Object.entries(properties))
    .flatMap(([name, { enum: values }]) => {
      const found = configuration.inspect(name);
      const value = configuration.get(name);
      if (!found || JSON.stringify(value) === JSON.stringify(found.defaultValue)) return [];
      const plain = typeof value === 'boolean' || typeof value === 'number' || values?.includes(value) === true;
      const workspace = found.workspaceValue !== undefined || found.workspaceFolderValue !== undefined;
      return [{ name, value: plain ? String(value) : 'set', scope: workspace ? 'workspace' : 'user' }];
    });
}
