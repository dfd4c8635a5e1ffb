/** The thread that judges units of closed files: requests in, answers out, one at a time. Started by `host/judge-thread.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import type { JudgeMessage, JudgeRequest } from './host/judge';
import { Replica } from './host/replica';
import { Turns } from './host/turns';

function say(message: JudgeMessage): void {
  parentPort?.postMessage(message);
}

const turns = workerData instanceof SharedArrayBuffer ? new Turns(workerData) : undefined;
const replica = new Replica((message) => say({ kind: 'log', message }), turns && (() => void turns.await()));

async function answer(request: JudgeRequest): Promise<void> {
  say({ kind: 'answer', answer: await replica.judge(request) });
}

// What throws ends the thread: the service isolates what can be isolated, and a fresh replica knows what this one may have got wrong.
parentPort?.on('message', (request: JudgeRequest) => void answer(request));
say({ kind: 'ready' });
