/** What the light bulb offers beside the rule's fix: fix all, accept, turn off. With the fake service, and at the end over stdio. */
import { describe, expect, it } from 'vitest';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver/node';
import { FIX_ALL, methods, type AcceptAnswer } from '../../server/src/lsp/protocol';
import { eventually } from './support/client';
import { inProcess } from './support/in-process';
import { stdioServer } from './support/stdio';

const A = 'file:///w/a.ts';
const CONFIGURATION = 'file:///w/.zmq-threats.jsonc';
const FOLDERS = [{ uri: 'file:///w', name: 'w' }];
const ACCEPT = 'zeromqThreatModel.acceptFinding';
const titles = (actions: readonly CodeAction[]): string[] => actions.map(({ title }) => title);

const capabilities = {
  textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
  workspace: {
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'], snippetEditSupport: true },
    workspaceFolders: true,
  },
};

describe('fix all', () => {
  it('is offered for a rule with several safe fixes, and fixes them all', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq BAD BAD RISKY');
    const all = (await client.actions(A, client.rangeOf(A, 'BAD'))).find(({ title }) => title.startsWith('Fix all'))!;
    expect(all).toMatchObject({ title: 'Fix all unbounded-hwm in this file', kind: 'quickfix' });
    expect(all.isPreferred).toBeUndefined();
    await client.apply(all);
    expect(client.text(A)).toBe('zmq GOOD GOOD RISKY');
    expect(titles(await client.actions(A, client.rangeOf(A, 'RISKY')))).toEqual(['Set a bound (changes behaviour)']);
  });

  it('is a source action for those who ask for one', async () => {
    const { client } = inProcess();
    const { capabilities: server } = await client.start();
    expect(server.codeActionProvider).toMatchObject({
      codeActionKinds: ['quickfix', FIX_ALL, `${FIX_ALL}.unbounded-hwm`, `${FIX_ALL}.no-auth`],
    });
    await client.open(A, 'zmq BAD BAD');
    const nowhere = client.rangeOf(A, 'zmq');
    expect(await client.actions(A, nowhere)).toEqual([]);
    for (const only of ['source', 'source.fixAll', FIX_ALL])
      expect(await client.actions(A, nowhere, [], [only])).toMatchObject([{ kind: FIX_ALL }]);
    for (const only of ['source.organizeImports', 'source.fixAll.eslint', 'source.fix'])
      expect(await client.actions(A, nowhere, [], [only])).toEqual([]);
    const ofRule = `${FIX_ALL}.unbounded-hwm`;
    const [one, ...more] = await client.actions(A, nowhere, [], [ofRule]);
    expect([one, more]).toMatchObject([{ kind: ofRule, title: 'Fix all unbounded-hwm in this file' }, []]);
    for (const rule of ['no-auth', 'no-such-rule', 'unbounded-hwm.more', ''])
      expect(await client.actions(A, nowhere, [], [`${FIX_ALL}.${rule}`])).toEqual([]);
    await client.apply((await client.actions(A, nowhere, [], [FIX_ALL]))[0]!);
    expect(client.text(A)).toBe('zmq GOOD GOOD');
    expect(await client.actions(A, nowhere, [], [FIX_ALL])).toEqual([]);
  });
});

describe('accept', () => {
  it('is offered to clients that ask for the reason, and to no other', async () => {
    const { client } = inProcess();
    await client.start({ commands: [ACCEPT] });
    await client.open(A, 'zmq PAIR');
    const accept = (await client.actions(A, client.rangeOf(A, 'PAIR'))).filter(({ command }) => command);
    expect(accept.map(({ command }) => [command!.command, ...command!.arguments!])).toEqual([
      [ACCEPT, { uri: A, fingerprint: 'fp:/w/a.ts:4b', rule: 'no-auth', suggested: { reason: 'as before' } }],
      [ACCEPT, { uri: A, fingerprint: 'fp:/w/a.ts:4', rule: 'unbounded-hwm' }],
    ]);
    const other = inProcess().client;
    await other.start();
    await other.open(A, 'zmq PAIR');
    expect(titles(await other.actions(A, other.rangeOf(A, 'PAIR'))).join()).not.toContain('Accept');
  });

  it('answers with an edit, or says what is wrong', async () => {
    const { client } = inProcess();
    await client.start();
    await client.open(A, 'zmq BAD');
    const fingerprint = 'fp:/w/a.ts:4';
    const ask = (params: object): Promise<AcceptAnswer> => client.connection.sendRequest(methods.accept, params);
    const reason = ' the tunnel encrypts ';
    const good = await ask({ uri: A, fingerprint, reason, until: '2026-03-01' });
    await client.apply(good as CodeAction);
    expect(client.text(A)).toBe('zmq // the tunnel encrypts 2026-03-01\nBAD');
    for (const wrong of [
      { uri: A, fingerprint, reason: 'todo' },
      { uri: A, fingerprint, reason, until: '2025-03-01' },
      { uri: A, fingerprint, reason, until: '2026-02-31' },
      { uri: A, fingerprint: 'gone', reason },
      { uri: 'git:/w/a.ts', fingerprint, reason },
      { uri: 1 },
    ])
      expect(await ask(wrong)).toEqual({ problem: expect.stringMatching(/\w/) as string });
  });
});

describe('accepting a mitigation', () => {
  const folder = 'file:///w';
  const reason = ' runs in gVisor ';
  const mitigation = 'sandboxing';
  const asked = async (files: Record<string, string> = {}, more: object = {}) => {
    const { client } = inProcess(files);
    await client.start({ folders: FOLDERS, capabilities, ...more });
    const ask = (params: object): Promise<AcceptAnswer> =>
      client.connection.sendRequest(methods.acceptMitigation, params);
    return { client, ask };
  };

  it('makes the configuration, or edits the one that is there', async () => {
    const { client, ask } = await asked();
    await client.apply((await ask({ folder, mitigation, reason, until: '2026-03-01' })) as CodeAction);
    expect(client.text(CONFIGURATION)).toBe(
      '{\n  "mitigations": {\n    "sandboxing": {\n      "reason": "runs in gVisor",\n      "until": "2026-03-01"\n    }\n  }\n}\n',
    );
    await client.apply((await ask({ folder, mitigation, reason: 'runs elsewhere' })) as CodeAction);
    expect(client.text(CONFIGURATION)).toBe(
      '{\n  "mitigations": {\n    "sandboxing": {\n      "reason": "runs elsewhere"\n    }\n  }\n}\n',
    );
  });

  it('says what is wrong, and writes nothing then', async () => {
    const { ask } = await asked();
    for (const wrong of [
      { folder, mitigation, reason: 'todo' },
      { folder, mitigation, reason, until: '2025-03-01' },
      { folder, mitigation: 'no-such', reason },
      { folder: 'file:///elsewhere', mitigation, reason },
      { folder: 7, mitigation, reason },
      { folder, mitigation },
    ])
      expect(await ask(wrong)).toEqual({ problem: expect.stringMatching(/\w/) as string });
    const broken = await asked({ '/w/.zmq-threats.jsonc': '{ "rules": ' });
    expect(await broken.ask({ folder, mitigation, reason })).toEqual({
      problem: expect.stringContaining('not fit to be edited') as string,
    });
  });
});

describe('turn off', () => {
  const title = 'Turn off unbounded-hwm for this workspace';
  const offered = async (client: ReturnType<typeof inProcess>['client']): Promise<CodeAction | undefined> =>
    (await client.actions(A, client.rangeOf(A, 'BAD'))).find((action) => action.title.startsWith('Turn off'));

  it('makes the configuration where there is none', async () => {
    const { client } = inProcess();
    await client.start({ folders: FOLDERS, capabilities });
    await client.open(A, 'zmq BAD');
    const action = (await offered(client))!;
    expect(action.title).toBe(title);
    await client.apply(action);
    expect(client.text(CONFIGURATION)).toBe('{\n  "rules": {\n    "unbounded-hwm": "off"\n  }\n}\n');
    await eventually(async () => (await client.actions(A, client.rangeOf(A, 'BAD'))).length === 0);
  });

  it('edits the one that is there, at the version the editor has', async () => {
    const { client } = inProcess({ '/w/.zmq-threats.jsonc': '{}' });
    await client.start({ folders: FOLDERS });
    await client.open(A, 'zmq BAD');
    await client.open(CONFIGURATION, '// ours\n{}', 'jsonc', 7);
    const action = (await offered(client))!;
    expect((action.edit!.documentChanges![0] as TextDocumentEdit).textDocument.version).toBe(7);
    await client.apply(action);
    expect(client.text(CONFIGURATION)).toBe('// ours\n{\n  "rules": {\n    "unbounded-hwm": "off"\n  }\n}');
  });

  it('is not offered outside folders, for a broken configuration, nor to clients that make no files', async () => {
    const outside = inProcess().client;
    await outside.start({ capabilities });
    await outside.open(A, 'zmq BAD');
    expect(await offered(outside)).toBeUndefined();
    const broken = inProcess({ '/w/.zmq-threats.jsonc': '{ "rules": ' }).client;
    await broken.start({ folders: FOLDERS, capabilities });
    await broken.open(A, 'zmq BAD');
    expect(await offered(broken)).toBeUndefined();
    const plain = inProcess().client;
    await plain.start({ folders: FOLDERS });
    await plain.open(A, 'zmq BAD');
    expect(await offered(plain)).toBeUndefined();
  });
});

describe('over stdio, with the real rules', () => {
  it('fixes all, accepts, and leaves placeholders', async () => {
    const uri = 'untitled:a.ts';
    const { client, ended } = stdioServer();
    await client.start({ commands: [ACCEPT], capabilities });
    await client.open(
      uri,
      'import * as zmq from "zeromq";\nconst a = new zmq.Push({ sendHighWaterMark: 0 });\nconst b = new zmq.Pull({ receiveHighWaterMark: 0 });\nawait b.bind("tcp://*:5555");\n',
    );
    const whole = { start: { line: 0, character: 0 }, end: { line: 4, character: 0 } };
    const [all] = await client.actions(uri, whole, [], [FIX_ALL]);
    await client.apply(all!);
    expect(client.text(uri)).not.toContain('HighWaterMark: 0');
    expect(titles(await client.actions(uri, whole)).join()).not.toContain('unbounded-hwm');
    expect(await client.actions(uri, whole, [], [FIX_ALL])).toEqual([]);

    const actions = await client.actions(uri, client.rangeOf(uri, '"tcp:'));
    const asks = actions.find(({ title }) => title.endsWith('(then fill in)'))!;
    expect(JSON.stringify(asks.edit)).toMatch(/"kind":"snippet","value":"[^"]*\$\{1:[A-Z_]+\}/);
    const accept = actions.find(({ command }) => command?.command === ACCEPT)!.command!.arguments![0] as object;
    const answer = await client.connection.sendRequest(methods.accept, { ...accept, reason: 'the tunnel encrypts' });
    await client.apply(answer as CodeAction);
    expect(client.text(uri)).toContain('because the tunnel encrypts\nawait b.bind');
    await client.stop();
    expect(await ended).toBe(0);
  });
});
