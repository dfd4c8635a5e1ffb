/** Placeholder: starts the language server. Replaced by the client proper. */
import * as path from 'node:path';
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath(path.join('dist', 'server.js'));
  client = new LanguageClient(
    'zeromqThreatModel',
    'ZeroMQ Threat Model',
    { module, transport: TransportKind.ipc },
    { documentSelector: ['typescript', 'javascript', 'python'].map((language) => ({ language })) },
  );
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
