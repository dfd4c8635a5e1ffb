// The turnstile of the old hall: a password that this libzmq does not compare with anything.
'use strict';

const zmq = require('zeromq');

const turnstile = zmq.socket('rep');
turnstile.plain_server = 1;
turnstile.setsockopt(zmq.ZMQ_RCVHWM, 50);
turnstile.setsockopt(zmq.ZMQ_MAXMSGSIZE, 4096);
turnstile.bindSync('tcp://127.0.0.1:5594');
turnstile.on('message', () => turnstile.send('open'));

// The password is in the repository, and in that of everybody who copied it.
const cleaner = zmq.socket('req');
cleaner.plain_username = 'cleaner';
cleaner.plain_password = 'broom';
cleaner.connect('tcp://127.0.0.1:5594');

// Whom to let in, the office knows. If it is closed with a question open, nobody comes in any more, whatever is asked later.
const office = zmq.socket('req');
office.connect('tcp://127.0.0.1:5586');
office.on('message', (answer) => console.log(String(answer)));
process.on('SIGUSR2', () => office.send('who is here?'));

// The careful twin: two seconds for the answer, and every question has a socket of its own.
process.on('SIGHUP', () => {
  const desk = zmq.socket('req');
  desk.linger = 0;
  desk.connect('tcp://127.0.0.1:5587');
  const late = setTimeout(() => desk.close(), 2000);
  desk.on('message', (answer) => {
    clearTimeout(late);
    console.log(String(answer));
    desk.close();
  });
  desk.send('who is here?');
});
