/** Hover, code actions, status, pages, files and folders, against the fake service. */
import { describe, expect, it } from 'vitest';
import { eventually, quiet } from './support/client';
import { inProcess } from './support/in-process';

const A = 'file:///w/a.ts';
const FOLDERS = [{ uri: 'file:///w', name: 'w' }];
const COMMANDS = ['zeromqThreatModel.openPage'];

describe('hover', () => {
  it('links by the command the client has, with the page it names and those it does not', async () => {
    const { client } = inProcess();
    await client.start({ commands: COMMANDS });
    await client.open(A, 'zmq BAD');
    const hover = await client.hover(A, 'BAD');
    const args = encodeURIComponent('["hwm_overflow_dos","unbounded-hwm"]');
    expect(hover?.contents).toMatchObject({ kind: 'markdown' });
    const { value } = hover!.contents as { value: string };
    expect(value).toContain(`[the page](command:zeromqThreatModel.openPage?${args} "Open the threat page")`);
    expect(value).toContain('[Queue overflow](command:');
    expect(hover?.range).toEqual(client.rangeOf(A, 'BAD'));
  });

  it('has no links for a client without the command, and no Markdown for one without Markdown', async () => {
    const { client } = inProcess();
    await client.start({ capabilities: { textDocument: {} } });
    await client.open(A, 'zmq BAD');
    expect((await client.hover(A, 'BAD'))?.contents).toEqual({ kind: 'plaintext', value: 'PUSH · see the page' });
  });

  it('links to the files of the pages for a client without the command; without Markdown it names them', async () => {
    const pageFile = (threat: string, rule?: string): string => `file:///threats/${threat}/${rule}.md`;
    const withFiles = inProcess({}, { pageFile }).client;
    await withFiles.start();
    await withFiles.open(A, 'zmq BAD');
    const file = 'file:///threats/hwm_overflow_dos/unbounded-hwm.md';
    expect((await withFiles.hover(A, 'BAD'))?.contents).toMatchObject({ value: `**PUSH** · see [the page](${file})` });
    const { diagnostics } = await withFiles.diagnostics(A);
    expect(diagnostics[0]!.codeDescription).toEqual({ href: file });
    const plain = inProcess({}, { pageFile }).client;
    await plain.start({ capabilities: { textDocument: {} } });
    await plain.open(A, 'zmq BAD');
    expect((await plain.hover(A, 'BAD'))?.contents).toEqual({
      kind: 'plaintext',
      value: `PUSH · see the page (${file})`,
    });
  });

  it('is nothing elsewhere', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq BAD');
    expect(await client.hover(A, 'zmq')).toBeNull();
  });
});

describe('code actions', () => {
  it('fix the finding when applied, at the version they were made for', async () => {
    const { client } = inProcess();
    await client.start({ commands: COMMANDS });
    await client.open(A, 'zmq BAD');
    const { diagnostics } = await client.diagnostics(A);
    const actions = await client.actions(A, client.rangeOf(A, 'BAD'), diagnostics);
    expect(actions.map(({ title, isPreferred }) => [title, isPreferred ?? false])).toEqual([
      ['Set a bound', true],
      ['Open the threat page: Unbounded high-water mark', false],
    ]);
    expect(actions[0]).toMatchObject({ kind: 'quickfix', diagnostics });
    await client.apply(actions[0]!);
    expect(client.text(A)).toBe('zmq GOOD');
    await client.diagnostics(A, (params) => params.diagnostics.length === 0);
  });

  it('are refused by an editor whose text has moved on', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq BAD');
    const [fix] = await client.actions(A, client.rangeOf(A, 'BAD'));
    await client.replace(A, 'zmq', 'zmq ');
    await expect(client.apply(fix!)).rejects.toThrow('version');
  });

  it('say when they change behaviour, and are then not preferred', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq RISKY');
    const [fix] = await client.actions(A, client.rangeOf(A, 'RISKY'));
    expect(fix!.title).toBe('Set a bound (changes behaviour)');
    expect(fix!.isPreferred).toBeUndefined();
  });

  it('offer the common fix of one cause once', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq PAIR');
    expect(await client.actions(A, client.rangeOf(A, 'PAIR'))).toHaveLength(1);
  });

  it('keep to the kinds that were asked for', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq BAD');
    const range = client.rangeOf(A, 'BAD');
    expect(await client.actions(A, range, [], ['refactor'])).toEqual([]);
    expect(await client.actions(A, range, [], ['quickfix'])).toHaveLength(1);
    // The fix, and all fixes.
    expect(await client.actions(A, range, [], [''])).toHaveLength(2);
  });

  it('are plain changes for clients without versioned edits', async () => {
    const { client } = inProcess();
    await client.start({
      capabilities: {
        workspace: {},
        textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
      },
    });
    await client.open(A, 'zmq BAD');
    const [fix] = await client.actions(A, client.rangeOf(A, 'BAD'));
    expect(fix!.edit).toEqual({ changes: { [A]: [{ range: client.rangeOf(A, 'BAD'), newText: 'GOOD' }] } });
  });
});

describe('workspace', () => {
  it('tells only those who listen that the status has changed', async () => {
    const { client } = inProcess({ '/w/a.ts': 'zmq BAD' });
    await client.start({ folders: FOLDERS, changed: false });
    await eventually(async () => (await client.status()).state === 'ready');
    await quiet();
    expect(client.changes).toEqual([]);
  });

  it('reads the folders after the start and shows what it found', async () => {
    const { client, service } = inProcess({
      '/w/a.ts': 'zmq BAD',
      '/w/node_modules/x/b.ts': 'zmq BAD',
      '/elsewhere.ts': 'zmq BAD',
    });
    await client.start({ folders: FOLDERS });
    await eventually(() => client.changes.at(-1)?.state === 'ready' && client.changes.at(-1)?.speaksZeroMq);
    expect(service.files()).toEqual(['/w/a.ts']);
    expect(service.complete).toBe(true);
    const status = await client.status();
    expect(status).toMatchObject({
      state: 'ready',
      speaksZeroMq: true,
      files: 1,
      counts: { error: 0, warning: 1, note: 0 },
    });
    expect(status.folders[0]!.threats[0]!.findings[0]).toMatchObject({
      uri: A,
      range: { start: { line: 0, character: 4 } },
      title: 'Unbounded high-water mark',
      fixable: true,
    });
  });

  it('counts a cause once although it spans two threats', async () => {
    const { client } = inProcess({ '/w/a.ts': 'zmq PAIR' });
    await client.start({ folders: FOLDERS });
    await eventually(() => client.changes.at(-1)?.state === 'ready');
    expect((await client.status()).counts).toEqual({ error: 1, warning: 0, note: 0 });
  });

  it('reads files that never say zmq once they import one that does', async () => {
    const { client, service } = inProcess({
      '/w/0.ts': 'imports /w/b.ts',
      '/w/1.ts': 'imports /w/0.ts',
      '/w/2.ts': 'imports /w/new.ts',
      '/w/b.ts': 'zmq',
    });
    await client.start({ folders: FOLDERS });
    await eventually(() => service.files().join() === '/w/b.ts,/w/0.ts,/w/1.ts');
    // The same later, because of what is typed.
    await client.open('file:///w/new.ts', '');
    await quiet(50);
    await client.replace('file:///w/new.ts', '', 'zmq');
    await eventually(() => service.files().includes('/w/2.ts'));
  });

  it('loads no frontend in a workspace without ZeroMQ', async () => {
    const { client, loaded } = inProcess({ '/w/a.ts': 'BAD', '/w/b.py': '' });
    await client.start({ folders: FOLDERS });
    await eventually(() => client.changes.at(-1)?.state === 'ready');
    expect(client.changes.at(-1)?.speaksZeroMq).toBe(false);
    expect(loaded).toEqual([]);
  });

  it('lets an open document win over the disk, and the disk win after it is closed', async () => {
    const { client, service } = inProcess({ '/w/a.ts': 'zmq disk' });
    await client.start({ folders: FOLDERS });
    await eventually(() => service.texts.get('/w/a.ts') === 'zmq disk');
    await client.open(A, 'zmq editor');
    await eventually(() => service.texts.get('/w/a.ts') === 'zmq editor');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: A, type: 2 }] });
    await quiet();
    expect(service.texts.get('/w/a.ts')).toBe('zmq editor');
    await client.close(A);
    await eventually(() => service.texts.get('/w/a.ts') === 'zmq disk');
  });

  it('follows files that come, change and go, and folders that are reported gone by their own name', async () => {
    const { client, service, disk } = inProcess({ '/w/sub/a.ts': 'zmq', '/w/sub/deep/b.ts': 'zmq' });
    await client.start({ folders: FOLDERS });
    await eventually(() => service.files().length === 2);
    await eventually(() => client.registrations.some(({ method }) => method === 'workspace/didChangeWatchedFiles'));
    const tell = (path: string, type: number) =>
      client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: `file://${path}`, type }],
      });
    disk.set('/w/new.ts', 'zmq BAD');
    await tell('/w/new.ts', 1);
    await eventually(() => service.texts.has('/w/new.ts'));
    disk.set('/w/new.ts', 'zmq');
    await tell('/w/new.ts', 2);
    await eventually(() => service.texts.get('/w/new.ts') === 'zmq');
    disk.set('/w/node_modules/c.ts', 'zmq');
    await tell('/w/node_modules/c.ts', 1);
    disk.delete('/w/sub/a.ts');
    disk.delete('/w/sub/deep/b.ts');
    await tell('/w/sub', 3);
    await eventually(() => service.files().length === 1);
    expect(service.files()).toEqual(['/w/new.ts']);
  });

  it('hands the configuration over, from the editor while it is open there, and anew when it changes', async () => {
    const { client, service, disk } = inProcess({ '/w/.zmq-threats.jsonc': '{}' });
    await client.start({ folders: FOLDERS });
    await eventually(() => service.configurations.get('/w') === '{}');
    await client.open(A, 'zmq BAD');
    await client.diagnostics(A, ({ diagnostics }) => diagnostics.length === 1);
    await client.open('file:///w/.zmq-threats.jsonc', '{ "off": 1 }', 'jsonc');
    await client.diagnostics(A, ({ diagnostics }) => diagnostics.length === 0);
    await client.close('file:///w/.zmq-threats.jsonc');
    await client.diagnostics(A, ({ diagnostics }) => diagnostics.length === 1);
    disk.delete('/w/.zmq-threats.jsonc');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'file:///w/.zmq-threats.jsonc', type: 3 }],
    });
    await eventually(() => service.configurations.has('/w') && service.configurations.get('/w') === undefined);
  });

  it('takes folders as they come and go', async () => {
    const { client, service } = inProcess({ '/w/a.ts': 'zmq', '/v/b.ts': 'zmq BAD' });
    await client.start({ folders: FOLDERS });
    await eventually(() => client.changes.at(-1)?.state === 'ready');
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [{ uri: 'file:///v', name: 'v' }], removed: FOLDERS },
    });
    await eventually(() => service.files().join() === '/v/b.ts');
    expect(service.roots).toEqual(['/v']);
    expect((await client.status()).folders.map(({ name }) => name)).toEqual(['v']);
  });

  it('lists files outside every folder apart', async () => {
    const { client } = inProcess({ '/w/a.ts': 'zmq' });
    await client.start({ folders: FOLDERS });
    await client.open('untitled:Untitled-1', 'zmq BAD');
    await client.diagnostics('untitled:Untitled-1');
    const { folders } = await client.status();
    expect(folders.map(({ name, uri }) => [name, uri])).toEqual([
      ['w', 'file:///w'],
      ['Other files', undefined],
    ]);
    expect(folders[1]!.threats[0]).toMatchObject({ level: 'warning', count: 1 });
  });
});

describe('pages', () => {
  it('give a threat with its rules, readable, with the rule ids as anchors', async () => {
    const { client } = inProcess();
    await client.start();
    const page = await client.page('hwm_overflow_dos');
    expect(page?.title).toBe('Queue overflow');
    expect(page?.markdown).toContain(
      'See [the rule](#unbounded-hwm), [another](./spoofing.md#no-auth), [a threat](./spoofing.md), [here](#fixes).',
    );
    expect(page?.markdown).toContain('\n## unbounded-hwm\n');
    expect(page?.markdown).toContain('*Bad (zeromq.js 6)*\n\n```ts\nnew zmq.Push();\n```');
    expect(page?.markdown).not.toContain('//~');
    expect(await client.page('nope')).toBeNull();
  });
});
