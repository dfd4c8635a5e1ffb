// The screens of the control room, fed over HTTP: how many connections a visitor may cost.
import { createServer, type ServerResponse } from 'node:http';
import { Request } from 'zeromq';
import { identified } from './config.js';

const STATUS = 'tcp://status.plant.local:5566';

/** Every visitor opens a socket, and nobody closes it. */
createServer(async (request, response) => {
  const status = new Request(identified);
  status.connect(STATUS);
  await status.send(request.url ?? '/');
  const [answer] = await status.receive();
  response.end(answer);
}).listen(8080, '127.0.0.1');

/** Asks again when the tank does not answer in time, and may then show the answer to the question before. */
export function openTank(): Request {
  const tank = new Request({ ...identified, relaxed: true, receiveTimeout: 500, linger: 0 });
  tank.connect('tcp://tank.plant.local:5567');
  return tank;
}

/** The careful twin: one socket, whoever comes; what it cannot answer in time is said so. */
const shared = new Request({
  ...identified,
  sendTimeout: 2000,
  receiveTimeout: 2000,
  relaxed: true,
  correlate: true,
  linger: 0,
  maxMessageSize: 64 * 1024,
});
shared.connect(STATUS);
let turn: Promise<unknown> = Promise.resolve();
let waiting = 0;

createServer((request, response) => {
  if (waiting >= 50) {
    response.writeHead(503).end();
    return;
  }
  waiting += 1;
  turn = turn.then(() => answer(request.url ?? '/', response)).finally(() => (waiting -= 1));
}).listen(8081, '127.0.0.1');

async function answer(question: string, response: ServerResponse): Promise<void> {
  try {
    await shared.send(question);
    const [text] = await shared.receive();
    response.end(text);
  } catch {
    response.writeHead(504).end();
  }
}
