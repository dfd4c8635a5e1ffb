/** Calls: helpers, factories, closures, callbacks, recursion; control flow: branches, loops, exceptions, early exits. */
import { describe } from 'vitest';
import { shape } from '../support/evaluate';

describe('helpers and factories', () => {
  shape(
    'a helper with the address as its parameter',
    `
      async function open(s, port) {
        await s.bind('tcp://*:' + port);
      }
      const a = new zmq.Push(),
        b = new zmq.Pull();
      await open(a, 1);
      await open(b, 2);
    `,
    `
      PUSH a
        bind "tcp://*:1" awaited
      PULL b
        bind "tcp://*:2" awaited
    `,
  );
  shape(
    'a factory',
    `
      function make(type, port) {
        const s = new zmq.Push();
        s.connect(\`tcp://h:\${port}\`);
        return s;
      }
      const a = make('x', 1);
      const b = make('x', 2);
      a.linger = 0;
    `,
    `
      PUSH make.s
        connect "tcp://h:1"
        LINGER = 0
      PUSH make.s
        connect "tcp://h:2"
    `,
  );
  shape(
    'an arrow factory',
    `
      const make = () => new zmq.Dealer();
      const a = make(),
        b = make();
      a.linger = 0;
      b.linger = 1;
    `,
    `
      DEALER a
        LINGER = 0
      DEALER b
        LINGER = 1
    `,
  );
  shape(
    'a factory of a given class',
    `
      const make = (Type, address) => {
        const s = new Type();
        s.connect(address);
        return s;
      };
      make(zmq.Push, 'tcp://h:1');
      make(zmq.Dealer, 'tcp://h:2');
    `,
    `
      PUSH make.s
        connect "tcp://h:1"
      DEALER make.s
        connect "tcp://h:2"
    `,
  );
  shape(
    'a table of factories',
    `
      const table = { push: () => new zmq.Push(), pull: () => new zmq.Pull() };
      table.push().connect('tcp://h:1');
      table[process.env.X]().connect('tcp://h:2');
    `,
    `
      PUSH push
        connect "tcp://h:1"
      ?PUSH push
        connect "tcp://h:2"
      ?PULL pull
        connect "tcp://h:2"
    `,
  );
  shape(
    'a switch factory',
    `
      function make(type) {
        switch (type) {
          case 'push':
            return new zmq.Push();
          case 'pull':
            return new zmq.Pull();
          default:
            throw new Error(type);
        }
      }
      make('pull').connect('tcp://h:1');
      make(process.env.T).connect('tcp://h:2');
    `,
    `
      PULL make
        connect "tcp://h:1"
      ?PUSH make
        connect "tcp://h:2"
      ?PULL make
        connect "tcp://h:2"
    `,
  );
  shape(
    'an asynchronous factory',
    `
      async function make() {
        const s = new zmq.Push();
        await s.bind('tcp://*:1');
        return s;
      }
      const s = await make();
      s.linger = 0;
      await s.send('x');
    `,
    `
      PUSH make.s
        bind "tcp://*:1" awaited
        LINGER = 0
        send "x" awaited
    `,
  );
  shape(
    'a factory that returns several',
    `
      function make() {
        const a = new zmq.Push();
        const b = new zmq.Pull();
        return { a, b };
      }
      const { a, b } = make();
      a.linger = 0;
      b.linger = 1;
    `,
    `
      PUSH make.a
        LINGER = 0
      PULL make.b
        LINGER = 1
    `,
  );
  shape(
    'a factory that returns a pair',
    `
      const make = () => [new zmq.Push(), new zmq.Pull()] as const;
      const [a, b] = make();
      a.linger = 0;
      b.linger = 1;
    `,
    `
      PUSH make
        LINGER = 0
      PULL make
        LINGER = 1
    `,
  );
  shape(
    'an early return',
    `
      function make(x) {
        if (x) return new zmq.Push();
        return new zmq.Pull();
      }
      const s = make(process.env.X);
      s.connect('tcp://h:1');
    `,
    `
      ?PUSH s
        connect "tcp://h:1"
      ?PULL s
        connect "tcp://h:1"
    `,
  );
  shape(
    'an early return that is known',
    `
      function make(x) {
        if (x) return new zmq.Push();
        return new zmq.Pull();
      }
      make(true).connect('tcp://h:1');
      make(false).connect('tcp://h:2');
    `,
    `
      PUSH make
        connect "tcp://h:1"
      PULL make
        connect "tcp://h:2"
    `,
  );
  shape(
    'closures',
    `
      function maker(address) {
        const s = new zmq.Push();
        return {
          open: () => s.bind(address),
          close() {
            s.close();
          },
        };
      }
      const a = maker('tcp://*:1');
      const b = maker('tcp://*:2');
      await a.open();
      await b.open();
      a.close();
    `,
    `
      PUSH maker.s
        bind "tcp://*:1" awaited
        close
      PUSH maker.s
        bind "tcp://*:2" awaited
    `,
  );
  shape(
    'a closure over a variable that is set later',
    `
      let s;
      function open() {
        s = new zmq.Push();
      }
      async function go() {
        await s.bind('tcp://*:1');
      }
      open();
      await go();
    `,
    `
      PUSH open.s
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a closure over a module variable set by an entry',
    `
      let s;
      export function open() {
        s = new zmq.Push();
      }
      export async function go() {
        await s.bind('tcp://*:1');
      }
    `,
    `
      PUSH open.s [entry open]
        bind "tcp://*:1" awaited [entry go]
    `,
  );
  shape(
    'curried',
    `
      const open = (s) => async (address) => {
        await s.bind(address);
      };
      await open(new zmq.Push())('tcp://*:1');
    `,
    `
      PUSH 
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a default that is a call',
    `
      const make = () => new zmq.Push();
      async function open(s = make(), address = 'tcp://*:1') {
        await s.bind(address);
      }
      await open();
    `,
    `
      PUSH make
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'call, apply, bind',
    `
      async function open(address) {
        await this.s.bind(address);
      }
      const o = { s: new zmq.Push() };
      await open.call(o, 'tcp://*:1');
      await open.apply(o, ['tcp://*:2']);
      const bound = open.bind(o, 'tcp://*:3');
      await bound();
    `,
    `
      PUSH o.s
        bind "tcp://*:1" awaited
        bind "tcp://*:2" awaited
        bind "tcp://*:3" awaited
    `,
  );
  shape(
    'arguments',
    `
      function open() {
        const [s, address] = arguments;
        s.connect(address);
      }
      open(new zmq.Push(), 'tcp://h:1');
    `,
    `
      PUSH 
        connect "tcp://h:1"
    `,
  );
  shape(
    'a rest parameter',
    `
      function open(s, ...addresses) {
        for (const a of addresses) s.connect(a);
      }
      open(new zmq.Push(), 'tcp://h:1', 'tcp://h:2');
    `,
    `
      PUSH 
        connect "tcp://h:1"
        connect "tcp://h:2"
    `,
  );
  shape(
    'recursion',
    `
      async function open(s, n) {
        if (n === 0) return s;
        await s.bind('tcp://*:' + n);
        return open(s, n - 1);
      }
      const s = await open(new zmq.Push(), 3);
      s.linger = 0;
    `,
    `
      PUSH s
        bind "tcp://*:3" awaited
    `,
  );
  shape(
    'mutual recursion',
    `
      function even(s, n) {
        if (n === 0) return s.connect('tcp://even:1');
        return odd(s, n - 1);
      }
      function odd(s, n) {
        if (n === 0) return s.connect('tcp://odd:1');
        return even(s, n - 1);
      }
      even(new zmq.Push(), process.argv.length);
    `,
    `
      PUSH 
        ?connect "tcp://even:1"
        ?connect "tcp://odd:1"
    `,
  );
  shape(
    'nobody calls it',
    `
      function unused() {
        const s = new zmq.Push();
        s.connect('tcp://h:1');
      }
    `,
    `
      PUSH unused.s [entry unused]
        connect "tcp://h:1" [entry unused]
    `,
  );
  shape(
    'a function that is only exported as a value',
    `
      const start = async () => {
        const s = new zmq.Push();
        await s.bind('tcp://*:1');
      };
      export { start as begin };
      export default { start };
    `,
    `
      PUSH start.s [entry start]
        bind "tcp://*:1" awaited [entry start]
    `,
  );
  shape(
    'a getter function passed around',
    `
      const socket = () => shared;
      const shared = new zmq.Push();
      function use(get) {
        get().linger = 0;
      }
      use(socket);
    `,
    `
      PUSH shared
        LINGER = 0
    `,
  );
  shape(
    'memoised',
    `
      let cached;
      function get() {
        return cached ?? (cached = new zmq.Push());
      }
      get().linger = 0;
      get().connect('tcp://h:1');
    `,
    `
      PUSH get.cached
        LINGER = 0
        connect "tcp://h:1"
    `,
  );
  shape(
    'memoised by a test',
    `
      let cached;
      function get() {
        if (!cached) {
          cached = new zmq.Push();
        }
        return cached;
      }
      get().linger = 0;
      get().connect('tcp://h:1');
    `,
    `
      ?PUSH get.cached
        LINGER = 0
        connect "tcp://h:1"
    `,
  );
  shape(
    'a generator',
    `
      function* all() {
        yield new zmq.Push();
        yield new zmq.Pull();
      }
      for (const s of all()) s.linger = 0;
    `,
    `
      PUSH all
        ?*LINGER = 0
      PULL all
        ?*LINGER = 0
    `,
  );
  shape(
    'a tagged helper and a decorator',
    `
      function log(x) {
        return x;
      }
      class A {
        @log s = new zmq.Push();
        @log async go() {
          await this.s.bind('tcp://*:1');
        }
      }
      new A().go();
    `,
    `
      PUSH A.s kept
        bind "tcp://*:1" awaited
    `,
  );
});

describe('methods as values', () => {
  shape(
    'methods of methods',
    `
      const s = new zmq.Push();
      const bind = s.bind.bind(s, 'tcp://*:1');
      await bind();
      s.connect.apply(s, ['tcp://h:1']);
      s.connect.call(s, 'tcp://h:2');
      const { connect } = s;
      connect('tcp://h:3');
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        connect "tcp://h:1"
        connect "tcp://h:2"
        connect "tcp://h:3"
    `,
  );
  shape(
    'a wrapper that passes its arguments on',
    `
      class W {
        s = new zmq.Push();
        connect() {
          return this.s.connect.apply(this.s, arguments);
        }
      }
      new W().connect('tcp://h:4');
    `,
    `
      PUSH W.s kept
        connect "tcp://h:4"
    `,
  );
  shape(
    'a type chosen from a table',
    `
      export function createSocket(type: string, opts: any) {
        const types = { push: zmq.Push, pull: zmq.Pull };
        const Type = types[type];
        const s = new Type(opts);
        s.linger = 0;
        return s;
      }
      const a = createSocket('push', {});
      await a.bind('tcp://*:1');
    `,
    `
      PUSH createSocket.s
        LINGER = 0
        bind "tcp://*:1" awaited
    `,
  );
});

describe('branches', () => {
  shape(
    'an option in one arm',
    `
      const s = new zmq.Push();
      if (process.env.SECURE) {
        s.curveServer = true;
      }
      await s.bind('tcp://*:1');
    `,
    `
      PUSH s
        ?CURVE_SERVER = true
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'both arms',
    `
      const s = new zmq.Push();
      if (process.env.SECURE) s.curveServer = true;
      else s.plainServer = true;
      await s.bind('tcp://*:1');
    `,
    `
      PUSH s
        ?CURVE_SERVER = true
        ?PLAIN_SERVER = true
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'option and bind in one arm',
    `
      const s = new zmq.Push();
      if (process.env.SECURE) {
        s.curveServer = true;
        await s.bind('tcp://*:1');
      } else await s.bind('ipc://x');
    `,
    `
      PUSH s
        ?CURVE_SERVER = true
        ?bind "tcp://*:1" awaited
        ?bind "ipc://x" awaited
    `,
  );
  shape(
    'a guard that leaves',
    `
      export async function go(key) {
        const s = new zmq.Push();
        if (!key) {
          await s.bind('ipc://x');
          return;
        }
        s.curveServer = true;
        await s.bind('tcp://*:1');
      }
    `,
    `
      PUSH go.s [entry go]
        ?bind "ipc://x" awaited [entry go]
        ?CURVE_SERVER = true [entry go]
        ?bind "tcp://*:1" awaited [entry go]
    `,
  );
  shape(
    'a guard that throws',
    `
      export async function go(key) {
        const s = new zmq.Push();
        if (!key) throw new Error('no key');
        s.curveServer = true;
        await s.bind('tcp://*:1');
      }
    `,
    `
      PUSH go.s [entry go]
        ?CURVE_SERVER = true [entry go]
        ?bind "tcp://*:1" awaited [entry go]
    `,
  );
  shape(
    'a known guard',
    `
      async function go(secure) {
        const s = new zmq.Push();
        if (secure) s.curveServer = true;
        await s.bind('tcp://*:1');
      }
      await go(true);
      await go(false);
    `,
    `
      PUSH go.s
        CURVE_SERVER = true
        bind "tcp://*:1" awaited
      PUSH go.s
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a short circuit',
    `
      const s = new zmq.Push();
      process.env.SECURE && (s.curveServer = true);
      process.env.LOCAL || s.connect('tcp://h:1');
    `,
    `
      PUSH s
        ?CURVE_SERVER = true
        ?connect "tcp://h:1"
    `,
  );
  shape(
    'a ternary statement',
    `
      const s = new zmq.Push();
      process.env.SERVER ? await s.bind('tcp://*:1') : s.connect('tcp://h:1');
    `,
    `
      PUSH s
        ?bind "tcp://*:1" awaited
        ?connect "tcp://h:1"
    `,
  );
  shape(
    'a switch',
    `
      const s = new zmq.Push();
      switch (process.env.MODE) {
        case 'a':
          s.linger = 1;
          break;
        case 'b':
          s.linger = 2;
        default:
          s.backlog = 3;
      }
      await s.bind('tcp://*:1');
    `,
    `
      PUSH s
        ?LINGER = 1
        ?LINGER = 2
        ?BACKLOG = 3
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a switch that returns',
    `
      export async function go(mode) {
        const s = new zmq.Push();
        switch (mode) {
          case 'server':
            await s.bind('tcp://*:1');
            return;
          case 'client':
            s.connect('tcp://h:1');
            return;
        }
        s.close();
      }
    `,
    `
      PUSH go.s [entry go]
        ?bind "tcp://*:1" awaited [entry go]
        ?connect "tcp://h:1" [entry go]
        ?close [entry go]
    `,
  );
  shape(
    'nested branches',
    `
      export async function go(a, b) {
        const s = new zmq.Push();
        if (a) {
          if (b) s.curveServer = true;
          else return;
        }
        await s.bind('tcp://*:1');
      }
    `,
    `
      PUSH go.s [entry go]
        ?CURVE_SERVER = true [entry go]
        bind "tcp://*:1" awaited [entry go]
    `,
  );
  shape(
    'a flag set elsewhere hides nothing',
    `
      let ready = false;
      export function init() {
        ready = true;
      }
      export async function go() {
        if (ready) {
          const s = new zmq.Push();
          await s.bind('tcp://*:1');
        }
      }
    `,
    `
      ?PUSH go.s [entry go]
        ?bind "tcp://*:1" awaited [entry go]
    `,
  );
  shape(
    'a constant flag',
    `
      const DEBUG = false;
      const s = new zmq.Push();
      if (DEBUG) await s.bind('tcp://*:1');
      if (!DEBUG) await s.bind('ipc://x');
    `,
    `
      PUSH s
        bind "ipc://x" awaited
    `,
  );
});

describe('loops', () => {
  shape(
    'an unrolled loop',
    `
      for (const port of [1, 2, 3]) {
        const s = new zmq.Push();
        await s.bind('tcp://*:' + port);
      }
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
      PUSH s
        bind "tcp://*:2" awaited
      PUSH s
        bind "tcp://*:3" awaited
    `,
  );
  shape(
    'an unrolled loop over objects',
    `
      for (const { port, linger } of [
        { port: 1, linger: 0 },
        { port: 2, linger: 5 },
      ]) {
        const s = new zmq.Push({ linger });
        await s.bind('tcp://*:' + port);
      }
    `,
    `
      PUSH s
        LINGER = 0
        bind "tcp://*:1" awaited
      PUSH s
        LINGER = 5
        bind "tcp://*:2" awaited
    `,
  );
  shape(
    'a long list',
    `
      const s = new zmq.Push();
      for (const port of [1, 2, 3, 4, 5, 6, 7, 8, 9]) s.connect('tcp://h:' + port);
    `,
    `
      PUSH s
        ?*connect "tcp://h:{other}"
    `,
  );
  shape(
    'a list nobody knows',
    `
      const s = new zmq.Push();
      for (const a of process.env.ADDRESSES.split(',')) s.connect(a);
    `,
    `
      PUSH s
        ?*connect {environment item}
    `,
  );
  shape(
    'a counted loop',
    `
      const s = new zmq.Push();
      for (let i = 0; i < 3; i++) s.connect('tcp://h:' + (5000 + i));
    `,
    `
      PUSH s
        connect "tcp://h:5000"
        connect "tcp://h:5001"
        connect "tcp://h:5002"
    `,
  );
  shape(
    'a counted loop over an array',
    `
      const ports = [1, 2];
      const s = new zmq.Push();
      for (let i = 0; i < ports.length; i++) s.connect('tcp://h:' + ports[i]);
    `,
    `
      PUSH s
        connect "tcp://h:1"
        connect "tcp://h:2"
    `,
  );
  shape(
    'for in',
    `
      const table = { a: 1, b: 2 };
      const s = new zmq.Push();
      for (const k in table) s.connect('tcp://' + k + ':' + table[k]);
    `,
    `
      PUSH s
        connect "tcp://a:1"
        connect "tcp://b:2"
    `,
  );
  shape(
    'break',
    `
      const s = new zmq.Push();
      for (const a of ['tcp://a:1', 'tcp://b:1']) {
        if (process.env.STOP) break;
        s.connect(a);
      }
      s.linger = 0;
    `,
    `
      PUSH s
        ?connect "tcp://a:1"
        ?connect "tcp://b:1"
        LINGER = 0
    `,
  );
  shape(
    'continue',
    `
      const s = new zmq.Push();
      for (const a of ['tcp://a:1', 'ipc://b']) {
        if (a.startsWith('ipc')) continue;
        s.connect(a);
      }
      s.linger = 0;
    `,
    `
      PUSH s
        ?connect "tcp://a:1"
        ?connect "ipc://b"
        LINGER = 0
    `,
  );
  shape(
    'a labelled break',
    `
      const s = new zmq.Push();
      outer: for (const a of ['a', 'b']) {
        for (const p of [1, 2]) {
          if (process.env.STOP) break outer;
          s.connect('tcp://' + a + ':' + p);
        }
      }
      s.linger = 0;
    `,
    `
      PUSH s
        ?connect "tcp://a:1"
        ?connect "tcp://a:2"
        ?connect "tcp://b:1"
        ?connect "tcp://b:2"
        LINGER = 0
    `,
  );
  shape(
    'an endless loop with a break',
    `
      export async function go() {
        const s = new zmq.Pull();
        while (true) {
          const [m] = await s.receive();
          if (m.length === 0) break;
          console.log(m);
        }
        s.close();
      }
    `,
    `
      PULL go.s [entry go]
        *receive awaited [entry go]
        close [entry go]
    `,
  );
  shape(
    'an endless loop that returns',
    `
      export async function go() {
        const s = new zmq.Pull();
        while (true) {
          const [m] = await s.receive();
          if (m.length === 0) return s.close();
        }
      }
    `,
    `
      PULL go.s [entry go]
        *receive awaited [entry go]
        ?*close [entry go]
    `,
  );
  shape(
    'do while',
    `
      const s = new zmq.Push();
      let n = 0;
      do {
        s.connect('tcp://h:1');
        n++;
      } while (n < 3);
      s.linger = 0;
    `,
    `
      PUSH s
        *connect "tcp://h:1"
        LINGER = 0
    `,
  );
  shape(
    'receive in the test',
    `
      export async function go() {
        const s = new zmq.Pull();
        let m;
        while ((m = await s.receive())) {
          eval(m[0].toString());
        }
      }
    `,
    `
      PULL go.s [entry go]
        *receive awaited [entry go]
      ?*execute eval ← {received frame <go.s>} [entry go]
    `,
  );
  shape(
    'a socket made in each round',
    `
      for await (const x of process.stdin) {
        const s = new zmq.Push();
        s.connect('tcp://h:1');
        await s.send(x);
        s.close();
      }
    `,
    `
      ?*PUSH s
        ?*connect "tcp://h:1"
        ?*send {other item} awaited
        ?*close
    `,
  );
  shape(
    'an option set in a later round',
    `
      const s = new zmq.Push();
      let first = true;
      for (;;) {
        if (!first) s.linger = 0;
        first = false;
        await s.bind('tcp://*:1');
      }
    `,
    `
      PUSH s
        ?*LINGER = 0
        *bind "tcp://*:1" awaited
    `,
  );
});

describe('exceptions', () => {
  shape(
    'try and catch',
    `
      const s = new zmq.Push();
      try {
        s.curveServer = true;
        await s.bind('tcp://*:1');
      } catch (e) {
        s.close();
      }
    `,
    `
      PUSH s
        CURVE_SERVER = true
        bind "tcp://*:1" awaited
        ?close
    `,
  );
  shape(
    'an option in a try',
    `
      const s = new zmq.Push();
      try {
        s.curveServer = true;
      } catch {}
      await s.bind('tcp://*:1');
    `,
    `
      PUSH s
        CURVE_SERVER = true
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'finally',
    `
      export async function go() {
        const s = new zmq.Push();
        try {
          await s.bind('tcp://*:1');
          return 1;
        } finally {
          s.close();
        }
      }
    `,
    `
      PUSH go.s [entry go]
        bind "tcp://*:1" awaited [entry go]
        close [entry go]
    `,
  );
  shape(
    'a fallback in a catch',
    `
      let a;
      try {
        a = JSON.parse(process.env.C).address;
      } catch {
        a = 'tcp://*:1';
      }
      const s = new zmq.Push();
      await s.bind(a);
    `,
    `
      PUSH s
        bind "tcp://*:1" | {environment process.env.C.address} awaited
    `,
  );
  shape(
    'a retry in a catch',
    `
      const s = new zmq.Push();
      try {
        await s.bind('tcp://*:1');
      } catch {
        await s.bind('tcp://*:2');
      }
    `,
    `
      PUSH s
        bind "tcp://*:1" awaited
        ?bind "tcp://*:2" awaited
    `,
  );
  shape(
    'throwing helpers',
    `
      function must(x) {
        if (!x) throw new Error();
        return x;
      }
      const s = new zmq.Push();
      s.connect(must(process.env.A));
      function never(): never {
        throw new Error();
      }
      if (process.env.B) never();
      s.linger = 0;
    `,
    `
      PUSH s
        connect {environment process.env.A}
        LINGER = 0
    `,
  );
  shape(
    'a request that always closes',
    `
      async function request(url) {
        const s = new zmq.Request();
        try {
          s.connect(url);
          await s.send('x');
          const [m] = await s.receive();
          return JSON.parse(m.toString());
        } finally {
          s.close();
        }
      }
      const r = await request('tcp://h:1');
      eval(r.code);
    `,
    `
      REQ request.s
        connect "tcp://h:1"
        send "x" awaited
        receive awaited
        close
      execute eval ← {received frame.code <request.s>}
    `,
  );
  shape(
    'another socket after a failure',
    `
      export async function client() {
        let s = new zmq.Request();
        s.connect('tcp://h:1');
        for (let i = 0; i < 100; i++) {
          await s.send('x');
          try {
            await s.receive();
          } catch {
            s.close();
            s = new zmq.Request({ linger: 0 });
            s.connect('tcp://h:2');
          }
        }
      }
    `,
    `
      REQ client.s [entry client]
        connect "tcp://h:1" [entry client]
        ?*send "x" awaited [entry client]
        ?*receive awaited [entry client]
        ?*close [entry client]
      ?*REQ client.s [entry client]
        ?*send "x" awaited [entry client]
        ?*receive awaited [entry client]
        ?*close [entry client]
        ?*LINGER = 0 [entry client]
        ?*connect "tcp://h:2" [entry client]
    `,
  );
  shape(
    'another socket after the first',
    `
      let s = new zmq.Push();
      s.connect('tcp://h:1');
      s.close();
      s = new zmq.Push({ linger: 0 });
      s.connect('tcp://h:2');
    `,
    `
      PUSH s
        connect "tcp://h:1"
        close
      PUSH s
        LINGER = 0
        connect "tcp://h:2"
    `,
  );
  shape(
    'using',
    `
      async function go() {
        await using s = new zmq.Push();
        await s.bind('tcp://*:1');
      }
      await go();
    `,
    `
      PUSH go.s
        bind "tcp://*:1" awaited
        close
    `,
  );
});
