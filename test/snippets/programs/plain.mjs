// Clients that know neither keys nor encryption. Prints the code of each one's error, or what it got.
import { Push, Request, Subscriber } from 'zeromq';

const endpoints = JSON.parse(process.argv[2]);
const patience = Number(process.argv[3]);

async function attempt(socket, endpoint, use) {
  socket.connect(endpoint);
  try {
    return await use(socket);
  } catch (error) {
    return error.code;
  } finally {
    socket.close();
  }
}

const asks = async (socket) => {
  await socket.send('hello');
  return String(await socket.receive());
};
const pushes = (socket) => socket.send('job');
const options = { sendTimeout: patience, immediate: true, linger: 0 };
const listens = (endpoint) => {
  const subscriber = new Subscriber({ receiveTimeout: patience, linger: 0 });
  subscriber.subscribe();
  return attempt(subscriber, endpoint, async (socket) => String(await socket.receive()));
};

const [server, router, pull, monitored, publisher, ticker] = await Promise.all([
  attempt(new Request({ ...options, receiveTimeout: patience }), endpoints.server, asks),
  attempt(new Request({ ...options, receiveTimeout: patience }), endpoints.router, asks),
  attempt(new Push(options), endpoints.pull, pushes),
  attempt(new Push(options), endpoints.monitored, pushes),
  listens(endpoints.publisher),
  listens(endpoints.ticker),
]);
console.log(JSON.stringify({ server, router, pull, monitored, publisher, ticker }));
