/** "Report a Bug…" says how things are and nothing of whose they are. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, eventually, found, inWorkspace, open } from '../wait';

suite('bug report', () => {
  test('opens an unsaved document with versions and counts, without a path or name of the workspace', async () => {
    const code = await open('push.ts');
    await eventually(() => found(code).some((one) => codeOf(one) === 'unbounded-hwm'), 'nothing is found');
    await vscode.commands.executeCommand('zeromqThreatModel.reportBug');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const { document } = editor;
    assert.equal(document.uri.scheme, 'untitled');
    assert.equal(document.languageId, 'markdown');
    const text = document.getText();
    assert.ok(text.includes(vscode.version), text);
    assert.match(text, /server: running/);
    assert.match(text, /sockets: .*\d × zeromq\.js@6/);
    assert.match(text, /findings: .*\d × unbounded-hwm/);
    assert.match(text, /ts-morph 28/);
    const root = inWorkspace('.').fsPath;
    const names = root.split(/[\\/]/).filter((part) => part.length > 4 && part !== 'workspace');
    for (const word of [
      ...names,
      'push.ts',
      'reply',
      'sendHighWaterMark',
      '127.0.0.1',
      '5555',
      "'hello'",
      process.env.HOME ?? root,
    ])
      assert.ok(!text.includes(word), `the report says ${word}:\n${text}`);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
