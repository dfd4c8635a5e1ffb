/**
 * A compact, deterministic text of a socket model, for tests of bindings: one paragraph per socket, its events in order.
 *
 *     PUSH push                         type and holder; ` of context 1` when there is more than one context
 *       SNDHWM = 0 (sndhwm)             option, value, spelling
 *       bind "tcp://*:1" awaited        endpoints and transfers with what becomes of them; `sync` is left out
 *       send; receive continuous        `@message` in front: happens in a task of that kind
 *       close
 *     ignored sndhwm, meant SNDHWM = 5  then writes without effect (`throws …`), sinks, tasks
 *     deserialize pickle.loads from socket 0
 */
import type { Data } from '../../server/src/model/data';
import type { Model, Order, Socket } from '../../server/src/model/model';

export function printModel(model: Model): string {
  const lines = model.sockets.flatMap((socket) => socketLines(model, socket));
  for (const one of model.ignored)
    lines.push(`${one.effect} ${one.spelling}${one.meant ? `, meant ${one.meant}` : ''} = ${printData(one.value)}`);
  for (const one of model.sinks) {
    const from = [...new Set(one.taint.map((id) => ownerOf(model, id)))].join(' and ');
    lines.push(`${one.kind} ${one.api}${from ? ` from ${from}` : ''}${one.verified ? ', verified' : ''}`);
  }
  for (const one of model.tasks) {
    if (['module', 'entry', 'method'].includes(one.kind)) continue;
    lines.push(`task ${one.kind}${one.repeats ? ' repeats' : ''}${one.name ? ` ${one.name}` : ''}`);
  }
  return lines.join('\n');
}

function ownerOf(model: Model, transfer: number): string {
  const socket = model.sockets.find((one) => one.transfers.some(({ id }) => id === transfer));
  return socket ? socket.holder : '?';
}

function socketLines(model: Model, socket: Socket): string[] {
  const used = new Set(model.sockets.map((one) => one.context));
  const context = used.size > 1 ? ` of context ${socket.context ?? '?'}` : '';
  const events: { readonly order: Order; readonly text: string }[] = [
    ...socket.options.map((one) => ({
      order: one.order,
      text: `${one.option} = ${printData(one.value)} (${one.via === 'constructor' ? 'new ' : ''}${one.spelling})`,
    })),
    ...socket.endpoints.map((one) => ({
      order: one.order,
      text: `${one.op} ${printData(one.value)}${settled(one.settled)}`,
    })),
    ...socket.transfers.map((one) => ({
      order: one.order,
      text: `${one.op}${one.continuous ? ' continuous' : ''}${one.exclusive ? ' exclusive' : ''}${settled(one.settled)}`,
    })),
    ...socket.closes.map((one) => ({ order: one.order, text: 'close' })),
    ...socket.unknowns.map((one) => ({ order: one.order, text: `? ${one.what}: ${one.reason}` })),
  ];
  events.sort((a, b) => a.order.seq - b.order.seq);
  return [
    `${socket.type} ${socket.holder}${context}`,
    ...events.map(({ order, text }) => `  ${taskOf(model, order)}${text}`),
  ];
}

function taskOf(model: Model, order: Order): string {
  const task = model.tasks[order.task];
  return !task || task.kind === 'module' ? '' : `@${task.kind} `;
}

function settled(how: string): string {
  return how === 'sync' ? '' : ` ${how}`;
}

/** Constants as JSON, text with `{origin}` for what is not known, alternatives between bars. */
export function printData(data: Data): string {
  switch (data.kind) {
    case 'const':
      return data.value === undefined
        ? 'undefined'
        : typeof data.value === 'number'
          ? String(data.value)
          : JSON.stringify(data.value);
    case 'text':
      return JSON.stringify(data.parts.map((part) => (typeof part === 'string' ? part : `{${part.origin}}`)).join(''));
    case 'oneOf':
      return data.options.map(printData).join(' | ');
    case 'opaque':
      return `<${data.what}>`;
    case 'unknown':
      return `{${data.origin}${data.detail ? ` ${data.detail}` : ''}}`;
  }
}
