/** Diagnostics over a connection: pushed and pulled, with versions, merged by cause, taken back when they no longer hold. */
import { describe, expect, it } from 'vitest';
import { eventually, quiet } from './support/client';
import { inProcess, testPace } from './support/in-process';

const A = 'file:///w/a.ts';
const FOLDERS = [{ uri: 'file:///w', name: 'w' }];

describe('push', () => {
  it('says what, where, how grave and under which page', async () => {
    const { client } = inProcess();
    await client.start({ commands: ['zeromqThreatModel.openPage'] });
    await client.open(A, 'zmq\nnew BAD\n');
    const { diagnostics, version } = await client.diagnostics(A);
    expect(version).toBe(1);
    expect(diagnostics).toEqual([
      {
        range: { start: { line: 1, character: 4 }, end: { line: 1, character: 7 } },
        severity: 2,
        source: 'zmq-threats',
        code: 'unbounded-hwm',
        codeDescription: { href: 'zmq-threat:/hwm_overflow_dos.md#unbounded-hwm' },
        message: 'BAD is not good',
        relatedInformation: [
          {
            location: { uri: A, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } } },
            message: 'bound here',
          },
        ],
        data: { fingerprints: ['fp:/w/a.ts:8'] },
      },
    ]);
  });

  it('follows edits, carries the version, and repeats nothing', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq BAD\n');
    await client.diagnostics(A);
    const version = await client.replace(A, 'BAD', 'fine');
    expect((await client.diagnostics(A, ({ diagnostics }) => diagnostics.length === 0)).version).toBe(version);
    await client.replace(A, 'fine', 'good');
    await quiet();
    expect(client.published).toHaveLength(2);
  });

  it('looks again in a quiet moment at what was taken over from before an edit', async () => {
    const { client, service } = inProcess();
    await client.start();
    await client.open(A, 'zmq fine');
    service.unsettled = () => service.texts.set('/w/a.ts', 'zmq BAD');
    const version = await client.replace(A, 'fine', 'good');
    expect((await client.diagnostics(A, ({ diagnostics }) => diagnostics.length === 1)).version).toBe(version);
    expect(service.hasOpenTypes).toBe(false);
  });

  it('publishes only the last of a burst of edits', async () => {
    const { client } = inProcess({}, { pace: { ...testPace, debounce: 400 } });
    await client.start();
    await client.open(A, 'zmq \n');
    for (let i = 0; i < 10; i++) await client.replace(A, 'zmq', 'zmq BAD');
    const { version, diagnostics } = await client.diagnostics(A);
    expect([version, diagnostics.length]).toEqual([11, 10]);
    await quiet();
    expect(client.published).toHaveLength(1);
  });

  it('makes one of findings with one cause, and names both', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq PAIR\n');
    const { diagnostics } = await client.diagnostics(A);
    expect(diagnostics).toHaveLength(1);
    // The graver one gives the code and the level.
    expect(diagnostics[0]).toMatchObject({
      code: 'no-auth',
      severity: 1,
      data: { fingerprints: ['fp:/w/a.ts:4b', 'fp:/w/a.ts:4'] },
    });
    expect(diagnostics[0]!.message).toBe(
      'anybody may send\nAlso unbounded-hwm (Unbounded high-water mark): PAIR is not good',
    );
  });

  it('says nothing of documents that are copies, and of those that do not speak ZeroMQ', async () => {
    const { client, loaded } = inProcess();
    await client.start();
    await client.open('git:/w/a.ts?ref', 'zmq BAD');
    await client.open('output:extension', 'zmq BAD');
    await client.open(A, 'BAD');
    await quiet();
    expect(client.published).toEqual([]);
    expect(loaded).toEqual([]);
  });

  it('looks at untitled documents', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open('untitled:Untitled-1', 'zmq BAD');
    expect((await client.diagnostics('untitled:Untitled-1')).diagnostics).toHaveLength(1);
  });

  it('counts lines as the protocol does: CRLF, a lone CR, no U+2028; emoji are two characters', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq\r\n\r\u2028😀 BAD');
    const { diagnostics } = await client.diagnostics(A);
    expect(diagnostics[0]!.range.start).toEqual({ line: 2, character: 4 });
  });

  it('takes everything back on close', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq BAD');
    await client.diagnostics(A);
    await client.close(A);
    await client.diagnostics(A, ({ diagnostics }) => diagnostics.length === 0);
  });

  it('updates other open documents when a file they depend on changes', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq if-absent /w/b.ts');
    await client.diagnostics(A, ({ diagnostics }) => diagnostics.length === 1);
    await client.open('file:///w/b.ts', 'zmq');
    await client.diagnostics(A, ({ diagnostics }) => diagnostics.length === 0);
  });

  it('lists closed files only when the setting asks for it', async () => {
    const { client } = inProcess({ '/w/closed.ts': 'zmq BAD' });
    await client.start({ folders: FOLDERS, configuration: { problems: { closedFiles: false } } });
    await eventually(() => client.changes.at(-1)?.state === 'ready');
    await quiet();
    expect(client.published).toEqual([]);
    client.configuration = { problems: { closedFiles: true } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await client.diagnostics('file:///w/closed.ts', ({ diagnostics }) => diagnostics.length === 1);
    client.configuration = { problems: { closedFiles: 'nonsense' } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await client.diagnostics('file:///w/closed.ts', ({ diagnostics }) => diagnostics.length === 0);
  });

  it('is silent while switched off', async () => {
    const { client } = inProcess();
    await client.start({ configuration: {} });
    await client.open(A, 'zmq BAD');
    await client.diagnostics(A, ({ diagnostics }) => diagnostics.length === 1);
    client.configuration = { enable: false };
    await client.connection.sendNotification('workspace/didChangeConfiguration', {});
    await client.diagnostics(A, ({ diagnostics }) => diagnostics.length === 0);
    expect(await client.hover(A, 'BAD')).toBeNull();
    expect((await client.status()).speaksZeroMq).toBe(false);
  });
});

describe('pull', () => {
  it('is offered to clients that can be asked to refresh, and then nothing is pushed', async () => {
    const { client } = inProcess();
    const { capabilities } = await client.start({ pull: true });
    expect(capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: true });
    await client.open(A, 'zmq BAD');
    const report = await client.pull(A);
    expect(report).toMatchObject({ kind: 'full', items: [{ code: 'unbounded-hwm' }] });
    await quiet();
    expect(client.published).toEqual([]);
  });

  it('answers with the text of the last change before the question', async () => {
    const { client } = inProcess();
    await client.start({ pull: true });
    await client.open(A, 'zmq BAD');
    await client.replace(A, 'BAD', 'BAD BAD');
    expect(((await client.pull(A)) as { items: unknown[] }).items).toHaveLength(2);
  });

  it('says "unchanged" instead of repeating', async () => {
    const { client } = inProcess();
    await client.start({ pull: true });
    await client.open(A, 'zmq BAD');
    const first = await client.pull(A);
    expect(await client.pull(A, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
  });

  it('asks for a refresh when another open document changes, not for the edited one', async () => {
    const { client } = inProcess();
    await client.start({ pull: true });
    await client.open(A, 'zmq if-absent /w/b.ts');
    await client.pull(A);
    await client.replace(A, 'zmq', 'zmq BAD');
    await client.pull(A);
    await quiet();
    expect(client.refreshes).toBe(0);
    await client.open('file:///w/b.ts', 'zmq');
    await eventually(() => client.refreshes === 1);
    expect(((await client.pull(A)) as { items: unknown[] }).items).toHaveLength(1);
  });

  it('asks for a refresh also when somebody else has seen the new results first', async () => {
    const { client } = inProcess({}, { pace: { ...testPace, debounce: 40 } });
    await client.start({ pull: true });
    await client.open(A, 'zmq if-absent /w/b.ts');
    await client.pull(A);
    await quiet();
    // The status asks for all results as soon as the file is in, before the analysis gets to it.
    await client.open('file:///w/b.ts', 'zmq');
    await client.status();
    await eventually(() => client.refreshes === 1);
  });

  it('can be cancelled while it waits', async () => {
    const { client } = inProcess({}, { pace: { ...testPace, debounce: 500 } });
    await client.start({ pull: true });
    await client.open(A, 'zmq BAD');
    const { CancellationTokenSource } = await import('vscode-languageserver/node');
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: A } }, source.token);
    await quiet(20);
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: -32800 });
  });
});
