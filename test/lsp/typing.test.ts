/** Somebody types and the disk moves: what is shown belongs to its version, nothing flickers, nothing old stays. */
import { describe, expect, it } from 'vitest';
import type { DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { eventually, quiet } from './support/client';
import { inProcess, testPace } from './support/in-process';
import { stdioServer } from './support/stdio';

const A = 'file:///w/a.ts';
const FOLDERS = [{ uri: 'file:///w', name: 'w' }];
const badIn = (text: string): number => text.split('BAD').length - 1;

/** Pauses as people make them, the same in every run: some shorter than the server's debounce, some longer. */
function* pauses(): Generator<number> {
  for (let seed = 7; ; seed = (seed * 48271) % 2147483647) yield seed % 9;
}

describe('a sequence of versions', () => {
  it('each publication is of its version, and none is empty between two that are not', async () => {
    const { client } = inProcess({}, { pace: { ...testPace, debounce: 4, slice: 1, settle: 20 } });
    await client.start();
    await client.open(A, 'zmq BAD\n');
    const texts = new Map([[1, client.text(A)]]);
    const pause = pauses();
    for (let i = 0; i < 120; i++) {
      // A word is typed, another BAD comes now and then; the first one never goes.
      const version = await client.replace(A, '\n', i % 10 === 9 ? ' BAD\n' : ' x\n');
      texts.set(version, client.text(A));
      await quiet(pause.next().value as number);
    }
    const last = await client.diagnostics(A, ({ version }) => badIn(texts.get(version!)!) === badIn(client.text(A)));
    expect(last.diagnostics).toHaveLength(13);
    expect(client.published.length).toBeGreaterThan(10);
    for (const { version, diagnostics } of client.published)
      expect([version, diagnostics.length]).toEqual([version, badIn(texts.get(version!)!)]);
    const versions = client.published.map(({ version }) => version!);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(client.published.filter(({ diagnostics }) => diagnostics.length === 0)).toEqual([]);
    // What is the same is not said again.
    const digests = client.published.map(({ diagnostics }) => JSON.stringify(diagnostics));
    expect(digests.filter((digest, i) => digest === digests[i - 1])).toEqual([]);
  });

  it('a pulled answer is that of the text when it is given, whatever was typed while it was made', async () => {
    const { client } = inProcess({}, { pace: { ...testPace, debounce: 4, slice: 1, settle: 20 } });
    await client.start({ pull: true });
    await client.open(A, 'zmq\n');
    const answers: Promise<DocumentDiagnosticReport>[] = [];
    for (let i = 0; i < 40; i++) {
      await client.replace(A, '\n', ' BAD\n');
      answers.push(client.pull(A));
    }
    const counts = (await Promise.all(answers)).map((one) => (one.kind === 'full' ? one.items.length : -1));
    // Never fewer than were there when it was asked for.
    counts.forEach((count, i) => expect(count === -1 || count >= i + 1).toBe(true));
    expect(await client.pull(A)).toMatchObject({ items: { length: 40 } });
  });
});

describe('a branch switch', () => {
  it('of thousands of files ends with what is on the disk, and the open document never flickers', async () => {
    const many = Array.from({ length: 3_000 }, (_, i) => `/w/src/f${i}.ts`);
    const { client, disk } = inProcess(Object.fromEntries(many.map((path) => [path, 'zmq BAD'])));
    await client.start({ folders: FOLDERS, configuration: { problems: { closedFiles: true } } });
    await client.open(A, 'zmq BAD');
    await eventually(() => client.changes.at(-1)?.state === 'ready', 30_000);
    await eventually(async () => (await client.status()).files === 3_001, 30_000);
    await client.diagnostics(`file://${many.at(-1)}`, ({ diagnostics }) => diagnostics.length === 1, 30_000);
    const before = client.published.filter(({ uri }) => uri === A).length;
    // A third is gone, a third is mended, a third stays.
    many.forEach((path, i) => {
      if (i % 3 === 0) disk.delete(path);
      if (i % 3 === 1) disk.set(path, 'zmq fine');
    });
    const changes = many.flatMap((path, i) =>
      i % 3 === 2 ? [] : [{ uri: `file://${path}`, type: i % 3 === 0 ? (3 as const) : (2 as const) }],
    );
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    await eventually(async () => (await client.status()).files === 2_001, 30_000);
    const shown = (): Map<string, number> =>
      new Map(client.published.map(({ uri, diagnostics }) => [uri, diagnostics.length] as const));
    await eventually(() => [...shown().values()].filter((count) => count > 0).length === 1_001, 30_000);
    expect(shown().get(A)).toBe(1);
    expect(client.published.filter(({ uri }) => uri === A)).toHaveLength(before);
  }, 90_000);
});

describe('texts as people have them, with the real rules', () => {
  /** Between the lines above and the finding. */
  const ODD: Readonly<Record<string, { readonly eol?: string; readonly before?: string; readonly first?: string }>> = {
    CRLF: { eol: '\r\n' },
    'CR alone': { eol: '\r' },
    'a byte order mark': { first: '\uFEFF' },
    'tabs and characters of two units on the line': { before: '\t/* 😀👩‍👩‍👧 */ ' },
    // TypeScript breaks lines there, LSP does not.
    'U+2028 and U+2029 on the line': { before: '/* \u2028\u2029 */ ' },
  };

  it('point at the same characters', async () => {
    const { client, ended } = stdioServer();
    await client.start();
    for (const [i, { eol = '\n', before = '', first = '' }] of Object.values(ODD).entries()) {
      const uri = `untitled:odd-${i}`;
      const lines = ['import * as zmq from "zeromq";', '', `${before}new zmq.Push({ sendHighWaterMark: 0 });`, ''];
      await client.open(uri, first + lines.join(eol), 'javascript');
      const { diagnostics } = await client.diagnostics(uri);
      const character = lines[2]!.indexOf('0 }');
      expect(diagnostics.map(({ range }) => range)).toEqual([
        { start: { line: 2, character }, end: { line: 2, character: character + 1 } },
      ]);
      const [fix] = await client.actions(uri, diagnostics[0]!.range);
      await client.apply(fix!);
      expect(client.text(uri)).toBe(first + lines.join(eol).replace('0 }', '1000 }'));
    }
    for (const eol of ['\r\n', '\r']) {
      const uri = `untitled:odd-${eol.length}.py`;
      const text = `\uFEFFimport zmq${eol}s = zmq.Context().socket(zmq.PUSH); x = "😀"; s.sndhwm = 0${eol}`;
      await client.open(uri, text, 'python');
      const { diagnostics } = await client.diagnostics(uri);
      const character = text.split(eol)[1]!.length - 1;
      expect(diagnostics.map(({ range }) => range.start)).toEqual([{ line: 1, character }]);
    }
    await client.stop();
    expect(await ended).toBe(0);
  });

  it('of the disk: nothing is said of copies beside an open document, and its unsaved text is what counts', async () => {
    const { client, ended } = stdioServer();
    const bad = 'import * as zmq from "zeromq";\nnew zmq.Push({ sendHighWaterMark: 0 });\n';
    await client.start({ diagnosticsInHover: true });
    for (const scheme of [
      'git:/w/a.ts?%7B%22ref%22%3A%22HEAD%22%7D',
      'output:extension-output-1',
      'vscode-local-history:/w/a.ts',
    ])
      await client.open(scheme, bad);
    await client.open(A, bad.replace('0 }', '1 }'));
    await client.replace(A, '1 }', '0 }');
    await client.diagnostics(A, ({ version }) => version === 2);
    await quiet();
    expect(new Set(client.published.map(({ uri }) => uri))).toEqual(new Set([A]));
    expect(await client.hover('git:/w/a.ts?%7B%22ref%22%3A%22HEAD%22%7D', '0 }')).toBeNull();
    await client.stop();
    expect(await ended).toBe(0);
  });
});
