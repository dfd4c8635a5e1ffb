import { threadId } from 'node:worker_threads';
import { runWorker } from './modules/zmq-worker-hand-off.mjs';

await runWorker(async (job) => {
  if (String(job) === 'fail') throw new Error('no');
  return `${job} in ${threadId > 0 ? 'a worker' : 'the main thread'}`;
});
