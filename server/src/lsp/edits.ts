/** Edits of the service → LSP edits. They carry the version they were made for, so that a client refuses them when the text has moved on. */
import type {
  CreateFile,
  SnippetTextEdit,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Edit } from '../bindings/binding';
import type { TextChange } from '../text/edits';
import { CONFIGURATION_NAME } from '../workspace/configuration';
import { snippetOf } from '../workspace/snippet-text';
import type { Session } from './session';

/**
 * Edits of one change, by file. Undefined when a file's text is not to be had: half a change is none.
 * @param asks what the reader must fill in becomes placeholders, where the client has them
 */
export function workspaceEdit(session: Session, edits: readonly Edit[], asks = false): WorkspaceEdit | undefined {
  const byFile = new Map<string, (TextEdit | SnippetTextEdit)[]>();
  const { client, texts } = session;
  for (const { file, range, text } of edits) {
    const wire = texts.range(file, range);
    const lines = texts.lines(file);
    if (!wire || !lines) return undefined;
    const before =
      asks && client.snippetEdits ? texts.text(file)?.slice(lines.lineStart(wire.start.line), range.start) : undefined;
    const snippet = before === undefined ? undefined : snippetOf(text, before);
    const edit = snippet === undefined ? { range: wire, newText: text } : snippetEdit(wire, snippet);
    const list = byFile.get(file);
    if (list) list.push(edit);
    else byFile.set(file, [edit]);
  }
  if (byFile.size === 0) return undefined;
  if (!client.documentChanges)
    return { changes: Object.fromEntries([...byFile].map(([file, list]) => [texts.uri(file), list as TextEdit[]])) };
  const documentChanges = [...byFile].map(([file, list]): TextDocumentEdit => {
    const version = session.documents.ofPath(file)?.version ?? null;
    return { textDocument: { uri: texts.uri(file), version }, edits: list };
  });
  return { documentChanges };
}

/** A new file with a text. Undefined for clients that make no files. */
export function newFile(session: Session, path: string, text: string): WorkspaceEdit | undefined {
  if (!session.client.createsFiles || !session.client.documentChanges) return undefined;
  const uri = session.texts.uri(path);
  const create: CreateFile = { kind: 'create', uri, options: { ignoreIfExists: true } };
  const start = { line: 0, character: 0 };
  const fill: TextDocumentEdit = {
    textDocument: { uri, version: null },
    edits: [{ range: { start, end: start }, newText: text }],
  };
  return { documentChanges: [create, fill] };
}

/** Changes a folder's configuration, or makes it. Undefined where it is not fit to be edited: broken, not to be read. */
export function configurationEdit(
  session: Session,
  folder: string,
  change: (text: string) => readonly TextChange[] | undefined,
): WorkspaceEdit | undefined {
  const path = `${folder}/${CONFIGURATION_NAME}`;
  const text = session.texts.text(path);
  const edits = change(text ?? '');
  if (!edits) return undefined;
  // A file that is there and cannot be read is not made anew.
  if (text === undefined)
    return session.environment.files.exists(path) ? undefined : newFile(session, path, edits[0]?.text ?? '');
  return workspaceEdit(
    session,
    edits.map((edit) => ({ ...edit, file: path })),
  );
}

function snippetEdit(range: SnippetTextEdit['range'], value: string): SnippetTextEdit {
  return { range, snippet: { kind: 'snippet', value } };
}
