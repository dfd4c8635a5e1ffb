/**
 * SIZE-01: MAXMSGSIZE left at its default of -1 on a socket that receives from other machines. Nine bytes that announce 4 GiB reserve as much
 * address space for each connection, and a frame that is really sent is in memory whole before the program sees it (e06).
 */
import type { Model, Socket } from '../model/model';
import type { Rule } from './rule';
import { isBare, remoteUses, bareReport, type OpenDoor } from './support/bare';
import { authenticated } from './support/posture';
import { receives } from './support/sockets';
import { code } from './support/texts';

const LIMIT = 1_048_576;

export const noSizeLimit: Rule = {
  id: 'no-size-limit',
  check(model, report) {
    for (const socket of model.sockets) {
      if (!receives(socket.type)) continue;
      const bare = strangers(model, socket).find(({ use }) => isBare(model, socket, 'MAXMSGSIZE', use));
      if (!bare) continue;
      const message = `A peer of ${code(bare.endpoint.text)} may announce a message of any size, and memory is reserved before the program sees it: MAXMSGSIZE has no limit by default. Set one that fits your largest message, before the ${bare.use.op}.`;
      report(bareReport(socket, bare, message, { MAXMSGSIZE: LIMIT }));
    }
  },
};

/** Who binds is asked by anybody: the limit counts in the handshake, before any mechanism. Who connects may know its server by the key. */
function strangers(model: Model, socket: Socket): readonly OpenDoor[] {
  return [
    ...remoteUses(socket, 'bind'),
    ...remoteUses(socket, 'connect').filter(({ use }) => authenticated(model, socket, use) === 'no'),
  ];
}
