/** Checks of received data: which sinks behind them still get whatever the peer likes. `eval` stands for any sink. */
import { describe } from 'vitest';
import { shape } from '../support/evaluate';

const received = (body: string): string => `
  const s = new zmq.Pull();
  const [m, n] = await s.receive();
  const text = m.toString();
  ${body}
`;
const sinks = (...lines: string[]): string =>
  ['PULL s', '  receive awaited', ...lines].map((line) => `      ${line}`).join('\n');
const checked = (name: string, body: string, ...lines: string[]): void => shape(name, received(body), sinks(...lines));

describe('a check holds', () => {
  checked(
    'behind an early return, for what is made of it too',
    'if (!/^a+$/.test(text)) throw new Error(); eval(text + 1);',
    '?execute eval ← {received frame <s>} checked',
  );
  checked(
    'in the arm where it is equal',
    'if (text === "a") eval(text); else eval(text);',
    '?execute eval ← {received frame <s>} checked',
    '?execute eval ← {received frame <s>}',
  );
  checked(
    'for a member',
    'const job = JSON.parse(text); if (job.size > 9) throw 1; eval(job.size); eval(job.name);',
    '?execute eval ← {received frame.size <s>} checked',
    '?execute eval ← {received frame.name <s>}',
  );
  checked(
    'for the caller of a function that looks, whichever answer means yes',
    'const ok = (t) => known.includes(t); if (ok(text)) eval(text); eval(text);',
    '?execute eval ← {received frame <s>} checked',
    'execute eval ← {received frame <s>} checked',
  );
  checked(
    'where a bound is asked for only when there is one',
    'if (limit && Number(text) > limit) throw 1; eval(text);',
    '?execute eval ← {received frame <s>} checked',
  );
});

describe('a check says nothing', () => {
  checked(
    'of another frame',
    'if (!names.has(text)) throw 1; eval(n.toString());',
    '?execute eval ← {received frame <s>}',
  );
  checked('of what came before it', 'eval(text); if (text > 5) throw 1;', 'execute eval ← {received frame <s>}');
  checked(
    'when it asks whether there is anything, or what type it has',
    'if (!text || typeof text !== "string" || text.length > 5) throw 1; eval(text);',
    '?execute eval ← {received frame <s>}',
  );
  checked(
    'of the upper end when it is a floor',
    'if (text < 0) throw 1; eval(text);',
    '?execute eval ← {received frame <s>}',
  );
  checked(
    'of one of two things joined',
    'if (!names.has(text)) throw 1; eval(text + n);',
    '?execute eval ← {received frame <s>}',
  );
});
