/** One short item in the status bar: how many threats are open. Hidden where nothing speaks ZeroMQ; a click opens the sidebar. */
import * as vscode from 'vscode';
import type { ThreatStore } from '../store';
import { countsText, stoppedText } from './texts';
import { VIEW } from './threat-tree';

export function registerStatusItem(store: ThreatStore): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('zeromqThreatModel.status', vscode.StatusBarAlignment.Left, 0);
  item.name = 'ZeroMQ Threats';
  const listener = store.onDidChange(() => show(item, store));
  return vscode.Disposable.from(item, listener);
}

function show(item: vscode.StatusBarItem, store: ThreatStore): void {
  const { counts, files } = store.status;
  const total = counts.error + counts.warning;
  item.command = `${VIEW}.focus`;
  switch (store.view) {
    case 'hidden':
      return item.hide();
    case 'scanning':
      describe(item, '$(loading~spin)', 'ZeroMQ threats: reading the workspace');
      break;
    case 'failed':
      describe(item, '$(shield) $(error)', 'ZeroMQ threats: the language server does not run. Click to restart it.');
      item.command = 'zeromqThreatModel.restartServer';
      break;
    case 'stopped':
      describe(
        item,
        `$(shield) ${total}+`,
        `ZeroMQ threats: ${countsText(counts) || 'none found yet'}. ${stoppedText(store.status)}`,
      );
      break;
    case 'ready': {
      const found = countsText(counts) || 'none found';
      describe(
        item,
        `$(shield) ${total}`,
        `ZeroMQ threats: ${found} (${files} ${files === 1 ? 'file speaks' : 'files speak'} ZeroMQ)`,
      );
    }
  }
  item.show();
}

function describe(item: vscode.StatusBarItem, text: string, explanation: string): void {
  item.text = text;
  item.tooltip = explanation;
  item.accessibilityInformation = { label: explanation, role: 'button' };
}
