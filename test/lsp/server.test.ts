/** The real server over stdio, with the real engine: what an editor sees of a file from opening it to the fixed code. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from './support/client';
import { stdioServer, type StdioServer } from './support/stdio';

const PULL = `import * as zmq from "zeromq";

export async function main() {
  const pull = new zmq.Pull({ receiveHighWaterMark: 0 });
  await pull.bind("tcp://*:5555");
  for await (const [message] of pull) console.log(message.length);
}
`;

let server: StdioServer;
let folder: string;
const uri = (name: string): string => pathToFileURL(join(folder, name)).toString();
const write = (name: string, text: string): void => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
};

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'zmq-lsp-')));
  server = stdioServer();
});

afterEach(async () => {
  await server.client.stop().catch(() => undefined);
  expect(await server.ended).toBe(0);
  expect(server.errors()).toBe('');
  rmSync(folder, { recursive: true, force: true });
});

const folders = (): { uri: string; name: string }[] => [{ uri: pathToFileURL(folder).toString(), name: 'folder' }];

describe('the server over stdio', () => {
  it('finds, explains and fixes', async () => {
    const { client } = server;
    await client.start({ folders: folders(), commands: ['zeromqThreatModel.openPage'] });
    await client.open(uri('a.ts'), PULL);
    const { diagnostics } = await client.diagnostics(uri('a.ts'), (params) => params.diagnostics.length > 1);
    const unbounded = diagnostics.find(({ code }) => code === 'unbounded-hwm');
    expect(unbounded).toMatchObject({
      range: client.rangeOf(uri('a.ts'), '0'),
      source: 'zmq-threats',
      codeDescription: { href: 'zmq-threat:/hwm_overflow_dos.md#unbounded-hwm' },
    });

    const hover = await client.hover(uri('a.ts'), '0');
    expect(JSON.stringify(hover?.contents)).toContain('which means no limit');
    expect(JSON.stringify(hover?.contents)).toContain('command:zeromqThreatModel.openPage');

    const actions = await client.actions(uri('a.ts'), unbounded!.range, [unbounded!]);
    const fix = actions.find(({ isPreferred }) => isPreferred);
    expect(fix, JSON.stringify(actions)).toBeDefined();
    await client.apply(fix!);
    expect(client.text(uri('a.ts'))).toContain('receiveHighWaterMark: 1000');
    await client.diagnostics(uri('a.ts'), (params) => params.diagnostics.every(({ code }) => code !== 'unbounded-hwm'));
  });

  it('does not repeat in the hover what the editor shows beside it', async () => {
    const { client } = server;
    await client.start({ folders: folders(), diagnosticsInHover: true });
    await client.open(uri('a.ts'), PULL);
    const hover = JSON.stringify(await client.hover(uri('a.ts'), '0'));
    expect(hover).not.toContain('which means no limit');
    expect(hover).toContain('HWM × largest message');
    expect(hover).toContain('PULL socket');
  });

  it('makes one squiggle of missing encryption and missing authentication on one bind', async () => {
    const { client } = server;
    await client.start({ folders: folders() });
    await client.open(uri('a.ts'), PULL);
    const { diagnostics } = await client.diagnostics(uri('a.ts'), (params) => params.diagnostics.length > 1);
    const onBind = diagnostics.filter(({ range }) => range.start.line === 4);
    expect(onBind).toHaveLength(1);
    const said = `${onBind[0]!.code} ${onBind[0]!.message}`;
    expect(said).toContain('unencrypted-endpoint');
    expect(said).toContain('unauthenticated-receiver');
  });

  it('pulls the same as it pushes', async () => {
    const { client } = server;
    await client.start({ folders: folders(), pull: true });
    await client.open(uri('a.ts'), PULL);
    await eventually(() => client.changes.at(-1)?.state === 'ready');
    const report = await client.pull(uri('a.ts'));
    const pulled = (report as { items: { code: string }[] }).items.map(({ code }) => code).sort();

    const other = stdioServer();
    await other.client.start({ folders: folders() });
    await other.client.open(uri('a.ts'), PULL);
    const pushed = await other.client.diagnostics(uri('a.ts'), (params) => params.diagnostics.length === pulled.length);
    expect(pushed.diagnostics.map(({ code }) => code).sort()).toEqual(pulled);
    await other.client.stop();
    await other.ended;
  });

  it('reads the workspace, follows the disk, and shows the threats', async () => {
    write('src/a.ts', PULL);
    write('node_modules/x/index.js', PULL);
    write('plain.ts', 'export const x = 1;\n');
    const { client } = server;
    await client.start({ folders: folders() });
    await eventually(() => client.changes.at(-1)?.state === 'ready' && client.changes.at(-1)?.speaksZeroMq);
    const status = await client.status();
    expect(status.files).toBe(1);
    const findings = status.folders[0]!.threats.flatMap((threat) => threat.findings);
    expect(new Set(findings.map((finding) => finding.uri))).toEqual(new Set([uri('src/a.ts')]));
    expect(findings.map((finding) => finding.rule)).toContain('unbounded-hwm');

    write('src/a.ts', PULL.replace('receiveHighWaterMark: 0', 'receiveHighWaterMark: 10'));
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uri('src/a.ts'), type: 2 }],
    });
    await eventually(async () => {
      const now = await client.status();
      return now.folders[0]!.threats.flatMap((threat) => threat.findings).every(({ rule }) => rule !== 'unbounded-hwm');
    });
  });

  it('obeys the configuration of the folder, and says what is wrong with it', async () => {
    const { client } = server;
    write('.zmq-threats.jsonc', '{ "rules": { "unbounded-hwm": "error" } }\n');
    await client.start({ folders: folders() });
    await client.open(uri('a.ts'), PULL);
    await client.diagnostics(uri('a.ts'), (params) =>
      params.diagnostics.some(({ code, severity }) => code === 'unbounded-hwm' && severity === 1),
    );
    await client.open(
      uri('.zmq-threats.jsonc'),
      '{ "rules": { "unbounded-hwm": "off", "no-such-rule": "off" } }\n',
      'jsonc',
    );
    await client.diagnostics(uri('a.ts'), (params) => params.diagnostics.every(({ code }) => code !== 'unbounded-hwm'));
    const { diagnostics } = await client.diagnostics(uri('.zmq-threats.jsonc'));
    expect(diagnostics[0]!.range).toEqual(client.rangeOf(uri('.zmq-threats.jsonc'), '"no-such-rule"'));
  });

  it('takes untitled documents, Python, and JavaScript with CRLF', async () => {
    const { client } = server;
    await client.start();
    await client.open('untitled:Untitled-1', PULL, 'typescript');
    await client.diagnostics('untitled:Untitled-1', (params) => params.diagnostics.length > 0);
    await client.open(
      'untitled:Untitled-2',
      'import zmq\n\nctx = zmq.Context()\nsock = ctx.socket(zmq.PULL)\nsock.set_hwm(0)\nsock.bind("tcp://*:5555")\n',
      'python',
    );
    await client.diagnostics('untitled:Untitled-2', (params) =>
      params.diagnostics.some(({ code }) => code === 'unbounded-hwm'),
    );
    const crlf =
      'const zmq = require("zeromq");\r\n/* 😀 */ const push = new zmq.Push({ sendHighWaterMark: 0 });\r\npush.connect("tcp://127.0.0.1:1");\r\n';
    await client.open('untitled:Untitled-3', crlf, 'javascript');
    const { diagnostics } = await client.diagnostics('untitled:Untitled-3');
    expect(diagnostics.find(({ code }) => code === 'unbounded-hwm')?.range).toEqual(
      client.rangeOf('untitled:Untitled-3', '0'),
    );
  });

  it('serves every page', async () => {
    const { client } = server;
    await client.start();
    const pages = await client.connection.sendRequest<{ threat: string; title: string }[]>('zeromqThreatModel/pages');
    expect(pages).toHaveLength(8);
    for (const { threat } of pages) expect((await client.page(threat))?.markdown).toMatch(/^# /);
  });
});

describe('malformed input', () => {
  it('a message that is no JSON costs that message', async () => {
    const { client } = server;
    await client.start();
    const body = '{"jsonrpc":"2.0", not json';
    server.process.stdin.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    await client.open(uri('a.ts'), PULL);
    await client.diagnostics(uri('a.ts'), (params) => params.diagnostics.length > 0);
  });
});
