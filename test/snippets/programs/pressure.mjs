// 150 callers at once, a sender that lets 100 wait, a receiver that starts late.
import { boundedSender } from './modules/zmq-back-pressure.mjs';
import { openPull, pullAll } from './modules/zmq-pull-bounded.mjs';
import { openPush } from './modules/zmq-push-bounded.mjs';
import { startZap } from './modules/zmq-zap-allow-list.mjs';

const zap = await startZap();
const pull = await openPull('tcp://127.0.0.1:*');
process.chdir('../member');
const push = await openPush(pull.lastEndpoint);

const send = boundedSender(push, 100);
const calls = Array.from({ length: 150 }, (_, index) => send(String(index)));
const got = [];
const loop = pullAll(pull, async (job) => {
  got.push(Number(job));
  if (got.length === 101) pull.close();
});
const outcomes = await Promise.allSettled(calls);
await send('100'); // There is room again.
await loop;
push.close();
zap.close();
console.log(
  JSON.stringify({
    sent: outcomes.filter(({ status }) => status === 'fulfilled').length,
    reasons: [...new Set(outcomes.flatMap(({ reason }) => (reason ? [reason.message] : [])))],
    inOrder: got.every((number, index) => number === index),
  }),
);
