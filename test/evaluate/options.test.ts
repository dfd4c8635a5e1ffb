/** Options: every way a program sets them, through aliases, spreads, helpers, collections, and what must stay "maybe". */
import { describe } from 'vitest';
import { shape } from '../support/evaluate';

describe('ways to set', () => {
  shape(
    'constructor and property',
    `
      const s = new zmq.Push({ linger: 0, sendHighWaterMark: 5 });
      s.sendTimeout = 1;
      s['backlog'] = 2;
    `,
    `
      PUSH s
        LINGER = 0
        SNDHWM = 5
        SNDTIMEO = 1
        BACKLOG = 2
    `,
  );
  shape(
    'an options object',
    `
      const options = { linger: 0 };
      const s = new zmq.Push(options);
    `,
    `
      PUSH s
        LINGER = 0
    `,
  );
  shape(
    'an options object built step by step',
    `
      const options: any = {};
      options.linger = 0;
      options['backlog'] = 7;
      if (process.env.X) options.curveServer = true;
      const s = new zmq.Push(options);
      options.sendTimeout = 3;
    `,
    `
      PUSH s
        LINGER = 0
        BACKLOG = 7
        ?CURVE_SERVER = true
    `,
  );
  shape(
    'a spread of something known',
    `
      const base = { linger: 0, backlog: 1 };
      const s = new zmq.Push({ ...base, backlog: 2 });
    `,
    `
      PUSH s
        LINGER = 0
        BACKLOG = 2
    `,
  );
  shape(
    'a spread that overrides',
    `
      const base = { linger: 0, backlog: 1 };
      const s = new zmq.Push({ backlog: 2, ...base });
    `,
    `
      PUSH s
        BACKLOG = 1
        LINGER = 0
    `,
  );
  shape(
    'a spread of something unknown',
    `
      export function make(options) {
        const s = new zmq.Push({ linger: 0, ...options });
        s.connect('tcp://h:1');
      }
    `,
    `
      PUSH make.s [entry make]
        unknown options: a spread of something unknown [entry make]
        LINGER = 0 [entry make]
        connect "tcp://h:1" [entry make]
    `,
  );
  shape(
    'a spread that may be absent',
    `const s = new zmq.Push({ linger: 0, ...(process.env.SECURE ? { curveServer: true } : {}) });`,
    `
      PUSH s
        LINGER = 0
        ?CURVE_SERVER = true
    `,
  );
  shape(
    'a spread of a conjunction',
    `const s = new zmq.Push({ linger: 0, ...(process.env.SECURE && { curveServer: true }) });`,
    `
      PUSH s
        LINGER = 0
        ?CURVE_SERVER = true
    `,
  );
  shape(
    'Object.assign on the socket',
    `
      const s = new zmq.Push();
      Object.assign(s, { linger: 0, curveServer: true });
      Object.assign(s, JSON.parse(process.env.O));
    `,
    `
      PUSH s
        LINGER = 0
        CURVE_SERVER = true
        unknown options: assigned from something not known
    `,
  );
  shape(
    'Object.assign of options',
    `const s = new zmq.Push(Object.assign({}, { linger: 0 }, { backlog: 3 }));`,
    `
      PUSH s
        LINGER = 0
        BACKLOG = 3
    `,
  );
  shape(
    'options that are a parameter',
    `
      export function make(options) {
        return new zmq.Push(options);
      }
    `,
    `
      PUSH make [entry make]
        unknown options: the options come from something not known [entry make]
    `,
  );
  shape(
    'options with a default',
    `
      export function make(options = { linger: 0 }) {
        return new zmq.Push(options);
      }
      make({ linger: 1 });
    `,
    `
      PUSH make
        LINGER = 1
    `,
  );
  shape(
    'options that are nothing',
    `
      new zmq.Push(undefined);
      const o = null;
      const s = new zmq.Push(o ?? undefined);
    `,
    `
      PUSH 
      PUSH s
    `,
  );
  shape(
    'arguments spread',
    `
      const args = [{ linger: 0 }];
      const s = new zmq.Push(...args);
      export const f = (...rest) => new zmq.Pull(...rest);
    `,
    `
      PUSH s
        LINGER = 0
      PULL f [entry f]
        unknown options: the options come from something not known [entry f]
    `,
  );
  shape(
    'a computed key',
    `
      const key = 'linger';
      const s = new zmq.Push({ [key]: 0 });
      s[key] = 1;
      export function f(k) {
        const t = new zmq.Pull({ [k]: 0 });
        t[k] = 1;
      }
    `,
    `
      PUSH s
        LINGER = 0
        LINGER = 1
      PULL f.t [entry f]
        unknown options: a computed key [entry f]
        unknown options: a property chosen at run time [entry f]
    `,
  );
  shape(
    'a name that is no option',
    `
      const s = new zmq.Push();
      s.hwm = 5;
      (s as any).ZMQ_SNDHWM = 5;
      s.mine = 1;
    `,
    `
      PUSH s
      ignored ZMQ_SNDHWM = 5 of s (throws)
    `,
  );
  shape(
    'shorthand',
    `
      const linger = 0;
      const s = new zmq.Push({ linger });
    `,
    `
      PUSH s
        LINGER = 0
    `,
  );
  shape(
    'keys from a loop over a table',
    `
      const s = new zmq.Push();
      for (const [key, value] of Object.entries({ linger: 0, backlog: 5 })) s[key] = value;
    `,
    `
      PUSH s
        LINGER = 0
        BACKLOG = 5
    `,
  );
});

describe('through other names', () => {
  shape(
    'an alias',
    `
      const a = new zmq.Push();
      const b = a;
      b.linger = 0;
      await b.bind('tcp://*:1');
    `,
    `
      PUSH a
        LINGER = 0
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a loop over sockets',
    `
      const a = new zmq.Push(),
        b = new zmq.Pull();
      for (const s of [a, b]) s.curveServer = true;
      await a.bind('tcp://*:1');
      await b.bind('tcp://*:2');
    `,
    `
      PUSH a
        CURVE_SERVER = true
        bind "tcp://*:1" awaited
      PULL b
        CURVE_SERVER = true
        bind "tcp://*:2" awaited
    `,
  );
  shape(
    'forEach over sockets',
    `
      const a = new zmq.Push(),
        b = new zmq.Pull();
      [a, b].forEach((s) => {
        s.curveServer = true;
      });
    `,
    `
      PUSH a
        CURVE_SERVER = true
      PULL b
        CURVE_SERVER = true
    `,
  );
  shape(
    'a helper',
    `
      function secure(s) {
        s.curveServer = true;
      }
      const a = new zmq.Push(),
        b = new zmq.Push();
      secure(a);
      await a.bind('tcp://*:1');
      await b.bind('tcp://*:2');
    `,
    `
      PUSH a
        CURVE_SERVER = true
        bind "tcp://*:1" awaited
      PUSH b
        bind "tcp://*:2" awaited
    `,
  );
  shape(
    'a helper that returns its argument',
    `
      const secure = <T,>(s: T): T => {
        s.curveServer = true;
        return s;
      };
      const a = secure(new zmq.Push());
      await a.bind('tcp://*:1');
    `,
    `
      PUSH a
        CURVE_SERVER = true
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'an optional helper',
    `
      function secure(s) {
        s.curveServer = true;
      }
      const a = new zmq.Push();
      if (process.env.SECURE) secure(a);
      await a.bind('tcp://*:1');
    `,
    `
      PUSH a
        ?CURVE_SERVER = true
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a helper that decides itself',
    `
      function secure(s, key) {
        if (!key) return;
        s.curveServer = true;
      }
      const a = new zmq.Push();
      secure(a, process.env.KEY);
      await a.bind('tcp://*:1');
      const b = new zmq.Push();
      secure(b, 'k');
      await b.bind('tcp://*:2');
    `,
    `
      PUSH a
        ?CURVE_SERVER = true
        bind "tcp://*:1" awaited
      PUSH b
        CURVE_SERVER = true
        bind "tcp://*:2" awaited
    `,
  );
  shape(
    'option after bind inside a helper',
    `
      async function open(s) {
        await s.bind('tcp://*:1');
        s.curveServer = true;
      }
      const a = new zmq.Push();
      await open(a);
    `,
    `
      PUSH a
        bind "tcp://*:1" awaited
        CURVE_SERVER = true
    `,
  );
  shape(
    'a map of sockets',
    `
      const sockets = new Map();
      sockets.set('a', new zmq.Push());
      sockets.set('b', new zmq.Pull());
      sockets.get('a').linger = 0;
      for (const s of sockets.values()) s.close();
    `,
    `
      PUSH  kept
        LINGER = 0
        close
      PULL  kept
        close
    `,
  );
  shape(
    'a map by constant keys',
    `
      const sockets = new Map([
        ['a', new zmq.Push()],
        ['b', new zmq.Pull()],
      ]);
      for (const [name, s] of sockets) s.linger = 0;
    `,
    `
      PUSH 
        LINGER = 0
      PULL 
        LINGER = 0
    `,
  );
  shape(
    'an object of sockets',
    `
      const sockets = { a: new zmq.Push(), b: new zmq.Pull() };
      sockets.a.linger = 0;
      for (const s of Object.values(sockets)) s.close();
      for (const k of Object.keys(sockets)) sockets[k].backlog = 1;
    `,
    `
      PUSH sockets.a
        LINGER = 0
        close
        BACKLOG = 1
      PULL sockets.b
        close
        BACKLOG = 1
    `,
  );
  shape(
    'an array that grows',
    `
      const all = [];
      for (let i = 0; i < 3; i++) {
        const s = new zmq.Push();
        all.push(s);
      }
      for (const s of all) s.linger = 0;
      all[0].connect('tcp://h:1');
    `,
    `
      PUSH s kept
        ?*LINGER = 0
        ?connect "tcp://h:1"
      PUSH s kept
        ?*LINGER = 0
        ?connect "tcp://h:1"
      PUSH s kept
        ?*LINGER = 0
        ?connect "tcp://h:1"
    `,
  );
  shape(
    'a weak map',
    `
      const sockets = new WeakMap();
      class A {
        constructor() {
          sockets.set(this, new zmq.Push());
        }
        async go() {
          await sockets.get(this).bind('tcp://*:1');
        }
      }
      new A().go();
    `,
    `
      PUSH A.constructor kept
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'options kept in a map and applied later',
    `
      const options = new Map([['linger', 0]]);
      const s = new zmq.Push();
      for (const [k, v] of options) s[k] = v;
    `,
    `
      PUSH s
        LINGER = 0
    `,
  );
  shape(
    'Array.from and map',
    `
      const sockets = Array.from({ length: 3 }, (_, i) => new zmq.Push({ linger: 0 }));
      await Promise.all(sockets.map((s, i) => s.bind('tcp://*:' + (5000 + i))));
    `,
    `
      PUSH sockets
        LINGER = 0
        bind "tcp://*:{other index}" collected
      PUSH sockets
        LINGER = 0
        bind "tcp://*:{other index}" collected
      PUSH sockets
        LINGER = 0
        bind "tcp://*:{other index}" collected
    `,
  );
  shape(
    'map over known ports',
    `
      const sockets = [5001, 5002].map((port) => {
        const s = new zmq.Push();
        s.connect('tcp://h:' + port);
        return s;
      });
      sockets[0].linger = 0;
    `,
    `
      PUSH s
        connect "tcp://h:5001"
        LINGER = 0
      PUSH s
        connect "tcp://h:5002"
    `,
  );
  shape(
    'destructured sockets',
    `
      const [a, b] = [new zmq.Push(), new zmq.Pull()];
      const {
        c,
        d: { e },
      } = { c: new zmq.Pair(), d: { e: new zmq.Dealer() } };
      a.linger = 0;
      b.linger = 1;
      c.linger = 2;
      e.linger = 3;
    `,
    `
      PUSH a
        LINGER = 0
      PULL b
        LINGER = 1
      PAIR c
        LINGER = 2
      DEALER e
        LINGER = 3
    `,
  );
});

describe('what must not become a fact', () => {
  shape(
    'a method chosen at run time',
    `
      export async function go(method, addr) {
        const s = new zmq.Push();
        await s[method](addr);
      }
    `,
    `
      PUSH go.s kept [entry go]
        unknown escapes: a method chosen at run time [entry go]
    `,
  );
  shape(
    'a method chosen from two',
    `
      export async function go(server) {
        const s = new zmq.Push();
        await s[server ? 'bind' : 'connect']('tcp://*:1');
      }
    `,
    `
      PUSH go.s [entry go]
        ?bind "tcp://*:1" awaited [entry go]
        ?connect "tcp://*:1" [entry go]
    `,
  );
  shape(
    'a method by constant name',
    `
      const s = new zmq.Push();
      await s['bind']('tcp://*:1');
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a socket handed to code outside',
    `
      import * as zmq from 'zeromq';
      import { configure } from 'other';
      const s = new zmq.Push();
      configure(s);
      await s.bind('tcp://*:1');
      const t = new zmq.Push();
      await t.bind('tcp://*:2');
      configure(t);
    `,
    `
      PUSH s kept
        unknown escapes: passed to code that is not part of the program
        bind "tcp://*:1" awaited
      PUSH t kept
        bind "tcp://*:2" awaited
    `,
  );
  shape(
    'options handed to code outside',
    `
      import * as zmq from 'zeromq';
      import { configure } from 'other';
      const options = { linger: 0 };
      configure(options);
      const s = new zmq.Push(options);
    `,
    `
      PUSH s
        unknown options: passed to code that is not part of the program
        LINGER = 0
    `,
  );
  shape(
    'options handed to code outside after they were used, or by a method of something unknown',
    `
      import * as zmq from 'zeromq';
      import { configure, store } from 'other';
      const options = { linger: 0 };
      const s = new zmq.Push(options);
      configure(options);
      const more = {};
      store.fill({ more });
      const t = new zmq.Pull(more);
    `,
    `
      PUSH s
        LINGER = 0
      PULL t
        unknown options: passed to code that is not part of the program
    `,
  );
  shape(
    'a socket that a callback gives to code outside',
    `
      import * as zmq from 'zeromq';
      import { provide } from 'other';
      const s = new zmq.Push();
      provide(() => s);
      provide({ get: () => s.send('x') });
    `,
    `
      PUSH s kept
        unknown escapes: given back to code that is not part of the program [callback]
        send "x" returned [callback get]
    `,
  );
  shape(
    'a type that is not known',
    `
      export function make(name) {
        const s = new zmq[name]();
        s.connect('tcp://h:1');
      }
    `,
    `
      
    `,
  );
  shape(
    'one of two types',
    `
      const s = process.env.X ? new zmq.Push() : new zmq.Publisher();
      s.linger = 0;
      await s.bind('tcp://*:1');
    `,
    `
      ?PUSH s
        LINGER = 0
        bind "tcp://*:1" awaited
      ?PUB s
        LINGER = 0
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'one of two sockets',
    `
      const a = new zmq.Push(),
        b = new zmq.Push();
      const s = process.env.X ? a : b;
      s.curveServer = true;
      await a.bind('tcp://*:1');
      await b.bind('tcp://*:2');
    `,
    `
      PUSH a
        ?CURVE_SERVER = true
        bind "tcp://*:1" awaited
      PUSH b
        ?CURVE_SERVER = true
        bind "tcp://*:2" awaited
    `,
  );
});
