// What the TypeScript services of the benchmark import. See ../inputs.mjs.

export const config = `export interface Limits {
  sendHighWaterMark: number;
  receiveHighWaterMark: number;
  maxMessageSize: number;
}

export const limits: Limits = { sendHighWaterMark: 1000, receiveHighWaterMark: 1000, maxMessageSize: 1_048_576 };

export const endpoints = {
  jobs: process.env.JOBS_ENDPOINT ?? 'tcp://127.0.0.1:6000',
  results: 'tcp://127.0.0.1:6001',
  events: 'tcp://0.0.0.0:6002',
  control: 'ipc:///run/app/control.sock',
};

export function endpointOf(name: keyof typeof endpoints, shard = 0): string {
  const base = endpoints[name];
  return shard === 0 ? base : \`\${base}\${shard}\`;
}

export const keys = {
  server: { publicKey: process.env.SERVER_PUBLIC ?? '', secretKey: process.env.SERVER_SECRET ?? '' },
};
`;

export const logger = `export type Fields = Record<string, unknown>;

export class Logger {
  constructor(private readonly name: string, private readonly fields: Fields = {}) {}
  child(name: string, fields: Fields = {}): Logger {
    return new Logger(\`\${this.name}.\${name}\`, { ...this.fields, ...fields });
  }
  info(message: string, fields: Fields = {}): void {
    this.write('info', message, fields);
  }
  warn(message: string, fields: Fields = {}): void {
    this.write('warn', message, fields);
  }
  error(message: string, error: unknown): void {
    this.write('error', message, { error: error instanceof Error ? error.stack : String(error) });
  }
  private write(level: string, message: string, fields: Fields): void {
    console.log(JSON.stringify({ time: Date.now(), level, name: this.name, message, ...this.fields, ...fields }));
  }
}
`;

export const bus = `import * as zmq from 'zeromq';
import { endpointOf, limits } from './config';
import { Logger } from './logger';

/** What every service has: a socket for events, and an orderly end. */
export abstract class Service {
  protected readonly events = new zmq.Publisher({ sendHighWaterMark: limits.sendHighWaterMark, linger: 0 });
  protected stopping = false;

  constructor(protected readonly log: Logger, private readonly shard = 0) {}

  async open(): Promise<void> {
    await this.events.bind(endpointOf('events', this.shard));
  }

  protected async announce(topic: string, body: object): Promise<void> {
    await this.events.send([topic, JSON.stringify(body)]);
  }

  async close(): Promise<void> {
    this.stopping = true;
    this.events.close();
  }
}

export function openPull(endpoint: string, size = limits.maxMessageSize): zmq.Pull {
  const pull = new zmq.Pull({ receiveHighWaterMark: limits.receiveHighWaterMark, maxMessageSize: size });
  pull.connect(endpoint);
  return pull;
}

export class Pool<T> {
  private readonly items = new Map<string, T>();
  get(key: string): T | undefined {
    return this.items.get(key);
  }
  set(key: string, item: T): void {
    this.items.set(key, item);
  }
  values(): Iterable<T> {
    return this.items.values();
  }
}
`;
