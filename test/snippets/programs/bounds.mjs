// What the limits of the snippets hold back, each tried where it would hurt. Prints one line.
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Dealer, Subscriber } from 'zeromq';
import { ask, openClient } from './modules/zmq-curve-client.mjs';
import { openPublisher } from './modules/zmq-pub-last-value.mjs';
import { openPull, pullAll } from './modules/zmq-pull-bounded.mjs';
import { openPush, pushAll } from './modules/zmq-push-bounded.mjs';
import { openRouter, route } from './modules/zmq-router-limits.mjs';
import { newestValue, openSubscriber } from './modules/zmq-sub-last-value.mjs';
import { startZap } from './modules/zmq-zap-allow-list.mjs';

const ANY_PORT = 'tcp://127.0.0.1:*';
const MANY = 5000;
const TEN_KB = Buffer.alloc(10_000);
let unread = 0;
console.warn = () => (unread += 1); // What the ROUTER says of a client that does not read.

await startZap();
const [stuck, sized, late] = [await openPull(ANY_PORT), await openPull(ANY_PORT), await openPull(ANY_PORT)];
const router = await openRouter(ANY_PORT);
const publisher = await openPublisher(ANY_PORT);

process.chdir('../member');
const key = async (name) => (await readFile(`keys/${name}`, 'utf8')).trim();
const member = {
  curveServerKey: await key('server.public'),
  curvePublicKey: await key('client.public'),
  curveSecretKey: await key('client.secret'),
  linger: 0,
};

const results = {
  nobody: await accepted(await openPush('tcp://127.0.0.1:9'), 500),
  stuck: await accepted(await openPush(stuck.lastEndpoint), 5000),
  sizes: await sizes(),
  lingered: await lingered(),
  published: await published(),
  ...(await routed()),
};
console.log(JSON.stringify(results));
process.exit(0); // Nobody waits for what the receiver that is stuck has not taken.

/** How many of many messages a PUSH takes when none is read; `patience` in ms, longer than a handshake takes. */
async function accepted(push, patience) {
  push.sendTimeout = patience;
  let count = 0;
  try {
    for (; count < MANY; count += 1) await push.send(TEN_KB);
  } catch (error) {
    return { count, code: error.code };
  }
  return { count };
}

/** Sizes that arrive, of one that just may and one that just may not: 65 536 less the 33 bytes that CURVE adds. */
async function sizes() {
  const push = await openPush(sized.lastEndpoint);
  const got = [];
  const loop = pullAll(sized, async (job) => void got.push(job.length));
  await push.send(Buffer.alloc(65_503));
  await until(() => got.length === 1);
  const cut = new Promise((resolve) => sized.events.on('disconnect', resolve));
  await push.send(Buffer.alloc(65_504));
  await cut;
  await pushAll(push, ['x']);
  await until(() => got.length === 2);
  push.close();
  sized.close();
  await loop;
  return got;
}

/** How many messages arrive whose sender was closed before anybody listened. */
async function lingered() {
  const endpoint = late.lastEndpoint;
  await late.unbind(endpoint);
  const push = await openPush(endpoint);
  await pushAll(push, Array.from({ length: 500 }, String));
  push.close();
  await bindAgain(late, endpoint);
  let count = 0;
  const loop = pullAll(late, async () => void (count += 1));
  await until(() => count === 500);
  late.close();
  await loop;
  return count;
}

/** A subscriber that stopped reading gets only some of what was sent; one that keeps the last value gets that. */
async function published() {
  const slow = new Subscriber({ ...member, receiveHighWaterMark: 10, receiveTimeout: 500 });
  slow.subscribe('');
  slow.connect(publisher.lastEndpoint);
  // A handshake on a busy machine may take longer than the snippet waits for a subscription.
  publisher.receiveTimeout = 20_000;
  await publisher.receive();
  const last = await openSubscriber('load', publisher.lastEndpoint);
  await publisher.receive();
  for (let i = 1; i <= MANY; i += 1) await publisher.send(`load ${i}${' '.repeat(10_000)}`);
  await delay(300);
  const newest = Number(await newestValue(last, 'load'));
  let count = 0;
  try {
    for (; ; count += 1) await slow.receive();
  } catch {
    slow.close();
    last.close();
  }
  return { slow: count, newestIsRecent: newest > count };
}

async function routed() {
  const answers = { large: 'x'.repeat(60_000), slow: 'slow', quick: 'quick', who: 'you' };
  const loop = route(router, async (request) => {
    if (String(request) === 'slow') await delay(500);
    return answers[request];
  });
  // Asks and asks, and never reads an answer.
  const deaf = new Dealer({ ...member, receiveHighWaterMark: 1, sendTimeout: 200 });
  deaf.connect(router.lastEndpoint);
  for (let i = 0; i < 500; i += 1) await deaf.send(['', 'large']).catch(() => undefined);
  // Nobody else is there whose coming would wake a send that waits.
  await until(() => unread > 0);
  const goesOn = unread > 0;
  const client = await openClient(router.lastEndpoint);
  const othersServed = await ask(client, 'quick').catch(({ code }) => code);
  deaf.close();

  client.receiveTimeout = 200;
  const impatient = await ask(client, 'slow').catch(({ code }) => code);
  client.receiveTimeout = 5000;
  const next = await ask(client, 'quick');

  // Of two clients with one routing id the first keeps it.
  // The first has the time that a handshake takes on a busy machine; the second waits in vain anyhow.
  const [first, second] = [20_000, 500].map(
    (receiveTimeout) => new Dealer({ ...member, routingId: 'same', receiveTimeout }),
  );
  const who = async (socket) => {
    try {
      await socket.send(['', 'who']);
      return String((await socket.receive()).at(-1));
    } catch (error) {
      return error.code;
    }
  };
  first.connect(router.lastEndpoint);
  const before = await who(first);
  second.connect(router.lastEndpoint);
  const routingId = [before, await who(second), await who(first)];
  for (const socket of [client, first, second, router]) socket.close();
  await loop;
  return { goesOn, othersServed, impatient, next, routingId };
}

/** A port that was given up can be taken for a moment: by its former listener, or as the near end of some connection. */
async function bindAgain(socket, endpoint) {
  for (let i = 0; i < 100; i++) {
    try {
      return await socket.bind(endpoint);
    } catch {
      await delay(50);
    }
  }
  return socket.bind(endpoint);
}

async function until(done) {
  for (let i = 0; i < 100 && !done(); i++) await delay(50);
}
