/** What a message is made of, for all bindings: its frames, what the first is, and which are asked for. */
import type { Arguments, CallSite, EvaluatorApi, Taint, Value } from '../evaluate/api';
import { ROUTING_ID, TOPIC } from '../model/data';
import type { SocketType } from '../model/model';

/** Frames by position as far as they are known by it, and what every further one is. */
export function framesOf(
  type: SocketType,
  taint: Taint | undefined,
  api: EvaluatorApi,
): { readonly first: readonly Value[]; readonly rest: Value } {
  const name = type === 'ROUTER' ? ROUTING_ID : type === 'SUB' ? TOPIC : undefined;
  return {
    first: name === undefined ? [] : [api.unknown('received', name, taint)],
    rest: api.unknown('received', 'frame', taint),
  };
}

/** A message as the list of its frames, all of them from the peer. */
export function messageOf(type: SocketType, taint: Taint | undefined, api: EvaluatorApi): Value {
  const { first, rest } = framesOf(type, taint, api);
  return api.list(first, true, rest);
}

/** `subscribe(…topics)`; without one, everything. Each is a prefix (zmq_setsockopt(3): ZMQ_SUBSCRIBE). */
export function subscribe(socket: number, args: Arguments, site: CallSite, api: EvaluatorApi): void {
  const given = args.list.length > 0 || args.open ? args.list : [...args.named.values()];
  const topics = given.length > 0 || args.open ? given : [api.constant('')];
  topics.forEach((value, index) => {
    const valuePlace = args.placeAt(index, 'topic');
    api.addOption(socket, {
      option: 'SUBSCRIBE',
      value,
      place: site.name,
      ...(valuePlace ? { valuePlace } : {}),
      via: 'call',
      spelling: 'subscribe',
    });
  });
}
