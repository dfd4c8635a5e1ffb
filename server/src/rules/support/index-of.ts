/** Look-ups over a model, built once per model: ids may have gaps, so nothing is indexed by position. */
import type { Loop, Model, Socket, Task, Transfer } from '../../model/model';

export interface ModelIndex {
  readonly socket: ReadonlyMap<number, Socket>;
  readonly transfer: ReadonlyMap<number, { readonly transfer: Transfer; readonly socket: Socket }>;
  readonly loop: ReadonlyMap<number, Loop>;
  readonly task: ReadonlyMap<number, Task>;
  /** By loop: the sockets that receive in it. Most loops have none. */
  readonly receivers: ReadonlyMap<number, ReadonlySet<Socket>>;
}

const cache = new WeakMap<Model, ModelIndex>();

export function indexOf(model: Model): ModelIndex {
  const known = cache.get(model);
  if (known) return known;
  const transfer = new Map<number, { transfer: Transfer; socket: Socket }>();
  const receivers = new Map<number, Set<Socket>>();
  for (const socket of model.sockets) {
    for (const one of socket.transfers) {
      transfer.set(one.id, { transfer: one, socket });
      if (one.op === 'receive')
        for (const id of one.order.loops) receivers.set(id, (receivers.get(id) ?? new Set<Socket>()).add(socket));
    }
  }
  const index: ModelIndex = {
    socket: new Map(model.sockets.map((one) => [one.id, one])),
    transfer,
    loop: new Map(model.loops.map((one) => [one.id, one])),
    task: new Map(model.tasks.map((one) => [one.id, one])),
    receivers,
  };
  cache.set(model, index);
  return index;
}
