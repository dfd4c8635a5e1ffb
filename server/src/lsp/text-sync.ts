/** didOpen, didChange, didClose: documents in, analysis asked for. Configuration files are documents like any other, with a second meaning. */
import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
} from 'vscode-languageserver/node';
import type { Analysis } from './analysis';
import type { Diagnostics } from './diagnostics';
import { notification } from './guard';
import type { Session } from './session';
import type { WorkspaceFiles } from './workspace-files';

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
      if (!document) return;
      diagnostics.documentClosed(document);
      // Unsaved changes are gone with the editor: the disk's text counts again.
      workspace.readAgain(document.path);
      workspace.configurationChanged(document.path);
      analysis.documentClosed(document.path);
    }),
  );

  function changed(path: string): void {
    workspace.configurationChanged(path);
    analysis.documentChanged(path);
  }
}
