/** didOpen, didChange, didClose: documents in, analysis asked for. Configuration files are documents like any other, with a second meaning. */
import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
} from 'vscode-languageserver/node';
import type { Analysis } from './analysis';
import type { Diagnostics } from './diagnostics';
import type { OpenDocument } from './documents';
import { notification } from './guard';
import { listenToNotebooks } from './notebook-sync';
import type { Session } from './session';
import type { WorkspaceFiles } from './workspace-files';

/** What follows from what the client does with a document or a notebook. */
export interface DocumentEvents {
  changed(path: string): void;
  closed(document: OpenDocument): void;
  /** A cell is gone, its notebook is not. */
  partClosed(uri: string): void;
}

export function listenToDocuments(
  session: Session,
  analysis: Analysis,
  diagnostics: Diagnostics,
  workspace: WorkspaceFiles,
): void {
  const { connection, documents } = session;

  connection.onDidOpenTextDocument(
    notification(session, 'textDocument/didOpen', ({ textDocument }: DidOpenTextDocumentParams) => {
      const document = documents.open(textDocument);
      if (document) changed(document.path);
    }),
  );

  connection.onDidChangeTextDocument(
    notification(session, 'textDocument/didChange', ({ textDocument, contentChanges }: DidChangeTextDocumentParams) => {
      const document = documents.change(textDocument.uri, textDocument.version, contentChanges);
      if (document) changed(document.path);
    }),
  );

  connection.onDidCloseTextDocument(
    notification(session, 'textDocument/didClose', ({ textDocument }: DidCloseTextDocumentParams) => {
      const document = documents.close(textDocument.uri);
      if (document) closed(document);
    }),
  );

  listenToNotebooks(session, { changed, closed, partClosed: (uri) => diagnostics.partClosed(uri) });

  function closed(document: OpenDocument): void {
    for (const { uri } of document.parts) diagnostics.partClosed(uri);
    // Unsaved changes are gone with the editor: the disk's text counts again.
    workspace.readAgain(document.path);
    workspace.configurationChanged(document.path);
    analysis.documentClosed(document.path);
  }

  function changed(path: string): void {
    workspace.configurationChanged(path);
    analysis.documentChanged(path);
  }
}
