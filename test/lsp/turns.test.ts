/** Who types has the processor: the thread that judges closed files waits in the middle of its work, and goes on in any case. */
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { JudgeThread } from '../../server/src/host/judge-thread';
import { Turns } from '../../server/src/host/turns';
import { evaluateSources } from '../support/evaluate';
import { eventually } from './support/client';
import { inProcess, testPace } from './support/in-process';
import { Folder, ready, threaded, WORKER } from './support/threaded';

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
