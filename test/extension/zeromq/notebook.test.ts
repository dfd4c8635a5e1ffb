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
    const [bind, read] = [book.cellAt(3).document, book.cellAt(4).document];
    const cells = (): string[] =>
      found(read).flatMap(({ relatedInformation = [] }) =>
        relatedInformation.map(({ location }) => String(location.uri)),
      );
    await eventually(() => cells().includes(String(bind.uri)), 'the finding does not name the bind');
    const edit = new vscode.WorkspaceEdit();
    edit.set(book.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(3, 4))]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const rest = (): string => found(read).map(codeOf).join();
    const gone = (): boolean => !cells().includes(String(bind.uri)) && rest() === 'unsafe-deserialization';
    await eventually(gone, 'the finding still names the bind, or is gone as well');
    assert.deepEqual(found(bind), []);
    // The notebook is still followed.
    const typed = new vscode.WorkspaceEdit();
    typed.insert(read.uri, new vscode.Position(0, 0), 'sock.rcvhwm = 0\n');
    assert.ok(await vscode.workspace.applyEdit(typed));
    await eventually(
      () => found(read).some((one) => codeOf(one) === 'unsafe-deserialization' && one.range.start.line === 2),
      'the finding does not move',
    );
  });

  test('a fix that changes two cells, and one whose import goes below a cell magic', async () => {
    const other = inWorkspace('shift.ipynb');
    const bind = 'import zmq\nsock = zmq.Context().socket(zmq.PULL)\nsock.bind("tcp://*:6000")';
    await vscode.workspace.fs.writeFile(other, Buffer.from(notebook(['%%time\nLIMIT = 5', bind, 'sock.rcvhwm = 50'])));
    try {
      const book = await vscode.workspace.openNotebookDocument(other);
      await vscode.window.showNotebookDocument(book);
      const [first, middle, last] = book.getCells().map(({ document }) => document);
      assert.ok(first && middle && last);
      await applyFix(last, 'hwm-after-bind');
      assert.match(middle.getText(), /\nsock\.rcvhwm = 50\nsock\.bind\(/);
      assert.equal(last.getText(), '');
      await applyFix(middle, 'unauthenticated-receiver');
      assert.equal(first.getText(), '%%time\nimport os\nLIMIT = 5');
      assert.match(middle.getText(), /\nsock\.curve_secretkey = os\.environ\[/);
    } finally {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.workspace.fs.delete(other);
    }
  });
});

/** Applies the first quick fix at a rule's finding, and waits until the finding is gone. */
async function applyFix(document: vscode.TextDocument, rule: string): Promise<void> {
  const find = (): vscode.Diagnostic | undefined => found(document).find((one) => codeOf(one) === rule);
  await eventually(() => find() !== undefined, `${rule} does not appear`);
  const actions = await actionsAt(document.uri, find()!.range, vscode.CodeActionKind.QuickFix);
  const fix = actions.find(({ edit }) => edit);
  assert.ok(fix?.edit, actions.map(({ title }) => title).join(' | '));
  assert.ok(await vscode.workspace.applyEdit(fix.edit));
  await eventually(() => find() === undefined, `${rule} stays`);
}
