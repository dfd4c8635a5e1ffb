// Hands three jobs to a worker and asks it to end; then to one that fails.
import { once } from 'node:events';
import { startWorker } from './modules/zmq-worker-hand-off.mjs';

const file = new URL('./worker.mjs', import.meta.url);
const { worker, jobs } = await startWorker(file);
const ended = once(worker, 'exit');
for (const job of ['a', 'b', 'c']) await jobs.send(job);
const results = [];
while (results.length < 3) results.push(String(await jobs.receive()));
await jobs.send('');
const [status] = await ended;

const second = await startWorker(file, 'inproc://second');
const failure = once(second.worker, 'error');
await second.jobs.send('fail');
const waited = await second.jobs.receive().catch((error) => error.code);
const [{ message }] = await failure;
console.log(JSON.stringify({ results, status, closed: jobs.closed, waited, message }));
