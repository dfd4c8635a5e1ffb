/** Several folders in one window: each obeys its own configuration, wherever the file is opened from. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { MitigationNode } from '../../../client/src/views/nodes';
import { codeOf, eventually } from '../wait';

function fileIn(folder: string, file: string): vscode.Uri {
  const found = vscode.workspace.workspaceFolders?.find(({ name }) => name === folder);
  assert.ok(found, `the folder ${folder} is open`);
  return vscode.Uri.joinPath(found.uri, file);
}

function codes(uri: vscode.Uri): string[] {
  const ours = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'zmq-threats');
  return ours.map(codeOf).sort();
}

suite('multi-root', () => {
  test('findings of all folders are there, each by the rules of its own folder', async () => {
    await eventually(() => codes(fileIn('plant', 'meter.ts')).includes('unbounded-hwm'), 'nothing is found in plant');
    await eventually(() => codes(fileIn('office', 'report.ts')).length > 0, 'nothing is found in office');
    assert.ok(!codes(fileIn('office', 'report.ts')).includes('unbounded-hwm'));
  });

  test('a rule that is turned off in one folder stays on in the other', async () => {
    const configuration = fileIn('plant', '.zmq-threats.jsonc');
    await vscode.workspace.fs.writeFile(configuration, Buffer.from('{ "rules": { "unbounded-hwm": "off" } }'));
    await eventually(() => !codes(fileIn('plant', 'meter.ts')).includes('unbounded-hwm'), 'the rule is not turned off');
    const office = fileIn('office', '.zmq-threats.jsonc');
    const text = await vscode.workspace.fs.readFile(office);
    await vscode.workspace.fs.delete(office);
    await eventually(() => codes(fileIn('office', 'report.ts')).includes('unbounded-hwm'), 'the rule stays off');
    assert.ok(!codes(fileIn('plant', 'meter.ts')).includes('unbounded-hwm'));
    await vscode.workspace.fs.writeFile(office, text);
    await vscode.workspace.fs.delete(configuration);
    await eventually(() => codes(fileIn('plant', 'meter.ts')).includes('unbounded-hwm'), 'the rule stays off');
  });

  test('an acceptance of a mitigation that lacks its reason is told in its own folder, and opened from the sidebar', async () => {
    const configuration = fileIn('plant', '.zmq-threats.jsonc');
    const text = '{\n  "mitigations": { "sandboxing": { "reason": "todo" } }\n}\n';
    await vscode.workspace.fs.writeFile(configuration, Buffer.from(text));
    await eventually(() => codes(configuration).includes('acceptance-without-reason'), 'the reason is not asked for');
    assert.deepEqual(codes(fileIn('office', '.zmq-threats.jsonc')), []);
    const range = { start: { line: 1, character: 19 }, end: { line: 1, character: 31 } };
    const node: MitigationNode = {
      kind: 'mitigation',
      id: 'x',
      label: 'Sandboxing',
      description: 'accepted',
      folder: 'x',
      threat: 'libzmq_vulnerability_exploitation',
      mitigation: {
        id: 'sandboxing',
        title: 'Sandboxing',
        state: 'accepted',
        places: [],
        accepted: { reason: 'r', place: { uri: configuration.toString(), range } },
      },
      children: [],
      expanded: false,
    };
    await vscode.commands.executeCommand('zeromqThreatModel.openAcceptance', node);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), configuration.toString());
    assert.equal(editor.document.getText(editor.selection), '"sandboxing"');
    await vscode.commands.executeCommand('zeromqThreatModel.copyItem', node);
    assert.equal(await vscode.env.clipboard.readText(), 'Sandboxing (sandboxing): accepted');
    await vscode.workspace.fs.delete(configuration);
  });

  test('the filter for changed files works without a repository', async () => {
    await vscode.commands.executeCommand('zeromqThreatModel.filter', { changedOnly: true });
    await vscode.commands.executeCommand('zeromqThreatModel.clearFilter');
  });
});
