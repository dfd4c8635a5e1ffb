/** Notebooks in the editor: cells as the client tells of them, with the real engine and a real folder. */
import type { CodeAction, Diagnostic, TextDocumentEdit } from 'vscode-languageserver/node';
import { describe, expect, it } from 'vitest';
import { scan } from '../../server/src/host/scan';
import { applied } from '../../server/src/text/edits';
import { LineMap } from '../../server/src/text/lines';
import { notebook, OVER_CELLS } from '../support/notebooks';
import { eventually, type ClientOptions, type TestClient } from './support/client';
import { findingsOf, Folder, ready, threaded, TODAY } from './support/threaded';

const CODE = OVER_CELLS.map((cell) => (typeof cell === 'string' ? cell : ''));
const uriOf = (name: string): string => `vscode-notebook-cell:/w/a.ipynb#${name}`;

/** A notebook in the editor. Its cells are named, so that they can move. */
class Notebook {
  version = 1;
  readonly uri: string;

  constructor(
    private readonly client: TestClient,
    folder: Folder,
  ) {
    this.uri = folder.uri('a.ipynb');
  }

  open(cells: Readonly<Record<string, string>>): Promise<void> {
    return this.client.connection.sendNotification('notebookDocument/didOpen', {
      notebookDocument: { uri: this.uri, notebookType: 'jupyter-notebook', version: 1, cells: itemsOf(cells) },
      cellTextDocuments: textsOf(cells),
    });
  }

  splice(start: number, deleted: readonly string[], cells: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.change({
      structure: {
        array: { start, deleteCount: deleted.length, cells: itemsOf(cells) },
        didOpen: textsOf(cells),
        didClose: deleted.map((name) => ({ uri: uriOf(name) })),
      },
    });
  }

  move(from: number, to: number, name: string): Promise<void> {
    return this.change({ structure: { array: { start: from, deleteCount: 1 } } }).then(() =>
      this.change({ structure: { array: { start: to, deleteCount: 0, cells: itemsOf({ [name]: '' }) } } }),
    );
  }

  type(name: string, text: string, version = 2): Promise<void> {
    return this.change({ textContent: [{ document: { uri: uriOf(name), version }, changes: [{ text }] }] });
  }

  close(...names: readonly string[]): Promise<void> {
    return this.client.connection.sendNotification('notebookDocument/didClose', {
      notebookDocument: { uri: this.uri },
      cellTextDocuments: names.map((name) => ({ uri: uriOf(name) })),
    });
  }

  private change(cells: object): Promise<void> {
    return this.client.connection.sendNotification('notebookDocument/didChange', {
      notebookDocument: { uri: this.uri, version: ++this.version },
      change: { cells },
    });
  }
}

const itemsOf = (cells: Readonly<Record<string, string>>): object[] =>
  Object.keys(cells).map((name) => ({ kind: 2, document: uriOf(name) }));
const textsOf = (cells: Readonly<Record<string, string>>): object[] =>
  Object.entries(cells).map(([name, text]) => ({ uri: uriOf(name), languageId: 'python', version: 1, text }));

const FOUR = { make: CODE[1]!, shell: CODE[2]!, bind: CODE[3]!, read: CODE[4]! };

async function opened(options: ClientOptions = {}, files: Readonly<Record<string, string>> = {}) {
  const folder = new Folder({ 'a.ipynb': notebook(OVER_CELLS), ...files });
  const { client } = threaded();
  await client.start({ folders: folder.workspace, ...options });
  const book = new Notebook(client, folder);
  await book.open(FOUR);
  await ready(client);
  return { client, folder, book };
}

const shownIn = (client: TestClient, name: string): readonly Diagnostic[] =>
  client.published.findLast(({ uri }) => uri === uriOf(name))?.diagnostics ?? [];
const codes = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code, range }) => `${range.start.line}:${range.start.character} ${code}`);
/** Until each cell shows what is expected. */
async function shows(client: TestClient, expected: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const found = (): object =>
    Object.fromEntries(Object.keys(expected).map((name) => [name, codes(shownIn(client, name))]));
  await eventually(() => JSON.stringify(found()) === JSON.stringify(expected), 5_000).catch(() => undefined);
  expect(found()).toEqual(expected);
}
const BIND = ['1:14 unbounded-hwm', '2:10 unauthenticated-receiver'];
const READ = ['1:15 unsafe-deserialization'];

const editsOf = (action: CodeAction | undefined): readonly TextDocumentEdit[] =>
  (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];

/** Applies the first quick fix of a rule's finding to the texts of the cells; each edit must lie in the text of its cell. */
async function fixed(
  client: TestClient,
  name: string,
  rule: string,
  cells: Readonly<Record<string, string>>,
  look: (after: Readonly<Record<string, string>>) => void,
): Promise<void> {
  // What is shown may still be of the text before.
  const action = await eventually(async () => {
    const finding = shownIn(client, name).find(({ code }) => code === rule);
    const actions = finding ? await client.actions(uriOf(name), finding.range, [finding], ['quickfix']) : [];
    return actions.find(({ edit, diagnostics }) => edit && diagnostics?.some(({ code }) => code === rule));
  });
  const after = { ...cells };
  for (const { textDocument, edits } of editsOf(action)) {
    const cell = Object.keys(cells).find((one) => uriOf(one) === textDocument.uri)!;
    const lines = new LineMap(cells[cell]!);
    const changes = edits.map((edit) => {
      if (!('newText' in edit)) throw new Error('a snippet');
      const range = { start: lines.offset(edit.range.start), end: lines.offset(edit.range.end) };
      expect(lines.position(range.end)).toEqual(edit.range.end);
      return { range, text: edit.newText };
    });
    after[cell] = applied(cells[cell]!, changes);
  }
  look(after);
}

describe('an open notebook', () => {
  it('shows in its cells what the command line finds', async () => {
    const { client, folder } = await opened();
    await shows(client, { make: [], shell: [], bind: BIND, read: READ });
    const [bind] = shownIn(client, 'bind').filter(({ code }) => code === 'unauthenticated-receiver');
    expect(bind!.message).toContain('Also unencrypted-endpoint');
    expect(bind!.relatedInformation!.map(({ location }) => location.uri)).toEqual([uriOf('read'), uriOf('make')]);
    const { results } = await scan({ paths: ['.'], folder: folder.path, today: TODAY, log: () => undefined });
    const found = findingsOf(await client.status());
    expect(found.map(({ fingerprint }) => fingerprint).sort()).toEqual(
      results.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint)).sort(),
    );
    expect(found.length).toBe(4);
    expect(new Set(found.map(({ uri }) => uri))).toEqual(new Set([uriOf('bind'), uriOf('read')]));
  });

  it('answers a client that pulls, cell by cell', async () => {
    const { client } = await opened({ pull: true });
    for (const [name, expected] of Object.entries({ make: [], bind: BIND, read: READ })) {
      const report = await client.pull(uriOf(name));
      expect(report.kind === 'full' && codes(report.items)).toEqual(expected);
    }
    expect(client.published).toEqual([]);
  });

  it('pushes to a client that pulls but wants cells pushed, and has nothing else for it to pull of them', async () => {
    const { client, book } = await opened({ pull: true, pushCells: true });
    await shows(client, { bind: BIND, read: READ });
    expect(await client.pull(uriOf('read'))).toEqual({ kind: 'full', items: [] });
    await book.type('bind', '');
    await shows(client, { bind: [], read: READ });
    await book.close('make', 'shell', 'bind', 'read');
    await shows(client, { read: [] });
  });

  it('follows cells that are edited, added, moved and removed', async () => {
    const { client, book } = await opened();
    await shows(client, { bind: BIND, read: READ });
    await book.type('bind', 'sock.rcvhwm = 9\nsock.bind("tcp://127.0.0.1:1")');
    await shows(client, { bind: [] });
    await book.type('bind', FOUR.bind, 3);
    await shows(client, { bind: BIND, read: READ });
    // A bind above the socket's creation binds nothing.
    await book.move(2, 0, 'bind');
    await shows(client, { bind: [], read: READ });
    await book.move(0, 2, 'bind');
    await shows(client, { bind: BIND, read: READ });
    await book.splice(3, ['read']);
    await shows(client, { read: [] });
    await book.splice(3, [], { more: 'import pickle\npickle.loads(sock.recv())' });
    await shows(client, { more: ['1:7 unsafe-deserialization'], bind: BIND });
    await book.close('make', 'shell', 'bind', 'more');
    await shows(client, { bind: [], more: [] });
  });

  it('hovers and mends in the cell', async () => {
    const { client, book } = await opened({ capabilities: undefined, commands: ['zeromqThreatModel.accept'] });
    await shows(client, { bind: BIND });
    const hover = await client.connection.sendRequest<{ contents: { value: string }; range: object } | null>(
      'textDocument/hover',
      { textDocument: { uri: uriOf('bind') }, position: { line: 2, character: 6 } },
    );
    expect(hover!.contents.value).toContain('PULL');
    expect(hover!.range).toMatchObject({ start: { line: 2 } });
    const at = { line: 1, character: 14 };
    const actions = await client.actions(uriOf('bind'), { start: at, end: at });
    const [edit] = editsOf(actions.find(({ isPreferred }) => isPreferred) ?? actions[0]);
    expect(edit!.textDocument).toEqual({ uri: uriOf('bind'), version: 1 });
    expect(edit!.edits[0]).toMatchObject({ range: { start: { line: 1 } } });
    const [finding] = findingsOf(await client.status()).filter(({ rule }) => rule === 'unsafe-deserialization');
    const answer = await client.connection.sendRequest<{ edit: { documentChanges: TextDocumentEdit[] } }>(
      'zeromqThreatModel/accept',
      { uri: finding!.uri, fingerprint: finding!.fingerprint, reason: 'the lesson is about this' },
    );
    const [change] = answer.edit.documentChanges;
    expect(change!.textDocument.uri).toBe(uriOf('read'));
    expect(JSON.stringify(change!.edits)).toContain(
      'zmq-threats: accept unsafe-deserialization because the lesson is about this',
    );
    await book.type('read', '# zmq-threats: accept AUTH-12 because the lesson is about this\nsock.recv_pyobj()');
    await shows(client, { read: [] });
  });

  it('puts an import below a cell magic, and below cells of other languages', async () => {
    const { client, book } = await opened();
    await shows(client, { bind: BIND });
    const cells = {
      make: '%%time\nLIMIT = 5',
      shell: '%%bash\nls',
      bind: 'import zmq\nsock = zmq.Context().socket(zmq.PULL)\nsock.bind("tcp://*:6000")',
    };
    for (const [name, text] of Object.entries(cells)) await book.type(name, text);
    await fixed(client, 'bind', 'unauthenticated-receiver', { ...cells, read: FOUR.read }, (after) => {
      expect(after.make).toBe('%%time\nimport os\nLIMIT = 5');
      expect(after.shell).toBe(cells.shell);
      expect(after.bind).toMatch(
        /^import zmq\nsock = .*\nsock\.curve_server = True\nsock\.curve_secretkey = os\.environ\[/,
      );
    });
    const foreign = { ...cells, make: '%%html\n<b>plant</b>', shell: 'LIMIT = 6' };
    await book.type('make', foreign.make, 3);
    await book.type('shell', foreign.shell, 3);
    await fixed(client, 'bind', 'unauthenticated-receiver', { ...foreign, read: FOUR.read }, (after) => {
      expect([after.make, after.shell]).toEqual([foreign.make, 'import os\nLIMIT = 6']);
    });
  });

  it('moves an option from the cells below the bind in front of it', async () => {
    const { client, book } = await opened();
    await shows(client, { bind: BIND });
    const cells = {
      make: FOUR.make,
      shell: FOUR.shell,
      bind: 'sock.bind("tcp://127.0.0.1:6000")',
      read: 'sock.rcvhwm = 50',
    };
    await book.type('bind', cells.bind);
    await book.type('read', cells.read);
    await fixed(client, 'read', 'hwm-after-bind', cells, (after) => {
      expect(after).toEqual({ ...cells, bind: `sock.rcvhwm = 50\n${cells.bind}`, read: '' });
    });
    const longer = { ...cells, read: 'LIMIT = 5\nsock.rcvhwm = 50\nprint(LIMIT)' };
    await book.type('read', longer.read, 3);
    await fixed(client, 'read', 'hwm-after-bind', longer, (after) => {
      expect(after).toEqual({ ...longer, bind: `sock.rcvhwm = 50\n${cells.bind}`, read: 'LIMIT = 5\nprint(LIMIT)' });
    });
  });

  it('is the notebook, whoever opens, edits and closes the text of its file', async () => {
    const { client, folder, book } = await opened();
    await shows(client, { bind: BIND, read: READ });
    const text = notebook(['import zmq']);
    await client.open(book.uri, text, 'json');
    await client.setText(book.uri, `${text} `);
    await book.type('bind', `# the door\n${FOUR.bind.replace('%%time\n', '')}`);
    await shows(client, { bind: BIND, read: READ });
    await book.type('read', `\n${FOUR.read}`);
    await shows(client, { read: ['2:15 unsafe-deserialization'] });
    await client.close(book.uri);
    // The text of a cell that is deleted may be closed by itself, before the notebook is told of.
    await client.close(uriOf('shell'));
    await book.splice(1, ['shell']);
    await book.type('read', FOUR.read, 3);
    await shows(client, { bind: BIND, read: READ });
    expect(client.published.filter(({ uri }) => uri === folder.uri('a.ipynb'))).toEqual([]);
  });

  it('survives cells nobody knows, of other kinds, and texts of the file itself', async () => {
    const { client, book } = await opened();
    await shows(client, { bind: BIND });
    await book.type('nobody', 'x');
    await book.splice(40, ['nobody'], { late: '' });
    await client.open(book.uri, notebook(['import zmq']), 'json');
    await client.connection.sendNotification('notebookDocument/didChange', {
      notebookDocument: { uri: 'file:///other.ipynb', version: 1 },
      change: { cells: { structure: { array: { start: 0, deleteCount: 0 } } } },
    });
    await client.connection.sendNotification('notebookDocument/didOpen', {
      notebookDocument: { uri: 'git:/w/a.ipynb', notebookType: 'jupyter-notebook', version: 1, cells: [] },
      cellTextDocuments: [],
    });
    await book.splice(0, [], { first: '# first' });
    await shows(client, { bind: BIND, read: READ });
    expect(client.logs.filter((line) => /\bat \w/.test(line))).toEqual([]);
  });
});

describe('a closed notebook', () => {
  it('is judged with the workspace, stands in the sidebar and in the problems, and follows the disk', async () => {
    const folder = new Folder({ 'a.ipynb': notebook(OVER_CELLS), 'r.ipynb': notebook(OVER_CELLS, 'R') });
    const { client } = threaded();
    await client.start({ folders: folder.workspace, configuration: { problems: { closedFiles: true } } });
    const status = await ready(client);
    const json = notebook(OVER_CELLS).split('\n');
    const found = findingsOf(status);
    expect(found.length).toBe(4);
    const loads = found.find(({ rule }) => rule === 'unsafe-deserialization')!;
    expect(loads.uri).toBe(folder.uri('a.ipynb'));
    expect(json[loads.range.start.line]!.slice(loads.range.start.character)).toMatch(/^recv_pyobj\(\)/);
    const listed = client.published.findLast(({ uri }) => uri === folder.uri('a.ipynb'))!.diagnostics;
    expect(listed.find(({ code }) => code === 'unsafe-deserialization')!.range).toEqual(loads.range);
    const { fingerprint } = loads;
    const params = { uri: loads.uri, fingerprint, reason: 'the lesson is about this' };
    expect(await client.connection.sendRequest('zeromqThreatModel/accept', params)).toMatchObject({
      problem: expect.stringContaining('Open the notebook'),
    });
    folder.write('a.ipynb', notebook(OVER_CELLS.slice(0, 4)));
    await folder.changed(client, 'a.ipynb');
    await eventually(async () => {
      const rules = findingsOf(await client.status()).map(({ rule }) => rule);
      return !rules.includes('unsafe-deserialization') && rules.length > 0;
    });
    folder.remove('a.ipynb');
    await folder.changed(client, 'a.ipynb');
    await eventually(async () => findingsOf(await client.status()).length === 0);
  });

  it('is watched', async () => {
    const { client } = await opened();
    const watched = client.registrations.find(({ method }) => method === 'workspace/didChangeWatchedFiles');
    expect(JSON.stringify(watched)).toContain('ipynb');
    expect(client.initialized.capabilities.notebookDocumentSync).toEqual({
      notebookSelector: [{ notebook: '*', cells: [{ language: 'python' }] }],
    });
  });
});
