/** Code that is hostile, huge or generated: there is always a model, soon, and what was cut off is known to be missing. */
import { describe, expect, test } from 'vitest';
import type { Model } from '../../server/src/model/model';
import { evaluateSources, type Sources } from '../support/evaluate';

/** Evaluates with a log instead of throwing; fails when it takes more of the processor than any editor would grant. */
function run(sources: Sources, maxSteps?: number): { readonly model: Model; readonly log: readonly string[] } {
  const log: string[] = [];
  const start = process.cpuUsage();
  const model = evaluateSources(sources, {
    log: (message) => log.push(message),
    ...(maxSteps === undefined ? {} : { maxSteps }),
  });
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
  return { model, log };
}

/** Nothing went wrong inside; running into a limit is no failure. */
function quiet(sources: Sources, maxSteps?: number): Model {
  const { model, log } = run(sources, maxSteps);
  expect(log.filter((line) => !line.includes('steps'))).toEqual([]);
  return model;
}

const repeat = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const binds = `const s = new zmq.Push(); s.bind('tcp://*:1');`;

describe('what refers to itself', () => {
  test.each([
    [
      'an object in itself',
      `const o: any = { s: new zmq.Push() }; o.self = o; o.self.self.s.linger = 0; f(o); export default o; s.send({ ...o });`,
    ],
    [
      'a list in itself',
      `const l: any[] = [new zmq.Push()]; l.push(l); l[1] = l; for (const x of l) x.linger = 0; f(l); s.send(l.flat()); const [[[a]]] = l; ext(...l);`,
    ],
    [
      'a map in itself',
      `const m = new Map(); m.set('m', m); m.set(m, new zmq.Push()); for (const [k, v] of m) v.linger = 0; m.get('m').get('m').get(m).send(m); JSON.stringify(m);`,
    ],
    [
      'a promise of itself',
      `let p = Promise.resolve(1); p = p.then(() => p); for (;;) { p = p.then(() => p); } await p;`,
    ],
    ['a function that gives itself', `const f = () => f; f()()()().bind('x'); function g() { return g; } new (g())();`],
    [
      'a getter of itself',
      `class A { get a() { return this.a; } set a(x) { this.a = x; } } const a = new A(); a.a.a.a = a; a.a.s = new zmq.Push();`,
    ],
    [
      'a getter of another',
      `class A { get a() { return this.b; } get b() { return this.a; } } new A().a.linger = 0; export { A };`,
    ],
    [
      'a class of itself',
      `class A extends A {} new A(); class B extends C {} class C extends B {} new B().x(); class D { d = new D(); } new D();`,
    ],
    [
      'a prototype of itself',
      `function F() {} F.prototype = Object.create(F.prototype); Object.setPrototypeOf(F.prototype, F.prototype); new F().x(); const o = {}; Object.setPrototypeOf(o, o); o.x.y; o.z();`,
    ],
    [
      'prototypes in a circle',
      `function F() {} function G() {} require('util').inherits(F, G); require('util').inherits(G, F); new F().x(); new G().y();`,
    ],
    ['a name from itself', `let x = x; const { y = y } = y; var z = z ?? z; x += x; x ||= x;`],
    ['a default of itself', `function f(a = f(), b = a) { return f(a, b); } f(); export const g = (x = g()) => g(x);`],
    ['a spread of itself', `const o: any = { a: 1 }; o.o = { ...o, o }; const p = { ...p }; const l = [...l];`],
    [
      'a loop over what it adds to',
      `const l: any[] = []; for (const x of l) l.push(x); l.forEach((x) => l.push(x)); l.map((x) => l.map((y) => l.push([x, y])));`,
    ],
    [
      'a callback that registers itself',
      `function f() { setTimeout(f); setInterval(f); process.on('x', f); ext(f); const s = new zmq.Push(); s.bind('tcp://*:1'); } f();`,
    ],
    [
      'callbacks that register each other',
      `const a = () => { ext(b); ext(c); }; const b = () => { ext(a); ext(c); }; const c = () => { ext(a); ext(b); }; ext(a);`,
    ],
    [
      'a type of itself',
      `type T = T; type U = V; type V = U; interface I { i: I; s: zmq.Push } export function f(t: T, u: U, i: I) { i.i.i.i.s.bind('tcp://*:1'); t.bind(u); }`,
    ],
    [
      'a generator of itself',
      `function* g() { yield* g(); yield g(); } for (const x of g()) for (const y of x) y.bind('x');`,
    ],
    ['a tag and a proxy of itself', 'const t = (...x) => t`${t}`; t`${t`${t}`}`; new Proxy(t, t);'],
  ])('%s', (_name, source) => {
    quiet(source);
  });

  test('files that import themselves and each other', () => {
    quiet({
      '/a.ts': `export * from './a'; export * from './b'; export { x } from './b'; import * as a from './a'; import d from './b'; export default d; a.y.z();`,
      '/b.ts': `export * from './a'; export * from './b'; export { x } from './a'; import * as b from './b'; import d from './a'; export default d; import './b'; b.x.y = b;`,
      '/c.js': `module.exports = require('./c'); exports.x = require('./d').x; require('./c').c = module.exports;`,
      '/d.js': `module.exports = require('./c'); module.exports.x = module.exports; const { x } = require('./d'); x();`,
    });
  });
});

describe('deep code', () => {
  test.each([
    [
      'calls',
      `${repeat(300, (i) => `function f${i}(s) { return f${i + 1}(s); }`)} function f300(s) { s.bind('tcp://*:1'); } f0(new zmq.Push());`,
    ],
    [
      'recursion',
      `function f(n, s) { if (n > 0) f(n - 1, s); else s.bind('tcp://*:1'); return f; } f(1000, new zmq.Push())(1)(2)(3);`,
    ],
    [
      'recursion in many ways',
      `const f = (a, b) => { f(b, a); f(a, a); f(b, b); [1, 2, 3].forEach((x) => f(x, f)); for (const x of [1, 2, 3, 4]) f(a, x); }; f(1, 2);`,
    ],
    [
      'closures',
      `${'const f = () => '.repeat(1)}${'() => '.repeat(200)} new zmq.Push(); f${'()'.repeat(200)}.bind('tcp://*:1');`,
    ],
    ['members', `const o: any = {}; o${'.a'.repeat(500)} = new zmq.Push(); o${'.a'.repeat(500)}.linger = 0;`],
    ['calls in a chain', `ext()${'.then((x) => x)'.repeat(300)};`],
    [
      'branches',
      `const s = new zmq.Push(); ${'if (x) { '.repeat(150)} s.linger = 0; ${'}'.repeat(150)} s.bind('tcp://*:1');`,
    ],
    [
      'loops',
      `const s = new zmq.Push(); ${repeat(40, (i) => `for (const x${i} of y) {`)} s.linger = 0; s = new zmq.Pull(); ${'}'.repeat(40)} s.bind('tcp://*:1');`,
    ],
    [
      'unrolled loops',
      `${repeat(12, (i) => `for (const x${i} of [1, 2, 3, 4, 5, 6, 7, 8]) {`)} const s = new zmq.Push(); s.bind('tcp://*:1'); ${'}'.repeat(12)}`,
    ],
    [
      'counted loops',
      `${repeat(12, (i) => `for (let i${i} = 0; i${i} < 8; i${i}++) {`)} const s = new zmq.Push(); s.bind('tcp://*:1'); ${'}'.repeat(12)}`,
    ],
    ['ternaries', `const s = new zmq.Push(); s.connect(${'x ? "a" : '.repeat(150)} 'tcp://h:1');`],
    [
      'templates',
      `let a = 'x'; ${repeat(30, () => 'a = `${y ? a : a + 1}${a}${a}`;')} const s = new zmq.Push(); s.connect(a);`,
    ],
    [
      'classes',
      `class A0 { s = new zmq.Push(); }\n${repeat(200, (i) => `class A${i + 1} extends A${i} { m${i}() { return super.m${i - 1}?.() ?? this.s.bind('tcp://*:1'); } }`)} new A200().m199();`,
    ],
    ['callbacks in callbacks', `${'ext((x) => { '.repeat(100)} ${binds} ${'});'.repeat(100)}`],
  ])('%s', (_name, source) => {
    quiet(source);
  });
});

describe('much code', () => {
  test('five thousand callbacks', () => {
    const model = quiet(`const s = new zmq.Push();\n${repeat(5000, (i) => `ext(() => s.send('${i}'));`)}`);
    expect(model.sockets).toHaveLength(1);
  });

  test('a thousand classes', () => {
    const model = quiet(
      repeat(1000, (i) => `export class A${i} { s = new zmq.Push(); open() { return this.s.bind('tcp://*:${i}'); } }`),
    );
    expect(model.sockets).toHaveLength(1000);
    expect(model.sockets.every((socket) => socket.endpoints.length === 1)).toBe(true);
  });

  test('a thousand functions that call the next five', () => {
    quiet(
      repeat(
        1000,
        (i) =>
          `export function f${i}(s = new zmq.Push()) { ${[1, 2, 3, 4, 5].map((d) => `f${(i + d) % 1000}(s);`).join(' ')} s.bind('tcp://*:${i}'); }`,
      ),
    );
  });

  test('a list of ten thousand items, used often', () => {
    quiet(
      `const l = [${repeat(10_000, (i) => `${i},`)}]; const s = new zmq.Push(); for (const x of l) s.connect('tcp://h:' + x); ${repeat(50, () => 'l.map((x) => x + 1).filter((x) => l.includes(x)).forEach((x) => s.send(x));')}`,
    );
  });

  test('an object of ten thousand fields, spread often', () => {
    quiet(
      `const o = { ${repeat(10_000, (i) => `f${i}: ${i},`)} }; ${repeat(20, (i) => `const o${i} = { ...o, x: 1 }; ext(o${i});`)} const s = new zmq.Push(o);`,
    );
  });

  test('ten thousand branches over one variable', () => {
    quiet(
      `let a = 'x'; const s = new zmq.Push();\n${repeat(10_000, (i) => `if (y${i}) a = 'tcp://h:${i}';`)} s.connect(a);`,
    );
  });

  test('a variable that may be any of a thousand sockets', () => {
    quiet(
      `let s;\n${repeat(1000, (i) => `if (y${i}) s = new zmq.Push({ linger: ${i} });`)} s.connect('tcp://h:1'); s.send('x');`,
    );
  });
});

describe('the budget', () => {
  const loud = repeat(400, (i) => `function f${i}() { ${repeat(20, () => 'ext(1, 2, 3);')} }\nf${i}();`);

  test('a small one is kept, and what it cut off is unknown', () => {
    const { model, log } = run(`const s = new zmq.Push(); s.bind('tcp://*:1');\n${loud}`, 2000);
    expect(log).toHaveLength(1);
    expect(model.sockets[0]?.endpoints).toHaveLength(1);
  });

  test('one function that explodes does not silence the others', () => {
    const explodes = `export function explode() { ${repeat(6, (i) => `for (const x${i} of [1, 2, 3, 4, 5, 6, 7, 8]) {`)} ext(); ${'}'.repeat(6)} }`;
    const model = quiet(
      `${explodes}\nexport async function fine() { const s = new zmq.Push(); await s.bind('tcp://*:1'); }`,
      40_000,
    );
    expect(model.sockets.flatMap((socket) => socket.endpoints)).toHaveLength(1);
  });

  const explosion = `${repeat(6, (i) => `for (const x${i} of [1, 2, 3, 4, 5, 6, 7, 8]) {`)} ext(); ${'}'.repeat(6)}`;
  const cutsOf = (model: Model): readonly (readonly [string, number, string])[] =>
    (model.cuts ?? []).map(({ place, why }) => [place.file, place.range.start, why]);

  test('a module body that explodes is cut off where it does; others run, and nothing is concluded from absence', () => {
    const first = `import './b'; const zero = 0; `;
    const { model } = run(
      {
        '/a.ts': `${first}${explosion}`,
        '/b.ts': `import * as zmq from 'zeromq'; const s = new zmq.Push(); s.bind('tcp://*:1');`,
        '/c.ts': `import * as zmq from 'zeromq'; import './a'; const s = new zmq.Push(); s.bind('tcp://*:1');`,
      },
      40_000,
    );
    expect(model.sockets.flatMap((socket) => socket.endpoints)).toHaveLength(2);
    expect(cutsOf(model)).toEqual([['/a.ts', expect.any(Number), 'budget']]);
    expect(cutsOf(model)[0]![1]).toBeGreaterThanOrEqual(first.length);
    expect(model.complete).toBe(false);
  });

  test('a body that explodes in what it calls is cut off in both files, and functions of it run with variables unknown', () => {
    const { model } = run(
      {
        '/a.ts': `import * as zmq from 'zeromq'; import { explode } from './b'; explode(); const address = 'tcp://*:1'; export function f() { const s = new zmq.Push(); s.bind(address); }`,
        '/b.ts': `export function explode() { ${explosion} }`,
      },
      40_000,
    );
    expect(cutsOf(model).map(([file]) => file)).toEqual(['/b.ts', '/a.ts']);
    expect(model.sockets[0]?.unknowns.map(({ what }) => what)).toEqual(['options']);
    expect(model.sockets[0]?.endpoints.map(({ value }) => value.kind)).toEqual(['unknown']);
  });

  test('a whole that is not cut off says so', () => {
    expect(quiet(binds)).toMatchObject({ complete: true });
    expect(quiet(binds).cuts).toBeUndefined();
  });

  test('what is too much in all leaves no file in the belief that it was judged', () => {
    const { model } = run({ '/a.ts': `import * as zmq from 'zeromq'; ${binds}`, '/b.ts': loud }, 300);
    expect(cutsOf(model).map(([file]) => file)).toContain('/b.ts');
    expect(model.complete).toBe(false);
  });

  test('any budget gives a model', () => {
    const source = `class A { s = new zmq.Push(); constructor(x) { if (x) this.s.linger = 0; } async go() { for (const a of ['a', 'b']) { try { await this.s.bind(a); } catch { continue; } } } } const a = new A(process.env.X); a.go(); setInterval(() => a.s.send('x'), 1);`;
    for (let steps = 0; steps < 400; steps++) run(source, steps);
  });
});

test('names of Object.prototype are names', () => {
  const model = quiet(
    `const s = new zmq.Push({ constructor: 1, __proto__: 2, toString: 3, hasOwnProperty: 4 }); s.valueOf = 1; s.constructor(); s.__proto__.x = 1; const o = {}; o.__proto__.y = s; o.constructor.prototype.z = s; new zmq.constructor(); zmq.__proto__(); zmq.hasOwnProperty('x'); ({}).toString.call(s); class A { constructor() { this.constructor = A; } ['__proto__']() {} } new A().constructor(); toString(); valueOf.x; process.env.constructor.x(); s[\`__proto__\`]['constructor']('tcp://*:1');`,
  );
  expect(model.sockets.length).toBeGreaterThan(0);
});
