/** Who types has the processor: the thread that judges closed files waits in the middle of its work, and goes on in any case. */
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { JudgeThread } from '../../server/src/host/judge-thread';
import type { Frontend } from '../../server/src/frontends/frontend';
import { Turns } from '../../server/src/host/turns';
import { RULES } from '../../server/src/rules/index';
import { createService } from '../../server/src/service';
import { catalogue } from '../../server/src/threats/load';
import { loadFrontends } from '../support/analyse';
import { evaluateSources } from '../support/evaluate';
import { eventually } from './support/client';
import { inProcess, testPace } from './support/in-process';
import { Folder, ready, threaded, TODAY, WORKER } from './support/threaded';

const A = 'file:///w/a.ts';

describe('a turn', () => {
  it('is waited for, though not for ever', () => {
    const turns = new Turns();
    const other = new Turns(turns.memory);
    expect(other.await()).toBe('not-equal');
    turns.take();
    expect(other.await()).toBe('timed-out');
    turns.giveBack();
    expect(other.await()).toBe('not-equal');
  });

  it('that is never given back holds nobody up for good', () => {
    const turns = new Turns();
    const other = new Turns(turns.memory);
    turns.take();
    const waits = Array.from({ length: 9 }, () => {
      const start = performance.now();
      expect(other.await()).toBe('timed-out');
      return performance.now() - start;
    });
    expect(waits.at(-1)).toBeLessThan(waits[0]! / 4);
    turns.giveBack();
    expect(other.await()).toBe('not-equal');
    turns.take();
    const start = performance.now();
    other.await();
    expect(performance.now() - start).toBeGreaterThan(waits[0]! / 4);
  });

  it('that is given back wakes whoever waits for it', async () => {
    const turns = new Turns();
    turns.take();
    const waiter = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       parentPort.postMessage('waits');
       parentPort.postMessage(Atomics.wait(new Int32Array(workerData), 0, 1, 20_000));`,
      { eval: true, workerData: turns.memory },
    );
    const said: string[] = [];
    waiter.on('message', (message: string) => {
      said.push(message);
      if (message === 'waits') turns.giveBack();
    });
    await eventually(() => said.length === 2);
    expect(said[1]).not.toBe('timed-out');
    await waiter.terminate();
  });

  it('is kept from key to key, and given back in a pause', async () => {
    const log: string[] = [];
    const turns = { take: () => void log.push('take'), giveBack: () => void log.push('give back') };
    const { client } = inProcess({}, { turns, pace: { ...testPace, turn: 300 } });
    await client.start();
    await client.open(A, 'zmq\n');
    for (let i = 0; i < 3; i++) {
      const version = await client.replace(A, '\n', ' BAD\n');
      await client.diagnostics(A, (one) => one.version === version);
    }
    expect(new Set(log)).toEqual(new Set(['take']));
    await eventually(() => log.at(-1) === 'give back');
  });

  it('is taken by the one who types, and given back when what was typed is judged', async () => {
    const log: string[] = [];
    const turns = { take: () => void log.push('take'), giveBack: () => void log.push('give back') };
    const { client } = inProcess({}, { turns });
    await client.start();
    await client.open(A, 'zmq\n');
    await eventually(() => log.at(-1) === 'give back');
    const before = log.length;
    const version = await client.replace(A, '\n', ' BAD\n');
    await client.diagnostics(A, (one) => one.version === version);
    expect(log[before]).toBe('take');
    await eventually(() => log.at(-1) === 'give back');
  });
});

describe('an evaluation', () => {
  it('asks now and then whether others go first', () => {
    let asked = 0;
    const lines = Array.from({ length: 3_000 }, (_, i) => `new zmq.Push({ sendHighWaterMark: ${i} });`);
    const model = evaluateSources(lines.join('\n'), { giveWay: () => ++asked });
    expect(model.sockets).toHaveLength(3_000);
    expect(asked).toBeGreaterThan(1);
  });

  it('asks with every part of a unit that is run in parts, however short', () => {
    let asked = 0;
    const parts = Array.from({ length: 300 }, (_, i) => `export function f${i}() { return new zmq.Push(); }`);
    const model = evaluateSources(parts.join('\n'), { giveWay: () => ++asked });
    expect(model.sockets).toHaveLength(300);
    expect(asked).toBeGreaterThan(300 / 12);
  });
});

describe('whoever judges a unit for another thread', () => {
  const bad = (count: number): string =>
    `import * as zmq from "zeromq";\n${Array.from({ length: count }, (_, i) => `export const s${i} = new zmq.Push({ sendHighWaterMark: 0 });\n`).join('')}`;

  /** How often it asked whether others go first. */
  async function askedFor(
    text: string,
    more: { readonly typeAt?: Frontend['typeAt']; giveWay?(): void } = {},
  ): Promise<number> {
    let asked = 0;
    const frontends = await loadFrontends();
    const service = createService({
      catalogue: catalogue(),
      host: {
        exists: (path) => path === '/w/a.ts',
        readText: (path) => (path === '/w/a.ts' ? text : undefined),
        frontend: (language) => {
          const frontend = frontends.get(language);
          return frontend && more.typeAt ? { ...frontend, typeAt: more.typeAt } : frontend;
        },
        giveWay() {
          asked++;
          more.giveWay?.();
        },
        today: () => TODAY,
        log: (message) => expect.fail(message),
      },
    });
    service.setRoots(['/w']);
    service.update({ path: '/w/a.ts', text });
    service.setComplete(true);
    expect(service.elsewhere.judge('/w/a.ts')?.data).toBeDefined();
    return asked;
  }

  it('asks between rules', async () => {
    expect(await askedFor(bad(1))).toBeGreaterThan(RULES.length);
  });
  it('asks between findings, whose fixes are worked out', async () => {
    const none = await askedFor(bad(30).replaceAll('Mark: 0', 'Mark: 10'));
    expect(await askedFor(bad(30))).toBeGreaterThanOrEqual(none + 30);
  });
  it('asks before every question for a type, and with every file that is read for it', async () => {
    const said: string[] = [];
    const typeAt: Frontend['typeAt'] = (file, _range, { text }) => {
      said.push('question');
      text(file);
      said.push('read');
      return undefined;
    };
    await askedFor(`${bad(1)}export function f(s: Other, t: Other) { s.send("x"); t.send("x"); }\n`, {
      typeAt,
      giveWay: () => void said.push('may others go first?'),
    });
    const each = said.flatMap((one, at) => (one.startsWith('may') ? [] : [`${said[at - 1]} ${one}`]));
    expect(each.length).toBeGreaterThan(2);
    expect(new Set(each)).toEqual(new Set(['may others go first? question', 'may others go first? read']));
  });
});

describe('the thread of closed files', () => {
  it('waits while the turn is taken, and judges them all the same', async () => {
    const bad = 'import * as zmq from "zeromq";\nexport const push = new zmq.Push({ sendHighWaterMark: 0 });\n';
    const folder = new Folder({ 'a.ts': bad, 'b.ts': bad });
    const turns = new Turns();
    turns.take();
    const { client } = threaded({ startJudge: (log) => new JudgeThread({ script: WORKER, turns: turns.memory, log }) });
    await client.start({ folders: folder.workspace });
    // How many were waiting is what it returns.
    await eventually(() => Atomics.notify(new Int32Array(turns.memory), 0) > 0, 20_000);
    expect((await ready(client)).files).toBe(2);
  });
});
