// Every server among the snippets, on ports the system chooses. Prints its endpoints; when its input ends, what it saw.
// Arguments: `zap` for a server with a handler, and how many jobs to wait for before it says so.
import { setTimeout as delay } from 'node:timers/promises';
import { monitor, openMonitored } from './modules/zmq-monitored-socket.mjs';
import { openPublisher, publish } from './modules/zmq-pub-last-value.mjs';
import { openPull, pullAll } from './modules/zmq-pull-bounded.mjs';
import { openRouter, route } from './modules/zmq-router-limits.mjs';
import { openServer, serve } from './modules/zmq-curve-server.mjs';
import { startZap } from './modules/zmq-zap-allow-list.mjs';

const ANY_PORT = 'tcp://127.0.0.1:*';
const withHandler = process.argv[2] === 'zap';
const seen = { pulled: [], monitored: [], admitted: {}, events: {} };
console.error = () => undefined; // A job that fails is meant to.
console.warn = (counts) => void (seen.events.monitored = counts); // Where that snippet reports by default.

const zap = withHandler ? await startZap() : undefined;
const sockets = {
  server: await openServer(ANY_PORT),
  router: await openRouter(ANY_PORT),
  pull: await openPull(ANY_PORT),
  publisher: await openPublisher(ANY_PORT),
  ticker: await openPublisher(ANY_PORT),
  monitored: await openMonitored(ANY_PORT),
};
for (const [name, socket] of Object.entries(sockets)) {
  if (socket !== sockets.monitored) monitor(socket, 1e6, (counts) => void (seen.events[name] = counts));
  socket.events.on('handshake', () => (seen.admitted[name] = (seen.admitted[name] ?? 0) + 1));
}
sockets.publisher.receiveTimeout = -1; // Publishes when somebody subscribes and never else.

let value = 0;
const loops = [
  serve(sockets.server),
  route(sockets.router, async (request) => {
    if (String(request) === 'fail') throw new Error('no');
    return `routed ${request}`;
  }),
  pullAll(sockets.pull, async (job) => {
    if (String(job) === 'fail') throw new Error('no');
    seen.pulled.push(String(job));
  }),
  pullAll(sockets.monitored, async (job) => void seen.monitored.push(String(job))),
  publish(sockets.publisher, 'load', () => String((value += 1))),
  publish(sockets.ticker, 'load', () => String((value += 1))),
];

const endpoints = Object.entries(sockets).map(([name, { lastEndpoint }]) => [name, lastEndpoint]);
console.log(JSON.stringify(Object.fromEntries(endpoints)));

process.stdin.resume().once('end', async () => {
  await until(() => seen.pulled.length + seen.monitored.length >= Number(process.argv[3]));
  for (const socket of Object.values(sockets)) socket.close();
  zap?.close();
  await Promise.all(loops);
  await until(() => Object.keys(seen.events).length === loops.length);
  console.log(JSON.stringify(seen));
});

async function until(done) {
  for (let i = 0; i < 50 && !done(); i++) await delay(100);
}
