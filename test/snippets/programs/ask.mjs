// Every client among the snippets, with the keys of the folder it runs in. Prints what each got: a text, or the code of its error.
import { readFile } from 'node:fs/promises';
import { Dealer } from 'zeromq';
import { ask, openClient } from './modules/zmq-curve-client.mjs';
import { openPush, pushAll } from './modules/zmq-push-bounded.mjs';
import { newestValue, openSubscriber } from './modules/zmq-sub-last-value.mjs';

const endpoints = JSON.parse(process.argv[2]);
const patience = Number(process.argv[3]);

async function tell(opening, use) {
  const socket = await opening;
  if ('sendTimeout' in socket) socket.sendTimeout = patience;
  if ('receiveTimeout' in socket) socket.receiveTimeout = patience;
  try {
    return await use(socket);
  } catch (error) {
    return error.code;
  } finally {
    socket.linger = patience / 5; // What nobody takes keeps this process no longer.
    socket.close();
  }
}

/** A DEALER speaks to a ROUTER without a REQ's order of things: the blank is its own business. */
async function openDealer() {
  const key = async (name) => (await readFile(`keys/${name}`, 'utf8')).trim();
  const dealer = new Dealer({
    curveServerKey: await key('server.public'),
    curvePublicKey: await key('client.public'),
    curveSecretKey: await key('client.secret'),
  });
  dealer.connect(endpoints.router);
  return dealer;
}

const [server, router, dealer, pull, monitored, publisher, ticker] = await Promise.all([
  tell(openClient(endpoints.server), (client) => ask(client, 'hello')),
  tell(openClient(endpoints.router), async (client) => {
    await client.send(['two', 'frames']); // Gets no answer, and does not stand in the way of the next.
    return [await ask(client, 'fail'), await ask(client, 'hello')];
  }),
  tell(openDealer(), async (dealer) => {
    await dealer.send(['', 'hello']);
    return String((await dealer.receive()).at(-1));
  }),
  tell(openPush(endpoints.pull), async (push) => pushAll(push, ['first', 'fail', 'last'])),
  tell(openPush(endpoints.monitored), async (push) => pushAll(push, ['watched'])),
  tell(openSubscriber('load', endpoints.publisher), async (early) => {
    const first = Number(await newestValue(early, 'load'));
    const second = await tell(openSubscriber('load', endpoints.publisher), (late) => newestValue(late, 'load'));
    return Number(second) > first;
  }),
  tell(openSubscriber('load', endpoints.ticker), async (subscriber) => {
    const first = Number(await newestValue(subscriber, 'load'));
    return Number(await newestValue(subscriber, 'load')) > first;
  }),
]);
console.log(JSON.stringify({ server, router, dealer, pull, monitored, publisher, ticker }));
