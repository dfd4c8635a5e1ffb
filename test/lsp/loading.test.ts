/** The built server loads the parsers of the languages that are there, and no other: each is megabytes. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from './support/client';
import { stdioServer } from './support/stdio';

const TYPESCRIPT = "import { Pull } from 'zeromq';\nnew Pull({ receiveHighWaterMark: 0 });\n";
const PYTHON =
  "import zmq\nsock = zmq.Context().socket(zmq.PULL)\nsock.setsockopt(zmq.RCVHWM, 0)\nsock.bind('tcp://*:5555')\n";
const PLAIN = { 'plain.ts': 'export const x = 1;\n', 'plain.py': 'import os\n', 'web.tsx': 'export default <a />;\n' };

/** Preloaded into the server and its threads: writes down every script that is compiled and every WebAssembly that is read. */
const HOOK = `
  const fs = require('node:fs');
  const Module = require('node:module');
  const note = (file) => fs.appendFileSync(process.env.LOADED, file + '\\n');
  const compile = Module._extensions['.js'];
  Module._extensions['.js'] = (module, file) => (note(file), compile(module, file));
  const read = fs.readFileSync;
  fs.readFileSync = (file, ...rest) => (/\\.wasm$/.test(String(file)) && note(String(file)), read(file, ...rest));
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loading-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What of our package was loaded to judge a workspace: a file that is open, and one that is not. */
async function loadedFor(files: Readonly<Record<string, string>>, open: string): Promise<string[]> {
  const log = join(folder, 'loaded');
  const hook = join(folder, 'hook.cjs');
  writeFileSync(log, '');
  writeFileSync(hook, HOOK);
  const root = join(folder, 'workspace');
  mkdirSync(root);
  for (const [name, text] of Object.entries({ ...PLAIN, ...files })) writeFileSync(join(root, name), text);
  const { client, ended } = stdioServer({ NODE_OPTIONS: `--require ${JSON.stringify(hook)}`, LOADED: log });
  await client.start({ folders: [{ uri: String(pathToFileURL(root)), name: 'workspace' }] });
  const uri = String(pathToFileURL(join(root, open)));
  await client.open(uri, files[open]!, open.endsWith('.py') ? 'python' : 'typescript');
  await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
  // Closed files are judged, too: every file of the workspace had its chance to need a parser.
  await eventually(async () => {
    const status = await client.status();
    const found = status.folders.flatMap(({ threats }) => threats.flatMap(({ findings }) => findings));
    return status.state === 'ready' && new Set(found.map((one) => one.uri)).size === Object.keys(files).length;
  });
  await client.stop();
  await ended;
  return [
    ...new Set(
      readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((file) => basename(file)),
    ),
  ].sort();
}

const SERVER = ['server.js', 'worker.js'];
const TREE_SITTER = ['python.js', 'tree-sitter-python.wasm', 'web-tree-sitter.wasm'];

it('Python alone: nothing of TypeScript', { timeout: 60_000 }, async () => {
  expect(await loadedFor({ 'a.py': PYTHON, 'b.py': PYTHON }, 'a.py')).toEqual([...SERVER, ...TREE_SITTER].sort());
});

it('TypeScript alone: no tree-sitter', { timeout: 60_000 }, async () => {
  expect(await loadedFor({ 'a.ts': TYPESCRIPT, 'b.ts': TYPESCRIPT }, 'a.ts')).toEqual(
    [...SERVER, 'typescript.js'].sort(),
  );
});

it('both where there are both', { timeout: 60_000 }, async () => {
  const all = [...SERVER, ...TREE_SITTER, 'typescript.js'].sort();
  expect(await loadedFor({ 'a.ts': TYPESCRIPT, 'b.py': PYTHON }, 'a.ts')).toEqual(all);
});
