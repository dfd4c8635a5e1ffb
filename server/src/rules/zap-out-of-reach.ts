/**
 * AUTH-05: a ZAP handler that a server cannot ask: it is bound after the server, so who connects in between is let in (e33), or it
 * lives in another context, so it is never asked (e07, e33). ZAP_ENFORCE_DOMAIN with a domain fails closed in both cases.
 */
import type { EndpointUse, Model, Socket } from '../model/model';
import { compareOrder } from '../model/order';
import type { Report, Rule } from './rule';
import { flag, given, optionBefore } from './support/posture';
import { reachOf } from './support/reach';
import { atEndpoint } from './support/report';
import { opens } from './support/sockets';
import { endpointEvidence } from './support/texts';
import { handlersOf, onlyHandlers, type Handler } from './support/zap';

export const zapOutOfReach: Rule = {
  id: 'zap-out-of-reach',
  check(model, report) {
    const handlers = handlersOf(model);
    if (!model.complete || handlers.length === 0 || !onlyHandlers(model, handlers)) return;
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        const found =
          use.op === 'bind' && asksOrWould(model, socket, use) ? check(model, socket, use, handlers) : undefined;
        if (found) report(found);
      }
    }
  },
};

/** Fails open without a handler: a CURVE server, or NULL with a domain, and nothing enforced (e07). PLAIN fails closed. */
function asksOrWould(model: Model, socket: Socket, use: EndpointUse): boolean {
  const { exposure } = reachOf(use);
  if (exposure === 'inproc' || exposure === 'unknown') return false;
  const of = (option: Parameters<typeof optionBefore>[2]): ReturnType<typeof optionBefore> =>
    optionBefore(model, socket, option, use);
  if (flag(of('PLAIN_SERVER')) !== 'no' || flag(of('ZAP_ENFORCE_DOMAIN')) !== 'no') return false;
  return flag(of('CURVE_SERVER')) === 'yes' || given(of('ZAP_DOMAIN')) === 'yes';
}

function check(model: Model, socket: Socket, use: EndpointUse, handlers: readonly Handler[]): Report | undefined {
  const report = (place: Report['place'], message: string, evidence: Report['evidence']): Report => ({
    place,
    message,
    evidence,
    ...atEndpoint(socket, use),
    fixes: [],
  });
  if (socket.context === undefined || handlers.some((one) => one.socket.context === undefined)) return undefined;
  const near = handlers.filter((one) => one.socket.context === socket.context);
  const first = handlers[0]!;
  if (near.length === 0)
    return report(
      use.place,
      'The ZAP handler is bound in another context and is never asked for this socket: every key is let in. Make both sockets in one context, and enforce the ZAP domain.',
      [{ place: first.bind.place, message: 'the handler of the other context' }],
    );
  const late = near.every(({ bind }) => compareOrder(bind.order, use.order, model.tasks, socket.order) === 'after');
  if (!late) return undefined;
  return report(
    near[0]!.bind.place,
    `The ZAP handler is bound after the server: who connects in between is let in with any key, and stays in. Bind the handler first, and enforce the ZAP domain.`,
    [endpointEvidence(use)],
  );
}
