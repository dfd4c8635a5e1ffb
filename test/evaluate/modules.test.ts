/** Files: imports one hop and more, re-exports, default exports, CommonJS in both spellings, cycles, what is not there. */
import { describe } from 'vitest';
import { shape } from '../support/evaluate';

describe('names over files', () => {
  shape(
    'a constant',
    {
      '/config.ts': `
        export const ADDRESS = 'tcp://*:1';
        export const PORT = 7;
      `,
      '/main.ts': `
        import * as zmq from 'zeromq';
        import { ADDRESS, PORT as port } from './config';
        const s = new zmq.Push();
        await s.bind(ADDRESS);
        s.connect('tcp://h:' + port);
      `,
    },
    `
      PUSH s
        bind "tcp://*:1" awaited
        connect "tcp://h:7"
    `,
  );
  shape(
    'a config object',
    {
      '/config.ts': `export default { push: { address: 'tcp://*:1', options: { linger: 0 } } };`,
      '/main.ts': `
        import * as zmq from 'zeromq';
        import config from './config';
        const s = new zmq.Push(config.push.options);
        await s.bind(config.push.address);
      `,
    },
    `
      PUSH s
        LINGER = 0
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a namespace',
    {
      '/config.ts': `export const ADDRESS = 'tcp://*:1';`,
      '/main.ts': `
        import * as zmq from 'zeromq';
        import * as config from './config';
        const s = new zmq.Push();
        await s.bind(config.ADDRESS);
        const { ADDRESS } = config;
        s.connect(ADDRESS);
        s.connect(config['ADDRESS']);
      `,
    },
    `
      PUSH s
        bind "tcp://*:1" awaited
        connect "tcp://*:1"
        connect "tcp://*:1"
    `,
  );
  shape(
    'a factory',
    {
      '/make.ts': `
        import { Push } from 'zeromq';
        export function make(port: number) {
          const s = new Push({ linger: 0 });
          s.connect('tcp://h:' + port);
          return s;
        }
      `,
      '/main.ts': `
        import { make } from './make';
        const s = make(7);
        await s.send('x');
      `,
    },
    `
      PUSH make.s
        LINGER = 0
        connect "tcp://h:7"
        send "x" awaited
    `,
  );
  shape(
    'a socket',
    {
      '/socket.ts': `
        import { Push } from 'zeromq';
        export const socket = new Push();
      `,
      '/main.ts': `
        import { socket } from './socket';
        socket.linger = 0;
        await socket.bind('tcp://*:1');
      `,
    },
    `
      PUSH socket kept
        LINGER = 0
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a socket configured by a third file',
    {
      '/socket.ts': `
        import { Push } from 'zeromq';
        export const socket = new Push();
      `,
      '/secure.ts': `
        import { socket } from './socket';
        export function secure() {
          socket.curveServer = true;
        }
      `,
      '/main.ts': `
        import { socket } from './socket';
        import { secure } from './secure';
        secure();
        await socket.bind('tcp://*:1');
      `,
    },
    `
      PUSH socket kept
        CURVE_SERVER = true
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'the order of files does not matter',
    {
      '/main.ts': `
        import { socket } from './socket';
        await socket.bind('tcp://*:1');
      `,
      '/socket.ts': `
        import { Push } from 'zeromq';
        export const socket = new Push();
        socket.linger = 0;
      `,
    },
    `
      PUSH socket kept
        LINGER = 0
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a re-export',
    {
      '/a.ts': `
        export const ADDRESS = 'tcp://*:1';
        export const PORT = 2;
      `,
      '/b.ts': `export { ADDRESS as WHERE, PORT } from './a';`,
      '/main.ts': `
        import * as zmq from 'zeromq';
        import { WHERE, PORT } from './b';
        const s = new zmq.Push();
        await s.bind(WHERE);
        s.connect('tcp://h:' + PORT);
      `,
    },
    `
      PUSH s
        bind "tcp://*:1" awaited
        connect "tcp://h:2"
    `,
  );
  shape(
    'a star',
    {
      '/a.ts': `export const ADDRESS = 'tcp://*:1';`,
      '/b.ts': `export * from './a';`,
      '/c.ts': `
        export * from './b';
        export * from './missing';
      `,
      '/main.ts': `
        import * as zmq from 'zeromq';
        import { ADDRESS, NOTHING } from './c';
        const s = new zmq.Push();
        await s.bind(ADDRESS);
        s.connect(NOTHING);
      `,
    },
    `
      PUSH s
        bind "tcp://*:1" awaited
        connect {import NOTHING}
    `,
  );
  shape(
    'a named star',
    {
      '/a.ts': `export const ADDRESS = 'tcp://*:1';`,
      '/b.ts': `export * as where from './a';`,
      '/main.ts': `
        import * as zmq from 'zeromq';
        import { where } from './b';
        const s = new zmq.Push();
        await s.bind(where.ADDRESS);
      `,
    },
    `
      PUSH s
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'zeromq passed on',
    {
      '/zmq.ts': `
        export * from 'zeromq';
        export { Push as Sender } from 'zeromq';
        export * as lib from 'zeromq';
      `,
      '/main.ts': `
        import { Sender, lib, Pull } from './zmq';
        const a = new Sender();
        a.linger = 0;
        const b = new lib.Pull();
        b.linger = 1;
        const c = new Pull();
        c.linger = 2;
      `,
    },
    `
      PUSH a
        LINGER = 0
      PULL b
        LINGER = 1
      PULL c
        LINGER = 2
    `,
  );
  shape(
    'a default that is a class',
    {
      '/a.ts': `
        import { Push } from 'zeromq';
        export default class {
          s = new Push();
          open() {
            return this.s.bind('tcp://*:1');
          }
        }
      `,
      '/main.ts': `
        import A from './a';
        await new A().open();
      `,
    },
    `
      PUSH default.s kept
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a default that is a function',
    {
      '/a.ts': `
        import { Push } from 'zeromq';
        export default function () {
          return new Push();
        }
      `,
      '/main.ts': `
        import make from './a';
        await make().bind('tcp://*:1');
      `,
    },
    `
      PUSH default
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a dynamic import',
    {
      '/a.ts': `export const ADDRESS = 'tcp://*:1';`,
      '/main.ts': `
        const { Push } = await import('zeromq');
        const { ADDRESS } = await import('./a');
        const s = new Push();
        await s.bind(ADDRESS);
        import('./a').then((a) => s.connect(a.ADDRESS));
      `,
    },
    `
      PUSH s
        bind "tcp://*:1" awaited
        connect "tcp://*:1" [callback]
    `,
  );
  shape(
    'a type import',
    {
      '/main.ts': `
        import type { Push } from 'zeromq';
        import type * as zmq from 'zeromq';
        export async function open(a: Push, b: zmq.Pull) {
          await a.bind('tcp://*:1');
          b.connect('tcp://h:1');
        }
      `,
    },
    `
      PUSH open(a) [entry open]
        unknown origin: the socket comes from elsewhere [entry open]
        bind "tcp://*:1" awaited [entry open]
      PULL open(b) [entry open]
        unknown origin: the socket comes from elsewhere [entry open]
        connect "tcp://h:1" [entry open]
    `,
  );
});

describe('CommonJS', () => {
  shape(
    'exports by name',
    {
      '/a.js': `
        exports.ADDRESS = 'tcp://*:1';
        exports.make = function () {
          const zmq = require('zeromq');
          return new zmq.Push();
        };
      `,
      '/main.js': `
        const { ADDRESS, make } = require('./a');
        const s = make();
        s.bind(ADDRESS);
      `,
    },
    `
      PUSH s
        bind "tcp://*:1" dropped
    `,
  );
  shape(
    'module.exports',
    {
      '/a.js': `
        const zmq = require('zeromq');
        module.exports = { ADDRESS: 'tcp://*:1', make: () => new zmq.Push() };
      `,
      '/main.js': `
        const a = require('./a');
        const s = a.make();
        s.bind(a.ADDRESS);
      `,
    },
    `
      PUSH s
        bind "tcp://*:1" dropped
    `,
  );
  shape(
    'module.exports, then more',
    {
      '/a.js': `
        const zmq = require('zeromq');
        module.exports = function () {
          return new zmq.Push();
        };
        module.exports.ADDRESS = 'tcp://*:1';
      `,
      '/main.js': `
        const make = require('./a');
        make().bind(make.ADDRESS);
      `,
    },
    `
      PUSH 
        bind "tcp://*:1" dropped
    `,
  );
  shape(
    'a class',
    {
      '/a.js': `
        const { Push } = require('zeromq');
        class A {
          constructor() {
            this.s = new Push();
          }
          open() {
            return this.s.bind('tcp://*:1');
          }
        }
        module.exports = A;
      `,
      '/main.js': `
        const A = require('./a');
        new A().open();
      `,
    },
    `
      PUSH A.s kept
        bind "tcp://*:1" returned
    `,
  );
  shape(
    'a class with a base from elsewhere',
    {
      '/base.js': `
        const { Push } = require('zeromq');
        class Base {
          constructor() {
            this.s = new Push();
          }
        }
        module.exports = { Base };
      `,
      '/a.js': `
        const { Base } = require('./base');
        class A extends Base {
          open() {
            return this.s.bind('tcp://*:1');
          }
        }
        module.exports = A;
      `,
      '/main.js': `
        const A = require('./a');
        new A().open();
      `,
    },
    `
      PUSH Base.s kept
        bind "tcp://*:1" returned
    `,
  );
  shape(
    'a subclass of a required socket',
    {
      '/main.js': `
        const zmq = require('zeromq');
        class A extends zmq.Push {
          open() {
            return this.bind('tcp://*:1');
          }
          static shared = new zmq.Pull();
        }
        new A().open();
        A.shared.linger = 0;
      `,
    },
    `
      PULL A.shared kept
        LINGER = 0
      PUSH 
        bind "tcp://*:1" returned
    `,
  );
  shape(
    'ES imports of CommonJS',
    {
      '/a.cjs.js': `
        const zmq = require('zeromq');
        module.exports = { make: () => new zmq.Push() };
      `,
      '/main.ts': `
        import a from './a.cjs.js';
        import { make } from './a.cjs.js';
        a.make().linger = 0;
        make().linger = 1;
      `,
    },
    `
      PUSH make
        LINGER = 0
      PUSH make
        LINGER = 1
    `,
  );
  shape(
    'require of an ES module',
    {
      '/a.ts': `
        import * as zmq from 'zeromq';
        export const make = () => new zmq.Push();
        export default make;
      `,
      '/main.js': `
        const a = require('./a');
        a.make().linger = 0;
        a.default().linger = 1;
        const b = require('./a').default;
        b().linger = 2;
      `,
    },
    `
      PUSH make
        LINGER = 0
      PUSH make
        LINGER = 1
      PUSH make
        LINGER = 2
    `,
  );
  shape(
    'a require inside a function',
    {
      '/a.js': `module.exports.ADDRESS = 'tcp://*:1';`,
      '/main.js': `
        function open() {
          const zmq = require('zeromq');
          const s = new zmq.Push();
          s.bind(require('./a').ADDRESS);
        }
        open();
      `,
    },
    `
      PUSH open.s
        bind "tcp://*:1" dropped
    `,
  );
  shape(
    'a computed require',
    {
      '/main.js': `
        const name = 'zero' + 'mq';
        const zmq = require(name);
        const s = new zmq.Push();
        s.linger = 0;
      `,
    },
    `
      PUSH s
        LINGER = 0
    `,
  );
  shape(
    'a member of require',
    {
      '/main.js': `
        const Push = require('zeromq').Push;
        const s = new Push();
        s.linger = 0;
        const t = require('zeromq').Pull;
        new t().close();
      `,
    },
    `
      PUSH s
        LINGER = 0
      PULL 
        close
    `,
  );
});

describe('what goes wrong', () => {
  shape(
    'a cycle of imports',
    {
      '/a.ts': `
        import { b } from './b';
        import { Push } from 'zeromq';
        export const ADDRESS = 'tcp://*:1';
        export function a() {
          return new Push();
        }
        b();
      `,
      '/b.ts': `
        import { a, ADDRESS } from './a';
        export function b() {
          const s = a();
          s.connect(ADDRESS);
        }
        export async function c() {
          await a().bind(ADDRESS);
        }
      `,
    },
    `
      PUSH b.s
        connect "tcp://*:1"
      PUSH a [entry c]
        bind "tcp://*:1" awaited [entry c]
    `,
  );
  shape(
    'a cycle of classes',
    {
      '/a.ts': `
        import { B } from './b';
        export class A {
          make() {
            return new B();
          }
        }
      `,
      '/b.ts': `
        import { A } from './a';
        import { Push } from 'zeromq';
        export class B extends A {
          s = new Push();
          open() {
            return this.s.bind('tcp://*:1');
          }
        }
        new B().make().open();
      `,
    },
    `
      PUSH B.s kept
        bind "tcp://*:1" returned [method B.open]
      PUSH B.s kept [method B.make]
        bind "tcp://*:1" returned [method B.open]
    `,
  );
  shape(
    'a star of itself',
    {
      '/a.ts': `
        export * from './a';
        export const X = 1;
      `,
      '/main.ts': `
        import * as zmq from 'zeromq';
        import { X, Y } from './a';
        const s = new zmq.Push({ linger: X, backlog: Y });
      `,
    },
    `
      PUSH s
        LINGER = 1
        BACKLOG = {import Y}
    `,
  );
  shape(
    'a cycle of stars',
    {
      '/a.ts': `export * from './b';`,
      '/b.ts': `
        export * from './a';
        export const X = 1;
      `,
      '/main.ts': `
        import * as zmq from 'zeromq';
        import { X, Y } from './a';
        const s = new zmq.Push({ linger: X, backlog: Y });
      `,
    },
    `
      PUSH s
        LINGER = 1
        BACKLOG = {import Y}
    `,
  );
  shape(
    'an import of itself',
    {
      '/a.ts': `
        import * as self from './a';
        import * as zmq from 'zeromq';
        export const s = new zmq.Push();
        self.s.linger = 0;
      `,
    },
    `
      PUSH s kept
        LINGER = 0
    `,
  );
  shape(
    'a name that is not exported',
    {
      '/a.ts': `const ADDRESS = 'tcp://*:1';`,
      '/main.ts': `
        import * as zmq from 'zeromq';
        import { ADDRESS } from './a';
        const s = new zmq.Push();
        s.connect(ADDRESS);
      `,
    },
    `
      PUSH s
        connect {import ADDRESS}
    `,
  );
});
