import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';

suite('activation', () => {
  test('the extension starts in a workspace with ZeroMQ code', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'a folder is open');
    const file = vscode.Uri.file(path.join(folder.uri.fsPath, 'server.ts'));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));

    const extension = vscode.extensions.getExtension('zeromq-threat-model.zeromq-threat-model');
    assert.ok(extension, 'the extension is installed');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
