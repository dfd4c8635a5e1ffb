/**
 * SIZE-04: a context's size limit limits nothing that comes in: 5000 bytes were sent and received with a limit of 1000 (e06, e09).
 * Reported where a socket of the context receives without a limit of its own, so that somebody relies on it.
 */
import { always } from '../model/data';
import type { Model, Socket } from '../model/model';
import type { Rule } from './rule';
import { optionBefore } from './support/posture';
import { exposureOfSocket, reachOf, worst } from './support/reach';
import { opens, receives } from './support/sockets';
import { code } from './support/texts';

/** libzmq's default, INT_MAX: whoever writes that limits nothing (e02). */
const DEFAULT = 2_147_483_647;

export const contextSizeLimit: Rule = {
  id: 'context-size-limit',
  check(model, report) {
    for (const context of model.contexts) {
      const limits = (context.sizeLimits ?? []).filter(({ value }) => always(value, isLimit));
      if (limits.length === 0) continue;
      const unlimited = model.sockets.filter((socket) => socket.context === context.id && relies(model, socket));
      if (unlimited.length === 0) continue;
      for (const limit of limits)
        report({
          place: limit.place,
          message: `${code(limit.spelling)} of a context limits no message that comes in: sockets of this context accept messages of any size. Set the limit on each socket, before its bind or connect.`,
          evidence: unlimited.slice(0, 3).map((socket) => ({
            place: socket.createdName,
            message: 'this socket has no limit of its own',
          })),
          confidence: 'high',
          exposure: worst(unlimited.map(exposureOfSocket)),
          holder: unlimited[0]!.holder,
          socket: unlimited[0]!.id,
        });
    }
  },
};

/** It receives from outside the process, and no limit of its own is in force or may be. */
function relies(model: Model, socket: Socket): boolean {
  return (
    receives(socket.type) &&
    opens(socket).some(
      (use) => reachOf(use).exposure !== 'inproc' && optionBefore(model, socket, 'MAXMSGSIZE', use).state === 'absent',
    )
  );
}

function isLimit(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < DEFAULT;
}
