import { Reply } from 'zeromq';

const reply = new Reply();
await reply.bind('tcp://*:5555');
