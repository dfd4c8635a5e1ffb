/** Tasks and jobs that every message starts, with nothing that limits how many there are. */
import type { HandlerCall, Model, Socket } from '../../model/model';
import { unconditionalFor } from '../../model/order';
import { indexOf } from './index-of';
import { leftAlone, startedPerMessage, type PerMessage } from './started-per-message';
import { lockStep } from './sockets';

export interface Pile {
  readonly socket: Socket;
  readonly where: PerMessage;
  readonly scheduled: NonNullable<HandlerCall['scheduled']>;
  /** For every message, by the code that receives it: nobody further down may count them. */
  readonly isSure: boolean;
}

/** Whether the work of a call piles up. */
export function pilesUp(model: Model, call: HandlerCall): Pile | undefined {
  const socket = indexOf(model).socket.get(call.socket);
  const { scheduled } = call;
  if (!socket || !scheduled || call.limited || lockStep(socket.type)) return undefined;
  const where = startedPerMessage(model, socket, call);
  if (!where || isBounded(model, socket, call, where)) return undefined;
  const always = where.receive !== undefined && unconditionalFor(call.order, where.receive.order);
  return { socket, where, scheduled, isSure: where.direct && always };
}

/** Waited for, or something in the round waits: for its turn, or, where the tasks are kept, for whatever it is. */
function isBounded(model: Model, socket: Socket, call: HandlerCall, where: PerMessage): boolean {
  const dropped = leftAlone(call);
  if (!dropped && call.settled !== 'stored') return true;
  const around = model.waits.filter((wait) =>
    where.loop ? wait.loops.includes(where.loop.id) : wait.task === call.order.task,
  );
  if (around.some((wait) => wait.turn)) return true;
  if (dropped) return false;
  // Only the receives wait: nobody looks how many there are.
  const receives = socket.transfers.filter(
    ({ op, async, order }) => op === 'receive' && async && where.loop && order.loops.includes(where.loop.id),
  );
  const own = around.filter((wait) => wait.task === call.order.task);
  return (
    own.length > receives.length || where.receive === undefined || !unconditionalFor(call.order, where.receive.order)
  );
}
