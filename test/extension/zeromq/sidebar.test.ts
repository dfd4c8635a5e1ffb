/** What the sidebar's context menu does with a finding, and how its view is changed by command. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FindingNode } from '../../../client/src/views/nodes';
import { actionsAt, codeOf, eventually, found, open } from '../wait';

async function findingIn(document: vscode.TextDocument, fix?: string): Promise<FindingNode> {
  const { range, message } = await eventually(
    () => found(document).find((one) => codeOf(one) === 'unbounded-hwm'),
    'the finding does not appear',
  );
  const finding: FindingNode['finding'] = {
    uri: document.uri.toString(),
    range: { start: range.start, end: range.end },
    rule: 'unbounded-hwm',
    code: 'HWM-01',
    title: 'Unbounded high-water mark',
    threat: 'hwm_overflow_dos',
    level: 'warning',
    message,
    confidence: 'high',
    cause: 'c',
    holder: 'push',
    fingerprint: 'f',
    fixable: true,
    ...(fix === undefined ? {} : { fix }),
  };
  return { kind: 'finding', id: 'x', label: 'push.ts', description: '', finding };
}

suite('sidebar', () => {
  test('a finding is copied as one line, and gone to', async () => {
    const document = await open('push.ts');
    const node = await findingIn(document);
    await vscode.commands.executeCommand('zeromqThreatModel.copyItem', node);
    assert.match(await vscode.env.clipboard.readText(), /^push\.ts:\d+ unbounded-hwm: \S/);
    await open('server.ts');
    await vscode.commands.executeCommand('zeromqThreatModel.goToItem', node);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), document.uri.toString());
    assert.equal(document.getText(editor.selection), '0');
  });

  test('a finding is fixed from there', async () => {
    const document = await open('push.ts');
    const { finding } = await findingIn(document);
    const { start, end } = finding.range;
    const actions = await actionsAt(
      document.uri,
      new vscode.Range(start.line, start.character, end.line, end.character),
    );
    const fix = actions.find(({ isPreferred }) => isPreferred)?.title;
    await vscode.commands.executeCommand('zeromqThreatModel.fixItem', await findingIn(document, fix));
    assert.match(document.getText(), /sendHighWaterMark: 1000/);
    await eventually(() => found(document).every((one) => codeOf(one) !== 'unbounded-hwm'), 'the finding stays');
    await vscode.commands.executeCommand('undo');
    await findingIn(document);
  });

  test('commands without a finding do nothing, and nonsense changes no view', async () => {
    for (const name of ['copyItem', 'goToItem', 'fixItem', 'openPageOfItem', 'openAcceptance'])
      await vscode.commands.executeCommand(`zeromqThreatModel.${name}`);
    await vscode.commands.executeCommand('zeromqThreatModel.groupBy', 'colour');
    await vscode.commands.executeCommand('zeromqThreatModel.filter', { level: 7, changedOnly: 'yes' });
    await vscode.commands.executeCommand('zeromqThreatModel.copyItem', { kind: 'nonsense' });
    await vscode.commands.executeCommand('zeromqThreatModel.clearFilter');
  });
});
