/** The same for Python: every snippet against the real pyzmq, and servers and clients against those of zeromq.js. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { LIMIT, Sandbox } from './sandbox';
import { expectBounds, expectNobody, expectTalk } from './talk';

vi.setConfig({ testTimeout: 2 * LIMIT, hookTimeout: 10 * LIMIT });

let sandbox: Sandbox;
let keys: unknown;

beforeAll(async () => {
  sandbox = new Sandbox();
  sandbox.addJavaScript();
  sandbox.addPython({ 'zmq-monitored-socket': { 1: '0.2' } });
  keys = await sandbox.run('keys.py', '.');
});

afterAll(() => sandbox.remove());

it('keys: 0600 in a folder of 0700, never overwritten', () => {
  expect(keys).toEqual({ folder: '700', secret: '600', public: '644', again: 'EEXIST', kept: true });
});

it.each([
  ['serve.py', 'ask.py'],
  ['serve.py', 'ask.mjs'],
  ['serve.mjs', 'ask.py'],
])('%s and %s talk; unknown keys and plaintext are refused', (serve, ask) => expectTalk(sandbox, serve, ask));

it('without a ZAP handler nobody gets in', () => expectNobody(sandbox, 'serve.py', 'ask.py'));

it('the worker has sockets of its own; one that dies leaves nobody waiting', async () => {
  expect(await sandbox.run('threads.py', 'nobody')).toEqual({
    results: ['a in a worker', 'b in a worker', 'c in a worker'],
    workers: 0,
    patience: 60_000,
    waited: 'EAGAIN',
    messages: ['no'],
    ended: true,
  });
});

it('back-pressure: in order, and no more than may wait', async () => {
  // 10 in the socket, one in the hands of its thread, 100 waiting, and the one that there was room for later.
  expect(await sandbox.run('pressure.py', 'server')).toEqual({
    sent: 111,
    reasons: ['Full'],
    inOrder: true,
    ownThread: true,
  });
});

it('what is bounded stays within its bounds', () => expectBounds(sandbox, 'bounds.py'));

it('graceful close: the request in hand is answered, and the process ends by itself', async () => {
  expect(await sandbox.run('signals.py', 'server')).toEqual({
    reply: 'last words to me',
    linger: 1000,
    again: true,
    closed: [true, true, true, true],
    handlers: true,
  });
});
