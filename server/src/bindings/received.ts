/** What a message is made of, for all bindings: its frames, and what ROUTER puts before them. */
import type { EvaluatorApi, Taint, Value } from '../evaluate/api';
import { ROUTING_ID } from '../model/data';
import type { SocketType } from '../model/model';

/** Frames by position as far as they are known by it, and what every further one is. */
export function framesOf(
  type: SocketType,
  taint: Taint | undefined,
  api: EvaluatorApi,
): { readonly first: readonly Value[]; readonly rest: Value } {
  return {
    first: type === 'ROUTER' ? [api.unknown('received', ROUTING_ID, taint)] : [],
    rest: api.unknown('received', 'frame', taint),
  };
}

/** A message as the list of its frames, all of them from the peer. */
export function messageOf(type: SocketType, taint: Taint | undefined, api: EvaluatorApi): Value {
  const { first, rest } = framesOf(type, taint, api);
  return api.list(first, true, rest);
}
