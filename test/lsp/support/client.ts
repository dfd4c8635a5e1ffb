/** An LSP client as small as a test needs: it opens, changes, asks, and keeps what the server says. */
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  type CodeAction,
  type CreateFile,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type MessageReader,
  type MessageWriter,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type TextDocumentEdit,
} from 'vscode-languageserver/node';
import { LineMap } from '../../../server/src/text/lines';
import { methods, type Changed, type Page, type Status } from '../../../server/src/lsp/protocol';

export interface ClientOptions {
  readonly folders?: readonly { uri: string; name: string }[];
  readonly pull?: boolean;
  readonly commands?: readonly string[];
  readonly diagnosticsInHover?: boolean;
  readonly pushCells?: boolean;
  /** Listens to `zeromqThreatModel/changed`; yes when left out. */
  readonly changed?: boolean;
  /** What `workspace/configuration` answers; absent: the client cannot be asked. */
  readonly configuration?: unknown;
  readonly capabilities?: object;
}

export class TestClient {
  readonly connection: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly logs: string[] = [];
  readonly registrations: { method: string; registerOptions?: unknown }[] = [];
  readonly changes: Changed[] = [];
  /** `begin 0`, `report 40 12 of 30 files`, `end`, in the order in which they came. */
  readonly progress: string[] = [];
  /** Tokens of progress that the server made. */
  readonly tokens: (string | number)[] = [];
  refreshes = 0;
  configuration: unknown;
  initialized!: InitializeResult;
  private readonly open_ = new Map<string, { text: string; version: number }>();

  constructor(reader: MessageReader, writer: MessageWriter) {
    this.connection = createProtocolConnection(reader, writer);
    this.connection.onNotification(
      'textDocument/publishDiagnostics',
      (params: PublishDiagnosticsParams) => void this.published.push(params),
    );
    this.connection.onNotification(
      'window/logMessage',
      (params: { message: string }) => void this.logs.push(params.message),
    );
    this.connection.onNotification(methods.changed, (params: Changed) => void this.changes.push(params));
    this.connection.onRequest('client/registerCapability', (params: { registrations: { method: string }[] }) => {
      this.registrations.push(...params.registrations);
      return null;
    });
    this.connection.onRequest('window/workDoneProgress/create', (params: { token: string | number }) => {
      this.tokens.push(params.token);
      return null;
    });
    this.connection.onNotification(
      '$/progress',
      ({ value }: { value: { kind: string; percentage?: number; message?: string } }) =>
        void this.progress.push(
          [value.kind, value.percentage, value.message].filter((one) => one !== undefined).join(' '),
        ),
    );
    this.connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      return null;
    });
    this.connection.onRequest('workspace/configuration', (params: { items: unknown[] }) =>
      params.items.map(() => this.configuration ?? null),
    );
    this.connection.onUnhandledNotification(() => undefined);
    this.connection.listen();
  }

  async start(options: ClientOptions = {}): Promise<InitializeResult> {
    this.configuration = options.configuration;
    const params: InitializeParams = {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: options.folders ? [...options.folders] : null,
      initializationOptions: {
        commands: options.commands,
        diagnosticsInHover: options.diagnosticsInHover,
        changed: options.changed ?? true,
        pushCells: options.pushCells,
      },
      capabilities: {
        textDocument: {
          publishDiagnostics: {
            relatedInformation: true,
            codeDescriptionSupport: true,
            dataSupport: true,
            versionSupport: true,
          },
          hover: { contentFormat: ['markdown', 'plaintext'] },
          codeAction: {
            codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
            isPreferredSupport: true,
            dataSupport: true,
          },
          ...(options.pull ? { diagnostic: { dynamicRegistration: true } } : {}),
        },
        workspace: {
          workspaceEdit: { documentChanges: true },
          workspaceFolders: true,
          didChangeWatchedFiles: { dynamicRegistration: true },
          didChangeConfiguration: { dynamicRegistration: true },
          ...(options.configuration === undefined ? {} : { configuration: true }),
          ...(options.pull ? { diagnostics: { refreshSupport: true } } : {}),
        },
        ...options.capabilities,
      },
    };
    this.initialized = await this.connection.sendRequest<InitializeResult>('initialize', params);
    await this.connection.sendNotification('initialized', {});
    return this.initialized;
  }

  async open(uri: string, text: string, languageId = 'typescript', version = 1): Promise<void> {
    this.open_.set(uri, { text, version });
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version, text },
    });
  }

  /** Replaces the first occurrence of a text, as one incremental change. Returns the new version. */
  async replace(uri: string, find: string, by: string): Promise<number> {
    const document = this.open_.get(uri)!;
    const at = document.text.indexOf(find);
    if (at < 0) throw new Error(`${JSON.stringify(find)} is not in ${uri}`);
    const lines = new LineMap(document.text);
    const range: Range = { start: lines.position(at), end: lines.position(at + find.length) };
    document.text = document.text.slice(0, at) + by + document.text.slice(at + find.length);
    document.version++;
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: document.version },
      contentChanges: [{ range, text: by }],
    });
    return document.version;
  }

  async setText(uri: string, text: string): Promise<number> {
    const document = this.open_.get(uri)!;
    document.text = text;
    document.version++;
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: document.version },
      contentChanges: [{ text }],
    });
    return document.version;
  }

  async close(uri: string): Promise<void> {
    this.open_.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  text(uri: string): string {
    return this.open_.get(uri)!.text;
  }

  /** Where a text stands in an open document. */
  rangeOf(uri: string, find: string): Range {
    const text = this.text(uri);
    const at = text.indexOf(find);
    const lines = new LineMap(text);
    return { start: lines.position(at), end: lines.position(at + find.length) };
  }

  hover(uri: string, at: string): Promise<Hover | null> {
    return this.connection.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position: this.rangeOf(uri, at).start,
    });
  }

  actions(uri: string, range: Range, diagnostics: Diagnostic[] = [], only?: string[]): Promise<CodeAction[]> {
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics, ...(only ? { only } : {}) },
    });
  }

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri }, previousResultId });
  }

  status(): Promise<Status> {
    return this.connection.sendRequest(methods.status, {});
  }

  page(threat: string): Promise<Page | null> {
    return this.connection.sendRequest(methods.page, { threat });
  }

  /** Applies an action's edit to open documents, as an editor would: refused when a version does not match. */
  async apply(action: CodeAction): Promise<void> {
    for (const change of action.edit?.documentChanges as (TextDocumentEdit | CreateFile)[]) {
      if ('kind' in change) {
        await this.open(change.uri, '', 'jsonc');
        continue;
      }
      const { uri, version } = change.textDocument;
      const document = this.open_.get(uri)!;
      if (version !== null && version !== document.version)
        throw new Error(`the edit is for version ${version}, the document has ${document.version}`);
      const lines = new LineMap(document.text);
      const edits = change.edits.map((edit) => {
        // Placeholders are left as they are offered.
        const text =
          'newText' in edit
            ? edit.newText
            : edit.snippet.value.replace(/\$\{\d+:(\w+)\}/g, '$1').replace(/\\([\\$}])/g, '$1');
        return { start: lines.offset(edit.range.start), end: lines.offset(edit.range.end), text };
      });
      let text = document.text;
      for (const edit of edits.sort((a, b) => b.start - a.start))
        text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
      await this.setText(uri, text);
    }
  }

  /** Diagnostics last published for a document, once they satisfy a condition. */
  async diagnostics(
    uri: string,
    until: (params: PublishDiagnosticsParams) => boolean = () => true,
    milliseconds = 10_000,
  ): Promise<PublishDiagnosticsParams> {
    return eventually(
      () => {
        const last = this.published.findLast((params) => params.uri === uri);
        return last && until(last) ? last : undefined;
      },
      milliseconds,
      () =>
        `diagnostics of ${uri}; last: ${JSON.stringify(this.published.findLast((params) => params.uri === uri))}\n${this.logs.join('\n')}`,
    );
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
  }
}

/** Waits until a value is there. Polls, because what is waited for is the outcome of messages in both directions. */
export async function eventually<T>(
  value: () => T | undefined | false | Promise<T | undefined | false>,
  milliseconds = 10_000,
  what: () => string = () => 'it',
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await value();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Long enough for everything that is under way to be over; for showing that something does not happen. */
export function quiet(milliseconds = 150): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
