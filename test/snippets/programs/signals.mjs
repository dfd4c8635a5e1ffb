// The signal comes while a request is in hand, and to a second server while it waits. Nobody calls process.exit().
import { setTimeout as delay } from 'node:timers/promises';
import { openServer } from './modules/zmq-curve-server.mjs';
import { ask, openClient } from './modules/zmq-curve-client.mjs';
import { serveUntilSignal } from './modules/zmq-graceful-close.mjs';
import { startZap } from './modules/zmq-zap-allow-list.mjs';

const zap = await startZap();
const servers = [await openServer('tcp://127.0.0.1:*'), await openServer('tcp://127.0.0.1:*')];
process.chdir('../member');
servers[0].linger = 0; // The snippet knows better.
let linger;
const client = await openClient(servers[0].lastEndpoint);
const busy = serveUntilSignal(servers[0], async (request) => {
  linger = servers[0].linger;
  process.kill(process.pid, 'SIGTERM');
  await delay(200);
  return `last words to ${request}`;
});
const idle = serveUntilSignal(servers[1], async () => 'never asked', zap);
const reply = await ask(client, 'me');
await Promise.all([busy, idle]);
client.close();
console.log(
  JSON.stringify({
    reply,
    linger,
    closed: [...servers, zap].map(({ closed }) => closed),
    listeners: process.listenerCount('SIGTERM'),
  }),
);
