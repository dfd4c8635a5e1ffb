/**
 * THR-09: one options object with a context for several sockets. The constructor deletes `context` from the object it is given: the
 * first socket is in that context, the next one in the default one (e09), where neither its ZAP handler nor its inproc peers are.
 */
import type { Model, Place, Socket } from '../model/model';
import type { FixIntent, Rule } from './rule';
import { indexOf } from './support/index-of';
import { holds, samePlace } from './support/places';
import { exposureOfSocket } from './support/reach';
import { kindOf } from './support/texts';

export const contextTaken: Rule = {
  id: 'context-taken',
  check(model, report) {
    for (const socket of model.sockets) {
      const { taken } = socket;
      const by = taken && (takenBefore(model, socket) ?? takenInLoop(model, socket));
      if (!taken || !by) continue;
      const again = samePlace(by, taken.argument);
      report({
        place: taken.argument,
        message: messageOf(socket, again),
        evidence: again ? [] : [{ place: by, message: 'this one took the context' }],
        confidence: 'high',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
        fixes: copies(by, taken.argument),
      });
    }
  },
};

function messageOf(socket: Socket, again: boolean): string {
  const which = again ? `every ${kindOf(socket)} but the first` : `this ${kindOf(socket)}`;
  return `The constructor deletes \`context\` from the object it is given, and this object is given to more than one: ${which} is in the default context, without the ZAP handler and the inproc peers of the other. Give each socket a copy.`;
}

/** The default context is where a socket without one is anyway. */
function isShared(model: Model, id: number | undefined): boolean {
  return model.contexts.some((one) => one.id === id && one.shared);
}

function takenBefore(model: Model, { taken }: Socket): Place | undefined {
  const lost = taken?.lost;
  return lost && !isShared(model, lost.context) ? lost.by : undefined;
}

/** Made in a loop from an object that was written in front of it: every round but the first. */
function takenInLoop(model: Model, { taken, context, order, created }: Socket): Place | undefined {
  const object = taken?.object;
  if (!object || taken.lost || context === undefined || isShared(model, context)) return undefined;
  const { loop } = indexOf(model);
  const outside = order.loops
    .map((id) => loop.get(id))
    .some((one) => one !== undefined && one.rounds !== 1 && holds(one.place, created) && !holds(one.place, object));
  return outside ? taken.argument : undefined;
}

function copies(first: Place, second: Place): readonly FixIntent[] {
  const places = samePlace(first, second) ? [first] : [first, second];
  return [{ kind: 'all', intents: places.map((place) => ({ kind: 'copy-object', place })) }];
}
