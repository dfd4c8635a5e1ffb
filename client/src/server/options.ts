/** What the language client is told: which documents, which commands our hovers may link to, where the log goes. */
import type * as vscode from 'vscode';
import type { DocumentSelector, LanguageClientOptions } from 'vscode-languageclient/node';
import { commands, type InitializationOptions } from '../../../server/src/lsp/protocol';
import type { Scans } from './scans';

const LANGUAGES = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python'];
const SCHEMES = ['file', 'untitled', 'vscode-userdata'];

const documentSelector: DocumentSelector = [
  ...LANGUAGES.flatMap((language) => SCHEMES.map((scheme) => ({ language, scheme }))),
  // Cells of notebooks.
  { language: 'python', scheme: 'vscode-notebook-cell' },
  // Vulnerable versions are found in manifests; what is wrong with a configuration is said in it.
  { scheme: 'file', pattern: '**/{package.json,pyproject.toml,requirements*.txt,constraints*.txt}' },
  { scheme: 'file', pattern: '**/.zmq-threats.jsonc' },
];

/** The only commands a hover may run. Everything else in a link stays dead, whatever text from the code gets into it. */
const linked: readonly string[] = [commands.openPage];

/** Commands that code actions may run: they ask before they do anything. */
const offered: readonly string[] = [...linked, commands.accept];

export function clientOptions(output: vscode.LogOutputChannel, scans: Scans): LanguageClientOptions {
  const initializationOptions: InitializationOptions = {
    commands: offered,
    diagnosticsInHover: true,
    changed: true,
    pushCells: true,
  };
  return {
    documentSelector,
    initializationOptions,
    outputChannel: output,
    diagnosticCollectionName: 'zmq-threats',
    diagnosticPullOptions: { onChange: true, onSave: false, onTabs: true },
    markdown: { isTrusted: { enabledCommands: linked }, supportHtml: false },
    middleware: { handleWorkDoneProgress: scans.handle },
    // Our own back-off decides (server.ts).
    connectionOptions: { maxRestartCount: 0 },
  };
}
