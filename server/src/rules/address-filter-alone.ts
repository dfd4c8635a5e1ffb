/**
 * AUTH-22: who may come in is decided by addresses alone. It works (e30), but an address is shared, translated and forged, the filters are
 * deprecated (zmq_setsockopt(3)), and no key stands behind it.
 */
import type { Model, OptionWrite, Socket } from '../model/model';
import type { OptionName } from '../model/options';
import type { Rule } from './rule';
import { curve, given, gssapi, optionBefore, plain } from './support/posture';
import { reachOf } from './support/reach';
import { aboutSocket } from './support/report';
import { handlersOf } from './support/zap';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

const FILTERS: ReadonlySet<OptionName> = new Set<OptionName>([
  'TCP_ACCEPT_FILTER',
  'IPC_FILTER_PID',
  'IPC_FILTER_UID',
  'IPC_FILTER_GID',
]);

export const addressFilterAlone: Rule = {
  id: 'address-filter-alone',
  check(model, report) {
    for (const socket of model.sockets) {
      const filter = socket.options.find(({ option }) => FILTERS.has(option));
      if (filter && binds(model, socket, false).length > 0) report(filtered(socket, filter));
    }
    for (const { socket: handler } of handlersOf(model)) {
      // With NULL there is nothing else to ask for, whatever it knows of keys and passwords.
      const list = (handler.admissions ?? []).find(({ kind }) => kind === 'addresses');
      if (!list) continue;
      const asking = model.sockets.find(
        (socket) => socket !== handler && socket.context === handler.context && binds(model, socket, true).length > 0,
      );
      if (!asking) continue;
      const use = binds(model, asking, true)[0]!;
      report({
        place: list.place,
        message: `${code(list.spelling)} is all that decides who may come in: an address can be shared or forged, and messages travel in clear text. Admit peers by their keys (CURVE).`,
        evidence: [endpointEvidence(use)],
        confidence: 'high',
        exposure: reachOf(use).exposure,
        holder: handler.holder,
        socket: handler.id,
      });
    }
  },
};

function filtered(socket: Socket, write: OptionWrite): Parameters<Parameters<Rule['check']>[1]>[0] {
  const local = write.option !== 'TCP_ACCEPT_FILTER';
  return {
    place: write.place,
    message: local
      ? `${code(write.spelling)} is all that decides who may come in, and it is deprecated. Ask a ZAP handler, or restrict the folder of the socket's file.`
      : `${code(write.spelling)} is all that decides who may come in: an address can be shared or forged, and the option is deprecated. Admit peers by their keys (CURVE with a ZAP handler).`,
    evidence: opens(socket).slice(0, 1).map(endpointEvidence),
    ...aboutSocket(socket),
  };
}

/** Binds without any mechanism. `asked`: those whose peers a ZAP handler is asked about; with NULL that takes a domain (e07). */
function binds(model: Model, socket: Socket, asked: boolean): readonly (typeof socket.endpoints)[number][] {
  return opens(socket).filter(
    (use) =>
      use.op === 'bind' &&
      reachOf(use).exposure !== 'inproc' &&
      curve(model, socket, use) === 'no' &&
      plain(model, socket, use) === 'no' &&
      gssapi(model, socket, use) === 'no' &&
      (given(optionBefore(model, socket, 'ZAP_DOMAIN', use)) === 'yes') === asked,
  );
}
