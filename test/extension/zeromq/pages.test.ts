/** Threat pages: documents of our own scheme, shown rendered. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, open } from '../wait';

const PREVIEW = 'vscode.markdown.preview.editor';

function shown(uri: string): vscode.TabInputCustom | undefined {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ input }) => input)
    .find(
      (input): input is vscode.TabInputCustom =>
        input instanceof vscode.TabInputCustom && input.uri.toString(true) === uri,
    );
}

suite('threat pages', () => {
  test('the command opens the rendered page', async () => {
    await open('server.ts');
    await vscode.commands.executeCommand('zeromqThreatModel.openPage', 'hwm_overflow_dos', 'unbounded-hwm');
    const input = await eventually(() => shown('zmq-threat:/hwm_overflow_dos.md#unbounded-hwm'), 'no page opens');
    assert.equal(input.viewType, PREVIEW);
  });

  test('so does opening the document, which is what a click on a code does', async () => {
    await vscode.commands.executeCommand(
      'vscode.open',
      vscode.Uri.parse('zmq-threat:/slow_consumer_dos.md#unawaited-handler'),
    );
    const input = await eventually(() => shown('zmq-threat:/slow_consumer_dos.md#unawaited-handler'), 'no page opens');
    assert.equal(input.viewType, PREVIEW);
  });

  test('a page has its rules as sections, and no front matter', async () => {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.parse('zmq-threat:/hwm_overflow_dos.md'));
    const text = Buffer.from(bytes).toString();
    assert.match(text, /^# /);
    assert.match(text, /^## unbounded-hwm$/m);
    assert.doesNotMatch(text, /^covers:/m);
  });

  test('pages cannot be written, and what is no page is not there', async () => {
    const page = vscode.Uri.parse('zmq-threat:/hwm_overflow_dos.md');
    await assert.rejects(async () => vscode.workspace.fs.writeFile(page, new Uint8Array()));
    await assert.rejects(async () => vscode.workspace.fs.readFile(vscode.Uri.parse('zmq-threat:/nope.md')));
    await assert.rejects(async () => vscode.workspace.fs.readFile(vscode.Uri.parse('zmq-threat:/../../etc/passwd')));
  });

  test('ids that are none are ignored', async () => {
    await vscode.commands.executeCommand('zeromqThreatModel.openPage', '../../x', '"><script>');
    assert.equal(shown('zmq-threat:/../../x.md'), undefined);
  });
});
