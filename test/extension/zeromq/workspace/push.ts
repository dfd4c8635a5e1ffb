import { Push } from 'zeromq';

const push = new Push({ sendHighWaterMark: 0 });
push.connect('tcp://127.0.0.1:5555');
await push.send('hello');
