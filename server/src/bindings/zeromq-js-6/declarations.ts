/** Types of zeromq.js 6 for type questions where the package is not installed: only what names and returns sockets. */
const SOCKETS = 'Pair Publisher Subscriber Request Reply Dealer Router Pull Push XPublisher XSubscriber Stream'.split(
  ' ',
);
const DRAFTS = 'Server Client Radio Dish Gather Scatter Datagram'.split(' ');

const BASE = `
export class Context { constructor(options?: object); }
export const context: Context;
export interface Readable { receive(): Promise<any>; [Symbol.asyncIterator](): AsyncIterator<any, undefined>; }
export interface Writable { send(message: any): Promise<void>; }
export abstract class Socket {
  bind(address: string): Promise<void>; unbind(address: string): Promise<void>;
  connect(address: string): void; disconnect(address: string): void; close(): void;
  readonly events: Observer; readonly context: Context; readonly closed: boolean; [option: string]: any;
}
export class Observer {}
export class Proxy<F extends Socket = Socket, B extends Socket = Socket> { constructor(front: F, back: B); run(): Promise<void>; }
export function curveKeyPair(): { publicKey: string; secretKey: string };
export const version: string;
`;

function classes(names: readonly string[]): string {
  return names
    .map(
      (name) =>
        `export class ${name} extends Socket { constructor(options?: object); send(message: any, ...rest: any[]): Promise<void>; receive(): Promise<any>; [Symbol.asyncIterator](): AsyncIterator<any, undefined>; }`,
    )
    .join('\n');
}

export const DECLARATIONS: ReadonlyMap<string, string> = new Map([
  ['zeromq', `${BASE}${classes(SOCKETS)}`],
  ['zeromq/draft', `import { Socket } from 'zeromq';\n${classes(DRAFTS)}`],
]);
