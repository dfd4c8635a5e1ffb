/** What of a unit belongs together: definitions that share something that can change. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Frontend } from '../../../server/src/frontends/frontend';
import { loadFrontends } from '../../support/analyse';
import { dedent } from '../../support/evaluate';
import { printIslands } from '../../support/islands';

let frontends: ReadonlyMap<string, Frontend>;
beforeAll(async () => {
  frontends = await loadFrontends();
});

function divided(name: string, source: string | Readonly<Record<string, string>>, expected: string): void {
  test(name, () => {
    const texts = typeof source === 'string' ? { 'a.py': source } : source;
    const all = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, dedent(text)]));
    expect(printIslands(frontends, all)).toBe(dedent(expected));
  });
}

describe('what is shared and does not change is in every island', () => {
  divided(
    'functions, classes, imports and constants',
    `
      import zmq
      LIMIT = 10
      NAMES = ("a", "b")
      def helper(x): return x + LIMIT
      class Base:
          def open(self): return helper(1)
      class A(Base):
          def run(self): return self.open()
      class B(Base):
          def run(self, name): return NAMES[0] if name in NAMES else helper(2)
    `,
    `
      A: LIMIT helper Base
      NAMES B: LIMIT helper Base
    `,
  );
  divided(
    'of other files, by name and in a module',
    {
      'a.py': `
        from settings import SIZE
        import settings
        def f(s): s.send(SIZE)
        def g(s): s.send(settings.NAME)
      `,
      'settings.py': `
        SIZE = 1
        NAME = "n"
      `,
    },
    `
      SIZE f SIZE
      settings g NAME
    `,
  );
  divided(
    'an object that is only read',
    `
      PORTS = {"a": 1}
      def f(): return PORTS["a"]
      def g(): return PORTS["b"]
    `,
    `
      f: PORTS
      g: PORTS
    `,
  );
  divided(
    'an instance of a class that only keeps what it gets',
    `
      class Limits:
          size: int = 1
          def __init__(self, count): self.count = count
      LIMITS = Limits(3)
      def f(): return LIMITS.size
      def g(): return LIMITS.count
    `,
    `
      f: Limits LIMITS
      g: Limits LIMITS
    `,
  );
  divided(
    'a library and its stand-in',
    `
      try:
          import ujson as json
      except ImportError:
          import json
      def f(x): return json.loads(x)
      def g(x): return json.dumps(x)
    `,
    `
      f: json
      g: json
    `,
  );
  divided(
    'an object of objects of which only the innermost is read',
    {
      'a.ts': `
        const KEYS = { server: { secret: 'a' } };
        export function a() { return KEYS.server.secret; }
        export function b() { return KEYS.server.secret; }
      `,
    },
    `
      a: KEYS
      b: KEYS
    `,
  );
  divided(
    'an object that is spread, and one whose type is worked with',
    {
      'a.ts': `
        const LIMITS = { size: 1 };
        export function a(name: keyof typeof LIMITS) { return LIMITS[name]; }
        export function b() { return { ...LIMITS }; }
        type Name = keyof typeof LIMITS;
        export function c(name: Name) { return name; }
      `,
    },
    `
      a: LIMITS
      b: LIMITS
      c Name: LIMITS
    `,
  );
  divided(
    'an instance whose methods change nothing, which a type may mean too',
    {
      'a.ts': `
        class Logger {
          constructor(private readonly name: string, private readonly fields = {}) {}
          child(name: string): Logger { return new Logger(name, { ...this.fields }); }
          info(text: string) { this.write(text); }
          private write(text: string) { console.log(this.name, text); }
        }
        const log = new Logger('a');
        export function a() { log.info('a'); }
        export function b(own: Logger) { own.info('b'); }
        export function c() {}
      `,
    },
    `
      a: Logger log
      b: Logger log
      c
    `,
  );
  divided(
    'a table of functions is an entry of its own, and in each island that looks something up in it',
    {
      'a.ts': `
        const TABLE = { f: () => 1, g: async () => 2 };
        export function a(name: 'f' | 'g') { return TABLE[name](); }
        export function b(name: 'f' | 'g') { return TABLE[name](); }
        export const OTHER = { h() { return 3; } };
      `,
    },
    `
      a: TABLE
      b: TABLE
      OTHER
    `,
  );
  divided(
    'functions that call each other are one, and nobody else',
    `
      def even(n): return n == 0 or odd(n - 1)
      def odd(n): return n != 0 and even(n - 1)
      def other(): pass
    `,
    `
      even odd
      other
    `,
  );
});

describe('what may change keeps together all who reach it', () => {
  for (const [name, variable, use] of [
    ['a list that is added to', 'seen = []', 'seen.append(1)'],
    ['an object that is written', 'seen = {}', 'seen["a"] = 1'],
    ['a variable that is written', 'seen = 1', 'global seen; seen = 2'],
    ['a variable that only functions write', '', 'global seen; seen = 2'],
    ['a list that is handed on', 'seen = []', 'register(seen)'],
    ['a list that gets another name', 'seen = []', 'mine = seen; mine.append(1)'],
    ['a field of an object', 'seen = {"a": []}', 'seen["a"].append(1)'],
    ['an attribute of a function', 'def seen(): pass', 'seen.count = 1'],
    ['an attribute of a class', 'class seen:\n    count = 0', 'seen.count += 1'],
    ['a list of a class', 'class seen:\n    all = []', 'seen().all.append(1)'],
    ['a socket', 'import zmq\nseen = zmq.Context.instance().socket(zmq.PUB)', 'seen.send(b"")'],
    ['a lock', 'import threading\nseen = threading.Lock()', 'seen.acquire()'],
  ] as const)
    test(name, () => {
      const source = `${variable}\ndef a(): ${use}\ndef b():\n    def inner(): return seen\n    return inner\ndef via(): return b()\ndef c(): pass\ndef d(): pass\n`;
      const lines = printIslands(frontends, { 'a.py': source }).split('\n');
      expect(lines.filter((line) => /\bc\b|\bd\b/.test(line))).toEqual(['c', 'd']);
      expect(lines.find((line) => /\ba\b/.test(line))).toMatch(/\bb\b.*\bvia\b/);
    });
  divided(
    'what a body does is done by the bodies, with all it uses',
    `
      import zmq
      def start(): return worker()
      def worker(): pass
      def a(): pass
      def b(): pass
      if __name__ == "__main__":
          start()
    `,
    `
      a
      b
      main start worker
    `,
  );
  divided(
    'a decorator of the program runs with the body',
    `
      def retry(f):
          def again(): return f()
          return again
      @retry
      def a(): pass
      def b(): pass
      def c(): pass
    `,
    `
      b
      c
      main retry a
    `,
  );
  for (const [name, field, use] of [
    ['an instance that a method writes', 'items = 0', 'this.items = 1'],
    ['an instance whose list a method adds to', 'items: string[] = []', 'this.items.push(text)'],
    ['an instance that a method hands on', 'items = 0', 'register(this)'],
    ['an instance that a function in a method may change', 'items = 0', 'later(() => { this.items = 1; })'],
  ])
    test(name!, () => {
      const source = `class Log { ${field}; info(text: string) { ${use}; } }\nconst log = new Log();\nexport function a() { log.info('a'); }\nexport function b() { log.info('b'); }\nexport function c() {}\nexport function d() {}`;
      expect(
        printIslands(frontends, { 'a.ts': source })
          .split('\n')
          .filter((line) => !/\bab?\b|Log/.test(line)),
      ).toEqual(['c', 'd']);
      expect(printIslands(frontends, { 'a.ts': source })).toMatch(/^a b Log log$/m);
    });
  divided(
    'an object in an object that goes on by itself',
    {
      'a.ts': `
        const KEYS = { server: { secret: 'a' } };
        export function a() { const own = KEYS.server; own.secret = 'b'; }
        export function b() { return KEYS.server.secret; }
        export function c() {}
      `,
    },
    `
      a b KEYS
      c
    `,
  );
  divided(
    'an object whose functions know it',
    {
      'a.ts': `
        const counter = { count: 0, add() { this.count++; } };
        export function a() { counter.add(); }
        export function b() { counter.add(); }
        export function c() {}
        export function d() {}
      `,
    },
    `
      c
      d
      main a b counter
    `,
  );
  divided(
    'a class that a type names, of which somebody makes instances out of sight',
    {
      'a.ts': `
        class Bus { send() {} }
        export function make() { return new Bus(); }
        export function a(bus: Bus) { bus.send(); }
        export function b(bus: Bus) { bus.send(); }
        export function c() {}
      `,
    },
    `
      make a b Bus
      c
    `,
  );
  divided(
    'a class that a type names, since its instances are whoever made them',
    {
      'a.ts': `
        class Bus { send() {} }
        export function a(bus: Bus) { bus.send(); }
        export function b(bus: Bus) { bus.send(); }
        export function c() {}
      `,
    },
    `
      a b Bus
      c
    `,
  );
});

describe('what cannot be told is not divided', () => {
  divided(
    'a module that is handed on',
    { 'a.py': 'import settings\ndef a(): use(settings)\ndef b(): pass', 'settings.py': 'X = 1' },
    'whole',
  );
  divided(
    'all names of another file',
    { 'a.ts': "export * from './b';\nexport function a() {}\nexport function c() {}", 'b.ts': 'export const x = 1;' },
    'whole',
  );
  divided('one definition', 'def a(): pass', 'whole');
});
