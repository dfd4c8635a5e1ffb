/** Edits of the service → LSP edits. They carry the version they were made for, so that a client refuses them when the text has moved on. */
import type {
  CreateFile,
  SnippetTextEdit,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Edit } from '../bindings/binding';
import { inCells } from '../notebook/edits';
import { isNotebook } from '../notebook/notebook';
import type { TextChange } from '../text/edits';
import { CONFIGURATION_NAME } from '../workspace/configuration';
import { snippetOf } from '../workspace/snippet-text';
import { partOf } from './documents';
import type { Session } from './session';

/**
 * Edits of one change, by file. Undefined when a file's text is not to be had: half a change is none.
 * @param asks what the reader must fill in becomes placeholders, where the client has them
 */
export function workspaceEdit(session: Session, edits: readonly Edit[], asks = false): WorkspaceEdit | undefined {
  const byUri = new Map<string, { readonly version: number | null; readonly list: (TextEdit | SnippetTextEdit)[] }>();
  const { client, texts, documents } = session;
  const placed = edits.map((edit) => inParts(session, edit));
  for (const edit of placed.flat()) {
    const place = edit && texts.location(edit.file, edit.range);
    if (!place) return undefined;
    const { file, range, text } = edit;
    const { uri, range: wire } = place;
    const before =
      asks && client.snippetEdits
        ? texts.text(file)?.slice(range.start - wire.start.character, range.start)
        : undefined;
    const snippet = before === undefined ? undefined : snippetOf(text, before);
    const wired = snippet === undefined ? { range: wire, newText: text } : snippetEdit(wire, snippet);
    const open = documents.ofPath(file);
    const version = (open && partOf(open, uri)?.version) ?? null;
    const changes = byUri.get(uri) ?? { version, list: [] };
    changes.list.push(wired);
    byUri.set(uri, changes);
  }
  if (byUri.size === 0) return undefined;
  if (!client.documentChanges)
    return { changes: Object.fromEntries([...byUri].map(([uri, { list }]) => [uri, list as TextEdit[]])) };
  const documentChanges = [...byUri].map(([uri, { version, list }]): TextDocumentEdit => ({
    textDocument: { uri, version },
    edits: list,
  }));
  return { documentChanges };
}

/** Edits of an open notebook by cell. Undefined where they cannot be, as in a closed one, whose file is no code. */
function inParts(session: Session, edit: Edit): readonly Edit[] | undefined {
  if (!isNotebook(edit.file)) return [edit];
  const parts = session.documents.ofPath(edit.file)?.parts ?? [];
  const cells = parts.map(({ range, fixed }) => ({ ...range, fixed }));
  return inCells(cells, edit)?.map((change) => ({ ...edit, ...change }));
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
