/** The thread that judges units of closed files: requests in, answers out, one at a time. Started by `host/judge-thread.ts`. */
import { parentPort } from 'node:worker_threads';
import type { JudgeMessage, JudgeRequest } from './host/judge';
import { Replica } from './host/replica';

function say(message: JudgeMessage): void {
  parentPort?.postMessage(message);
}

const replica = new Replica((message) => say({ kind: 'log', message }));

async function answer(request: JudgeRequest): Promise<void> {
  say({ kind: 'answer', answer: await replica.judge(request) });
}

// What throws ends the thread: the service isolates what can be isolated, and a fresh replica knows what this one may have got wrong.
parentPort?.on('message', (request: JudgeRequest) => void answer(request));
say({ kind: 'ready' });
