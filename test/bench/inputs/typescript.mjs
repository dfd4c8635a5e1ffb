// TypeScript with zeromq.js 6. See ../inputs.mjs.

import { bus, config, logger } from './typescript-shared.mjs';

const head = `import * as zmq from 'zeromq';
import { endpointOf, endpoints, keys, limits } from './config';
import { Logger } from './logger';
import { openPull, Pool, Service } from './bus';

const log = new Logger('services');
`;

const edited = `
export class Gateway extends Service {
  private readonly frontend = new zmq.Router({ mandatory: true, receiveHighWaterMark: 0 });
  private readonly backends: Record<string, zmq.Dealer> = {};

  async run(endpoint = 'tcp://*:7000'): Promise<void> {
    this.frontend.maxMessageSize = 65536;
    await this.frontend.bind(endpoint);
    const control = new zmq.Reply({ sendHighWaterMark: 10 });
    await control.bind('tcp://*:7001');
    for await (const [identity, , body] of this.frontend) {
      const request = JSON.parse(body.toString()) as { shard: string; payload: string };
      const backend = this.backends[request.shard];
      await backend?.send([identity, request.payload]);
      if (!backend) await this.idlest().send([identity, request.payload]);
      this.log.info('request', { shard: request.shard, size: body.length });
    }
  }

  private idlest(): zmq.Dealer {
    const sorted = Object.values(this.backends).sort((a, b) => a.sendHighWaterMark - b.sendHighWaterMark);
    return sorted[0]!;
  }
}
`;

const worker = (id) => `
export interface Job${id} {
  readonly id: string;
  readonly kind: 'resize' | 'encode' | 'probe';
  readonly arguments: Readonly<Record<string, string>>;
}

export class Worker${id} extends Service {
  private readonly jobs: zmq.Pull;
  private readonly results = new zmq.Push({ sendHighWaterMark: limits.sendHighWaterMark, sendTimeout: 2000 });
  private readonly done = new Map<string, number>();

  constructor(log: Logger, private readonly name = 'worker-${id}') {
    super(log.child('worker', { name }), ${id});
    this.jobs = openPull(endpointOf('jobs', ${id}));
  }

  async start(): Promise<void> {
    await this.open();
    this.results.connect(endpoints.results);
    for await (const [header, body] of this.jobs) {
      if (this.stopping) break;
      const job = this.decode(body);
      if (!job) {
        this.log.warn('not a job', { header: header.toString() });
        continue;
      }
      const result = await this.perform(job);
      await this.results.send([header, JSON.stringify(result)]);
      this.done.set(job.id, Date.now());
    }
  }

  private decode(body: Buffer): Job${id} | undefined {
    try {
      const value = JSON.parse(body.toString('utf8')) as Job${id};
      return typeof value.id === 'string' && value.kind in HANDLERS${id} ? value : undefined;
    } catch (error) {
      this.log.error('decode', error);
      return undefined;
    }
  }

  private async perform(job: Job${id}): Promise<{ id: string; output: string; milliseconds: number }> {
    const started = Date.now();
    const output = await HANDLERS${id}[job.kind](job.arguments);
    await this.announce('job.done', { id: job.id, worker: this.name });
    return { id: job.id, output, milliseconds: Date.now() - started };
  }
}

const HANDLERS${id}: Record<Job${id}['kind'], (given: Readonly<Record<string, string>>) => Promise<string>> = {
  resize: async ({ width = '0', height = '0' }) => \`\${Number(width)}x\${Number(height)}\`,
  encode: async ({ codec = 'h264' }) => codec.toLowerCase(),
  probe: async (given) => Object.keys(given).sort().join(','),
};
`;

const rpc = (id) => `
interface Pending${id} {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Requests and their answers over one DEALER. */
export class Client${id} {
  private readonly socket = new zmq.Dealer({ linger: 0, sendTimeout: 1000, receiveHighWaterMark: 500 });
  private readonly pending = new Map<number, Pending${id}>();
  private next = 1;

  constructor(private readonly endpoint: string, private readonly timeout = 5_000) {
    this.socket.routingId = \`client-${id}-\${process.pid}\`;
    this.socket.curveServerKey = keys.server.publicKey;
    this.socket.curvePublicKey = process.env.CLIENT_PUBLIC ?? '';
    this.socket.curveSecretKey = process.env.CLIENT_SECRET ?? '';
  }

  connect(): void {
    this.socket.connect(this.endpoint);
    void this.listen();
  }

  async call<T>(method: string, ...args: readonly unknown[]): Promise<T> {
    const id = this.next++;
    const answer = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => this.settle(id, new Error(\`\${method} timed out\`)), this.timeout);
      this.pending.set(id, { resolve, reject, timer });
    });
    await this.socket.send(['', JSON.stringify({ id, method, args })]);
    return (await answer) as T;
  }

  private async listen(): Promise<void> {
    for await (const [, body] of this.socket) {
      const { id, error, value } = JSON.parse(body.toString()) as { id: number; error?: string; value?: unknown };
      this.settle(id, error === undefined ? value : new Error(error));
    }
  }

  private settle(id: number, outcome: unknown): void {
    const entry = this.pending.get(id);
    if (!entry) return;
    this.pending.delete(id);
    clearTimeout(entry.timer);
    if (outcome instanceof Error) entry.reject(outcome);
    else entry.resolve(outcome);
  }
}

export async function serve${id}(endpoint: string, methods: Record<string, (...args: unknown[]) => unknown>): Promise<void> {
  const router = new zmq.Router({ ...limits, handover: false });
  router.curveServer = true;
  router.curveSecretKey = keys.server.secretKey;
  await router.bind(endpoint);
  for await (const [identity, empty, body] of router) {
    const { id, method, args } = JSON.parse(body.toString()) as { id: number; method: string; args: unknown[] };
    try {
      const value = await methods[method]?.(...args);
      await router.send([identity, empty, JSON.stringify({ id, value })]);
    } catch (error) {
      await router.send([identity, empty, JSON.stringify({ id, error: String(error) })]);
    }
  }
}
`;

const feed = (id) => `
type Handler${id} = (topic: string, body: unknown) => void | Promise<void>;

/** Subscriptions of several feeds, with the last value of each topic. */
export class Feed${id} {
  private readonly sockets = new Pool<zmq.Subscriber>();
  private readonly last = new Map<string, unknown>();
  private readonly handlers: Handler${id}[] = [];

  add(name: string, endpoint: string, topics: readonly string[] = ['']): void {
    const subscriber = new zmq.Subscriber({ receiveHighWaterMark: 2000, maxMessageSize: limits.maxMessageSize });
    subscriber.connect(endpoint);
    for (const topic of topics) subscriber.subscribe(topic);
    this.sockets.set(name, subscriber);
  }

  on(handler: Handler${id}): () => void {
    this.handlers.push(handler);
    return () => {
      const at = this.handlers.indexOf(handler);
      if (at >= 0) this.handlers.splice(at, 1);
    };
  }

  async run(name: string): Promise<void> {
    const socket = this.sockets.get(name);
    if (!socket) throw new Error(\`no feed \${name}\`);
    for await (const [topic, body] of socket) {
      const key = topic.toString();
      const value: unknown = JSON.parse(body.toString());
      this.last.set(key, value);
      for (const handler of this.handlers) await handler(key, value);
    }
  }

  async drain(name: string): Promise<number> {
    const socket = this.sockets.get(name);
    let count = 0;
    while (socket && count < 100) {
      const [topic] = await socket.receive();
      if (topic === undefined) break;
      count++;
    }
    return count;
  }

  stop(): void {
    for (const socket of this.sockets.values()) socket.close();
  }
}
`;

const plain = (id) => `
export interface Table${id} {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
}

export function parseTable${id}(text: string, separator = ','): Table${id} {
  const lines = text.split(/\\r?\\n/).filter((line) => line.trim() !== '');
  const [first = '', ...others] = lines;
  const columns = first.split(separator).map((column) => column.trim().toLowerCase());
  const rows = others.map((line) =>
    line.split(separator).map((cell) => {
      const trimmed = cell.trim();
      if (trimmed === '') return undefined;
      const number = Number(trimmed);
      return Number.isNaN(number) ? trimmed : number;
    }),
  );
  return { columns, rows };
}

export function summarise${id}({ columns, rows }: Table${id}): Record<string, { count: number; mean: number; max: number }> {
  const found: Record<string, { count: number; mean: number; max: number }> = {};
  for (const [index, column] of columns.entries()) {
    let count = 0;
    let sum = 0;
    let max = Number.NEGATIVE_INFINITY;
    for (const row of rows) {
      const cell = row[index];
      if (typeof cell !== 'number') continue;
      count++;
      sum += cell;
      if (cell > max) max = cell;
    }
    found[column] = { count, mean: count === 0 ? 0 : sum / count, max: count === 0 ? 0 : max };
  }
  log.info('summary', { columns: columns.length, rows: rows.length });
  return found;
}

export function backoff${id}(attempt: number, base = 50, limit = 5_000): number {
  const jitter = ((attempt * 2654435761) % 1000) / 1000;
  return Math.min(limit, base * 2 ** attempt) * (0.5 + jitter / 2);
}
`;

export const TYPESCRIPT = {
  ending: '.ts',
  languageId: 'typescript',
  manifest: { name: 'package.json', text: '{ "name": "services", "dependencies": { "zeromq": "^6.1.0" } }\n' },
  shared: { 'config.ts': config, 'logger.ts': logger, 'bus.ts': bus },
  head,
  edited,
  parts: [worker, plain, rpc, feed, plain],
  /** Each is typed and then taken back; every one of them moves or changes a diagnostic. */
  edits: [
    { find: 'await this.frontend.bind(endpoint);', by: 'await  this.frontend.bind(endpoint);' },
    { find: 'this.frontend.maxMessageSize = 65536;\n', by: 'this.frontend.maxMessageSize = 65536;\n    \n' },
    { find: 'const control = new zmq.Reply(', by: 'const controls = new zmq.Reply(' },
    { find: "'tcp://*:7001'", by: "'tcp://*:70011'" },
    { find: 'await control.bind(', by: 'const back = this.frontend;\n    await control.bind(' },
    { find: 'receiveHighWaterMark: 0 }', by: 'receiveHighWaterMark: 100 }' },
  ],
};
