/** What the rules about bare defaults share: where other machines come in, and whether somebody has decided about an option. */
import type { EndpointUse, Model, Socket } from '../../model/model';
import type { OptionName } from '../../model/options';
import type { Report } from '../rule';
import { authenticated, optionBefore } from './posture';
import { reachOf, type Reach } from './reach';
import { aboutSocket, setBefore } from './report';
import { lateSecurity } from './security';
import { opens } from './sockets';

export interface OpenDoor extends Reach {
  readonly use: EndpointUse;
}

/** Endpoints over TCP (or ws) that other machines are at the other end of. Raw TCP and datagrams have no ZMTP, and none of its options. */
export function remoteUses(socket: Socket, op: 'bind' | 'connect'): readonly OpenDoor[] {
  if (socket.type === 'unknown' || socket.type === 'STREAM' || socket.type === 'DGRAM') return [];
  return opens(socket)
    .filter((use) => use.op === op)
    .map((use) => ({ use, ...reachOf(use) }))
    .filter(
      ({ exposure, endpoint: { rawScheme } }) => exposure === 'remote' && (rawScheme === 'tcp' || rawScheme === 'ws'),
    );
}

/** Binds of that kind that let in whoever speaks ZMTP, version 1.0 included (e35). */
export function openDoors(model: Model, socket: Socket): readonly OpenDoor[] {
  const open = remoteUses(socket, 'bind').filter(({ use }) => authenticated(model, socket, use) === 'no');
  if (open.length === 0) return [];
  // A mechanism that comes too late is what is to be mended there: `security-after-bind`.
  const late = new Set(lateSecurity(model, socket).map(({ use }) => use));
  return open.filter(({ use }) => !late.has(use));
}

/**
 * Nobody has set the option: not before this endpoint, not too late for it (that is another rule's finding), not under a wrong name, and
 * not where the code cannot be seen.
 */
export function isBare(model: Model, socket: Socket, option: OptionName, use: EndpointUse): boolean {
  return (
    optionBefore(model, socket, option, use).state === 'absent' &&
    !socket.options.some((write) => write.option === option) &&
    !model.ignored.some((write) => write.socket === socket.id && write.meant === option) &&
    !(socket.lacks ?? []).includes(option)
  );
}

/** A report about an option that nobody has set, with the value that does for most programs. It is a cause of its own. */
export function bareReport(
  socket: Socket,
  { use, confidence }: OpenDoor,
  message: string,
  values: Readonly<Partial<Record<OptionName, number>>>,
): Report {
  return {
    place: use.place,
    message,
    evidence: [],
    ...aboutSocket(socket),
    confidence,
    fixes: setBefore(use, values),
  };
}
