/** What an endpoint or option is worth: constants, text, alternatives, defaults, what stays unknown and why. */
import { describe } from 'vitest';
import { shape } from '../support/evaluate';

describe('constants and text', () => {
  shape(
    'a literal',
    `
      const s = new zmq.Push();
      await s.bind('tcp://*:5555');
    `,
    `
      PUSH s
        bind "tcp://*:5555" awaited
    `,
  );
  shape(
    'a constant',
    `
      const ADDRESS = 'tcp://*:5555';
      const s = new zmq.Push();
      await s.bind(ADDRESS);
    `,
    `
      PUSH s
        bind "tcp://*:5555" awaited
    `,
  );
  shape(
    'a constant declared after the function that uses it',
    `
      async function main() {
        const s = new zmq.Push();
        await s.bind(ADDRESS);
      }
      const ADDRESS = 'tcp://*:5555';
      main();
    `,
    `
      PUSH main.s
        bind "tcp://*:5555" awaited
    `,
  );
  shape(
    'template with constants',
    `
      const PORT = 5555,
        HOST = '0.0.0.0';
      const s = new zmq.Push();
      await s.bind(\`tcp://\${HOST}:\${PORT}\`);
    `,
    `
      PUSH s
        bind "tcp://0.0.0.0:5555" awaited
    `,
  );
  shape(
    'template with a piece from the environment',
    `
      const s = new zmq.Push();
      s.connect(\`tcp://\${process.env.HOST}:5555\`);
    `,
    `
      PUSH s
        connect "tcp://{environment process.env.HOST}:5555"
    `,
  );
  shape(
    'concatenation',
    `
      const port = 5555;
      const s = new zmq.Push();
      s.connect('tcp://' + 'host' + ':' + port);
    `,
    `
      PUSH s
        connect "tcp://host:5555"
    `,
  );
  shape(
    'sums before text',
    `
      const s = new zmq.Push();
      s.connect('tcp://host:' + (5000 + 55));
    `,
    `
      PUSH s
        connect "tcp://host:5055"
    `,
  );
  shape(
    'appended in steps',
    `
      let a = 'tcp://';
      a += '*';
      a += ':' + 1;
      const s = new zmq.Push();
      s.connect(a);
    `,
    `
      PUSH s
        connect "tcp://*:1"
    `,
  );
  shape(
    'an enum',
    `
      enum Port {
        A = 5555,
        B,
      }
      const s = new zmq.Push();
      s.connect(\`tcp://h:\${Port.B}\`);
    `,
    `
      PUSH s
        connect "tcp://h:5556"
    `,
  );
  shape(
    'a constant object',
    `
      const config = { host: 'h', port: 1 } as const;
      const s = new zmq.Push();
      s.connect(\`tcp://\${config.host}:\${config['port']}\`);
    `,
    `
      PUSH s
        connect "tcp://h:1"
    `,
  );
  shape(
    'a list by index',
    `
      const ports = [1, 2];
      const s = new zmq.Push();
      s.connect('tcp://h:' + ports[1]);
    `,
    `
      PUSH s
        connect "tcp://h:2"
    `,
  );
  shape(
    'a list by an unknown index',
    `
      const ports = [1, 2];
      const s = new zmq.Push();
      s.connect('tcp://h:' + ports[Math.random()]);
    `,
    `
      PUSH s
        connect "tcp://h:1" | "tcp://h:2"
    `,
  );
  shape(
    'destructured',
    `
      const { host, port = 7, ...more } = { host: 'h', path: 'p' };
      const [a, b = 8] = [6];
      const s = new zmq.Push();
      s.connect(\`tcp://\${host}:\${port}:\${a}:\${b}:\${more.path}\`);
    `,
    `
      PUSH s
        connect "tcp://h:7:6:8:p"
    `,
  );
  shape(
    'text methods',
    `
      const s = new zmq.Push();
      s.connect(['tcp:/', 'h:1'].join('/'));
      s.connect(' tcp://h:1 '.trim());
      s.connect('tcp://HOST:1'.replace('HOST', 'h'));
      s.connect('TCP://H:1'.toLowerCase());
      s.connect('tcp://'.concat('h:1'));
    `,
    `
      PUSH s
        connect "tcp://h:1"
        connect "tcp://h:1"
        connect "tcp://h:1"
        connect "tcp://h:1"
        connect "tcp://h:1"
    `,
  );
  shape(
    'numbers',
    `
      const s = new zmq.Push();
      s.linger = -1;
      s.sendTimeout = 2 ** 10;
      s.backlog = 10 * 10 - 1;
      s.sendHighWaterMark = 1 << 4;
      s.receiveTimeout = ~~7;
    `,
    `
      PUSH s
        LINGER = -1
        SNDTIMEO = 1024
        BACKLOG = 99
        SNDHWM = 16
        RCVTIMEO = 7
    `,
  );
  shape(
    'an assignment as a value',
    `
      let a;
      const s = new zmq.Push();
      s.connect((a = 'tcp://h:1'));
      s.connect(a);
    `,
    `
      PUSH s
        connect "tcp://h:1"
        connect "tcp://h:1"
    `,
  );
  shape(
    'a comma',
    `
      const s = new zmq.Push();
      s.connect((0, 'tcp://h:1'));
    `,
    `
      PUSH s
        connect "tcp://h:1"
    `,
  );
  shape(
    'an IIFE',
    `
      const s = new zmq.Push();
      s.connect((() => 'tcp://h:1')());
    `,
    `
      PUSH s
        connect "tcp://h:1"
    `,
  );
  shape(
    'a variable that changes',
    `
      let a = 'tcp://h:1';
      const s = new zmq.Push();
      s.connect(a);
      a = 'tcp://h:2';
      s.connect(a);
    `,
    `
      PUSH s
        connect "tcp://h:1"
        connect "tcp://h:2"
    `,
  );
  shape(
    'a counter',
    `
      let port = 5000;
      const a = new zmq.Push(),
        b = new zmq.Push();
      a.connect('tcp://h:' + port++);
      b.connect('tcp://h:' + ++port);
    `,
    `
      PUSH a
        connect "tcp://h:5000"
      PUSH b
        connect "tcp://h:5002"
    `,
  );
  shape(
    'a variable written by a function that runs later',
    `
      let a = 'tcp://h:1';
      export function set(x) {
        a = 'tcp://h:2';
      }
      export function go() {
        const s = new zmq.Push();
        s.connect(a);
      }
    `,
    `
      PUSH go.s [entry go]
        connect "tcp://h:2" | "tcp://h:1" [entry go]
    `,
  );
  shape(
    'ends with the unknown',
    `
      export const go = (host, port) => {
        const s = new zmq.Push();
        s.connect('tcp://' + host + ':' + port);
      };
    `,
    `
      PUSH go.s [entry go]
        connect "tcp://{parameter host}:{parameter port}" [entry go]
    `,
  );
  shape(
    'typed constant',
    `
      const a: string = 'tcp://h:1';
      const s = new zmq.Push();
      s.connect(a!);
      s.connect(<string>a);
      s.connect(a satisfies string);
    `,
    `
      PUSH s
        connect "tcp://h:1"
        connect "tcp://h:1"
        connect "tcp://h:1"
    `,
  );
});

describe('alternatives and defaults', () => {
  shape(
    'a ternary',
    `
      const s = new zmq.Push();
      s.connect(process.env.PROD ? 'tcp://a:1' : 'ipc://b');
    `,
    `
      PUSH s
        connect "tcp://a:1" | "ipc://b"
    `,
  );
  shape(
    'a ternary in a template',
    `
      const s = new zmq.Push();
      s.connect(\`tcp://\${process.env.PROD ? 'a' : 'b'}:1\`);
    `,
    `
      PUSH s
        connect "tcp://a:1" | "tcp://b:1"
    `,
  );
  shape(
    'a ternary that is known',
    `
      const LOCAL = true;
      const s = new zmq.Push();
      s.connect(LOCAL ? 'ipc://a' : 'tcp://*:1');
    `,
    `
      PUSH s
        connect "ipc://a"
    `,
  );
  shape(
    'a ternary on a variable that others write',
    `
      let local = true;
      export function set(x) {
        local = x;
      }
      const s = new zmq.Push();
      s.connect(local ? 'ipc://a' : 'tcp://b:1');
    `,
    `
      PUSH s
        connect "ipc://a" | "tcp://b:1"
    `,
  );
  shape(
    'or',
    `
      const s = new zmq.Push();
      s.connect(process.env.ADDRESS || 'tcp://h:1');
    `,
    `
      PUSH s
        connect {environment process.env.ADDRESS} | "tcp://h:1"
    `,
  );
  shape(
    'nullish',
    `
      const s = new zmq.Push();
      s.connect(process.env.ADDRESS ?? 'tcp://h:1');
    `,
    `
      PUSH s
        connect {environment process.env.ADDRESS} | "tcp://h:1"
    `,
  );
  shape(
    'nullish on something that is there',
    `
      const s = new zmq.Push();
      s.connect('a' ?? 'b');
    `,
    `
      PUSH s
        connect "a"
    `,
  );
  shape(
    'or on empty text',
    `
      const s = new zmq.Push();
      s.connect('' || 'b');
    `,
    `
      PUSH s
        connect "b"
    `,
  );
  shape(
    'or keeps no zero',
    `
      const s = new zmq.Push();
      s.sendHighWaterMark = 0 || 1000;
      s.linger = Number(process.env.LINGER) || 5;
    `,
    `
      PUSH s
        SNDHWM = 1000
        LINGER = {environment process.env.LINGER} | 5
    `,
  );
  shape(
    'logical assignment',
    `
      let a;
      a ??= 'tcp://h:1';
      let b = 'x';
      b ||= 'y';
      let c = 'x';
      c &&= 'z';
      const s = new zmq.Push();
      s.connect(a);
      s.connect(b);
      s.connect(c);
    `,
    `
      PUSH s
        connect "tcp://h:1"
        connect "x"
        connect "z"
    `,
  );
  shape(
    'default parameter used',
    `
      function make(a = 'tcp://h:1') {
        const s = new zmq.Push();
        s.connect(a);
      }
      make();
    `,
    `
      PUSH make.s
        connect "tcp://h:1"
    `,
  );
  shape(
    'default parameter overridden',
    `
      function make(a = 'tcp://h:1') {
        const s = new zmq.Push();
        s.connect(a);
      }
      make('tcp://h:2');
    `,
    `
      PUSH make.s
        connect "tcp://h:2"
    `,
  );
  shape(
    'default parameter of an entry',
    `
      export function make(a = 'tcp://h:1') {
        const s = new zmq.Push();
        s.connect(a);
      }
    `,
    `
      PUSH make.s [entry make]
        connect {parameter a} | "tcp://h:1" [entry make]
    `,
  );
  shape(
    'default in a pattern',
    `
      function make({ port = 1, host } = {}) {
        const s = new zmq.Push();
        s.connect('tcp://' + host + ':' + port);
      }
      make({ host: 'h' });
    `,
    `
      PUSH make.s
        connect "tcp://h:1"
    `,
  );
  shape(
    'set in both arms',
    `
      let a;
      if (process.env.A) a = 'tcp://a:1';
      else a = 'tcp://b:1';
      const s = new zmq.Push();
      s.connect(a);
    `,
    `
      PUSH s
        connect "tcp://a:1" | "tcp://b:1"
    `,
  );
  shape(
    'set in one arm',
    `
      let a = 'tcp://a:1';
      if (process.env.A) a = 'tcp://b:1';
      const s = new zmq.Push();
      s.connect(a);
    `,
    `
      PUSH s
        connect "tcp://b:1" | "tcp://a:1"
    `,
  );
  shape(
    'set in a known arm',
    `
      const DEV = false;
      let a = 'tcp://a:1';
      if (DEV) a = 'tcp://b:1';
      const s = new zmq.Push();
      s.connect(a);
    `,
    `
      PUSH s
        connect "tcp://a:1"
    `,
  );
  shape(
    'switch',
    `
      let a;
      switch (process.env.MODE) {
        case 'a':
          a = 'tcp://a:1';
          break;
        case 'b':
          a = 'tcp://b:1';
          break;
        default:
          a = 'ipc://c';
      }
      const s = new zmq.Push();
      s.connect(a);
    `,
    `
      PUSH s
        connect "tcp://a:1" | "tcp://b:1" | "ipc://c"
    `,
  );
  shape(
    'switch that falls through',
    `
      let a = 'x';
      switch (process.env.MODE) {
        case 'a':
          a = 'y';
        case 'b':
          a += 'z';
      }
      const s = new zmq.Push();
      s.connect(a);
    `,
    `
      PUSH s
        connect "yz" | "xz" | "x"
    `,
  );
  shape(
    'switch on a constant',
    `
      const MODE: string = 'b';
      let a;
      switch (MODE) {
        case 'a':
          a = 'tcp://a:1';
          break;
        case 'b':
          a = 'tcp://b:1';
          break;
      }
      const s = new zmq.Push();
      s.connect(a);
    `,
    `
      PUSH s
        connect "tcp://b:1"
    `,
  );
  shape(
    'optional chaining',
    `
      const c = { a: { b: 'tcp://h:1' } };
      const s = new zmq.Push();
      s?.connect(c?.a?.b);
      let n = null;
      n?.connect('x');
    `,
    `
      PUSH s
        connect "tcp://h:1"
    `,
  );
  shape(
    'a table by a key that is not known',
    `
      const table = { dev: 'ipc://a', prod: 'tcp://h:1' };
      const s = new zmq.Push();
      s.connect(table[process.env.NODE_ENV]);
    `,
    `
      PUSH s
        connect "ipc://a" | "tcp://h:1" | {other item}
    `,
  );
  shape(
    'more alternatives than anybody reads',
    `
      const x = process.env.X;
      const p =
        x == 1
          ? 1
          : x == 2
            ? 2
            : x == 3
              ? 3
              : x == 4
                ? 4
                : x == 5
                  ? 5
                  : x == 6
                    ? 6
                    : x == 7
                      ? 7
                      : x == 8
                        ? 8
                        : x == 9
                          ? 9
                          : x == 10
                            ? 10
                            : x == 11
                              ? 11
                              : x == 12
                                ? 12
                                : 13;
      const s = new zmq.Push();
      s.connect('tcp://h:' + p);
    `,
    `
      PUSH s
        connect "tcp://h:{limit}"
    `,
  );
});

describe('what is not known, and why', () => {
  shape(
    'arguments and the environment',
    `
      const s = new zmq.Push();
      s.connect(process.argv[2]);
      s.connect(process.env['ADDRESS']);
      const { HOST } = process.env;
      s.connect(HOST);
      const [, , third] = process.argv;
      s.connect(third);
    `,
    `
      PUSH s
        connect {argument process.argv[2]}
        connect {environment process.env.ADDRESS}
        connect {environment process.env.HOST}
        connect {argument process.argv[2]}
    `,
  );
  shape(
    'configuration',
    `
      import config from 'config';
      import * as zmq from 'zeromq';
      import { readFileSync } from 'node:fs';
      const s = new zmq.Push();
      s.connect(config.get('a.b'));
      s.connect(JSON.parse(readFileSync('c.json', 'utf8')).address);
    `,
    `
      PUSH s
        connect {configuration config.get}
        connect {configuration c.json.address}
    `,
  );
  shape(
    'numbers from text',
    `
      const s = new zmq.Push();
      s.sendHighWaterMark = Number(process.env.HWM);
      s.receiveTimeout = parseInt(process.env.T, 10);
      s.linger = +process.env.L;
    `,
    `
      PUSH s
        SNDHWM = {environment process.env.HWM as number or NaN}
        RCVTIMEO = {environment process.env.T as number or NaN}
        LINGER = {environment process.env.L as number or NaN}
    `,
  );
  shape(
    'tested numbers',
    `
      const hwm = Number(process.env.HWM);
      if (Number.isInteger(hwm)) {
        const s = new zmq.Push();
        s.sendHighWaterMark = hwm;
      }
    `,
    `
      ?PUSH s
        ?SNDHWM = {environment process.env.HWM}
    `,
  );
  shape(
    'an import nobody has',
    `
      import * as zmq from 'zeromq';
      import { ADDRESS } from './missing';
      const s = new zmq.Push();
      s.connect(ADDRESS);
    `,
    `
      PUSH s
        connect {import ./missing.ADDRESS}
    `,
  );
  shape(
    'a call of something outside',
    `
      import * as zmq from 'zeromq';
      import { lookup } from 'other';
      const s = new zmq.Push();
      s.connect(lookup('x'));
      s.connect(\`tcp://\${await lookup('x')}:1\`);
    `,
    `
      PUSH s
        connect {call other.lookup}
        connect "tcp://{call other.lookup}:1"
    `,
  );
});
