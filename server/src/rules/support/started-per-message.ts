/** Work that is done or started once for every message. */
import type { HandlerCall, Loop, Model, Place, Socket, Transfer } from '../../model/model';
import { indexOf } from './index-of';
import { loopsOf, tasksOf } from './repetition';

export interface PerMessage {
  /** The loop around the receive; absent for a task that each message starts. */
  readonly loop?: Loop;
  readonly receive: Transfer | undefined;
  /** The loop, or the function that runs for a message. */
  readonly place: Place;
  /** The call stands in there, and not in a function further down. */
  readonly direct: boolean;
}

/** Once per message: in a loop around the receive, or in a task each message starts. */
export function startedPerMessage(model: Model, socket: Socket, call: HandlerCall): PerMessage | undefined {
  const receive = indexOf(model).transfer.get(call.transfer)?.transfer;
  const loop = loopsOf(model, call.order, socket.order).find(
    (one) => one.socket === socket.id || (receive?.order.loops.includes(one.id) ?? false),
  );
  const task = tasksOf(model, call.order, socket.order).find((one) => one.kind === 'message' && one.repeats);
  const place = loop?.place ?? task?.place;
  const stands = call.scheduled?.call ?? call.place;
  return place && { ...(loop ? { loop } : {}), receive, place, direct: inside(place, stands) };
}

/** Nobody waits: dropped, or only chained to (`.catch(log)`). */
export function leftAlone(call: HandlerCall): boolean {
  return call.settled === 'dropped' || call.settled === 'chained';
}

function inside(outer: Place, { file, range }: Place): boolean {
  return outer.file === file && outer.range.start <= range.start && range.end <= outer.range.end;
}
