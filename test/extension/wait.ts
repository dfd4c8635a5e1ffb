/** What the suites share: waiting, files of the workspace, our extension, its server process. */
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import * as vscode from 'vscode';

/** Asks again until there is an answer; what is waited for happens in another process. */
export async function eventually<T>(
  question: () => T | undefined | false | PromiseLike<T | undefined | false>,
  complaint: string,
  milliseconds = 25_000,
): Promise<T> {
  for (const end = Date.now() + milliseconds; ;) {
    const answer = await question();
    if (answer !== undefined && answer !== false) return answer;
    assert.ok(Date.now() < end, complaint);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function inWorkspace(file: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.file(path.join(folder.uri.fsPath, file));
}

export async function open(file: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(file));
  await vscode.window.showTextDocument(document);
  return document;
}

/**
 * The code actions VS Code offers at a range. It calls its question off ("Canceled") whenever an extension registers
 * an action provider meanwhile, which that of TypeScript does once its server is up; an editor then asks again.
 */
export function actionsAt(
  uri: vscode.Uri,
  range: vscode.Range,
  kind?: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  return eventually(
    () =>
      vscode.commands
        .executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range, kind?.value)
        .then(undefined, (error: unknown) => {
          if (error instanceof Error && error.message === 'Canceled') return undefined;
          throw error;
        }),
    'the question for code actions is called off again and again',
  );
}

/** Our diagnostics of a document. */
export function found(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'zmq-threats');
}

export function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : code);
}

/** Process ids of our language servers among the children of this extension host. */
export function servers(): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return rows
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .filter((match) => match && Number(match[2]) === process.pid && /dist[\\/]server\.js/.test(match[3] ?? ''))
    .map((match) => Number(match![1]));
}

export function extension(): vscode.Extension<unknown> {
  const own = vscode.extensions.getExtension('zeromq-threat-model.zeromq-threat-model');
  assert.ok(own, 'the extension is installed');
  return own;
}
