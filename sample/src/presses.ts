// The presses: each has a thread of its own, and a context of their own keeps their talk apart from the rest of the plant.
import { Worker } from 'node:worker_threads';
import { Context, Dealer, Pull, Push, Router, XPublisher } from 'zeromq';

/** Both ends were to be in the presses' context. The second one is not: the first took the context out of the object. */
export async function joinPresses(): Promise<Dealer> {
  const apart = { context: new Context({ ioThreads: 2 }), linger: 0, sendTimeout: 1000 };
  const commands = new Router(apart);
  await commands.bind('inproc://presses');
  const press = new Dealer(apart);
  press.connect('inproc://presses');
  return press;
}

/** The careful twin: each gets an object of its own. */
export async function joinSpares(): Promise<Dealer> {
  const apart = { context: new Context({ ioThreads: 2 }), linger: 0, sendTimeout: 1000 };
  const commands = new Router({ ...apart });
  await commands.bind('inproc://spares');
  const spare = new Dealer({ ...apart });
  spare.connect('inproc://spares');
  return spare;
}

/** The counter of a press gets its socket from here, or so somebody thought: of a socket nothing arrives in a thread. */
export function countStrokes(): Worker {
  const counts = new Push({ linger: 0, sendTimeout: 1000 });
  counts.connect('inproc://strokes');
  return new Worker(new URL('./strokes.js', import.meta.url), { workerData: { counts } });
}

/** The careful twin: the thread gets the address, and makes a socket of its own. */
export function countSpareStrokes(): Worker {
  return new Worker(new URL('./strokes.js', import.meta.url), { workerData: { counts: 'inproc://strokes' } });
}

const LISTENER = `
  const { Pull } = require('zeromq');
  const orders = new Pull();
  orders.connect('tcp://127.0.0.1:5577');
  (async () => { for await (const [order] of orders) console.log(order.length); })();
`;

/** Stops the thread in the middle of its wait for a message, and the whole plant with it. */
export async function listenForAMinute(): Promise<void> {
  const listener = new Worker(LISTENER, { eval: true });
  await new Promise((over) => setTimeout(over, 60_000));
  await listener.terminate();
}

/** The board on which a press shows that it is there: open to whoever looks, until the collector comes by. */
export function hangUpBoard(): void {
  const board = new XPublisher({ linger: 0 });
  board.bindSync('tcp://127.0.0.1:5578');
}

/** The careful twin: whoever hangs it up takes it down. */
export function hangUpLastingBoard(): XPublisher {
  const board = new XPublisher({ linger: 0 });
  board.bindSync('tcp://127.0.0.1:5579');
  return board;
}

/** Calls the store for every stroke, and hangs up before it has answered: it is called a lot, and hears little. */
export async function reportStrokes(): Promise<void> {
  const strokes = new Pull({ receiveHighWaterMark: 100, receiveTimeout: 60_000 });
  strokes.connect('tcp://127.0.0.1:5580');
  const store = new Push({ sendHighWaterMark: 100, sendTimeout: 1000 });
  for await (const [stroke] of strokes) {
    store.connect('tcp://127.0.0.1:5581');
    await store.send(stroke);
    store.disconnect('tcp://127.0.0.1:5581');
  }
}

/** The careful twin: one call that lasts. */
export async function reportSpareStrokes(): Promise<void> {
  const strokes = new Pull({ receiveHighWaterMark: 100, receiveTimeout: 60_000 });
  strokes.connect('tcp://127.0.0.1:5580');
  const store = new Push({ sendHighWaterMark: 100, sendTimeout: 1000 });
  store.connect('tcp://127.0.0.1:5581');
  for await (const [stroke] of strokes) await store.send(stroke);
}
