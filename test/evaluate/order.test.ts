/** Order of events, three-valued: what must precede what, what excludes what, and what nobody knows. */
import { describe, expect, test } from 'vitest';
import type { Model, Order } from '../../server/src/model/model';
import { compareOrder, unconditionalFor } from '../../server/src/model/order';
import { evaluateSources, type Sources } from '../support/evaluate';

/** How the only socket's option write stands to its bind. */
function relation(sources: Sources, socket = 0): string {
  const model = evaluateSources(sources);
  const { options, endpoints, order } = model.sockets[socket]!;
  const [write, use] = [options[0]!.order, endpoints[0]!.order];
  const how = compareOrder(write, use, model.tasks, order);
  return how === 'before' && !unconditionalFor(write, use) ? 'maybe before' : how;
}

const cases: readonly (readonly [name: string, source: string, expected: string])[] = [
  ['one after the other', `const s = new zmq.Push(); s.linger = 0; await s.bind('tcp://*:1');`, 'before'],
  ['the other way round', `const s = new zmq.Push(); await s.bind('tcp://*:1'); s.linger = 0;`, 'after'],
  ['after a bind that is not awaited', `const s = new zmq.Push(); s.bind('tcp://*:1'); s.linger = 0;`, 'after'],
  ['in the constructor', `const s = new zmq.Push({ linger: 0 }); await s.bind('tcp://*:1');`, 'before'],
  [
    'in a branch before',
    `const s = new zmq.Push(); if (process.env.X) s.linger = 0; await s.bind('tcp://*:1');`,
    'maybe before',
  ],
  [
    'in the same branch',
    `const s = new zmq.Push(); if (process.env.X) { s.linger = 0; await s.bind('tcp://*:1'); }`,
    'before',
  ],
  [
    'in the other branch',
    `const s = new zmq.Push(); if (process.env.X) s.linger = 0; else await s.bind('tcp://*:1');`,
    'exclusive',
  ],
  [
    'behind a guard that leaves',
    `export async function go(x) { const s = new zmq.Push(); if (x) { await s.bind('tcp://*:1'); return; } s.linger = 0; }`,
    'exclusive',
  ],
  [
    'cases of a switch',
    `const s = new zmq.Push(); switch (process.env.X) { case 'a': s.linger = 0; break; case 'b': await s.bind('tcp://*:1'); }`,
    'exclusive',
  ],
  [
    'behind a condition that a parameter decides',
    `function f(s, quiet) { if (s.ready && !quiet) s.bindSync('tcp://*:2'); } const s = new zmq.Push(); f(s, true); s.linger = 0; await s.bind('tcp://*:1');`,
    'before',
  ],
  [
    'in a helper that is called before',
    `function f(s) { s.linger = 0; } const s = new zmq.Push(); f(s); await s.bind('tcp://*:1');`,
    'before',
  ],
  [
    'in a helper that is called after',
    `function f(s) { s.linger = 0; } const s = new zmq.Push(); await s.bind('tcp://*:1'); f(s);`,
    'after',
  ],
  [
    'in methods that nobody calls',
    `export class A { s = new zmq.Push(); a() { this.s.linger = 0; } b() { return this.s.bind('tcp://*:1'); } }`,
    'unordered',
  ],
  [
    'in the constructor of a class, bound by a method',
    `export class A { constructor() { this.s = new zmq.Push(); this.s.linger = 0; } b() { return this.s.bind('tcp://*:1'); } }`,
    'before',
  ],
  [
    'bound in the constructor, set by a method',
    `export class A { constructor() { this.s = new zmq.Push(); this.s.bindSync('tcp://*:1'); } b() { this.s.linger = 0; } }`,
    'after',
  ],
  [
    'in methods called in order',
    `class A { s = new zmq.Push(); a() { this.s.linger = 0; } b() { return this.s.bind('tcp://*:1'); } } const a = new A(); a.a(); await a.b();`,
    'before',
  ],
  [
    'in a callback registered before',
    `const s = new zmq.Push(); setTimeout(() => { s.linger = 0; }, 1); await s.bind('tcp://*:1');`,
    'unordered',
  ],
  [
    'in a callback registered after',
    `const s = new zmq.Push(); await s.bind('tcp://*:1'); setTimeout(() => { s.linger = 0; }, 1);`,
    'after',
  ],
  [
    'before a callback that binds',
    `const s = new zmq.Push(); s.linger = 0; setTimeout(() => s.bind('tcp://*:1'), 1);`,
    'before',
  ],
  [
    'after a callback that binds is registered',
    `const s = new zmq.Push(); setTimeout(() => s.bind('tcp://*:1'), 1); s.linger = 0;`,
    'unordered',
  ],
  ['in then', `const s = new zmq.Push(); s.bind('tcp://*:1').then(() => { s.linger = 0; });`, 'after'],
  [
    'after the call of an asynchronous function that binds at once',
    `async function f(s) { await s.bind('tcp://*:1'); } const s = new zmq.Push(); f(s); s.linger = 0;`,
    'after',
  ],
  [
    'after the call of one that waits first',
    `async function f(s) { await x(); await s.bind('tcp://*:1'); } const s = new zmq.Push(); f(s); s.linger = 0;`,
    'unordered',
  ],
  [
    'after one that is awaited',
    `async function f(s) { await x(); await s.bind('tcp://*:1'); } const s = new zmq.Push(); await f(s); s.linger = 0;`,
    'after',
  ],
  [
    'in one that may wait first',
    `async function f(s, x) { if (x) await y(); s.linger = 0; } const s = new zmq.Push(); f(s, process.env.X); await s.bind('tcp://*:1');`,
    'unordered',
  ],
  [
    'in a loop',
    `const s = new zmq.Push(); while (process.env.X) { s.linger = 0; await s.bind('tcp://*:1'); }`,
    'unordered',
  ],
  [
    'in a loop that makes the socket',
    `while (process.env.X) { const s = new zmq.Push(); s.linger = 0; await s.bind('tcp://*:1'); }`,
    'before',
  ],
  ['before a loop', `const s = new zmq.Push(); s.linger = 0; for (const a of process.argv) await s.bind(a);`, 'before'],
  [
    'in a loop over aliases',
    `const s = new zmq.Push(), t = new zmq.Push(); for (const x of [s, t]) x.linger = 0; await s.bind('tcp://*:1');`,
    'before',
  ],
  [
    'in an unrolled loop',
    `const s = new zmq.Push(); for (const x of [1, 2]) { if (x === 1) s.linger = 0; else await s.bind('tcp://*:1'); }`,
    'before',
  ],
  ['in finally', `const s = new zmq.Push(); try { await s.bind('tcp://*:1'); } finally { s.linger = 0; }`, 'after'],
  [
    'on one of two sockets',
    `const s = new zmq.Push(), t = new zmq.Push(); (process.env.X ? s : t).linger = 0; await s.bind('tcp://*:1');`,
    'maybe before',
  ],
  [
    'on the same one of two',
    `const s = new zmq.Push(), t = new zmq.Push(); const x = process.env.X ? s : t; x.linger = 0; await x.bind('tcp://*:1');`,
    'before',
  ],
  [
    'in options that may have it',
    `const o: any = {}; if (process.env.X) o.linger = 0; const s = new zmq.Push(o); await s.bind('tcp://*:1');`,
    'maybe before',
  ],
  [
    'in a spread that may have it',
    `const s = new zmq.Push({ ...(process.env.X && { linger: 0 }) }); await s.bind('tcp://*:1');`,
    'maybe before',
  ],
];

describe('an option and a bind', () => {
  test.each(cases)('%s', (_name, source, expected) => {
    expect(relation(source)).toBe(expected);
  });
});

/** All orders of a model. */
function orders(model: Model): readonly Order[] {
  return [
    ...model.sockets.flatMap((socket) => [
      socket.order,
      ...socket.options.map((one) => one.order),
      ...socket.endpoints.map((one) => one.order),
      ...socket.transfers.map((one) => one.order),
      ...socket.closes.map((one) => one.order),
    ]),
    ...model.sinks.map((one) => one.order),
    ...model.handlerCalls.map((one) => one.order),
  ];
}

const MIRROR: Readonly<Record<string, string>> = {
  before: 'after',
  after: 'before',
  exclusive: 'exclusive',
  unordered: 'unordered',
};

test('looked at from either side the relation is the same', () => {
  for (const [, source] of cases) {
    const model = evaluateSources(source);
    for (const a of orders(model))
      for (const b of orders(model))
        expect(compareOrder(a, b, model.tasks)).toBe(MIRROR[compareOrder(b, a, model.tasks)]);
  }
});
