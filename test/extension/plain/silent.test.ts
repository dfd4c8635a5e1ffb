/** In a workspace without ZeroMQ the extension is not there: no server, no diagnostics, no view; until somebody writes the first line. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, eventually, extension, found, open, servers } from '../wait';

suite('a workspace without ZeroMQ', () => {
  test('has no server and no diagnostics', async () => {
    const document = await open('src/index.ts');
    await eventually(() => extension().isActive, 'the extension is not active');
    // Longer than it waits before it looks at the files of the workspace.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    assert.deepEqual(servers(), []);
    assert.deepEqual(found(document), []);
  });

  test('wakes up when a document starts to speak ZeroMQ', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: 'const x = 1;\n' });
    const editor = await vscode.window.showTextDocument(document);
    const code =
      'import { Push } from "zeromq";\nconst push = new Push({ sendHighWaterMark: 0 });\npush.connect("tcp://127.0.0.1:5555");\n';
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), code));
    await eventually(() => found(document).some((one) => codeOf(one) === 'unbounded-hwm'), 'nothing is found');
    assert.equal(servers().length, 1);
  });
});
