/** What docs/editors.md says of notebooks, as an exchange between the built server and a client that is not VS Code's. */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DidOpenNotebookDocumentParams, TextDocumentEdit } from 'vscode-languageserver/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notebook } from '../support/notebooks';
import { eventually, root } from './support/client';
import { stdioServer, type StdioServer } from './support/stdio';

const PAGE = readFileSync(join(root, 'docs', 'editors.md'), 'utf8');
const MESSAGE = /<!-- message notebookDocument\/didOpen -->\s*```json\n([^]*?)\n```/.exec(PAGE)![1]!;
const [SECOND, THIRD] = ['notebook-cell:/work/readings.ipynb#2', 'notebook-cell:/work/readings.ipynb#3'];
/** What would be found, were it Python of the module. */
const OPEN = 'import zmq\nzmq.Context().socket(zmq.PULL).bind("tcp://*:6001")';

let server: StdioServer;
let folder: string;
const file = (): string => join(folder, 'readings.ipynb');
const uri = (): string => pathToFileURL(file()).toString();
/** The page's message, about the file of this test. */
const opened = (): DidOpenNotebookDocumentParams =>
  JSON.parse(MESSAGE.replace('file:///work/readings.ipynb', uri())) as DidOpenNotebookDocumentParams;
const codes = (of: string): readonly string[] | undefined =>
  server.client.published
    .findLast((one) => one.uri === of)
    ?.diagnostics.map(({ code, range }) => `${range.start.line}:${range.start.character} ${code}`);
const folders = (): { uri: string; name: string }[] => [{ uri: pathToFileURL(folder).toString(), name: 'folder' }];

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'zmq-notebook-')));
  writeFileSync(file(), notebook(opened().cellTextDocuments.map(({ text }) => text)));
  server = stdioServer();
});
afterEach(async () => {
  await server.client.stop().catch(() => undefined);
  expect(await server.ended).toBe(0);
  expect(server.errors()).toBe('');
  rmSync(folder, { recursive: true, force: true });
});

describe('a client that synchronises notebooks', () => {
  it('has what is found pushed to the cells, with hovers, fixes and places under their URIs', async () => {
    const { client } = server;
    const { capabilities } = await client.start({ folders: folders() });
    expect(capabilities.notebookDocumentSync).toEqual({
      notebookSelector: [{ notebook: '*', cells: [{ language: 'python' }] }],
    });
    await client.connection.sendNotification('notebookDocument/didOpen', opened());
    await eventually(() => codes(SECOND)?.join() === '1:14 unbounded-hwm', 20_000);
    const [found] = client.published.findLast((one) => one.uri === SECOND)!.diagnostics;
    expect(found!.relatedInformation!.map(({ location }) => location.uri)).toEqual([THIRD]);
    const hover = await client.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: THIRD },
      position: { line: 0, character: 6 },
    });
    expect(JSON.stringify(hover)).toContain('PULL');
    const actions = await client.actions(SECOND, found!.range, [found!], ['quickfix']);
    const [edit] = actions.find(({ isPreferred }) => isPreferred)!.edit!.documentChanges as TextDocumentEdit[];
    expect(edit!.textDocument).toEqual({ uri: SECOND, version: 1 });
    expect(codes(uri()) ?? []).toEqual([]);
  });

  it('pulls for each cell where it can, and looks at no cell of text or of another language', async () => {
    const { client } = server;
    await client.start({ folders: folders(), pull: true });
    const message = opened();
    const other = { uri: 'notebook-cell:/work/readings.ipynb#0', version: 1 };
    message.notebookDocument.cells.unshift({ kind: 1, document: `${other.uri}t` }, { kind: 2, document: other.uri });
    message.cellTextDocuments.push(
      { ...other, uri: `${other.uri}t`, languageId: 'python', text: OPEN },
      { ...other, languageId: 'r', text: OPEN },
    );
    await client.connection.sendNotification('notebookDocument/didOpen', message);
    const report = await eventually(async () => {
      const answer = await client.pull(SECOND);
      return answer.kind === 'full' && answer.items.length > 0 && answer;
    }, 20_000);
    expect(report.items.map(({ code, range }) => `${range.start.line} ${code}`)).toEqual(['1 unbounded-hwm']);
    expect(await client.pull(other.uri)).toMatchObject({ items: [] });
    expect((await client.status()).counts).toEqual({ error: 0, warning: 1, note: 0 });
    expect(client.published).toEqual([]);
  });
});

describe('a client that opens the file as text', () => {
  const placeIn = (text: string): string => {
    const lines = text.split('\n');
    // What ran once stands in the outputs, too, above the source.
    const line = lines.findLastIndex((one) => one.includes('"sock.rcvhwm = 0'));
    return `${line}:${lines[line]!.indexOf('0')}`;
  };

  it('has what is on the disk among the problems when it wants closed files, at the places of the JSON', async () => {
    const { client } = server;
    await client.start({ folders: folders(), configuration: { problems: { closedFiles: true } } });
    const text = readFileSync(file(), 'utf8');
    await client.open(uri(), text, 'json');
    await eventually(() => codes(uri())?.join() === `${placeIn(text)} unbounded-hwm`, 20_000);
    expect(await client.hover(uri(), 'sock.bind')).toBeNull();
    expect(await client.actions(uri(), client.rangeOf(uri(), 'sock.rcvhwm = 0'), [], ['quickfix'])).toEqual([]);
    const pushed = client.published.length;
    const edited = notebook(['# the shift', ...opened().cellTextDocuments.map((cell) => cell.text)]);
    await client.setText(uri(), edited);
    // Answered after the change: what is not saved does not count.
    await client.status();
    expect(client.published.length).toBe(pushed);
    writeFileSync(file(), edited);
    const changes = [{ uri: uri(), type: 2 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    await eventually(() => codes(uri())?.join() === `${placeIn(edited)} unbounded-hwm`, 20_000);
    expect(placeIn(edited)).not.toBe(placeIn(text));
  });

  it('has nothing of it without that setting, and the cells count where both are open', async () => {
    const { client } = server;
    await client.start({ folders: folders() });
    await client.open(uri(), readFileSync(file(), 'utf8'), 'json');
    await eventually(async () => (await client.status()).state === 'ready', 20_000);
    expect(client.published).toEqual([]);
    await client.connection.sendNotification('notebookDocument/didOpen', opened());
    await eventually(() => codes(SECOND)?.join() === '1:14 unbounded-hwm', 20_000);
    expect(codes(uri()) ?? []).toEqual([]);
  });
});
