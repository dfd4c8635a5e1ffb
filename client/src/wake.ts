/**
 * Decides whether anything here speaks ZeroMQ. Cheap things first: open documents at once, manifests and then sources when VS Code has
 * had time to settle. Says yes once; until then the extension shows nothing and runs no server.
 */
import * as vscode from 'vscode';

const LANGUAGES: ReadonlySet<string> = new Set([
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
  'python',
]);
const SCHEMES: ReadonlySet<string> = new Set(['file', 'untitled', 'vscode-userdata', 'vscode-notebook-cell']);

const MANIFESTS = '**/{package.json,requirements*.txt,pyproject.toml,setup.py,setup.cfg,Pipfile,.zmq-threats.jsonc}';
const SOURCES = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,py}';
/** Most of their bytes are output, so few are read, and last. */
const NOTEBOOKS = '**/*.ipynb';
const FOREIGN = '**/{node_modules,site-packages,.venv,dist,out}/**';
const CONFIGURATION = '.zmq-threats.jsonc';

/** Enough to find ZeroMQ in any workspace that lives from it; one file in a huge one is found when it is opened. */
const MAX_MANIFESTS = 200;
const MAX_SOURCES = 2_000;
const MAX_NOTEBOOKS = 100;
const BATCH = 8;
const SETTLE = 1_000;
/** After typing: a document may have become one that speaks ZeroMQ. */
const TYPING = 400;

export class Wake implements vscode.Disposable {
  private readonly listeners: vscode.Disposable[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly typing = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();
  private over = false;
  private search = 0;

  constructor(
    private readonly output: vscode.LogOutputChannel,
    private readonly found: () => void,
  ) {}

  start(): void {
    if (vscode.workspace.textDocuments.some(speaks)) return this.say('an open document');
    this.listeners.push(
      vscode.workspace.onDidOpenTextDocument((document) => this.look(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.lookLater(document)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.searchLater()),
    );
    this.searchLater();
  }

  dispose(): void {
    this.over = true;
    clearTimeout(this.timer);
    for (const timer of this.typing.values()) clearTimeout(timer);
    this.typing.clear();
    for (const listener of this.listeners.splice(0)) listener.dispose();
  }

  private look(document: vscode.TextDocument): void {
    if (!this.over && speaks(document)) this.say(document.uri.toString());
  }

  private lookLater(document: vscode.TextDocument): void {
    if (!ours(document)) return;
    clearTimeout(this.typing.get(document));
    const check = (): void => {
      this.typing.delete(document);
      this.look(document);
    };
    this.typing.set(document, setTimeout(check, TYPING));
  }

  private searchLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.searchWorkspace().catch((error: unknown) => this.output.warn('Looking for ZeroMQ failed:', error));
    }, SETTLE);
  }

  private async searchWorkspace(): Promise<void> {
    const search = ++this.search;
    for (const [pattern, limit] of [
      [MANIFESTS, MAX_MANIFESTS],
      [SOURCES, MAX_SOURCES],
      [NOTEBOOKS, MAX_NOTEBOOKS],
    ] as const) {
      const files = await vscode.workspace.findFiles(pattern, FOREIGN, limit);
      for (let at = 0; at < files.length; at += BATCH) {
        if (this.over || search !== this.search) return;
        const hits = await Promise.all(files.slice(at, at + BATCH).map(fileSpeaks));
        const hit = hits.indexOf(true);
        if (hit >= 0 && !this.over) return this.say(String(files[at + hit]));
      }
    }
  }

  private say(where: string): void {
    this.dispose();
    this.output.debug(`ZeroMQ found in ${where}`);
    this.found();
  }
}

function ours(document: vscode.TextDocument): boolean {
  return LANGUAGES.has(document.languageId) && SCHEMES.has(document.uri.scheme);
}

function speaks(document: vscode.TextDocument): boolean {
  return ours(document) && /zmq|zeromq/i.test(document.getText());
}

async function fileSpeaks(file: vscode.Uri): Promise<boolean> {
  if (file.path.endsWith(CONFIGURATION)) return true;
  try {
    const content = Buffer.from(await vscode.workspace.fs.readFile(file));
    return ['zmq', 'zeromq', 'ZMQ'].some((needle) => content.includes(needle));
  } catch {
    return false;
  }
}
