/** The server's life: lazily started, restarted after a crash and by command, with nothing lost. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, eventually, found, open, servers } from '../wait';

async function serverAt(not: readonly number[]): Promise<number> {
  return eventually(() => servers().find((pid) => !not.includes(pid)), 'no (new) server runs');
}

suite('server', () => {
  test('there is one', async () => {
    await open('push.ts');
    await serverAt([]);
    assert.equal(servers().length, 1);
  });

  test('is started again when it crashes, and finds everything again', async () => {
    const document = await open('push.ts');
    await eventually(() => found(document).length > 0, 'nothing is found');
    const before = await serverAt([]);
    process.kill(before, 'SIGKILL');
    await serverAt([before]);
    // Shown anew by the new server: an edit that only it can answer.
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.replace(new vscode.Range(2, 0, 2, 0), '// moved\n'));
    await eventually(
      () => found(document).some((one) => codeOf(one) === 'unbounded-hwm' && one.range.start.line === 3),
      'the new server finds nothing',
    );
    await vscode.commands.executeCommand('undo');
  });

  test('can be restarted by command', async () => {
    const document = await open('push.ts');
    const before = await serverAt([]);
    await vscode.commands.executeCommand('zeromqThreatModel.restartServer');
    const after = await serverAt([before]);
    assert.notEqual(after, before);
    await eventually(() => found(document).length > 0, 'nothing is found');
    await eventually(() => servers().length === 1, 'the old server still runs');
  });

  test('the commands of package.json are all there', async () => {
    const contributed = (
      vscode.extensions.getExtension('zeromq-threat-model.zeromq-threat-model')!.packageJSON as {
        contributes: { commands: { command: string }[] };
      }
    ).contributes.commands;
    const known = new Set(await vscode.commands.getCommands());
    for (const { command } of contributed) assert.ok(known.has(command), command);
  });
});
