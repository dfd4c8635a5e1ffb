/** Classes: fields over methods in any order, constructors, inheritance, wrappers, accessors, statics, prototypes. */
import { describe } from 'vitest';
import { shape } from '../support/evaluate';

describe('fields and methods', () => {
  shape(
    'a field initialised in place',
    `
      class A {
        private s = new zmq.Push();
        async start() {
          await this.s.bind('tcp://*:1');
        }
      }
      new A().start();
    `,
    `
      PUSH A.s kept
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a field set by the constructor',
    `
      class A {
        constructor(port) {
          this.s = new zmq.Push();
          this.port = port;
        }
        start() {
          return this.s.bind('tcp://*:' + this.port);
        }
      }
      new A(5).start();
    `,
    `
      PUSH A.s kept
        bind "tcp://*:5" returned
    `,
  );
  shape(
    'methods above the constructor',
    `
      class A {
        start() {
          this.s.linger = 0;
          return this.s.bind(this.address);
        }
        constructor() {
          this.address = 'tcp://*:1';
          this.s = new zmq.Push();
        }
      }
      export const a = new A();
    `,
    `
      PUSH A.s kept
        LINGER = 0 [method A.start]
        bind "tcp://*:1" returned [method A.start]
    `,
  );
  shape(
    'a field set by one method and used by another',
    `
      export class A {
        s = null;
        open() {
          this.s = new zmq.Push();
        }
        async go() {
          await this.s.bind('tcp://*:1');
        }
        close() {
          this.s?.close();
        }
      }
    `,
    `
      PUSH A.s kept [method A.open]
        bind "tcp://*:1" awaited [method A.go]
        close [method A.close]
    `,
  );
  shape(
    'a field set by a method below',
    `
      export class A {
        private s?: zmq.Push;
        async go() {
          this.s.linger = 0;
          await this.s.bind('tcp://*:1');
        }
        open() {
          this.s = new zmq.Push();
        }
      }
    `,
    `
      PUSH A.s kept [method A.open]
        LINGER = 0 [method A.go]
        bind "tcp://*:1" awaited [method A.go]
    `,
  );
  shape(
    'a declared field that nobody sets',
    `
      export class A {
        private s!: zmq.Push;
        async go() {
          await this.s.bind('tcp://*:1');
        }
      }
    `,
    `
      PUSH A.s [method A.go]
        unknown origin: the socket comes from elsewhere [method A.go]
        bind "tcp://*:1" awaited [method A.go]
    `,
  );
  shape(
    'parameter properties',
    `
      class A {
        constructor(
          private readonly s: zmq.Push,
          private address = 'tcp://*:1',
        ) {}
        go() {
          return this.s.bind(this.address);
        }
      }
      new A(new zmq.Push()).go();
    `,
    `
      PUSH 
        bind "tcp://*:1" returned
    `,
  );
  shape(
    'private names',
    `
      class A {
        #s = new zmq.Push();
        #go() {
          return this.#s.bind('tcp://*:1');
        }
        start() {
          return this.#go();
        }
      }
      new A().start();
    `,
    `
      PUSH A.#s kept
        bind "tcp://*:1" returned
    `,
  );
  shape(
    'an accessor',
    `
      class A {
        _s = new zmq.Push();
        get socket() {
          return this._s;
        }
        set level(v) {
          this._s.sendHighWaterMark = v;
        }
      }
      const a = new A();
      a.socket.linger = 0;
      a.level = 7;
    `,
    `
      PUSH A._s kept
        LINGER = 0
        SNDHWM = {parameter v} [method A.level]
    `,
  );
  shape(
    'a lazy accessor',
    `
      class A {
        get socket() {
          if (!this._s) {
            this._s = new zmq.Push();
            this._s.linger = 0;
          }
          return this._s;
        }
        go() {
          return this.socket.bind('tcp://*:1');
        }
      }
      export const a = new A();
    `,
    `
      ?PUSH A._s kept [method A.go]
        ?LINGER = 0 [method A.go]
        bind "tcp://*:1" returned [method A.go]
    `,
  );
  shape(
    'arrow fields',
    `
      class A {
        s = new zmq.Push();
        go = async () => {
          await this.s.bind('tcp://*:1');
        };
      }
      new A().go();
    `,
    `
      PUSH A.s kept
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'bound methods',
    `
      class A {
        s = new zmq.Push();
        constructor() {
          this.go = this.go.bind(this);
        }
        async go() {
          await this.s.bind('tcp://*:1');
        }
      }
      const { go } = new A();
      go();
    `,
    `
      PUSH A.s kept
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'static members',
    `
      class A {
        static s = new zmq.Push();
        static address = 'tcp://*:1';
        static open() {
          return A.s.bind(A.address);
        }
        static {
          A.s.linger = 0;
        }
      }
      await A.open();
    `,
    `
      PUSH A.s kept
        LINGER = 0
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a singleton',
    `
      class A {
        static #instance;
        s = new zmq.Push();
        static get() {
          if (!A.#instance) A.#instance = new A();
          return A.#instance;
        }
      }
      A.get().s.linger = 0;
      await A.get().s.bind('tcp://*:1');
    `,
    `
      ?PUSH A.s kept
        LINGER = 0
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'two instances with two endpoints',
    `
      class A {
        constructor(address) {
          this.s = new zmq.Push();
          this.address = address;
        }
        go() {
          return this.s.bind(this.address);
        }
      }
      const a = new A('tcp://*:1'),
        b = new A('ipc://b');
      await a.go();
      await b.go();
      b.s.linger = 0;
    `,
    `
      PUSH A.s kept
        bind "tcp://*:1" awaited
      PUSH A.s kept
        bind "ipc://b" awaited
        LINGER = 0
    `,
  );
  shape(
    'instances made in a loop',
    `
      class A {
        constructor(p) {
          this.s = new zmq.Push();
          this.s.connect('tcp://h:' + p);
        }
      }
      const all = [];
      for (const p of [1, 2]) all.push(new A(p));
      for (const a of all) a.s.linger = 0;
    `,
    `
      PUSH A.s kept
        connect "tcp://h:1"
        ?*LINGER = 0
      PUSH A.s kept
        connect "tcp://h:2"
        ?*LINGER = 0
    `,
  );
  shape(
    'a class that nobody makes',
    `
      export class A {
        constructor(address, options) {
          this.s = new zmq.Push(options);
          this.address = address;
        }
        async go() {
          await this.s.bind(this.address);
        }
      }
    `,
    `
      PUSH A.s kept [entry A]
        unknown options: the options come from something not known [entry A]
        bind {parameter address} awaited [method A.go]
    `,
  );
  shape(
    'a class with a default address',
    `
      export class A {
        constructor(address = 'tcp://*:1') {
          this.s = new zmq.Push();
          this.address = address;
        }
        async go() {
          await this.s.bind(this.address);
        }
      }
    `,
    `
      PUSH A.s kept [entry A]
        bind {parameter address} | "tcp://*:1" awaited [method A.go]
    `,
  );
  shape(
    'an object with methods',
    `
      const server = {
        s: null,
        open() {
          this.s = new zmq.Push();
        },
        async go() {
          await this.s.bind('tcp://*:1');
        },
      };
      server.open();
      server.go();
    `,
    `
      PUSH open.s kept
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'an object with methods that is exported',
    `
      export const server = {
        s: new zmq.Push(),
        async go() {
          await this.s.bind('tcp://*:1');
        },
        async stop() {
          this.s.close();
        },
      };
    `,
    `
      PUSH server.s kept
        bind "tcp://*:1" awaited [entry go]
        close [entry stop]
    `,
  );
  shape(
    'a class expression',
    `
      const A = class {
        s = new zmq.Push();
        go() {
          return this.s.bind('tcp://*:1');
        }
      };
      new A().go();
    `,
    `
      PUSH A.s kept
        bind "tcp://*:1" returned
    `,
  );
  shape(
    'a typed field that is set when it is needed',
    `
      class A {
        private pub!: zmq.Publisher;
        private readonly endpoint: string;
        constructor(private readonly config: { host: string; port: number }) {
          this.endpoint = \`tcp://\${config.host}:\${config.port}\`;
        }
        async init() {
          this.pub = new zmq.Publisher();
          await this.pub.bind(this.endpoint);
        }
        async publish(x) {
          if (!this.pub) await this.init();
          await this.pub.send(x);
        }
      }
      const a = new A({ host: '0.0.0.0', port: 5 });
      await a.publish('x');
    `,
    `
      ?PUB A.pub kept
        ?bind "tcp://0.0.0.0:5" awaited
        send "x" awaited
    `,
  );
  shape(
    'an accessor that makes it once',
    `
      export class A {
        #s?: zmq.Push;
        get s() {
          return (this.#s ??= new zmq.Push({ linger: 0 }));
        }
        async go() {
          await this.s.bind('tcp://*:1');
        }
      }
    `,
    `
      ?PUSH A.#s kept [method A.go]
        ?LINGER = 0 [method A.go]
        bind "tcp://*:1" awaited [method A.go]
    `,
  );
  shape(
    'options merged with defaults',
    `
      class A {
        constructor(o = {}) {
          this.o = { hwm: 1000, ...o };
        }
        open() {
          const s = new zmq.Push({ sendHighWaterMark: this.o.hwm });
          s.connect('tcp://h:1');
        }
      }
      new A({ hwm: 0 }).open();
      new A().open();
    `,
    `
      PUSH A.open.s
        SNDHWM = 0
        connect "tcp://h:1"
      PUSH A.open.s
        SNDHWM = 1000
        connect "tcp://h:1"
    `,
  );
  shape(
    'a method on a helper object',
    `
      class Options {
        constructor(x) {
          this.linger = x;
        }
      }
      const s = new zmq.Push(new Options(4));
    `,
    `
      PUSH s
        LINGER = 4
    `,
  );
});

describe('inheritance', () => {
  shape(
    'a subclass of a socket',
    `
      class Secure extends zmq.Push {
        constructor(key) {
          super({ linger: 0 });
          this.curveServer = true;
          this.curveSecretKey = key;
        }
        async open() {
          await this.bind('tcp://*:1');
        }
      }
      const s = new Secure('k');
      await s.open();
      s.backlog = 3;
    `,
    `
      PUSH Secure.constructor
        LINGER = 0
        CURVE_SERVER = true
        CURVE_SECRETKEY = "k"
        bind "tcp://*:1" awaited
        BACKLOG = 3
    `,
  );
  shape(
    'a subclass without a constructor',
    `
      class Mine extends zmq.Push {
        extra = 1;
      }
      const s = new Mine({ linger: 0 });
      await s.bind('tcp://*:1');
    `,
    `
      PUSH s
        LINGER = 0
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a subclass of a subclass',
    `
      class A extends zmq.Push {
        linger = 0;
      }
      class B extends A {
        async open() {
          await super.bind('tcp://*:1');
        }
        async send(m) {
          await super.send(m);
        }
      }
      const b = new B();
      await b.open();
      await b.send('x');
    `,
    `
      PUSH b
        bind "tcp://*:1" awaited
        send "x" awaited
    `,
  );
  shape(
    'a base class that binds and a subclass that receives',
    `
      abstract class Base {
        protected s;
        constructor(s, address) {
          this.s = s;
          this.address = address;
        }
        async open() {
          await this.s.bind(this.address);
        }
      }
      class Sub extends Base {
        constructor() {
          super(new zmq.Pull(), 'tcp://*:1');
        }
        async run() {
          for await (const [m] of this.s) console.log(m);
        }
      }
      const x = new Sub();
      await x.open();
      await x.run();
    `,
    `
      PULL Sub.constructor kept
        bind "tcp://*:1" awaited
        *receives awaited
    `,
  );
  shape(
    'an abstract method called by the base',
    `
      abstract class Base {
        async open() {
          this.s = this.make();
          await this.s.bind('tcp://*:1');
        }
        abstract make();
      }
      class Sub extends Base {
        make() {
          return new zmq.Pull({ linger: 0 });
        }
      }
      new Sub().open();
    `,
    `
      PULL Base.s kept
        LINGER = 0
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'an overridden method',
    `
      class Base {
        s = new zmq.Push();
        secure() {}
        async open() {
          this.secure();
          await this.s.bind('tcp://*:1');
        }
      }
      class Sub extends Base {
        secure() {
          super.secure();
          this.s.curveServer = true;
        }
      }
      new Sub().open();
      new Base().open();
    `,
    `
      PUSH Base.s kept
        CURVE_SERVER = true
        bind "tcp://*:1" awaited
      PUSH Base.s kept
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'a base class that is not known',
    `
      import * as zmq from 'zeromq';
      import { Base } from 'other';
      export class Sub extends Base {
        s = new zmq.Push();
        async go() {
          await this.s.bind('tcp://*:1');
          this.helper(this.s);
        }
      }
    `,
    `
      PUSH Sub.s kept [entry Sub]
        bind "tcp://*:1" awaited [method Sub.go]
    `,
  );
  shape(
    'an event emitter',
    `
      import * as zmq from 'zeromq';
      import { EventEmitter } from 'events';
      class Sub extends EventEmitter {
        constructor() {
          super();
          this.s = new zmq.Pull();
          this.on('open', () => this.open());
        }
        async open() {
          await this.s.bind('tcp://*:1');
          this.emit('opened');
        }
      }
      new Sub().open();
    `,
    `
      PULL Sub.s kept
        bind "tcp://*:1" awaited
        bind "tcp://*:1" awaited [callback]
    `,
  );
  shape(
    'a mixin',
    `
      const Secure = (Base) =>
        class extends Base {
          secure() {
            this.s.curveServer = true;
          }
        };
      class Plain {
        s = new zmq.Push();
      }
      class Both extends Secure(Plain) {}
      const b = new Both();
      b.secure();
      await b.s.bind('tcp://*:1');
    `,
    `
      PUSH Plain.s kept
        CURVE_SERVER = true
        bind "tcp://*:1" awaited
    `,
  );
  shape(
    'prototypes',
    `
      function Foo(address) {
        this.s = new zmq.Push();
        this.address = address;
      }
      Foo.prototype.start = async function () {
        await this.s.bind(this.address);
      };
      Foo.prototype.stop = function () {
        this.s.close();
      };
      const f = new Foo('tcp://*:1');
      f.start();
    `,
    `
      PUSH Foo.s kept
        bind "tcp://*:1" awaited
        close [method]
    `,
  );
  shape(
    'prototypes that nobody makes',
    `
      function Foo(address) {
        this.s = new zmq.Push();
        this.address = address;
      }
      Foo.prototype.start = async function () {
        await this.s.bind(this.address);
      };
      module.exports = Foo;
    `,
    `
      PUSH Foo.s kept [entry Foo]
        bind {parameter address} awaited [method]
    `,
  );
  shape(
    'a prototype object',
    `
      function Foo() {
        this.s = new zmq.Push();
      }
      Foo.prototype = {
        start() {
          return this.s.bind('tcp://*:1');
        },
      };
      new Foo().start();
    `,
    `
      PUSH Foo.s kept
        bind "tcp://*:1" returned
    `,
  );
  shape(
    'util.inherits',
    `
      const zmq = require('zeromq');
      const util = require('util');
      const EventEmitter = require('events');
      function Foo() {
        EventEmitter.call(this);
        this.s = new zmq.Push();
      }
      util.inherits(Foo, EventEmitter);
      Foo.prototype.start = function () {
        return this.s.bind('tcp://*:1');
      };
      new Foo().start();
    `,
    `
      PUSH Foo.s kept
        bind "tcp://*:1" returned
    `,
  );
  shape(
    'inherits from a function of the program',
    `
      const zmq = require('zeromq');
      const util = require('util');
      function Base() {
        this.s = new zmq.Push();
      }
      Base.prototype.open = function () {
        return this.s.bind('tcp://*:1');
      };
      function Foo() {
        Base.call(this);
        this.s.linger = 0;
      }
      util.inherits(Foo, Base);
      new Foo().open();
    `,
    `
      PUSH Base.s kept
        LINGER = 0
        bind "tcp://*:1" returned
    `,
  );
  shape(
    'Object.create',
    `
      function Base() {
        this.s = new zmq.Push();
      }
      Base.prototype.open = function () {
        return this.s.bind('tcp://*:1');
      };
      function Foo() {
        Base.call(this);
      }
      Foo.prototype = Object.create(Base.prototype);
      Foo.prototype.constructor = Foo;
      new Foo().open();
    `,
    `
      PUSH Base.s kept
        bind "tcp://*:1" returned
    `,
  );
});

describe('over files', () => {
  shape(
    'a base class in another file',
    {
      '/base.ts': `
        export abstract class Base {
          constructor(
            protected s,
            private address: string,
          ) {}
          async open() {
            await this.s.bind(this.address);
          }
        }
      `,
      '/sub.ts': `
        import { Pull } from 'zeromq';
        import { Base } from './base';
        export class Sub extends Base {
          constructor() {
            super(new Pull(), 'tcp://*:1');
          }
          async run() {
            for await (const [m] of this.s) eval(m.toString());
          }
        }
      `,
    },
    `
      PULL Sub.constructor [entry Sub]
        *receives awaited [method Sub.run]
        bind "tcp://*:1" awaited [method Sub.open]
      ?*execute eval ← {received frame <Sub.constructor>} [method Sub.run]
    `,
  );
  shape(
    'a wrapper class from another file',
    {
      '/wrapper.ts': `
        import * as zmq from 'zeromq';
        export class Wrapper {
          private s = new zmq.Push();
          secure() {
            this.s.curveServer = true;
            return this;
          }
          async open(address: string) {
            await this.s.bind(address);
          }
        }
      `,
      '/main.ts': `
        import { Wrapper } from './wrapper';
        const w = new Wrapper();
        await w.open('tcp://*:1');
        const v = new Wrapper().secure();
        await v.open('tcp://*:2');
      `,
    },
    `
      PUSH Wrapper.s kept
        bind "tcp://*:1" awaited
      PUSH Wrapper.s kept
        CURVE_SERVER = true
        bind "tcp://*:2" awaited
    `,
  );
  shape(
    'a socket injected from another file',
    {
      '/service.ts': `
        import type { Pull } from 'zeromq';
        export class Service {
          constructor(private s: Pull) {}
          async run() {
            for await (const [m] of this.s) eval(String(m));
          }
        }
      `,
      '/main.ts': `
        import { Pull } from 'zeromq';
        import { Service } from './service';
        const s = new Pull();
        await s.bind('tcp://*:1');
        new Service(s).run();
      `,
    },
    `
      PULL s
        bind "tcp://*:1" awaited
        *receives awaited [detached run]
      ?*execute eval ← {received frame <s>} [detached run]
    `,
  );
  shape(
    'a socket injected by somebody unknown',
    `
      export class Service {
        constructor(private s: zmq.Pull) {}
        async run() {
          await this.s.bind('tcp://*:1');
          for await (const [m] of this.s) eval(String(m));
        }
      }
    `,
    `
      PULL constructor(s) [entry Service]
        unknown origin: the socket comes from elsewhere [entry Service]
        bind "tcp://*:1" awaited [method Service.run]
        *receives awaited [method Service.run]
      ?*execute eval ← {received frame <constructor(s)>} [method Service.run]
    `,
  );
});
