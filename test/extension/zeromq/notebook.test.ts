/** A notebook in VS Code's own notebook editor, which needs no Jupyter extension. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { notebook, OVER_CELLS } from '../../support/notebooks';
import { actionsAt, codeOf, eventually, found, inWorkspace } from '../wait';

suite('notebook', () => {
  const file = inWorkspace('readings.ipynb');

  suiteSetup(() => vscode.workspace.fs.writeFile(file, Buffer.from(notebook(OVER_CELLS))));
  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(file);
  });

  test('diagnostics, a hover and a fix in the cell they are about', async () => {
    const book = await vscode.workspace.openNotebookDocument(file);
    await vscode.window.showNotebookDocument(book);
    const [, make, shell, bind, read] = book.getCells().map(({ document }) => document);
    assert.ok(make && shell && bind && read);
    const rules = (document: vscode.TextDocument): string[] => found(document).map(codeOf).sort();
    await eventually(() => rules(bind).length === 2 && rules(read).length === 1, 'the findings do not appear');
    assert.deepEqual(rules(bind), ['unauthenticated-receiver', 'unbounded-hwm']);
    assert.deepEqual(rules(read), ['unsafe-deserialization']);
    assert.deepEqual([rules(make), rules(shell)], [[], []]);

    const unbounded = found(bind).find((one) => codeOf(one) === 'unbounded-hwm')!;
    assert.equal(bind.getText(unbounded.range), '0');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      bind.uri,
      unbounded.range.start.translate(1, 0),
    );
    const texts = hovers.flatMap(({ contents }) => contents).map((one) => (typeof one === 'string' ? one : one.value));
    assert.ok(
      texts.some((text) => text.includes('PULL')),
      texts.join('\n'),
    );

    const actions = await actionsAt(bind.uri, unbounded.range, vscode.CodeActionKind.QuickFix);
    const fix = actions.find(({ isPreferred, edit }) => isPreferred && edit);
    assert.ok(fix?.edit, actions.map(({ title }) => title).join(' | '));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(bind.getText(), /^%%time\nsock\.rcvhwm = 1000\n/);
    await eventually(() => !rules(bind).includes('unbounded-hwm'), 'the finding stays');
  });

  test('a cell that goes takes what it caused along', async () => {
    const book = await vscode.workspace.openNotebookDocument(file);
    // Only what somebody sees is asked about; other tests open editors of their own.
    await vscode.window.showNotebookDocument(book);
    const read = book.cellAt(4).document;
    await eventually(() => found(read).length === 1, 'the finding does not appear');
    const edit = new vscode.WorkspaceEdit();
    edit.set(book.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(3, 4))]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually(
      () => found(read).every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error),
      'nobody binds any more',
    );
  });
});
