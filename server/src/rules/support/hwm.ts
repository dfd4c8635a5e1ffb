/** What the high-water mark rules share: which writes matter. */
import type { Model, OptionWrite, Socket } from '../../model/model';
import { overridden } from './posture';
import { inprocOnly } from './reach';
import { lockStep, onlyReceives, onlySends } from './sockets';

export interface HwmWrite {
  readonly socket: Socket;
  readonly write: OptionWrite;
}

/**
 * High-water marks that bound a real queue: of the direction the socket uses, not replaced later, not lock-step (REQ, REP: one message
 * at a time), not between two ends of one program.
 */
export function hwmWrites(model: Model): readonly HwmWrite[] {
  let writes = known.get(model);
  if (!writes) known.set(model, (writes = writesOf(model)));
  return writes;
}

const known = new WeakMap<Model, readonly HwmWrite[]>();

function writesOf(model: Model): readonly HwmWrite[] {
  return model.sockets
    .filter((socket) => !lockStep(socket.type))
    .flatMap((socket) =>
      socket.options.filter((write) => matters(socket, write)).map((write): HwmWrite => ({ socket, write })),
    )
    .filter(({ socket, write }) => !inprocOnly(socket) && !overridden(model, socket, write));
}

function matters(socket: Socket, write: OptionWrite): boolean {
  if (write.option === 'SNDHWM') return !onlyReceives(socket.type);
  return write.option === 'RCVHWM' && !onlySends(socket.type) && socket.type !== 'PUB';
}
