/**
 * AUTH-03: a ZAP handler that no socket asks. For NULL, libzmq asks only when the socket has a ZAP domain: `deny()` without one changed
 * nothing, and a handler that refuses everybody was never called (e07, e33).
 */
import type { EndpointUse, Model, Socket } from '../model/model';
import type { Rule } from './rule';
import { authenticated } from './support/posture';
import { reachOf, worst } from './support/reach';
import { causeOf } from './support/security';
import { hiddenAt, opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';
import { handlersOf, onlyHandlers } from './support/zap';

interface Served {
  readonly socket: Socket;
  readonly use: EndpointUse;
}

export const zapNotAsked: Rule = {
  id: 'zap-not-asked',
  check(model, report) {
    const handlers = handlersOf(model);
    if (!model.complete || handlers.length === 0 || !onlyHandlers(model, handlers)) return;
    for (const { socket, bind } of handlers) {
      if (socket.context === undefined) continue;
      const served = binds(model, socket);
      const [first] = served ?? [];
      if (!served || !first || served.some((one) => authenticated(model, one.socket, one.use) !== 'no')) continue;
      const list = socket.admissions?.find(({ kind }) => kind === 'addresses');
      if (socket.admissions && !list) continue;
      const what = list ? `${code(list.spelling)} has no effect` : 'This ZAP handler is never asked';
      report({
        place: list?.place ?? bind.place,
        message: `${what}: no socket of its context has a mechanism or a ZAP domain, so libzmq lets everybody in without a question. Set a ZAP domain before the bind.`,
        evidence: served.map(({ use }) => endpointEvidence(use)),
        confidence: 'high',
        exposure: worst(served.map(({ use }) => reachOf(use).exposure)),
        cause: causeOf(first.use),
        holder: socket.holder,
        socket: socket.id,
        fixes: served.map((one) => ({
          kind: 'set-options' as const,
          socket: one.socket.id,
          before: one.use,
          options: [{ option: 'ZAP_DOMAIN' as const, value: { literal: 'global' } }],
        })),
      });
    }
  },
};

/** Binds beyond inproc in the handler's context; undefined when something about them is not known. */
function binds(model: Model, handler: Socket): readonly Served[] | undefined {
  const found: Served[] = [];
  for (const socket of model.sockets) {
    if (socket === handler) continue;
    if (socket.context === undefined) return undefined;
    if (socket.context !== handler.context) continue;
    for (const use of opens(socket)) {
      const { exposure } = reachOf(use);
      if (exposure === 'inproc') continue;
      if (exposure === 'unknown' || hiddenAt(model, socket, use)) return undefined;
      if (use.op === 'bind') found.push({ socket, use });
    }
  }
  return found;
}
