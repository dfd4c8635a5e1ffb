// Restricted mode: a workspace that nobody has trusted yet is analysed like any other, and cannot switch that off.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { useEditor } from './editor.mjs';

const editor = useEditor({
  folder: 'sample',
  open: 'src/broker.ts',
  trust: true,
  // The workspace's own settings switch the extension off.
  prepare: (folder) => {
    fs.mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    fs.writeFileSync(path.join(folder, '.vscode', 'settings.json'), '{ "zeromqThreatModel.enable": false }\n');
  },
  settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
});

test('the workspace is restricted, and its settings do not switch the analysis off', async () => {
  await (await editor.statusItem('Restricted Mode')).waitFor();
  await editor.squiggle('0 }');
  await editor.openView('ZeroMQ');
  await editor.row('HWM Overflow DoS');
  await editor.shot('restricted');
});

test('a fix works as ever', async () => {
  // TypeScript's own server may still be starting, and then the menu waits for it.
  await editor.clickText('0 }');
  await editor.page.locator('[class*="lightbulb"]').first().waitFor({ timeout: 60_000 });
  await editor.page.waitForTimeout(2_000);
  await editor.quickFix('0 }', '1000');
  await editor.noSquiggle('receiveHighWaterMark: 1000');
});

test('once trusted, the workspace decides', async () => {
  await editor.command('Workspaces: Manage Workspace Trust');
  await editor.page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
  const item = editor.page.locator('.statusbar-item [aria-label^="ZeroMQ threats"]').first();
  await item.waitFor({ state: 'detached', timeout: 60_000 });
  assert.equal(await editor.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).count(), 0);
});
