/**
 * SLOW-09: the program ends, or its context does, and waits for ever for a peer that is not there: LINGER is -1 by default. `Context.term`
 * of Python and the exit of Node were still waiting when the experiments gave up (e20, e10); with LINGER 500 it took half a second.
 */
import type { ContextUse, Model, Socket } from '../model/model';
import type { Evidence, Rule } from './rule';
import { inprocOnly } from './support/reach';
import { aboutSocket, setBefore } from './support/report';
import { hidden, mayWaitToSend, opens } from './support/sockets';

/** Milliseconds: time to deliver what can be delivered. */
const LINGER = 1000;

export const endlessLinger: Rule = {
  id: 'endless-linger',
  check(model, report) {
    const contexts = new Map(model.contexts.map((context) => [context.id, context]));
    for (const socket of model.sockets) {
      const context = socket.context === undefined ? undefined : contexts.get(socket.context);
      const end = context && waitsFor(model, socket, context);
      if (!end) continue;
      report({
        place: socket.createdName,
        message: `What this ${socket.type} could not deliver holds up the end of ${end.what}, for ever if nobody fetches it: LINGER is -1 by default. Give it a limit, such as ${LINGER} ms.`,
        evidence: end.evidence,
        ...aboutSocket(socket),
        fixes: setBefore(opens(socket)[0]!, { LINGER: LINGER }),
      });
    }
  },
};

/** What has to wait for the socket, when the code shows that it ends. */
function waitsFor(
  model: Model,
  socket: Socket,
  context: ContextUse,
): { readonly what: string; readonly evidence: readonly Evidence[] } | undefined {
  // At its mark a socket that drops has nothing left to deliver to a peer that is gone.
  const queues = mayWaitToSend(socket.type) && socket.transfers.some(({ op }) => op === 'send');
  if (!queues || opens(socket).length === 0 || inprocOnly(socket)) return undefined;
  const decided = socket.options.some(({ option }) => option === 'LINGER') || context.lingerSet || hidden(socket);
  if (decided || model.ignored.some(({ socket: of, meant }) => of === socket.id && meant === 'LINGER'))
    return undefined;
  const [close] = socket.closes;
  const evidence = close ? [{ place: close.place, message: 'closed here; what is queued stays' }] : [];
  if (context.closed) return { what: 'its context', evidence };
  // A program that closes its sockets means to end; a server that never does waits for nothing.
  return context.waitsAtExit && close ? { what: 'the process', evidence } : undefined;
}
