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
