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
import { cellAt, isNotebook } from '../notebook/notebook';
import type { Analysis } from './analysis';
import { delay, Quiet } from './background';
import { toDiagnostics, type ConvertContext } from './convert';
import { partOf, type OpenDocument, type Part } from './documents';
import { cancelled, request } from './guard';
import type { Session } from './session';

interface Told {
  readonly digest: string;
  readonly id: string;
  readonly version: number;
}

const NOTHING: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

export class Diagnostics {
  /** What the client was last told, by URI: to stay quiet when nothing changed, and to take back what no longer holds. */
  private readonly told = new Map<string, Told>();
  /** Documents and cells that something was pushed for, by URI. */
  private readonly pushed = new Set<string>();
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
        const part = document && partOf(document, uri);
        return part && this.pulls(document) ? this.answer(document, part, params.previousResultId) : NOTHING;
      }),
    );
  }

  /** An open document's results are there. */
  documentChecked(document: OpenDocument): void {
    this.takeBackClosed(document.path);
    for (const part of document.parts) this.partChecked(document, part);
  }

  private partChecked(document: OpenDocument, part: Part): void {
    const { uri, version } = part;
    const items = this.diagnose(document.path, document.parts.length > 1 ? part : undefined);
    const digest = JSON.stringify(items);
    const before = this.told.get(uri);
    if (this.pulls(document)) {
      // What it never asked about it does not show; of a version it has not asked about yet it will ask by itself.
      if (before?.version === version && before.digest !== digest) this.refresh.later();
      return;
    }
    if (before?.digest === digest || (!before && items.length === 0)) return;
    this.told.set(uri, { digest, id: String(++this.ids), version });
    this.pushed.add(uri);
    void this.session.connection.sendDiagnostics({ uri, version, diagnostics: items });
  }

  /** A closed file's results are there: they are listed only when the user asks for it. */
  fileChecked(path: string): void {
    const items = this.session.settings.closedFiles ? this.diagnose(path) : [];
    if (items.length === 0) return this.takeBackClosed(path);
    const uri = this.session.texts.uri(path);
    this.pushedClosed.set(path, uri);
    void this.session.connection.sendDiagnostics({ uri, diagnostics: items });
  }

  /** A document, or a cell of a notebook. */
  partClosed(uri: string): void {
    this.told.delete(uri);
    if (!this.pushed.delete(uri)) return;
    void this.session.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  private takeBackClosed(path: string): void {
    const uri = this.pushedClosed.get(path);
    if (uri === undefined) return;
    this.pushedClosed.delete(path);
    void this.session.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /**
   * VS Code's client forgets what it pulled for a cell once the cell's editor scrolls out of view (vscode-languageclient 11 takes it for a
   * closed tab), so it has cells pushed.
   */
  private pulls({ path }: OpenDocument): boolean {
    const { pullsDiagnostics, pushCells } = this.session.client;
    return pullsDiagnostics && !(pushCells && isNotebook(path));
  }

  private answer(document: OpenDocument, part: Part, previous: string | undefined): DocumentDiagnosticReport {
    const { uri, version } = part;
    const items = this.diagnose(document.path, document.parts.length > 1 ? part : undefined);
    const digest = JSON.stringify(items);
    const before = this.told.get(uri);
    const id = before?.digest === digest ? before.id : String(++this.ids);
    this.told.set(uri, { digest, id, version });
    if (id === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: id };
    return { kind: DocumentDiagnosticReportKind.Full, resultId: id, items };
  }

  /** @param part of a notebook: what is shown in this cell */
  private diagnose(path: string, part?: Part): Diagnostic[] {
    if (!this.session.settings.enable) return [];
    const { documents, service } = this.session;
    const parts = documents.ofPath(path)?.parts ?? [];
    const shown =
      part &&
      ((offset: number): boolean =>
        cellAt(
          parts.map(({ range }) => range),
          offset,
        ) === part.range);
    return toDiagnostics(service.results(path), this.context(), shown);
  }

  private context(): ConvertContext {
    const { client, texts } = this.session;
    return {
      page: (threat, rule) => (client.codeDescription ? this.session.pageHref(threat, rule) : undefined),
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
