/**
 * AUTH-24: authentication that is set up inside a handler that ignores every error, and an endpoint that opens afterwards all the
 * same. When the set-up fails, the socket is open and nobody is told (e34: without a handler every key is let in).
 */
import { endpointsOf } from '../model/endpoint';
import type { EndpointUse, Model, Order, Socket, Swallow } from '../model/model';
import { compareOrder } from '../model/order';
import { SECURITY_OPTIONS } from '../model/options';
import type { Report, Rule } from './rule';
import { authenticated, flag, given, optionBefore } from './support/posture';
import { atEndpoint } from './support/report';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';
import { handlersOf } from './support/zap';

export const ignoredSecurityFailure: Rule = {
  id: 'ignored-security-failure',
  check(model, report) {
    for (const swallow of model.swallows ?? []) {
      for (const socket of model.sockets) {
        const write = socket.options.find((one) => SECURITY_OPTIONS.has(one.option) && inside(one.order, swallow));
        const use = write && openedAfter(model, socket, swallow)[0];
        if (use) report(finding(socket, use, write.place, code(write.spelling), swallow));
      }
      for (const handler of handlersOf(model)) {
        if (!inside(handler.bind.order, swallow)) continue;
        const served = model.sockets
          .filter(({ context }) => context !== undefined && context === handler.socket.context)
          .flatMap((socket) => openedAfter(model, socket, swallow).map((use) => ({ socket, use })))
          .find(({ socket, use }) => failsOpen(model, socket, use));
        if (served) report(finding(served.socket, served.use, handler.bind.place, 'the ZAP handler', swallow));
      }
    }
  },
};

function inside(order: Order, { task, from, to }: Swallow): boolean {
  return order.task === task && from < order.seq && order.seq < to;
}

/** Endpoints that open after the handler has let an error go: an endpoint inside is skipped by the error too. */
function openedAfter(model: Model, socket: Socket, swallow: Swallow): readonly EndpointUse[] {
  const end: Order = { task: swallow.task, seq: swallow.to, arms: [], loops: [] };
  return opens(socket).filter(
    (use) =>
      endpointsOf(use.value).some(({ exposure }) => exposure === 'remote' || exposure === 'local') &&
      compareOrder(use.order, end, model.tasks, socket.order) === 'after',
  );
}

/** Without a handler everybody is let in (e07): a mechanism or domain is there, and no domain is enforced. */
function failsOpen(model: Model, socket: Socket, use: EndpointUse): boolean {
  const of = (option: Parameters<typeof optionBefore>[2]): ReturnType<typeof optionBefore> =>
    optionBefore(model, socket, option, use);
  if (flag(of('ZAP_ENFORCE_DOMAIN')) !== 'no' && given(of('ZAP_DOMAIN')) !== 'no') return false;
  return use.op === 'bind' && authenticated(model, socket, use) === 'yes';
}

function finding(socket: Socket, use: EndpointUse, place: Report['place'], what: string, swallow: Swallow): Report {
  return {
    place,
    message: `When this fails, the error is ignored and the socket opens without ${what}: nobody is authenticated, and nobody is told. Let the error end the start.`,
    evidence: [{ place: swallow.place, message: 'ignores every error' }, endpointEvidence(use)],
    ...atEndpoint(socket, use),
    fixes: [],
  };
}
