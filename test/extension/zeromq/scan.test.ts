/** Closed files: found again when the server is killed while it judges them; the scan is stopped and taken up again by command. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, eventually, inWorkspace, open, servers } from '../wait';

const FILES = 120;
const FOLDER = 'closed';
const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('zeromqThreatModel');

/** With so much in it that a few dozen of them take seconds. */
function text(i: number): string {
  const parts = Array.from(
    { length: 40 },
    (_, n) =>
      `export class S${i}_${n} {\n  private readonly sock = new zmq.Router({ sendHighWaterMark: 0 });\n  async run() {\n    await this.sock.bind("tcp://127.0.0.1:${n}");\n    for await (const [id, body] of this.sock) await this.sock.send([id, JSON.parse(body.toString())]);\n  }\n}\n`,
  );
  return `import * as zmq from "zeromq";\n${parts.join('')}`;
}

/** Closed files of ours in which the finding is shown. */
function found(): number {
  return vscode.languages
    .getDiagnostics()
    .filter(
      ([uri, diagnostics]) =>
        uri.path.includes(`/${FOLDER}/`) && diagnostics.some((one) => codeOf(one) === 'unbounded-hwm'),
    ).length;
}

suite('scan', function () {
  // Longer than what is waited for below.
  this.timeout(90_000);
  suiteSetup(async () => {
    for (let i = 0; i < FILES; i++)
      await vscode.workspace.fs.writeFile(inWorkspace(`${FOLDER}/file_${i}.ts`), Buffer.from(text(i)));
    await settings().update('problems.closedFiles', true, vscode.ConfigurationTarget.Workspace);
    await open('push.ts');
    await eventually(() => servers().length === 1, 'no server runs');
    await eventually(() => found() === FILES, 'not every closed file is looked at', 60_000);
  });

  suiteTeardown(async () => {
    await settings().update('problems.closedFiles', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.workspace.fs.delete(inWorkspace(FOLDER), { recursive: true });
    await eventually(() => found() === 0, 'findings of deleted files stay');
  });

  test('all findings come back when the server is killed while it judges', async () => {
    const [first] = servers();
    process.kill(first!, 'SIGKILL');
    const second = await eventually(() => servers().find((pid) => pid !== first), 'the server is not started again');
    // Its predecessor's findings are gone with it; some of its own are there, not all.
    await eventually(() => found() > 0 && found() < FILES, 'the second scan is not seen');
    process.kill(second, 'SIGKILL');
    await eventually(() => servers().some((pid) => pid !== second), 'the server is not started a third time');
    await eventually(() => found() === FILES, `findings are lost: ${found()} of ${FILES}`, 60_000);
  });

  test('can be stopped, and goes on when the workspace is scanned again', async () => {
    await vscode.commands.executeCommand('zeromqThreatModel.restartServer');
    await eventually(() => found() < FILES, 'the old findings stay');
    // It can be stopped once it shows its progress, which it does after half a second; how far it is by then is the machine's business.
    const stop = (): Thenable<boolean> => vscode.commands.executeCommand<boolean>('zeromqThreatModel.stopScan');
    await eventually(stop, 'the scan does not show its progress');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const seen = found();
    assert.ok(seen < FILES, 'it stopped because it was done');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    assert.equal(found(), seen, 'it goes on');
    await vscode.commands.executeCommand('zeromqThreatModel.rescan');
    await eventually(() => found() === FILES, `only ${found()} of ${FILES} were looked at`, 60_000);
  });
});
