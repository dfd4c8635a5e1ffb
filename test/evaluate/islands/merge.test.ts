/** Models of islands, put together: every number is one of the whole, and what an edit did not touch is not run again. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { BINDINGS } from '../../../server/src/bindings/index';
import { evaluate, type EvaluationInput, Islands } from '../../../server/src/evaluate/index';
import type { Frontend } from '../../../server/src/frontends/frontend';
import type { Model, Order } from '../../../server/src/model/model';
import { loadFrontends } from '../../support/analyse';
import { ROOT } from '../../support/pages';

let frontends: ReadonlyMap<string, Frontend>;
beforeAll(async () => {
  frontends = await loadFrontends();
});

function inputOf(texts: Readonly<Record<string, string>>): EvaluationInput {
  return {
    modules: Object.entries(texts).map(([name, text]) => frontends.get('python')!.lower({ path: name, text })),
    resolve: () => undefined,
    bindings: BINDINGS,
    packages: [],
    complete: true,
    text: (name) => texts[name]!,
    log: (message) => {
      throw new Error(message);
    },
  };
}

/** Threads, locks, signals, joins, contexts, monitors, taint: parts that have nothing to do with each other. */
const part = (id: number): string => `
class Server${id}:
    def __init__(self):
        self.context = zmq.Context.instance()
        self.own = zmq.Context()
        self.socket = self.own.socket(zmq.ROUTER)
        self.lock = threading.Lock()
        self.done = threading.Event()

    def start(self):
        self.socket.bind("tcp://*:${7000 + id}")
        self.thread = threading.Thread(target=self.serve)
        for attempt in attempts():
            self.thread.start()
        self.done.wait()
        self.thread.join()
        self.own.term()

    def serve(self):
        out = self.context.socket(zmq.PUSH)
        out.connect("inproc://out${id}")
        while True:
            identity, body = self.socket.recv_multipart()
            with self.lock:
                value = pickle.loads(body)
            if value is None:
                break
            elif value == 1:
                out.send(body)
            else:
                out.send(value.body, zmq.NOBLOCK)
            if identity == b"boss":
                eval(value.code)
            self.done.set()


async def answer_${id}(socket: zmq.asyncio.Socket):
    tasks = []
    while True:
        tasks.append(asyncio.create_task(handle_${id}(await socket.recv())))


async def handle_${id}(message):
    await asyncio.sleep(1)
`;
const HEAD = 'import asyncio\nimport pickle\nimport threading\nimport zmq\nimport zmq.asyncio\n';
const many = (count: number): string => HEAD + Array.from({ length: count }, (_, id) => part(id)).join('');

describe('the numbers of a model of islands', () => {
  test('are those of the same things as in the model of the whole', () => {
    const whole = evaluate(inputOf({ '/a.py': many(12) }), new Islands(Infinity));
    const islands = evaluate(inputOf({ '/a.py': many(12) }), new Islands(1, 1));
    expect(named(islands)).toEqual(named(whole));
  });

  test('are known by the names they stand under', () => {
    const known = new Set(readFileSync(path.join(ROOT, 'server/src/evaluate/islands/merge.ts'), 'utf8').match(/\w+/g));
    const plain = new Set(['size', 'rounds', 'argCount', 'shares', 'frame', 'start', 'end', 'value', 'level', 'index']);
    const unknown = new Set<string>();
    const look = (data: unknown, name: string): void => {
      if (typeof data === 'number' && !known.has(name) && !plain.has(name)) unknown.add(name);
      if (Array.isArray(data)) for (const one of data) look(one, name);
      else if (typeof data === 'object' && data !== null)
        for (const [key, value] of Object.entries(data)) look(value, key);
    };
    look(evaluate(inputOf({ '/a.py': many(3) }), new Islands(1, 1)), '');
    expect([...unknown]).toEqual([]);
  });
});

/** The model with names in place of numbers: two models of the same code are alike, whatever the numbers are. */
function named(model: Model): unknown {
  const at = ({ place }: { readonly place: Model['tasks'][number]['place'] }): string =>
    `${place.file}:${place.range.start}`;
  const task = (id: number): string => (model.tasks[id] ? `${model.tasks[id].kind} ${at(model.tasks[id])}` : '-');
  const socket = (id: number): string => {
    const one = model.sockets.find((other) => other.id === id);
    return one ? `${one.type} ${one.created.range.start}` : '-';
  };
  const context = (id: number | undefined): string => {
    const one = id === undefined ? undefined : model.contexts[id];
    return one ? `${String(one.id === id)} ${String(one.shared)} ${one.created?.range.start ?? ''}` : '-';
  };
  const transfer = (id: number): string => {
    const one = model.sockets.flatMap((other) => other.transfers).find((other) => other.id === id);
    return one ? `${one.op} ${at(one)} ${socket(one.socket)}` : '-';
  };
  const order = ({ task: id, loops }: Order): string =>
    `${task(id)} ${loops.map((loop) => at(model.loops[loop]!)).join()}`;
  const sorted = (all: readonly string[]): readonly string[] => [...all].sort();
  return {
    tasks: sorted(
      model.tasks.map(
        (one) =>
          `${task(one.id)} of ${task(one.parent)} ${String(one.worker?.sockets.map(socket))} ${String(one.worker?.made?.length)} ${String([...(one.worker?.loops ?? []), ...(one.worker?.made ?? [])].map((id) => at(model.loops[id]!)))}`,
      ),
    ),
    loops: sorted(model.loops.map((one) => `${at(one)} ${one.socket === undefined ? '' : socket(one.socket)}`)),
    contexts: sorted(model.contexts.map((one) => `${context(one.id)} ${String(one.closed)} ${String(one.kept)}`)),
    sockets: sorted(
      model.sockets.map(
        (one) =>
          `${socket(one.id)} ${order(one.order)} in ${context(one.context)}: ${one.endpoints.map((use) => `${use.op} ${socket(use.socket)} ${order(use.order)}`).join()} ${one.transfers.map((use) => `${transfer(use.id)} ${order(use.order)}`).join()}`,
      ),
    ),
    sinks: sorted(
      model.sinks.map((one) => `${one.api} ${at(one)} ${order(one.order)} ${one.taint.map(transfer).join()}`),
    ),
    handlers: sorted(model.handlerCalls.map((one) => `${at(one)} ${socket(one.socket)} ${transfer(one.transfer)}`)),
    terminations: sorted((model.terminations ?? []).map((one) => `${at(one)} ${context(one.context)}`)),
    decisions: sorted((model.decisions ?? []).map((one) => `${at(one)} ${one.transfers.map(transfer).join()}`)),
    joins: sorted((model.concurrency?.joins ?? []).map((one) => `${order(one.order)} ${workerAt(model, one.worker)}`)),
    held: sorted(
      (model.concurrency?.held ?? []).map(
        (one) => `${task(one.task)} ${locks(model, one.lock)} ${String(one.to > one.from)}`,
      ),
    ),
    signals: sorted(
      (model.concurrency?.signals ?? []).map((one) => `${one.what} ${order(one.order)} ${signals(model, one.signal)}`),
    ),
  };
}

/** Where what runs in a worker stands. */
function workerAt(model: Model, id: number): string {
  return model.tasks
    .filter((task) => task.worker?.id === id)
    .map((task) => task.name)
    .join();
}

/** How many tasks a lock, or a signal, is used in. */
const locks = (model: Model, id: number | undefined): number =>
  new Set(model.concurrency!.held.filter((one) => one.lock === id).map((one) => one.task)).size;
const signals = (model: Model, id: number): number =>
  new Set(model.concurrency!.signals.filter((one) => one.signal === id).map((one) => one.order.task)).size;

describe('after an edit', () => {
  test('only the island that was edited is run again', () => {
    const islands = new Islands(1, 1);
    const text = many(12);
    const asked = new Set<string>();
    const run = (now: string): Model => {
      asked.clear();
      const input = inputOf({ '/a.py': now });
      const bindings = BINDINGS.map((binding) =>
        binding.callOn
          ? {
              ...binding,
              callOn: (...[handle, method, args, site, api]: Parameters<typeof binding.callOn>) => {
                if (method === 'bind') asked.add(site.name.range.start < now.indexOf('Server6') ? 'before' : 'after');
                return binding.callOn!(handle, method, args, site, api);
              },
            }
          : binding,
      );
      return evaluate({ ...input, bindings }, islands);
    };
    run(text);
    expect([...asked].sort()).toEqual(['after', 'before']);
    const edited = text.replace('tcp://*:7011', 'tcp://*:70110');
    const model = run(edited);
    expect([...asked]).toEqual(['after']);
    expect(named(model)).toEqual(named(evaluate(inputOf({ '/a.py': edited }), new Islands(1, 1))));
    run(`# moved\n${edited}`);
    expect([...asked]).toEqual([]);
  });

  // Of the same length: what stands behind stays where it was, and has other numbers.
  test.each([
    ['a socket more', 'self.more = self.own.socket(zmq.PUSH)'],
    ['a context more', 'self.more = zmq.Context()'],
    ['a thread more', 'threading.Thread(target=print).start()'],
    ['a loop more', 'for _ in name: self.done.set()'],
  ])('%s: the others are numbered anew', (_, code) => {
    const text = many(6).replace('self.lock = ', `#${' '.repeat(code.length - 1)}\n        self.lock = `);
    const edited = text.replace(`#${' '.repeat(code.length - 1)}`, code);
    expect(edited).toHaveLength(text.length);
    const islands = new Islands(1, 1);
    for (const now of [text, edited, text])
      expect(evaluate(inputOf({ '/a.py': now }), islands)).toEqual(
        evaluate(inputOf({ '/a.py': now }), new Islands(1, 1)),
      );
  });
});
