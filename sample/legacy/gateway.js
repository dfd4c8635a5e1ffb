// The gateway of the old hall: zeromq.js 5, whose options have other names.
'use strict';

const zmq = require('zeromq');

// sndhwm is a property like any other here: the queue keeps its 1000.
const orders = zmq.socket('push');
orders.sndhwm = 50;
orders.connect('tcp://127.0.0.1:5557');

// Every press of the hall may send, and whoever else is in its network.
const presses = zmq.socket('pull');
presses.setsockopt(zmq.ZMQ_RCVHWM, 0);
presses.bindSync('tcp://*:5590');
presses.on('message', (reading) => {
  const { press, pressure } = JSON.parse(reading.toString());
  if (pressure > 80) orders.send(JSON.stringify({ press, order: 'stop' }));
});

// The counter of the hall. Whatever the office does not fetch stays here, and the high-water mark does not know of it.
const counter = zmq.socket('push');
counter.connect('tcp://127.0.0.1:5594');
setInterval(() => counter.send(String(process.uptime())), 100);

// The careful twin: at most one is under way.
const totals = zmq.socket('push');
totals.connect('tcp://127.0.0.1:5595');
let free = true;
setInterval(() => {
  if (!free) return;
  free = false;
  totals.send(String(process.uptime()), 0, () => (free = true));
}, 100);

// Looked at, and accepted with a reason.
const clock = zmq.socket('pub');
// zmq-threats: accept unencrypted-endpoint because the time of day is no secret
clock.bindSync('tcp://*:5592');
setInterval(() => clock.send(['time', new Date().toISOString()]), 1000);

// The careful twin: the long name is an option, and only this machine can reach it.
const panel = zmq.socket('rep');
panel.setsockopt(zmq.ZMQ_RCVHWM, 50);
panel.setsockopt(zmq.ZMQ_MAXMSGSIZE, 4096);
panel.linger = 0;
panel.bindSync('tcp://127.0.0.1:5591');
panel.on('message', (question) => panel.send(String(question) === 'ping' ? 'pong' : 'unknown'));

// The scales. Whoever is thrown out comes back in the same moment, as often as that happens.
function weigh() {
  const scales = zmq.socket('dealer');
  scales.on('disconnect', () => {
    scales.close();
    weigh();
  });
  scales.monitor(250, 0);
  scales.connect('tcp://127.0.0.1:5596');
}
weigh();

// The careful twin: the socket itself comes back, and waits longer each time.
const belt = zmq.socket('dealer');
belt.setsockopt(zmq.ZMQ_RECONNECT_IVL_MAX, 30000);
belt.on('disconnect', () => console.warn('the belt is gone'));
belt.monitor(250, 0);
belt.connect('tcp://127.0.0.1:5597');

// The last word of the day, and nobody stays to see it off.
process.on('SIGTERM', () => {
  const lamp = zmq.socket('push');
  lamp.linger = 0;
  lamp.connect('tcp://127.0.0.1:5598');
  lamp.send('off');
  lamp.close();
});

// The careful twin: a second to get it out, and no more than a second.
process.on('SIGINT', () => {
  const door = zmq.socket('push');
  door.linger = 1000;
  door.connect('tcp://127.0.0.1:5599');
  door.send('shut');
  door.close();
});
