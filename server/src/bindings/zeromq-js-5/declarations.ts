/** Types of zeromq.js 5 for type questions where no package is installed: only what names and returns sockets. */
const TEXT = `
export class Socket {
  constructor(type: string);
  bind(address: string, done?: (error?: any) => void): this; bindSync(address: string): this;
  unbind(address: string, done?: (error?: any) => void): this; unbindSync(address: string): this;
  connect(address: string): this; disconnect(address: string): this; close(): this;
  subscribe(filter: any): this; unsubscribe(filter: any): this; send(message: any, flags?: any, done?: (error?: any) => void): this;
  setsockopt(option: any, value: any): this; getsockopt(option: any): any; monitor(interval?: number, count?: number): this;
  on(event: string, listener: (...args: any[]) => void): this; once(event: string, listener: (...args: any[]) => void): this;
  readonly type: any; readonly closed: boolean; [option: string]: any;
}
export function socket(type: string, options?: any): Socket;
export function createSocket(type: string, options?: any): Socket;
export function curveKeypair(): { public: string; secret: string };
export function proxy(front: Socket, back: Socket, capture?: Socket): void;
export const options: any; export const types: any; export const version: string;
`;

export const DECLARATIONS: ReadonlyMap<string, string> = new Map([
  ['zmq', TEXT],
  ['zeromq/v5-compat', TEXT],
]);
