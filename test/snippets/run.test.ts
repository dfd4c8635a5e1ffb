/**
 * Every snippet for TypeScript and JavaScript against the real zeromq, in processes of their own on ports the system chooses: the servers in TypeScript, with what
 * stands beside them, the clients in JavaScript. Who is let in is shown on the same servers as who is not.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { LIMIT, Sandbox } from './sandbox';
import { expectBounds, expectNobody, expectTalk } from './talk';

vi.setConfig({ testTimeout: 2 * LIMIT, hookTimeout: 2 * LIMIT });

let sandbox: Sandbox;
let keys: unknown;

beforeAll(async () => {
  sandbox = new Sandbox();
  sandbox.addJavaScript();
  keys = await sandbox.run('keys.mjs', '.');
});

afterAll(() => sandbox.remove());

it('keys: 0600 in a folder of 0700, never overwritten', () => {
  expect(keys).toEqual({ folder: '700', secret: '600', public: '644', again: 'EEXIST', kept: true });
});

it('servers and clients of the same name talk; unknown keys and plaintext are refused', () =>
  expectTalk(sandbox, 'serve.mjs', 'ask.mjs'));

it('without a ZAP handler nobody gets in', () => expectNobody(sandbox, 'serve.mjs', 'ask.mjs'));

it('the worker has sockets of its own; one that dies leaves nobody waiting', async () => {
  expect(await sandbox.run('threads.mjs', 'nobody')).toEqual({
    results: ['a in a worker', 'b in a worker', 'c in a worker'],
    status: 0,
    closed: true,
    waited: 'EAGAIN',
    message: 'no',
  });
});

it('back-pressure: in order, and no more than may wait', async () => {
  expect(await sandbox.run('pressure.mjs', 'server')).toEqual({
    sent: 100,
    reasons: ['Too many messages wait to be sent'],
    inOrder: true,
  });
});

it('what is bounded stays within its bounds', () => expectBounds(sandbox, 'bounds.mjs'));

it('graceful close: the request in hand is answered, and the process ends by itself', async () => {
  expect(await sandbox.run('signals.mjs', 'server')).toEqual({
    reply: 'last words to me',
    linger: 1000,
    closed: [true, true, true],
    listeners: 0,
  });
});
