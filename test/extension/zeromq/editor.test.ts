/** Diagnostics, hover, quick fix and configuration, in the real extension host. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, codeOf, eventually, found, inWorkspace, open } from '../wait';

const UNBOUNDED = 'unbounded-hwm';

async function unbounded(document: vscode.TextDocument): Promise<vscode.Diagnostic> {
  return eventually(() => found(document).find((one) => codeOf(one) === UNBOUNDED), 'the finding does not appear');
}

function gone(document: vscode.TextDocument): Promise<true> {
  return eventually(() => found(document).every((one) => codeOf(one) !== UNBOUNDED), 'the finding stays');
}

suite('editor', () => {
  test('a diagnostic names its rule, and the page as the target of its code', async () => {
    const document = await open('push.ts');
    const diagnostic = await unbounded(document);
    assert.equal(document.getText(diagnostic.range), '0');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Warning);
    const { code } = diagnostic;
    assert.ok(typeof code === 'object');
    assert.equal(code.target.toString(true), `zmq-threat:/hwm_overflow_dos.md#${UNBOUNDED}`);
    assert.ok(!diagnostic.message.includes('`'), 'plain text');
  });

  test('a hover may run our page command and nothing else', async () => {
    const document = await open('push.ts');
    const { range } = await unbounded(document);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      range.start,
    );
    const ours = hovers
      .flatMap(({ contents }) => contents)
      .filter((content): content is vscode.MarkdownString => content instanceof vscode.MarkdownString)
      .find(({ value }) => value.includes('command:zeromqThreatModel.openPage'));
    assert.ok(ours, 'there is a hover of ours');
    assert.deepEqual(ours.isTrusted, { enabledCommands: ['zeromqThreatModel.openPage'] });
    assert.notEqual(ours.supportHtml, true);
  });

  test('the preferred quick fix mends the code', async () => {
    const document = await open('push.ts');
    const { range } = await unbounded(document);
    const actions = await actionsAt(document.uri, range, vscode.CodeActionKind.QuickFix);
    const fix = actions.find(({ isPreferred, edit }) => isPreferred && edit);
    assert.ok(fix?.edit, `no preferred fix among: ${actions.map(({ title }) => title).join(' | ')}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /sendHighWaterMark: 1000/);
    await gone(document);
    await vscode.commands.executeCommand('undo');
    await unbounded(document);
  });

  test('the configuration of the folder is obeyed as it is written', async () => {
    const document = await open('push.ts');
    await unbounded(document);
    const configuration = inWorkspace('.zmq-threats.jsonc');
    await vscode.workspace.fs.writeFile(configuration, Buffer.from(`{ "rules": { "${UNBOUNDED}": "off" } }\n`));
    await gone(document);
    await vscode.workspace.fs.delete(configuration);
    await unbounded(document);
  });

  test('switched off it says nothing', async () => {
    const document = await open('push.ts');
    await unbounded(document);
    const settings = vscode.workspace.getConfiguration('zeromqThreatModel');
    await settings.update('enable', false, vscode.ConfigurationTarget.Workspace);
    await gone(document);
    await settings.update('enable', undefined, vscode.ConfigurationTarget.Workspace);
    await unbounded(document);
  });

  test('closed files are listed among the problems when asked for', async () => {
    const closed = inWorkspace('closed.js');
    const text =
      'const zmq = require("zeromq");\nconst s = new zmq.Push({ sendHighWaterMark: 0 });\ns.connect("tcp://127.0.0.1:1");\n';
    await vscode.workspace.fs.writeFile(closed, Buffer.from(text));
    const settings = vscode.workspace.getConfiguration('zeromqThreatModel');
    await settings.update('problems.closedFiles', true, vscode.ConfigurationTarget.Workspace);
    await eventually(() => vscode.languages.getDiagnostics(closed).length > 0, 'the closed file is not listed');
    await settings.update('problems.closedFiles', undefined, vscode.ConfigurationTarget.Workspace);
    await eventually(() => vscode.languages.getDiagnostics(closed).length === 0, 'the closed file stays listed');
    await vscode.workspace.fs.delete(closed);
  });
});
