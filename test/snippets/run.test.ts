/**
 * Every snippet against the real zeromq, in processes of their own on ports the system chooses: the servers in TypeScript, with what
 * stands beside them, the clients in JavaScript. Who is let in is shown on the same servers as who is not.
 */
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { toJavaScript } from '../support/compile';
import { expand, readSnippets } from '../support/snippets';

/** How long a client waits that is let in, and one that is not. */
const PATIENCE = 10_000;
const SHORT = 1500;
/** After this a process is killed. */
const LIMIT = 30_000;
vi.setConfig({ testTimeout: 2 * LIMIT, hookTimeout: 2 * LIMIT });

const root = path.join(import.meta.dirname, '../..');
const CLIENTS = /-client|-push-|-sub-/;
let sandbox: string;
let keys: unknown;

beforeAll(async () => {
  sandbox = realpathSync(mkdtempSync(path.join(tmpdir(), 'zmq-snippets-')));
  symlinkSync(path.join(root, 'node_modules'), path.join(sandbox, 'node_modules'), 'junction');
  mkdirSync(path.join(sandbox, 'modules'));
  const [ours, theirs] = [readSnippets('typescript', root), readSnippets('javascript', root)];
  for (const { prefix, body } of [
    ...ours.filter(({ prefix }) => !CLIENTS.test(prefix)),
    ...theirs.filter(({ prefix }) => CLIENTS.test(prefix)),
  ])
    writeFileSync(path.join(sandbox, 'modules', `${prefix}.mjs`), toJavaScript(expand(body)));
  const programs = path.join(import.meta.dirname, 'programs');
  for (const name of readdirSync(programs)) copyFileSync(path.join(programs, name), path.join(sandbox, name));
  keys = await run('keys', '.');
});

afterAll(() => rmSync(sandbox, { recursive: true, force: true }));

it('keys: 0600 in a folder of 0700, never overwritten', () => {
  expect(keys).toEqual({ folder: '700', secret: '600', public: '644', again: 'EEXIST', kept: true });
});

it('servers and clients of the same name talk; unknown keys and plaintext are refused', async () => {
  const servers = start('serve', 'server', 'zap', 6);
  const endpoints = JSON.stringify(await servers.line());

  expect(await run('ask', 'member', endpoints, PATIENCE)).toEqual({
    server: 'hello',
    router: ['bad request', 'routed hello'],
    publisher: true,
    ticker: true,
  });
  const refused = { server: 'EAGAIN', router: 'EAGAIN', publisher: 'EAGAIN', ticker: 'EAGAIN' };
  const [stranger, plaintext] = await Promise.all([
    run('ask', 'stranger', endpoints, SHORT), // Its PUSH sockets queue what they are given, within their bounds.
    run('plain', 'nobody', endpoints, SHORT),
  ]);
  expect(stranger).toEqual(refused);
  expect(plaintext).toEqual({ ...refused, pull: 'EAGAIN', monitored: 'EAGAIN' });
  expect(await run('ask', 'member', endpoints, PATIENCE)).toMatchObject({ server: 'hello' });

  servers.endInput();
  const seen = (await servers.line()) as Seen;
  expect(await servers.status).toBe(0);
  expect(seen).toMatchObject({ pulled: ['first', 'last', 'first', 'last'], monitored: ['watched', 'watched'] });
  // Twice the member was let in, and nobody else; the others were told so. (How a plaintext connection ends is a race of both ends.)
  const names = ['server', 'router', 'pull', 'monitored', 'publisher', 'ticker'];
  expect(seen.admitted).toEqual({ ...Object.fromEntries(names.map((name) => [name, 2])), publisher: 4 });
  for (const name of names) {
    const { 'handshake:error:auth': unknown = 0, ...other } = seen.events[name] ?? {};
    const plaintext = (other['handshake:error:protocol'] ?? 0) + (other['handshake:error:other'] ?? 0);
    expect({ name, unknown: unknown > 0, plaintext: plaintext > 0 }).toEqual({ name, unknown: true, plaintext: true });
  }
});

it('without a ZAP handler nobody gets in', async () => {
  const servers = start('serve', 'server', 'no handler', 0);
  const endpoints = JSON.stringify(await servers.line());
  expect(new Set(Object.values((await run('ask', 'member', endpoints, SHORT)) as object))).toEqual(new Set(['EAGAIN']));
  servers.endInput();
  const { pulled, monitored, admitted } = (await servers.line()) as Seen;
  expect({ pulled, monitored, admitted }).toEqual({ pulled: [], monitored: [], admitted: {} });
  expect(await servers.status).toBe(0);
});

it('the worker has sockets of its own; one that dies leaves nobody waiting', async () => {
  expect(await run('threads', 'nobody')).toEqual({
    results: ['a in a worker', 'b in a worker', 'c in a worker'],
    status: 0,
    closed: true,
    waited: 'EAGAIN',
    message: 'no',
  });
});

it('back-pressure: in order, and no more than may wait', async () => {
  expect(await run('pressure', 'server')).toEqual({
    sent: 100,
    reasons: ['Too many messages wait to be sent'],
    inOrder: true,
  });
});

it('what is bounded stays within its bounds', async () => {
  const seen = (await run('bounds', 'server')) as Bounds;
  // A queue of 1000 and nobody there; the same queue, as many at the receiver and what the system keeps on the way.
  expect(seen.nobody).toEqual({ count: 1000, code: 'EAGAIN' });
  expect(seen.stuck.code).toBe('EAGAIN');
  expect(seen.stuck.count).toBeGreaterThan(1000);
  expect(seen.sizes).toEqual([65_503, 1]);
  expect(seen.lingered).toBe(500);
  expect(seen.published.slow).toBeLessThan(2500);
  expect(seen.published.newestIsRecent).toBe(true);
  expect(seen).toMatchObject({
    goesOn: true,
    othersServed: 'quick',
    impatient: 'EAGAIN',
    next: 'quick',
    routingId: ['you', 'EAGAIN', 'you'],
  });
});

it('graceful close: the request in hand is answered, and the process ends by itself', async () => {
  expect(await run('signals', 'server')).toEqual({
    reply: 'last words to me',
    linger: 1000,
    closed: [true, true, true],
    listeners: 0,
  });
});

interface Seen {
  readonly pulled: readonly string[];
  readonly monitored: readonly string[];
  readonly admitted: Readonly<Record<string, number>>;
  readonly events: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface Bounds {
  readonly nobody: { readonly count: number; readonly code?: string };
  readonly stuck: { readonly count: number; readonly code?: string };
  readonly sizes: readonly number[];
  readonly lingered: number;
  readonly published: { readonly slow: number; readonly newestIsRecent: boolean };
}

/** The one line a program prints, which must then end well. */
async function run(program: string, folder: string, ...argv: readonly (string | number)[]): Promise<unknown> {
  const child = start(program, folder, ...argv);
  child.endInput();
  const line = await child.line();
  expect(await child.status, program).toBe(0);
  return line;
}

interface Running {
  /** The next line it prints, as JSON. */
  line(): Promise<unknown>;
  endInput(): void;
  readonly status: Promise<number | string | null>;
}

function start(program: string, folder: string, ...argv: readonly (string | number)[]): Running {
  const child = spawn(process.execPath, [path.join(sandbox, `${program}.mjs`), ...argv.map(String)], {
    cwd: path.join(sandbox, folder),
    timeout: LIMIT,
    killSignal: 'SIGKILL',
  });
  let out = '';
  let err = '';
  let wake = (): void => undefined;
  let over = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const status = new Promise<number | string | null>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      resolve(code ?? signal);
      wake();
    });
  });
  return {
    status,
    endInput: () => child.stdin.end(),
    async line() {
      while (!out.includes('\n') && !over) await new Promise<void>((resolve) => (wake = resolve));
      if (!out.includes('\n')) throw new Error(`${program} ended with ${await status}: ${err}`);
      const [line, ...rest] = out.split('\n');
      out = rest.join('\n');
      return JSON.parse(line!) as unknown;
    },
  };
}
