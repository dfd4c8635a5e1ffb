/** Servers and clients of the same name, in whatever languages: who is let in, who is not, and what the servers saw of it. */
import { expect } from 'vitest';
import type { Sandbox } from './sandbox';

/** How long a client waits that is let in, and one that is not. */
const PATIENCE = 10_000;
const SHORT = 1500;
const NAMES = ['server', 'router', 'pull', 'monitored', 'publisher', 'ticker'];
const REFUSED = Object.fromEntries(
  ['server', 'router', 'dealer', 'publisher', 'ticker'].map((name) => [name, 'EAGAIN']),
);

interface Seen {
  readonly pulled: readonly string[];
  readonly monitored: readonly string[];
  readonly admitted: Readonly<Record<string, number>>;
  readonly events: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** `serve` and `ask`: programs. A member of the allow-list is served, unknown keys and plaintext are refused, on the same servers. */
export async function expectTalk(sandbox: Sandbox, serve: string, ask: string): Promise<void> {
  const servers = sandbox.start(serve, 'server', 'zap', 6);
  const endpoints = JSON.stringify(await servers.line());

  expect(await sandbox.run(ask, 'member', endpoints, PATIENCE)).toEqual({
    server: 'hello',
    router: ['bad request', 'routed hello'],
    dealer: 'routed hello',
    publisher: true,
    ticker: true,
  });
  const [stranger, plaintext] = await Promise.all([
    sandbox.run(ask, 'stranger', endpoints, SHORT), // Its PUSH sockets queue what they are given, within their bounds.
    sandbox.run('plain.mjs', 'nobody', endpoints, SHORT),
  ]);
  expect(stranger).toEqual(REFUSED);
  expect(plaintext).toEqual({ ...REFUSED, dealer: undefined, pull: 'EAGAIN', monitored: 'EAGAIN' });
  expect(await sandbox.run(ask, 'member', endpoints, PATIENCE)).toMatchObject({ server: 'hello' });

  servers.endInput();
  const seen = (await servers.line()) as Seen;
  expect(await servers.status).toBe(0);
  expect(seen).toMatchObject({ pulled: ['first', 'last', 'first', 'last'], monitored: ['watched', 'watched'] });
  // Twice the member was let in, and nobody else; the others were told so. (How a plaintext connection ends is a race of both ends.)
  const admitted: Record<string, number> = {
    ...Object.fromEntries(NAMES.map((name) => [name, 2])),
    router: 4,
    publisher: 4,
  };
  // A socket has one monitor, and in Python that socket's is the snippet's own, which does not count who is let in.
  if (serve.endsWith('.py')) delete admitted['monitored'];
  expect(seen.admitted).toEqual(admitted);
  for (const name of NAMES) {
    const { 'handshake:error:auth': unknown = 0, ...other } = seen.events[name] ?? {};
    const plain = (other['handshake:error:protocol'] ?? 0) + (other['handshake:error:other'] ?? 0);
    expect({ name, unknown: unknown > 0, plain: plain > 0 }).toEqual({ name, unknown: true, plain: true });
  }
}

/** Without a ZAP handler nobody gets in, with whatever key. */
export async function expectNobody(sandbox: Sandbox, serve: string, ask: string): Promise<void> {
  const servers = sandbox.start(serve, 'server', 'no handler', 0);
  const endpoints = JSON.stringify(await servers.line());
  expect(await sandbox.run(ask, 'member', endpoints, SHORT)).toEqual(REFUSED);
  servers.endInput();
  const { pulled, monitored, admitted } = (await servers.line()) as Seen;
  expect({ pulled, monitored, admitted }).toEqual({ pulled: [], monitored: [], admitted: {} });
  expect(await servers.status).toBe(0);
}

/** What each limit holds back, as `bounds` saw it. */
export async function expectBounds(sandbox: Sandbox, bounds: string): Promise<void> {
  const seen = (await sandbox.run(bounds, 'server')) as Bounds;
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
}

interface Bounds {
  readonly nobody: { readonly count: number; readonly code?: string };
  readonly stuck: { readonly count: number; readonly code?: string };
  readonly sizes: readonly number[];
  readonly lingered: number;
  readonly published: { readonly slow: number; readonly newestIsRecent: boolean };
}
