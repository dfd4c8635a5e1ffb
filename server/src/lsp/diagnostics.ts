/**
 * Diagnostics: pushed with the version they belong to, or pulled by clients that can. A pulling client asks about the document it
 * edits by itself; it is told to ask again (`workspace/diagnostic/refresh`) only when another open document's answer has changed.
 */
import {
  DiagnosticRefreshRequest,
  DocumentDiagnosticReportKind,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import type { Analysis } from './analysis';
import { delay, Quiet } from './background';
import { toDiagnostics, type ConvertContext } from './convert';
import type { OpenDocument } from './documents';
import { cancelled, request } from './guard';
import type { Session } from './session';

const NOTHING: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

export class Diagnostics {
  /** What the client was last told, by URI: to stay quiet when nothing changed, and to take back what no longer holds. */
  private readonly told = new Map<string, { readonly digest: string; readonly id: string }>();
  /** Pushed for closed files, by path. */
  private readonly pushedClosed = new Map<string, string>();
  private readonly refresh: Quiet;
  private ids = 0;

  constructor(
    private readonly session: Session,
    private readonly analysis: Analysis,
  ) {
    this.refresh = new Quiet(session.environment.pace.announce, () => void this.sendRefresh());
  }

  listen(): void {
    this.session.connection.languages.diagnostics.on(
      request(this.session, 'textDocument/diagnostic', NOTHING, async (params: DocumentDiagnosticParams, token) => {
        const { uri } = params.textDocument;
        await delay(this.session.environment.pace.debounce);
        if (token.isCancellationRequested) throw cancelled();
        await this.analysis.current();
        if (token.isCancellationRequested) throw cancelled();
        const document = this.session.documents.ofUri(uri);
        if (!document) return NOTHING;
        return this.answer(uri, this.diagnose(document.path), params.previousResultId);
      }),
    );
  }

  /** An open document's results are there. */
  documentChecked(document: OpenDocument, typed: boolean): void {
    const items = this.diagnose(document.path);
    this.takeBackClosed(document.path);
    const digest = JSON.stringify(items);
    const before = this.told.get(document.uri)?.digest;
    if (this.session.client.pullsDiagnostics) {
      // Its own edits a client follows up by itself, and what it never asked about it does not show.
      if (!typed && before !== undefined && before !== digest) this.refresh.later();
      return;
    }
    if (before === digest || (before === undefined && items.length === 0)) return;
    this.told.set(document.uri, { digest, id: String(++this.ids) });
    void this.session.connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics: items });
  }

  /** A closed file's results are there: they are listed only when the user asks for it. */
  fileChecked(path: string): void {
    const items = this.session.settings.closedFiles ? this.diagnose(path) : [];
    if (items.length === 0) return this.takeBackClosed(path);
    const uri = this.session.texts.uri(path);
    this.pushedClosed.set(path, uri);
    void this.session.connection.sendDiagnostics({ uri, diagnostics: items });
  }

  documentClosed(document: OpenDocument): void {
    if (!this.told.delete(document.uri) || this.session.client.pullsDiagnostics) return;
    void this.session.connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  }

  private takeBackClosed(path: string): void {
    const uri = this.pushedClosed.get(path);
    if (uri === undefined) return;
    this.pushedClosed.delete(path);
    void this.session.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  private answer(uri: string, items: Diagnostic[], previous: string | undefined): DocumentDiagnosticReport {
    const digest = JSON.stringify(items);
    const before = this.told.get(uri);
    if (before?.digest === digest && before.id === previous)
      return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: before.id };
    const id = before?.digest === digest ? before.id : String(++this.ids);
    this.told.set(uri, { digest, id });
    return { kind: DocumentDiagnosticReportKind.Full, resultId: id, items };
  }

  private diagnose(path: string): Diagnostic[] {
    if (!this.session.settings.enable) return [];
    return toDiagnostics(this.session.service.results(path), this.context());
  }

  private context(): ConvertContext {
    const { client, texts } = this.session;
    return {
      codeDescription: client.codeDescription,
      relatedInformation: client.relatedInformation,
      data: client.diagnosticData,
      range: (path, range) => texts.range(path, range),
      location: (path, range) => texts.location(path, range),
      title: (rule) => this.session.rule(rule)?.title ?? rule,
    };
  }

  private async sendRefresh(): Promise<void> {
    try {
      await this.session.connection.sendRequest(DiagnosticRefreshRequest.type);
    } catch (error) {
      this.session.problem('workspace/diagnostic/refresh', error);
    }
  }
}
