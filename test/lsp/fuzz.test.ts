/** No text, no sequence of edits and no message makes the server throw or exit. Over stdio, with the real engine. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stdioServer, type StdioServer } from './support/stdio';

let server: StdioServer;
let exited = false;

beforeAll(async () => {
  server = stdioServer();
  void server.ended.then(() => (exited = true));
  await server.client.start();
});

afterAll(async () => {
  await server.client.stop();
  expect(await server.ended).toBe(0);
  expect(server.errors()).toBe('');
});

/** Pieces of ZeroMQ code and of what breaks parsers, in any order: far more likely to get deep than random characters. */
const PIECES = [
  'import * as zmq from "zeromq";\n',
  'const zmq = require("zeromq");\n',
  'import zmq\n',
  'const s = new zmq.Push({ sendHighWaterMark: 0, ',
  'new zmq.Reply(',
  'await s.bind("tcp://*:5555");\n',
  's.connect(`tcp://${h}:${p}`);\n',
  's.curveServer = true;\n',
  'for await (const [m] of s) eval(m.toString());\n',
  'class A extends zmq.Router { constructor() { super(); this.s = new A(); }\n',
  'function f(a = f(f)) { return f(a); }\n',
  'while (true) { await s.receive()\n',
  '...{...x}, ',
  'sock = zmq.Context().socket(zmq.PULL)\n',
  'sock.set_hwm(0)\nsock.bind("tcp://*:1")\n',
  '    def f(self):\n',
  'pickle.loads(sock.recv())\n',
  '// zmq-threats: accept HWM-01 because x until 2020-01-01\n',
  '// zmq-threats: accept\n',
  '})]>`"\'',
  '${',
  '\u2028\uFEFF\uD800😀\0',
  '\r\n\t\r',
  '/*',
  '<A b={',
  '@',
];

const anyText = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }).map((text) => `zmq zeromq ${text}`) },
);
const language = fc.constantFrom('typescript', 'javascript', 'typescriptreact', 'python', 'jsonc', 'nonsense');

async function alive(): Promise<void> {
  expect(exited).toBe(false);
  const said = server.client.logs.filter((message) =>
    /unexpected|Error|could not be read|analysis of this file/.test(message),
  );
  expect(said).toEqual([]);
  // The engine isolates its own defects and says so in a notice; here they are failures.
  const internal = server.client.published
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ code }) => code === 'internal-error');
  expect(internal).toEqual([]);
}

describe('any text', () => {
  it('is answered', { timeout: 120_000 }, async () => {
    const { client } = server;
    let count = 0;
    await fc.assert(
      fc.asyncProperty(anyText, anyText, language, fc.nat(60), async (first, second, languageId, line) => {
        const uri = `untitled:Fuzz-${count++}`;
        await client.open(uri, first, languageId);
        await client.setText(uri, second);
        const position = { line: line % 8, character: line };
        await client.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
        await client.actions(uri, { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } });
        await client.close(uri);
        await alive();
      }),
      { numRuns: 150 },
    );
    await client.status();
    await alive();
  });

  it('is answered after any sequence of edits', { timeout: 120_000 }, async () => {
    const { client } = server;
    const edit = fc.record({
      line: fc.integer({ min: -1, max: 12 }),
      from: fc.nat(40),
      to: fc.nat(40),
      text: fc.constantFrom(...PIECES, ''),
    });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(anyText, fc.array(edit, { maxLength: 8 }), async (text, edits) => {
        const uri = `untitled:Edited-${count++}`;
        await client.open(uri, text, 'typescript');
        let version = 1;
        for (const { line, from, to, text: by } of edits) {
          const range = { start: { line, character: from }, end: { line, character: to } };
          await client.connection.sendNotification('textDocument/didChange', {
            textDocument: { uri, version: ++version },
            contentChanges: [{ range, text: by }],
          });
        }
        await client.connection.sendRequest('textDocument/hover', {
          textDocument: { uri },
          position: { line: 0, character: 0 },
        });
        await client.close(uri);
        await alive();
      }),
      { numRuns: 100 },
    );
  });
});

describe('any message', () => {
  it('is survived', { timeout: 60_000 }, async () => {
    const { client } = server;
    const method = fc.constantFrom(
      ...['didOpen', 'didChange', 'didClose', 'hover', 'codeAction', 'diagnostic'].map(
        (name) => `textDocument/${name}`,
      ),
      'workspace/didChangeWatchedFiles',
      'workspace/didChangeConfiguration',
      'zeromqThreatModel/page',
      'zeromqThreatModel/status',
    );
    await fc.assert(
      fc.asyncProperty(method, fc.jsonValue({ maxDepth: 3 }), async (name, params) => {
        const sent = /\/did/.test(name)
          ? client.connection.sendNotification(name, { textDocument: { uri: 'untitled:x' }, params })
          : client.connection.sendRequest(name, { textDocument: { uri: 'untitled:x' }, params });
        await sent.catch(() => undefined);
      }),
      { numRuns: 200 },
    );
    expect(exited).toBe(false);
    await client.status();
  });
});
