/** What holds of every program: evaluating it never throws, ends within the budget, gives the same model again, in an order that is one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IrModule } from '../../server/src/ir/ir';
import type { Model, Order } from '../../server/src/model/model';
import { compareOrder } from '../../server/src/model/order';
import { evaluateModules, lower } from '../support/evaluate';

const RUNS = 150;

// ---------------------------------------------------------------- programs

const name = fc.constantFrom('a', 'b', 'c', 's', 't', 'f', 'g', 'A', 'B', 'this', 'zmq', 'process', 'Promise', 'Map');
const key = fc.constantFrom(
  'x',
  'y',
  's',
  'linger',
  'curveServer',
  'constructor',
  '__proto__',
  'length',
  'then',
  'prototype',
);
const method = fc.constantFrom(
  'bind',
  'connect',
  'send',
  'receive',
  'close',
  'push',
  'map',
  'forEach',
  'get',
  'set',
  'then',
  'call',
  'apply',
  'bind',
  'on',
  'x',
);
const leaf = fc.oneof(
  name,
  fc.constantFrom(
    `'tcp://*:1'`,
    `'ipc://x'`,
    '0',
    '1',
    'null',
    'undefined',
    'true',
    '[]',
    '{}',
    'process.env.X',
    'new zmq.Push()',
    'new zmq.Pull({ linger: 0 })',
    'arguments',
    'super.x',
    'import("zeromq")',
  ),
);

const { expr, stmts } = fc.letrec<{ expr: string; stmt: string; stmts: string }>((tie) => {
  const e = tie('expr') as fc.Arbitrary<string>;
  const body = tie('stmts') as fc.Arbitrary<string>;
  return {
    expr: fc.oneof(
      { depthSize: 'xsmall', maxDepth: 6, withCrossShrink: true },
      leaf,
      fc.tuple(e, key).map(([o, k]) => `(${o}).${k}`),
      fc.tuple(e, e).map(([o, k]) => `(${o})[${k}]`),
      fc.tuple(e, method, fc.array(e, { maxLength: 3 })).map(([o, m, args]) => `(${o}).${m}(${args.join(', ')})`),
      fc.tuple(e, fc.array(e, { maxLength: 3 })).map(([f, args]) => `(${f})(${args.join(', ')})`),
      fc.tuple(e, fc.array(e, { maxLength: 2 })).map(([f, args]) => `new (${f})(${args.join(', ')})`),
      fc.tuple(e, e, e).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc
        .tuple(e, fc.constantFrom('+', '-', '===', '||', '&&', '<', 'in'), e)
        .map(([a, op, b]) => `((${a}) ${op} (${b}))`),
      fc.tuple(e, e).map(([a, b]) => `((${a}) ?? (${b}))`),
      fc.tuple(e, e).map(([a, b]) => '`x${' + a + '}y${' + b + '}`'),
      fc.tuple(key, e, e).map(([k, a, b]) => `({ ${k}: ${a}, ...(${b}), [${a}]: 1 })`),
      fc.array(e, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      e.map((value) => `[...(${value})]`),
      e.map((value) => `(await (${value}))`),
      fc.constantFrom('!', '-', 'typeof ', 'void ').chain((op) => e.map((value) => `(${op}(${value}))`)),
      fc.tuple(name, fc.constantFrom('=', '+=', '??=', '||='), e).map(([n, op, value]) => `(${n} ${op} ${value})`),
      body.map((code) => `((a, b = a, ...c) => { ${code} })`),
      body.map((code) => `(async function f(s) { ${code} })`),
      body.map(
        (code) =>
          `(class extends (A ?? Object) { x = this.s; constructor(a) { ${code} } get y() { ${code} } static async g() { ${code} } })`,
      ),
    ),
    stmt: fc.oneof(
      { depthSize: 'xsmall', maxDepth: 6, withCrossShrink: true },
      e.map((value) => `${value};`),
      fc
        .tuple(fc.constantFrom('const', 'let', 'var'), fc.constantFrom('a', 'b', 's', '[a, b = 1]', '{ x, ...c }'), e)
        .map(([k, n, v]) => `{ ${k} ${n} = ${v}; }`),
      fc.tuple(e, key, e).map(([o, k, v]) => `(${o}).${k} = ${v};`),
      fc.tuple(e, e, e).map(([o, k, v]) => `(${o})[${k}] = ${v};`),
      fc.tuple(e, body, body).map(([t, a, b]) => `if (${t}) { ${a} } else { ${b} }`),
      fc.tuple(e, body).map(([t, a]) => `while (${t}) { ${a} }`),
      fc.tuple(e, body).map(([t, a]) => `for (const s of ${t}) { ${a} }`),
      fc.tuple(e, body).map(([t, a]) => `for await (const [a, b] of ${t}) { ${a} }`),
      body.map((a) => `for (let i = 0; i < 3; i++) { ${a} }`),
      fc.tuple(body, body, body).map(([a, b, c]) => `try { ${a} } catch (e) { ${b} } finally { ${c} }`),
      fc.tuple(e, body, body).map(([t, a, b]) => `switch (${t}) { case 1: ${a} break; default: ${b} }`),
      fc.tuple(fc.constantFrom('f', 'g'), body).map(([n, a]) => `async function ${n}(a, s) { ${a} }`),
      fc
        .tuple(fc.constantFrom('A', 'B'), fc.constantFrom('', 'extends A', 'extends zmq.Push', 'extends B'), body)
        .map(([n, x, a]) => `{ class ${n} ${x} { static s = 1; s = 2; x(a) { ${a} } set y(v) { ${a} } } }`),
      fc.constantFrom('return;', 'return s;', 'throw s;', 'return f(a, s);'),
      e.map((value) => `export default ${value};`),
    ),
    stmts: fc
      .array(tie('stmt') as fc.Arbitrary<string>, { maxLength: 3, size: 'xsmall' })
      .map((list) => list.join(' ')),
  };
});

/** A program of the names above; most are nonsense, which is the point. */
const program = fc
  .tuple(stmts, stmts, expr)
  .map(
    ([first, second, value]) =>
      `import * as zmq from 'zeromq'; let a = ${value}, b, c, s = new zmq.Push(), t = new zmq.Pull(); var f, g, A, B;\n${first}\n${second}\nexport { a, f, g, A, B };`,
  );

/** Pieces of such a program in any order: mostly syntax errors, which the parser recovers from. */
const scrambled = fc
  .tuple(program, fc.array(fc.nat(2000), { minLength: 1, maxLength: 6 }))
  .map(([text, cuts]) =>
    [...new Set(cuts)].reduce(
      (all, cut) => all.slice(cut % (all.length + 1)) + all.slice(0, cut % (all.length + 1)),
      text,
    ),
  );

// ---------------------------------------------------------------- properties

function evaluated(
  modules: readonly IrModule[],
  maxSteps = 30_000,
): { readonly model: Model; readonly errors: readonly string[] } {
  const errors: string[] = [];
  const model = evaluateModules(modules, {
    maxSteps,
    log: (message) => {
      if (!/^evaluation stopped: more than \d+ steps$/.test(message)) errors.push(message);
    },
  });
  return { model, errors };
}

function orders(model: Model): readonly Order[] {
  return [
    ...model.sockets.flatMap((socket) => [
      socket.order,
      ...[...socket.options, ...socket.endpoints, ...socket.transfers, ...socket.closes].map((one) => one.order),
    ]),
    ...model.sinks.map((one) => one.order),
    ...model.waits,
  ];
}

const MIRROR = { before: 'after', after: 'before', exclusive: 'exclusive', unordered: 'unordered' } as const;

function check(text: string): void {
  const modules = lower(text);
  const { model, errors } = evaluated(modules);
  expect(errors).toEqual([]);
  // The same text, lowered and evaluated again.
  expect(JSON.stringify(evaluated(lower(text)).model)).toBe(JSON.stringify(model));
  // Plain data: it crosses the borders of workers.
  expect(structuredClone(model)).toEqual(model);
  for (const [index, task] of model.tasks.entries()) {
    expect(task.id).toBe(index);
    expect(task.parent).toBeLessThan(index);
  }
  const all = orders(model).slice(0, 60);
  for (const a of all) {
    expect(model.tasks[a.task]).toBeDefined();
    expect(a.loops.every((id) => model.loops[id] !== undefined)).toBe(true);
    for (const b of all) expect(compareOrder(a, b, model.tasks)).toBe(MIRROR[compareOrder(b, a, model.tasks)]);
  }
}

describe('every program', { timeout: 120_000 }, () => {
  test('has a model, the same each time, whose order is one', () => {
    fc.assert(fc.property(program, check), { numRuns: RUNS });
  });

  test('also when it is not one', () => {
    fc.assert(fc.property(scrambled, check), { numRuns: RUNS });
  });

  test('also when it is any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), check), { numRuns: RUNS });
  });

  test('over several files that import each other', () => {
    const imports = `import * as one from './a'; import two, { a, b, f } from './b'; export * from './a'; export * from './b'; const three = require('./a');`;
    fc.assert(
      fc.property(stmts, stmts, (a, b) => {
        const sources = {
          '/a.ts': `${imports} var s, t, c, g, A, B, zmq = require('zeromq'); ${a}`,
          '/b.ts': `${imports} var s, t, c, g, A, B; ${b}`,
        };
        const { errors } = evaluated(lower(sources));
        expect(errors).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test('under any budget', () => {
    fc.assert(
      fc.property(program, fc.nat(500), (text, steps) => {
        expect(evaluated(lower(text), steps).errors).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
