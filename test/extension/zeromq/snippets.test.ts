/** The snippets in the real editor: offered where their language is written, and inserted as the unit tests expand them. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { expand, readSnippets, SNIPPET_LANGUAGES } from '../../support/snippets';
import { extension } from '../wait';

suite('snippets', () => {
  for (const language of SNIPPET_LANGUAGES)
    test(language, async () => {
      const snippets = readSnippets(language, extension().extensionPath);
      const document = await vscode.workspace.openTextDocument({ language, content: 'zmq-' });
      const editor = await vscode.window.showTextDocument(document);
      editor.options = { insertSpaces: true, tabSize: 2 };

      const offered = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(0, 4),
      );
      const labels = offered.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      for (const { prefix } of snippets) assert.ok(labels.includes(prefix), `${prefix} is among ${labels.join(' ')}`);

      for (const { title, prefix, body } of snippets) {
        // What is selected gives way.
        editor.selection = new vscode.Selection(0, 0, document.lineCount, 0);
        await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: language, name: title });
        assert.equal(document.getText(), expand(body), prefix);
      }
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });
});
