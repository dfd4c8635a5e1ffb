/** The snippets in the real editor: offered where their language is written, and inserted as the unit tests expand them. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { expand, readSnippets, SNIPPET_LANGUAGES } from '../../support/snippets';
import { codeOf, eventually, extension, found } from '../wait';

/** A defect after the snippet: when it is underlined, the text before it has been judged as well. */
const SCRIPT = "new (require('zeromq').Push)({ sendHighWaterMark: 0 }).connect('tcp://127.0.0.1:1');";
const DEFECT = {
  typescript: SCRIPT,
  javascript: SCRIPT,
  python: "import zmq as z; s = z.Context().socket(z.PUSH); s.sndhwm = 0; s.connect('tcp://127.0.0.1:1')",
};

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

  for (const language of SNIPPET_LANGUAGES)
    test(`${language}: nothing is underlined in what was inserted`, async function () {
      this.timeout(120_000);
      for (const { title, prefix, body } of readSnippets(language, extension().extensionPath)) {
        const document = await vscode.workspace.openTextDocument({ language });
        const editor = await vscode.window.showTextDocument(document);
        editor.options = { insertSpaces: true, tabSize: 2 };
        await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: language, name: title });
        const end = document.lineAt(document.lineCount - 1).range.end;
        await editor.edit((edit) => edit.insert(end, `\n${DEFECT[language]}\n`));
        assert.equal(document.getText(), `${expand(body)}\n${DEFECT[language]}\n`, prefix);
        const all = await eventually(() => found(document).length > 0 && found(document), `${prefix} is not judged`);
        assert.deepEqual(
          all.map((one) => [codeOf(one), one.range.start.line]),
          [['unbounded-hwm', end.line + 1]],
          prefix,
        );
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      }
    });
});
