/** Received data on its way to a sink: through patterns, fields, helpers, conversions; checks of authenticity; what stays clean. */
import { describe } from 'vitest';
import { shape } from '../support/evaluate';

describe('on its way', () => {
  shape(
    'at once',
    `
      const s = new zmq.Pull();
      const [m] = await s.receive();
      eval(m.toString());
    `,
    `
      PULL s
        receive awaited
      execute eval ← {received frame <s>}
    `,
  );
  shape(
    'a frame by index',
    `
      const s = new zmq.Pull();
      const m = await s.receive();
      eval(m[0] + '');
      eval(\`\${m[1]}\`);
    `,
    `
      PULL s
        receive awaited
      execute eval ← "{received frame <s>}"
      execute eval ← "{received frame <s>}"
    `,
  );
  shape(
    'iterated',
    `
      const s = new zmq.Pull();
      for await (const [topic, body] of s) eval(body.toString('utf8'));
    `,
    `
      PULL s
        *receives awaited
      ?*execute eval ← {received frame <s>}
    `,
  );
  shape(
    'the rest of a message',
    `
      const s = new zmq.Router();
      for await (const [id, ...rest] of s) {
        for (const part of rest) eval(String(part));
        eval(rest.map((x) => x.toString()).join(''));
      }
    `,
    `
      ROUTER s
        *receives awaited
      ?*execute eval ← {received frame <s>}
      ?*execute eval ← {other join <s>}
    `,
  );
  shape(
    'parsed',
    `
      const s = new zmq.Pull();
      const [m] = await s.receive();
      const {
        code,
        args: [first],
      } = JSON.parse(m.toString());
      eval(code);
      new Function(first);
    `,
    `
      PULL s
        receive awaited
      execute eval ← {received frame.code <s>}
      execute Function ← {received frame.args[0] <s>}
    `,
  );
  shape(
    'through fields',
    `
      class A {
        s = new zmq.Pull();
        async read() {
          const [m] = await this.s.receive();
          this.last = m;
        }
        run() {
          eval(this.last.toString());
        }
      }
      const a = new A();
      await a.read();
      a.run();
    `,
    `
      PULL A.s kept
        receive awaited
      execute eval ← {received frame <A.s>}
    `,
  );
  shape(
    'through fields and methods in no order',
    `
      export class A {
        s = new zmq.Pull();
        last;
        async read() {
          const [m] = await this.s.receive();
          this.last = m;
        }
        run() {
          eval(this.last.toString());
        }
      }
    `,
    `
      PULL A.s kept [entry A]
        receive awaited [method A.read]
      execute eval ← {received frame <A.s>} [method A.run]
    `,
  );
  shape(
    'through helpers',
    `
      const decode = (b) => JSON.parse(b.toString());
      function run(x) {
        return eval(x.code);
      }
      const s = new zmq.Pull();
      const [m] = await s.receive();
      run(decode(m));
    `,
    `
      PULL s
        receive awaited
      execute eval ← {received frame.code <s>}
    `,
  );
  shape(
    'through an object',
    `
      const s = new zmq.Pull();
      const [m] = await s.receive();
      const job = { body: m, at: 1 };
      eval(job.body);
      eval(job.at);
      const copy = { ...job };
      eval(copy.body);
    `,
    `
      PULL s
        receive awaited
      execute eval ← {received frame <s>}
      execute eval ← 1
      execute eval ← {received frame <s>}
    `,
  );
  shape(
    'through a list',
    `
      const queue = [];
      const s = new zmq.Pull();
      for await (const [m] of s) queue.push(m);
      setInterval(() => {
        const m = queue.shift();
        eval(m.toString());
      }, 1);
    `,
    `
      PULL s
        *receives awaited
      execute eval ← {received frame <s>} [timer]
    `,
  );
  shape(
    'through a map',
    `
      const jobs = new Map();
      const s = new zmq.Pull();
      for await (const [id, m] of s) jobs.set(id, m);
      for (const m of jobs.values()) eval(m);
    `,
    `
      PULL s
        *receives awaited
      ?*execute eval ← {received frame <s>}
    `,
  );
  shape(
    'through a promise',
    `
      const s = new zmq.Pull();
      s.receive()
        .then(([m]) => JSON.parse(m))
        .then((x) => eval(x.code));
    `,
    `
      PULL s
        receive chained
      execute eval ← {call then.code <s>} [callback]
    `,
  );
  shape(
    'through a callback of the program',
    `
      async function each(s, f) {
        for await (const [m] of s) f(m);
      }
      await each(new zmq.Pull(), (m) => eval(m.toString()));
    `,
    `
      PULL 
        *receives awaited
      ?*execute eval ← {received frame <>}
    `,
  );
  shape(
    'through a wrapper',
    `
      class Reader {
        s = new zmq.Pull();
        async next() {
          const [m] = await this.s.receive();
          return m.toString();
        }
      }
      const r = new Reader();
      eval(await r.next());
    `,
    `
      PULL Reader.s kept
        receive awaited
      execute eval ← {received frame <Reader.s>}
    `,
  );
  shape(
    'text around it',
    `
      import { exec } from 'child_process';
      import * as zmq from 'zeromq';
      const s = new zmq.Pull();
      const [m] = await s.receive();
      exec('ls ' + m.toString());
      exec(\`rm \${m}\`);
    `,
    `
      PULL s
        receive awaited
      execute child_process.exec ← "ls {received frame <s>}"
      execute child_process.exec ← "rm {received frame <s>}"
    `,
  );
  shape(
    'buffers',
    `
      import v8 from 'v8';
      import * as zmq from 'zeromq';
      const s = new zmq.Pull();
      const [a, b] = await s.receive();
      v8.deserialize(Buffer.concat([a, b]));
      v8.deserialize(a.subarray(1));
      v8.deserialize(Buffer.from(a.toString(), 'base64'));
    `,
    `
      PULL s
        receive awaited
      deserialize v8.deserialize ← {other Buffer <s>}
      deserialize v8.deserialize ← {received frame <s>}
      deserialize v8.deserialize ← {other Buffer <s>}
    `,
  );
  shape(
    'two sockets',
    `
      const a = new zmq.Pull(),
        b = new zmq.Pull();
      const [x] = await a.receive();
      const [y] = await b.receive();
      eval(x + y);
    `,
    `
      PULL a
        receive awaited
      PULL b
        receive awaited
      execute eval ← {received frame <a, b>}
    `,
  );
  shape(
    'spread into a call',
    `
      const s = new zmq.Pull();
      const [m, ...rest] = await s.receive();
      const f = (a, b, ...c) => eval(b + c[3]);
      f(1, ...rest);
    `,
    `
      PULL s
        receive awaited
      execute eval ← {received frame <s>}
    `,
  );
  shape(
    'the arm that leaves',
    `
      const s = new zmq.Pull();
      const [m] = await s.receive();
      const x = process.env.X ? m.toString() : '1';
      eval(x);
    `,
    `
      PULL s
        receive awaited
      execute eval ← {received frame <s>} | "1"
    `,
  );
});

describe('what is clean, or checked', () => {
  shape(
    'not received',
    `
      eval('1');
      eval(process.env.CODE);
      const s = new zmq.Pull();
      await s.receive();
      export const f = (code) => eval(code);
    `,
    `
      PULL s
        receive awaited
      execute eval ← "1"
      execute eval ← {environment process.env.CODE}
      execute eval ← {parameter code} [entry f]
    `,
  );
  shape(
    'a length',
    `
      const s = new zmq.Pull();
      const [m] = await s.receive();
      eval(m.length);
      eval(String(m.length > 5));
    `,
    `
      PULL s
        receive awaited
      execute eval ← {received frame.length <s>}
      execute eval ← {received frame.length <s>}
    `,
  );
  shape(
    'an unknown function gives something else',
    `
      import * as zmq from 'zeromq';
      import { check } from 'other';
      const s = new zmq.Pull();
      const [m] = await s.receive();
      eval(check(m));
    `,
    `
      PULL s
        receive awaited
      execute eval ← {call other.check}
    `,
  );
  shape(
    'looked up in a table',
    `
      const table = { a: '1', b: '2' };
      const s = new zmq.Pull();
      const [m] = await s.receive();
      eval(table[m.toString()]);
    `,
    `
      PULL s
        receive awaited
      execute eval ← "1" | "2" | {other item under a received key}
    `,
  );
  shape(
    'compared first',
    `
      import { timingSafeEqual, createHmac } from 'crypto';
      import * as zmq from 'zeromq';
      const s = new zmq.Pull();
      const [m, mac] = await s.receive();
      if (!timingSafeEqual(createHmac('sha256', 'k').update(m).digest(), mac)) throw new Error();
      eval(m.toString());
    `,
    `
      PULL s
        receive awaited
      ?execute eval ← {received frame <s>} verified
    `,
  );
  shape(
    'compared afterwards',
    `
      import { timingSafeEqual } from 'crypto';
      import * as zmq from 'zeromq';
      const s = new zmq.Pull();
      const [m, mac] = await s.receive();
      eval(m.toString());
      timingSafeEqual(m, mac);
    `,
    `
      PULL s
        receive awaited
      execute eval ← {received frame <s>}
    `,
  );
  shape(
    'compared in a helper',
    `
      import crypto from 'crypto';
      import * as zmq from 'zeromq';
      const verify = (m, mac) => crypto.timingSafeEqual(m, mac);
      const s = new zmq.Pull();
      for await (const [m, mac] of s) {
        if (!verify(m, mac)) continue;
        eval(m.toString());
      }
    `,
    `
      PULL s
        *receives awaited
      ?*execute eval ← {received frame <s>} verified checked
    `,
  );
  shape(
    'compared in one arm',
    `
      import crypto from 'crypto';
      import * as zmq from 'zeromq';
      const s = new zmq.Pull();
      const [m, mac] = await s.receive();
      if (process.env.CHECK) crypto.timingSafeEqual(m, mac);
      eval(m.toString());
    `,
    `
      PULL s
        receive awaited
      execute eval ← {received frame <s>} verified
    `,
  );
  shape(
    'used in the arm of the comparison and in the other',
    `
      import crypto from 'crypto';
      import * as zmq from 'zeromq';
      const s = new zmq.Pull();
      const [m, mac] = await s.receive();
      if (crypto.timingSafeEqual(m, mac)) eval('a' + m);
      else eval('b' + m);
    `,
    `
      PULL s
        receive awaited
      ?execute eval ← "a{received frame <s>}" verified
      ?execute eval ← "b{received frame <s>}"
    `,
  );
  shape(
    'another message was checked',
    `
      import crypto from 'crypto';
      import * as zmq from 'zeromq';
      const s = new zmq.Pull(),
        t = new zmq.Pull();
      const [a, mac] = await s.receive();
      crypto.timingSafeEqual(a, mac);
      const [b] = await t.receive();
      eval(b);
    `,
    `
      PULL s
        receive awaited
      PULL t
        receive awaited
      execute eval ← {received frame <t>}
    `,
  );
});
