/**
 * The extension: puts the parts together and nothing else. VS Code activates it for every TypeScript, JavaScript or Python file, so
 * this must cost next to nothing: the server and the library that talks to it are loaded once ZeroMQ turns up (wake.ts).
 */
import * as vscode from 'vscode';
import { registerCommands } from './commands/commands';
import { registerBugReport } from './commands/report-bug';
import { registerPages } from './views/pages';
import { Server } from './server/server';
import { registerStatusItem } from './views/status-item';
import { ThreatStore } from './store';
import { registerThreatTree } from './views/threat-tree';
import { ViewState } from './views/view-state';
import { Wake } from './wake';

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('ZeroMQ Threat Model', { log: true });
  const store = new ThreatStore();
  server = new Server(context, output, store);
  const state = new ViewState(context.workspaceState);
  const wake = new Wake(output, () => void server?.start());
  context.subscriptions.push(
    output,
    store,
    state,
    server,
    wake,
    registerThreatTree(store, state),
    registerStatusItem(store),
    registerPages(server),
    ...registerCommands(server, store, state, output),
    registerBugReport(context.extension, server, store),
  );
  wake.start();
}

/** VS Code waits for this, so the server gets the time to end in order. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
