/** Who answers ZAP (RFC 27/ZAP): a REP or ROUTER bound at one fixed inproc address, asked by all sockets of its own context. */
import type { Data } from '../../model/data';
import { endpointsOf, type Exposure } from '../../model/endpoint';
import type { EndpointUse, Model, Socket } from '../../model/model';
import { authenticated } from './posture';
import { reachOf, worst } from './reach';
import { opens } from './sockets';

/** The address at which libzmq looks for a handler. */
export const HANDLER = 'inproc://zeromq.zap.01';

export interface Handler {
  readonly socket: Socket;
  readonly bind: EndpointUse;
}

/** Sockets that certainly are bound as ZAP handler, once per bind. */
export function handlersOf(model: Model): readonly Handler[] {
  return model.sockets.flatMap((socket) =>
    socket.endpoints
      .filter((use) => use.op === 'bind' && endpointsOf(use.value).some(({ text }) => text === HANDLER))
      .map((bind) => ({ socket, bind })),
  );
}

/** Some socket is, or may be, the ZAP handler; or somebody out of sight got a context to run one in. */
export function mayHaveHandler(model: Model): boolean {
  return model.contexts.some((context) => context.escapes) || model.sockets.some(maybeHandler);
}

/** Nothing but these handlers can answer: no context is out of sight, and no socket may be bound anywhere. */
export function onlyHandlers(model: Model, handlers: readonly Handler[]): boolean {
  return (
    !model.contexts.some((context) => context.escapes) &&
    model.sockets.every((socket) => handlers.some((one) => one.socket === socket) || !maybeHandler(socket))
  );
}

function maybeHandler(socket: Socket): boolean {
  const may =
    socket.type === 'REP' || socket.type === 'ROUTER' || socket.type === 'DEALER' || socket.type === 'unknown';
  return (
    may &&
    socket.endpoints.some(
      (use) =>
        use.op === 'bind' &&
        (namesHandler(use.value) || endpointsOf(use.value).some((one) => one.exposure === 'unknown')),
    )
  );
}

/** The handler's address, whole or as far as it is known. */
function namesHandler(value: Data): boolean {
  return endpointsOf(value).some(
    ({ text }) => text === HANDLER || (text.includes('…') && HANDLER.startsWith(text.slice(0, text.indexOf('…')))),
  );
}

/** The worst of the endpoints whose peers a handler decides about. */
export function exposureOfAsked(model: Model, handler: Socket): Exposure {
  const asked = model.sockets.flatMap((socket) =>
    socket === handler || socket.context !== handler.context
      ? []
      : opens(socket).filter((use) => authenticated(model, socket, use) !== 'no'),
  );
  return worst(asked.map((use) => reachOf(use).exposure));
}
