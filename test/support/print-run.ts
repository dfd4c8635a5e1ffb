/**
 * The socket model as text, with what the abstract run knows of order: arms, loops, tasks, taint (`print-model.ts` shows what bindings
 * tell instead). One paragraph per socket, its events in the order of the run:
 *
 *     PUSH Sender.sock kept
 *       SNDHWM = 0
 *       bind "tcp://*:5555" awaited
 *       ?CURVE_SERVER = true
 *       send dropped [detached start]
 *
 * `?` stands before what happens in an arm of a branch only, `*` before what happens in a loop; `[…]` names the task when it is not the
 * module's body. Unknown pieces are `{origin detail}`, with ` <socket>` when they came out of it; alternatives are parted by ` | `.
 */
import { alternatives, type Data, type UnknownData } from '../../server/src/model/data';
import type { Model, Order, Socket } from '../../server/src/model/model';

export function printRun(model: Model): string {
  const printer = new Printer(model);
  return [
    ...model.sockets.flatMap((socket) => printer.socket(socket)),
    ...model.ignored.map(
      (one) => `ignored ${one.spelling} = ${printer.data(one.value)} of ${printer.name(one.socket)} (${one.effect})`,
    ),
    ...model.sinks.map((one) =>
      printer.line(
        `${one.kind} ${one.api} ← ${printer.data(one.argument)}${one.verified ? ' verified' : ''}${one.checked ? ' checked' : ''}`,
        one.order,
      ),
    ),
    ...model.handlerCalls.map((one) =>
      printer.line(
        `${one.name} ${one.settled}${one.limited ? ' limited' : ''} while handling ${printer.name(one.socket)}`,
        one.order,
      ),
    ),
  ].join('\n');
}

/** Tasks as a tree, in the order they were made: kind, name, `×` where they repeat. */
export function printTasks(model: Model): string {
  const depth = (id: number): number => (id < 0 ? -1 : 1 + depth(model.tasks[id]!.parent));
  return model.tasks
    .map((task) => `${'  '.repeat(depth(task.id))}${`${task.kind} ${task.name}`.trim()}${task.repeats ? ' ×' : ''}`)
    .join('\n');
}

/** A piece of data as one line. */
export function printData(data: Data, socketName: (transfer: number) => string = String): string {
  switch (data.kind) {
    case 'const':
      return typeof data.value === 'string' ? JSON.stringify(data.value) : String(data.value);
    case 'text':
      return `"${data.parts.map((part) => (typeof part === 'string' ? part : hole(part, socketName))).join('')}"`;
    case 'oneOf':
      return alternatives(data)
        .map((one) => printData(one, socketName))
        .join(' | ');
    case 'opaque':
      return `<${data.what}${from(data.taint, socketName)}>`;
    case 'unknown':
      return hole(data, socketName);
  }
}

function hole(data: UnknownData, socketName: (transfer: number) => string): string {
  const number = data.numeric ? ` as number${data.numeric.nan ? ' or NaN' : ''}` : '';
  // Which frame of a message it is matters to checks alone.
  const detail = data.detail?.replace(/^frame\[\d+\]/, 'frame');
  return `{${data.origin}${detail ? ` ${detail}` : ''}${from(data.taint, socketName)}${number}}`;
}

function from(taint: readonly number[] | undefined, socketName: (transfer: number) => string): string {
  return taint && taint.length > 0 ? ` <${[...new Set(taint.map(socketName))].join(', ')}>` : '';
}

class Printer {
  private readonly ofTransfer = new Map<number, string>();

  constructor(private readonly model: Model) {
    for (const socket of model.sockets)
      for (const transfer of socket.transfers) this.ofTransfer.set(transfer.id, socket.holder);
  }

  name(socket: number): string {
    return this.model.sockets.find((one) => one.id === socket)?.holder ?? `socket ${socket}`;
  }

  data(data: Data): string {
    return printData(data, (transfer) => this.ofTransfer.get(transfer) ?? `transfer ${transfer}`);
  }

  socket(socket: Socket): string[] {
    const events: [Order, string][] = [
      ...socket.options.map((one): [Order, string] => [one.order, `${one.option} = ${this.data(one.value)}`]),
      ...socket.endpoints.map((one): [Order, string] => [
        one.order,
        `${one.op} ${this.data(one.value)}${one.settled === 'sync' ? '' : ` ${one.settled}`}`,
      ]),
      ...socket.transfers.map((one): [Order, string] => [
        one.order,
        `${one.continuous ? 'receives' : one.op} ${one.message ? `${this.data(one.message)} ` : ''}${one.settled}`,
      ]),
      ...socket.closes.map((one): [Order, string] => [one.order, 'close']),
      ...socket.unknowns.map((one): [Order, string] => [one.order, `unknown ${one.what}: ${one.reason}`]),
    ];
    events.sort(([a], [b]) => a.seq - b.seq);
    const head = `${socket.type} ${socket.holder}${socket.kept ? ' kept' : ''}`;
    return [this.line(head, socket.order), ...events.map(([order, text]) => `  ${this.line(text, order)}`)];
  }

  line(text: string, order: Order): string {
    const task = this.model.tasks[order.task];
    const where = !task || task.kind === 'module' ? '' : ` [${`${task.kind} ${task.name}`.trim()}]`;
    return `${order.arms.length > 0 ? '?' : ''}${order.loops.length > 0 ? '*' : ''}${text}${where}`;
  }
}
