/** Asynchronous order: what is awaited, what runs beside what, promises, callbacks, timers, event handlers, messages. */
import { describe, expect, test } from 'vitest';
import { dedent, evaluateSources, shape } from '../support/evaluate';
import { printTasks } from '../support/print-run';

describe('waiting', () => {
  shape(
    'awaited',
    `
      const s = new zmq.Push();
      await s.bind('tcp://*:1');
      await s.send('x');
      s.close();
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        send "x" awaited
        close
    `,
  );
  shape(
    'dropped',
    `
      const s = new zmq.Push();
      s.bind('tcp://*:1');
      s.send('x');
      void s.send('y');
    `,
    `
      PUSH s
        bind "tcp://*:1" dropped
        send "x" dropped
        send "y" dropped
    `,
  );
  shape(
    'a helper that is not awaited and the option after it',
    `
      async function start(s) {
        await s.bind('tcp://*:1');
        s.linger = 0;
      }
      const s = new zmq.Push();
      start(s);
      s.curveServer = true;
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        LINGER = 0 [detached start]
        CURVE_SERVER = true
    `,
  );
  shape(
    'a helper that awaits something first',
    `
      async function start(s) {
        await setup();
        await s.bind('tcp://*:1');
      }
      const s = new zmq.Push();
      start(s);
      s.curveServer = true;
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited [detached start]
        CURVE_SERVER = true
    `,
  );
  shape(
    'an awaited helper',
    `
      async function start(s) {
        await setup();
        await s.bind('tcp://*:1');
      }
      const s = new zmq.Push();
      await start(s);
      s.curveServer = true;
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        CURVE_SERVER = true
    `,
  );
  shape(
    'a returned promise that is awaited',
    `
      function start(s) {
        return s.bind('tcp://*:1');
      }
      const s = new zmq.Push();
      await start(s);
      s.linger = 0;
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        LINGER = 0
    `,
  );
  shape(
    'a stored promise that is awaited later',
    `
      const s = new zmq.Push();
      const done = s.bind('tcp://*:1');
      s.linger = 0;
      await done;
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        LINGER = 0
    `,
  );
  shape(
    'an await in one branch',
    `
      async function start(s, wait) {
        if (wait) await sleep();
        s.curveServer = true;
      }
      const s = new zmq.Push();
      start(s, process.env.WAIT);
      await s.bind('tcp://*:1');
    `,
    `
      PUSH s
        CURVE_SERVER = true [detached start]
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'an await in a known branch',
    `
      async function start(s, wait) {
        if (wait) await sleep();
        s.curveServer = true;
      }
      const s = new zmq.Push();
      start(s, false);
      await s.bind('tcp://*:1');
    `,
    `
      PUSH s
        CURVE_SERVER = true
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'an IIFE',
    `
      (async () => {
        const s = new zmq.Push();
        await s.bind('tcp://*:1');
        await s.send('x');
      })();
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        send "x" awaited [detached]
    `,
  );
  shape(
    'main().catch()',
    `
      async function main() {
        const s = new zmq.Push();
        await s.bind('tcp://*:1');
      }
      main().catch(console.error);
    `,
    `
      PUSH main.s
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a nested detached call',
    `
      async function inner(s) {
        await wait();
        s.linger = 0;
      }
      async function outer(s) {
        inner(s);
        await s.bind('tcp://*:1');
      }
      const s = new zmq.Push();
      await outer(s);
      s.close();
    `,
    `
      PUSH s
        LINGER = 0 [detached inner]
        bind "tcp://*:1" awaited
        close
    `,
  );
  shape(
    'an asynchronous loop that is not awaited',
    `
      const s = new zmq.Pull();
      s.connect('tcp://h:1');
      async function run() {
        for await (const [m] of s) console.log(m);
      }
      run();
      s.linger = 0;
    `,
    `
      PULL s
        connect "tcp://h:1"
        *receives awaited [detached run]
        LINGER = 0
    `,
  );
});

describe('promises', () => {
  shape(
    'then',
    `
      const s = new zmq.Push();
      s.bind('tcp://*:1').then(() => {
        s.linger = 0;
        s.send('x');
      });
    `,
    `
      PUSH s
        bind "tcp://*:1" chained
        LINGER = 0 [callback]
        send "x" dropped [callback]
    `,
  );
  shape(
    'a chain of then',
    `
      const s = new zmq.Push();
      s.bind('tcp://*:1')
        .then(() => s.send('x'))
        .then(() => s.send('y'))
        .catch(() => s.close())
        .finally(() => s.close());
    `,
    `
      PUSH s
        bind "tcp://*:1" chained
        send "x" returned [callback]
        send "y" returned [callback]
        close [callback]
        close [callback]
    `,
  );
  shape(
    'the value of then',
    `
      const s = new zmq.Pull();
      s.receive().then(([m]) => eval(m.toString()));
    `,
    `
      PULL s
        receive chained
      execute eval ← {received frame <s>} [callback]
    `,
  );
  shape(
    'what then returns',
    `
      const address = Promise.resolve('tcp://*:').then((a) => a + '1');
      const s = new zmq.Push();
      await s.bind(await address);
    `,
    `
      PUSH s
        bind {call then} awaited
    `,
  );
  shape(
    'an awaited chain',
    `
      const s = new zmq.Push();
      await s.bind('tcp://*:1').then(() => s.send('x'));
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        send "x" returned [callback]
    `,
  );
  shape(
    'all',
    `
      const a = new zmq.Push(),
        b = new zmq.Push();
      await Promise.all([a.bind('tcp://*:1'), b.bind('tcp://*:2')]);
      a.linger = 0;
    `,
    `
      PUSH a
        bind "tcp://*:1" collected
        LINGER = 0
      PUSH b
        bind "tcp://*:2" collected
    `,
  );
  shape(
    'all of what map gives',
    `
      const sockets = [new zmq.Push(), new zmq.Push()];
      await Promise.all(sockets.map((s) => s.bind('tcp://*:1')));
    `,
    `
      PUSH sockets[0]
        bind "tcp://*:1" collected
      PUSH sockets[1]
        bind "tcp://*:1" collected
    `,
  );
  shape(
    'all with values',
    `
      const [address, port] = await Promise.all([Promise.resolve('tcp://h'), 5]);
      const s = new zmq.Push();
      s.connect(address + ':' + port);
    `,
    `
      PUSH s
        connect "tcp://h:5"
    `,
  );
  shape(
    'race',
    `
      const s = new zmq.Pull();
      const m = await Promise.race([s.receive(), sleep(5)]);
    `,
    `
      PULL s
        receive raced
    `,
  );
  shape(
    'a new promise',
    `
      const s = new zmq.Push();
      await new Promise((resolve, reject) => {
        s.bind('tcp://*:1').then(resolve, reject);
      });
    `,
    `
      PUSH s
        bind "tcp://*:1" stored
    `,
  );
  shape(
    'a new promise with a value',
    `
      const s = await new Promise((resolve) => {
        const s = new zmq.Push();
        resolve(s);
      });
      await s.bind('tcp://*:1');
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'promisified',
    `
      import { promisify } from 'util';
      import * as zmq from 'zeromq';
      const sleep = promisify(setTimeout);
      const s = new zmq.Push();
      await sleep(5);
      await s.bind('tcp://*:1');
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
    `,
  );
});

describe('later', () => {
  shape(
    'a timer',
    `
      const s = new zmq.Push();
      await s.bind('tcp://*:1');
      setInterval(() => s.send('x'), 10);
      setTimeout(async () => {
        await s.send('y');
      }, 10);
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        send "x" dropped [timer]
        send "y" awaited [timer]
    `,
  );
  shape(
    'a callback of something outside',
    `
      import * as zmq from 'zeromq';
      import { each } from 'other';
      const s = new zmq.Push();
      each((x) => {
        s.linger = 0;
        s.connect(x);
      });
      await s.bind('tcp://*:1');
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        LINGER = 0 [callback]
        connect {parameter x} [callback]
    `,
  );
  shape(
    'an event handler',
    `
      process.on('SIGINT', () => s.close());
      const s = new zmq.Push();
      await s.bind('tcp://*:1');
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        close [callback]
    `,
  );
  shape(
    'a request handler',
    `
      import express from 'express';
      import * as zmq from 'zeromq';
      const app = express();
      app.post('/x', async (req, res) => {
        const s = new zmq.Request();
        s.connect('tcp://h:1');
        await s.send(req.body);
        const [m] = await s.receive();
        res.send(m);
      });
    `,
    `
      REQ s [request]
        connect "tcp://h:1" [request]
        send {parameter req.body} awaited [request]
        receive awaited [request]
    `,
  );
  shape(
    'methods in no order',
    `
      export class A {
        s = new zmq.Push();
        secure() {
          this.s.curveServer = true;
        }
        async start() {
          await this.s.bind('tcp://*:1');
        }
        stop() {
          this.s.close();
        }
      }
    `,
    `
      PUSH A.s kept [entry A]
        CURVE_SERVER = true [method A.secure]
        bind "tcp://*:1" awaited [method A.start]
        close [method A.stop]
    `,
  );
  shape(
    'methods in a known order',
    `
      class A {
        s = new zmq.Push();
        secure() {
          this.s.curveServer = true;
        }
        async start() {
          await this.s.bind('tcp://*:1');
        }
        stop() {
          this.s.close();
        }
      }
      const a = new A();
      a.secure();
      await a.start();
      a.stop();
    `,
    `
      PUSH A.s kept
        CURVE_SERVER = true
        bind "tcp://*:1" awaited
        close
    `,
  );
  shape(
    'a callback that registers itself again',
    `
      const s = new zmq.Push();
      function tick() {
        s.send('x');
        setTimeout(tick, 100);
      }
      tick();
    `,
    `
      PUSH s
        send "x" dropped
        send "x" dropped [timer tick]
    `,
  );
  shape(
    'nested callbacks',
    `
      const s = new zmq.Push();
      setTimeout(() => {
        s.linger = 0;
        setTimeout(() => {
          s.bind('tcp://*:1');
        }, 1);
      }, 1);
    `,
    `
      PUSH s
        LINGER = 0 [timer]
        bind "tcp://*:1" dropped [timer]
    `,
  );
  shape(
    'a worker',
    `
      import { Worker, isMainThread } from 'worker_threads';
      import * as zmq from 'zeromq';
      const s = new zmq.Push();
      if (isMainThread) {
        new Worker('./w.js');
        await s.bind('tcp://*:1');
      } else s.connect('tcp://127.0.0.1:1');
    `,
    `
      PUSH s
        ?bind "tcp://*:1" awaited
        ?connect "tcp://127.0.0.1:1"
      ?execute worker_threads.Worker ← "./w.js"
    `,
  );
});

describe('messages', () => {
  shape(
    'for await',
    `
      const s = new zmq.Pull();
      s.connect('tcp://h:1');
      for await (const [a, b] of s) {
        console.log(a, b);
      }
      s.close();
    `,
    `
      PULL s
        connect "tcp://h:1"
        *receives awaited
        close
    `,
  );
  shape(
    'a handler that is awaited',
    `
      async function handle(m) {
        await store(m);
      }
      const s = new zmq.Pull();
      for await (const [m] of s) await handle(m);
    `,
    `
      PULL s
        *receives awaited
      ?*handle awaited while handling s
    `,
  );
  shape(
    'a handler that is dropped',
    `
      async function handle(m) {
        await store(m);
      }
      const s = new zmq.Pull();
      for await (const [m] of s) {
        handle(m);
        handle(m).catch(console.error);
        void handle(m);
        const p = handle(m);
      }
    `,
    `
      PULL s
        *receives awaited
      ?*handle dropped while handling s
      ?*handle chained while handling s
      ?*handle dropped while handling s
      ?*handle stored while handling s
    `,
  );
  shape(
    'a handler of a class',
    `
      class A {
        s = new zmq.Pull();
        async run() {
          for await (const [m] of this.s) this.handle(m);
        }
        async handle(m) {
          await fetch('http://x/' + m);
        }
      }
      new A().run();
    `,
    `
      PULL A.s kept
        *receives awaited [detached run]
      ?*handle dropped while handling A.s [detached run]
      ?*fetch awaited while handling A.s [detached run]
    `,
  );
  shape(
    'a handler in a helper of the loop',
    `
      async function handle(m) {
        await store(m);
      }
      function dispatch(m) {
        handle(m);
      }
      const s = new zmq.Pull();
      while (true) {
        const [m] = await s.receive();
        dispatch(m);
      }
    `,
    `
      PULL s
        *receive awaited
      *handle dropped while handling s
    `,
  );
  shape(
    'a handler that is limited',
    `
      import pLimit from 'p-limit';
      import * as zmq from 'zeromq';
      const limit = pLimit(5);
      async function handle(m) {
        await store(m);
      }
      const s = new zmq.Pull();
      for await (const [m] of s) limit(() => handle(m));
    `,
    `
      PULL s
        *receives awaited
    `,
  );
  shape(
    'collected handlers',
    `
      async function handle(m) {
        await store(m);
      }
      const s = new zmq.Pull();
      for await (const [a, b] of s) await Promise.all([handle(a), handle(b)]);
    `,
    `
      PULL s
        *receives awaited
      ?*handle collected while handling s
      ?*handle collected while handling s
    `,
  );
  shape(
    'handlers kept in a list',
    `
      async function handle(m) {
        await store(m);
      }
      const jobs = [];
      const s = new zmq.Pull();
      for await (const [m] of s) jobs.push(handle(m));
    `,
    `
      PULL s
        *receives awaited
      ?*handle stored while handling s
    `,
  );
  shape(
    'request and reply',
    `
      const s = new zmq.Reply();
      await s.bind('tcp://*:1');
      for await (const [m] of s) {
        await s.send(m);
      }
    `,
    `
      REP s
        bind "tcp://*:1" awaited
        *receives awaited
        ?*send {received frame <s>} awaited
    `,
  );
  shape(
    'two readers',
    `
      const s = new zmq.Pull();
      async function read() {
        for await (const [m] of s) console.log(m);
      }
      read();
      read();
    `,
    `
      PULL s
        *receives awaited [detached read]
        *receives awaited [detached read]
    `,
  );
  shape(
    'from one socket to another',
    `
      const a = new zmq.Pull(),
        b = new zmq.Push();
      for await (const m of a) await b.send(m);
    `,
    `
      PULL a
        *receives awaited
      PUSH b
        ?*send <list <a>> awaited
    `,
  );
});

describe('tasks', () => {
  const tasks = (name: string, source: string, expected: string): void =>
    test(name, () => {
      expect(printTasks(evaluateSources(source))).toBe(dedent(expected));
    });
  tasks(
    'as a tree',
    `
      export function entry() {
        setTimeout(() => inner(), 1);
      }
      async function inner() {
        await x();
      }
      inner();
      class A {
        s = new zmq.Push();
        go() {}
      }
      new A();
    `,
    `
      module /main.ts
        detached inner
        entry entry
          timer
        method A.go
    `,
  );
});
