/** What a message can end: something that throws, in what runs for every message, with nobody to catch it. */
import type { Fragile, Model, Socket } from '../../model/model';
import type { Report } from '../rule';
import { authenticated } from './posture';
import { perMessage } from './per-message';
import { reachOf } from './reach';
import { endpointEvidence } from './texts';
import { opens, receives } from './sockets';
import { sourcesFrom, type Source } from './sinks';

/**
 * The first of such calls per socket. Only sockets that every machine may send to: bound beyond this machine, and nobody is asked who he
 * is. Whom the program lets in it trusts this far.
 */
export function fatalCalls(
  model: Model,
  matches: (call: Fragile, source: Source) => boolean,
): readonly { readonly call: Fragile; readonly source: Source }[] {
  if (!model.fragile || model.rescues) return [];
  const found = new Map<Socket, { readonly call: Fragile; readonly source: Source }>();
  for (const call of model.fragile) {
    for (const source of sourcesFrom(model, call.taint)) {
      const { socket } = source;
      if (found.has(socket) || socket.rescued || !matches(call, source)) continue;
      if (receives(socket.type) && openBind(model, socket) && perMessage(model, socket, call.order))
        found.set(socket, { call, source });
    }
  }
  return [...found.values()];
}

/** Where every machine may connect, and nobody asks who it is. */
export function openBind(model: Model, socket: Socket): ReturnType<typeof opens>[number] | undefined {
  return opens(socket).find(
    (use) => use.op === 'bind' && reachOf(use).exposure === 'remote' && authenticated(model, socket, use) === 'no',
  );
}

export function fatalReport(model: Model, call: Fragile, { socket, transfer }: Source, message: string): Report {
  const use = openBind(model, socket)!;
  const { exposure, confidence } = reachOf(use);
  return {
    place: call.place,
    message,
    evidence: [{ place: transfer.place, message: 'received here' }, endpointEvidence(use)],
    confidence,
    exposure,
    holder: socket.holder,
    socket: socket.id,
  };
}
