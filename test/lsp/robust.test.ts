/** The server answers everything with something: throwing services, odd messages, lying clients. */
import { describe, expect, it } from 'vitest';
import { eventually, quiet } from './support/client';
import { inProcess } from './support/in-process';

const A = 'file:///w/a.ts';

describe('a server that cannot be brought down', () => {
  it('logs and answers with nothing when the service throws', async () => {
    const { client, service } = inProcess();
    await client.start({ pull: true });
    await client.open(A, 'zmq BAD');
    service.broken = true;
    expect(await client.pull(A)).toEqual({ kind: 'full', items: [] });
    expect(await client.hover(A, 'BAD')).toBeNull();
    expect(await client.actions(A, client.rangeOf(A, 'BAD'))).toEqual([]);
    expect((await client.status()).folders).toEqual([]);
    expect(client.logs.join('\n')).toContain('the fake service is broken');
    service.broken = false;
    expect(((await client.pull(A)) as { items: unknown[] }).items).toHaveLength(1);
  });

  it('survives messages of the wrong shape', async () => {
    const { client } = inProcess();
    await client.start();
    const odd: unknown[] = [
      {},
      { textDocument: null },
      { textDocument: { uri: 5 } },
      { textDocument: { uri: A }, position: {}, contentChanges: {} },
      { changes: [{}] },
    ];
    const names = ['didOpen', 'didChange', 'didClose', 'hover', 'codeAction', 'diagnostic'].map(
      (name) => `textDocument/${name}`,
    );
    for (const name of [
      ...names,
      'workspace/didChangeWatchedFiles',
      'workspace/didChangeConfiguration',
      'zeromqThreatModel/status',
      'no/such',
    ])
      for (const params of odd) {
        if (/did/.test(name)) await client.connection.sendNotification(name, params);
        else await client.connection.sendRequest(name, params).catch(() => undefined);
      }
    await client.open(A, 'zmq BAD');
    expect((await client.diagnostics(A)).diagnostics).toHaveLength(1);
  });

  it('survives edits outside the text and for unknown documents', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq BAD');
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: A, version: 7 },
      contentChanges: [
        { range: { start: { line: 99, character: -4 }, end: { line: 3, character: 1e9 } }, text: '\nBAD' },
      ],
    });
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: 'file:///x', version: 1 },
      contentChanges: [{ text: '' }],
    });
    expect((await client.diagnostics(A, ({ version }) => version === 7)).diagnostics).toHaveLength(2);
  });

  it('tries again when a frontend could not be loaded', async () => {
    let attempts = 0;
    const { client } = inProcess(
      {},
      {
        loadFrontend: () =>
          attempts++ === 0
            ? Promise.reject(new Error('no disk'))
            : Promise.resolve({ language: 'typescript' } as never),
      },
    );
    await client.start();
    await client.open(A, 'zmq BAD');
    await client.diagnostics(A);
    expect(client.logs.join('\n')).toContain('no disk');
    await client.replace(A, 'BAD', 'BAD ');
    await eventually(() => attempts === 2);
  });

  it('goes on reading when a folder cannot be read', async () => {
    const { client } = inProcess(
      {},
      {
        files: {
          // eslint-disable-next-line require-yield
          async *walk() {
            throw new Error('permission denied');
          },
          wanted: () => true,
          read: () => undefined,
          notebook: () => undefined,
          exists: () => false,
          realPath: (path) => path,
          forget: () => undefined,
        },
      },
    );
    await client.start({ folders: [{ uri: 'file:///w', name: 'w' }] });
    await eventually(() => client.changes.at(-1)?.state === 'ready');
    await quiet(20);
    expect(client.logs.join('\n')).toContain('permission denied');
  });
});
