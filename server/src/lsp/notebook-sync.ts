/**
 * Notebooks the client opens, edits and closes. Cells of text and of other languages are not asked for; where a client sends them all
 * the same, they are not looked at.
 */
import type {
  DidChangeNotebookDocumentParams,
  DidCloseNotebookDocumentParams,
  DidOpenNotebookDocumentParams,
} from 'vscode-languageserver/node';
import type { DocumentEvents } from './text-sync';
import { notification } from './guard';
import type { Session } from './session';

/** Any kind of notebook with cells of Python. */
export const NOTEBOOKS = { notebookSelector: [{ notebook: '*', cells: [{ language: 'python' }] }] };

export function listenToNotebooks(session: Session, events: DocumentEvents): void {
  const { documents } = session;
  const { synchronization } = session.connection.notebooks;

  synchronization.onDidOpenNotebookDocument(
    notification(
      session,
      'notebookDocument/didOpen',
      ({ notebookDocument: { uri, cells }, cellTextDocuments }: DidOpenNotebookDocumentParams) => {
        const document = documents.openNotebook(uri, cells, cellTextDocuments);
        if (document) events.changed(document.path);
      },
    ),
  );

  synchronization.onDidChangeNotebookDocument(
    notification(session, 'notebookDocument/didChange', (params: DidChangeNotebookDocumentParams) => {
      const { uri } = params.notebookDocument;
      const { structure, textContent = [] } = params.change.cells ?? {};
      if (structure) {
        const closed = (structure.didClose ?? []).map((cell) => cell.uri);
        documents.changeCells(uri, structure.array, structure.didOpen ?? [], closed);
        for (const cell of closed) events.partClosed(cell);
      }
      for (const { document, changes } of textContent)
        documents.changeCell(uri, document.uri, document.version, changes);
      const path = documents.ofUri(uri)?.path;
      // What ran and what it printed changes no code.
      if (path !== undefined && (structure || textContent.length > 0)) events.changed(path);
    }),
  );

  synchronization.onDidCloseNotebookDocument(
    notification(session, 'notebookDocument/didClose', ({ notebookDocument }: DidCloseNotebookDocumentParams) => {
      const document = documents.closeNotebook(notebookDocument.uri);
      if (document) events.closed(document);
    }),
  );
}
