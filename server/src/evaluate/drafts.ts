/** Sockets and fates while they are being recorded. */
import type {
  Admission,
  EndpointUse,
  Model,
  OptionWrite,
  Order,
  Place,
  Settled,
  Socket,
  SocketAnchors,
  Task,
  Transfer,
} from '../model/model';
import { compareOrder } from '../model/order';
import type { Touch } from '../model/threads';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface SocketDraft extends Mutable<
  Omit<Socket, 'options' | 'endpoints' | 'transfers' | 'closes' | 'unknowns' | 'anchors' | 'admissions' | 'touches'>
> {
  options: OptionWrite[];
  endpoints: Mutable<EndpointUse>[];
  transfers: Mutable<Transfer>[];
  closes: { place: Place; order: Order }[];
  unknowns: { what: Socket['unknowns'][number]['what']; reason: string; place: Place; order: Order }[];
  anchors: Mutable<SocketAnchors>;
  admissions?: Admission[];
  touches?: Touch[];
}

/** Strength of what happens to a promise: a later, stronger fate replaces a weaker one. */
export const FATE: Readonly<Record<Settled, number>> = {
  dropped: 0,
  chained: 1,
  // A chain that is kept somewhere: whoever keeps it may wait.
  stored: 2,
  returned: 3,
  awaited: 4,
  collected: 5,
  raced: 6,
  sync: 7,
};

/**
 * A helper that many call paths lead to says the same on each of them. What counts is what may come before an endpoint: of a kind at a
 * place, the first in each task and arm.
 */
function first(unknowns: SocketDraft['unknowns']): SocketDraft['unknowns'] {
  if (unknowns.length < 2) return unknowns;
  const byPlace = new Map<string, SocketDraft['unknowns'][number]>();
  for (const one of unknowns) {
    const { what, place, order } = one;
    const key = `${what}:${place.file}:${place.range.start}:${order.task}:${order.arms.join(';')}`;
    if (!byPlace.has(key)) byPlace.set(key, one);
  }
  return [...byPlace.values()];
}

/** What a binding says of a socket as it is made. */
export const GIVEN = ['context', 'scoped', 'lacks', 'libzmq', 'leftToCollector', 'abortsWorker'] as const;

/** What is only listed, in the model under that name. */
export type Lists =
  | 'ignored'
  | 'sinks'
  | 'unfollowed'
  | 'swallows'
  | 'waits'
  | 'blocking'
  | 'polls'
  | 'terminations'
  | 'decisions'
  | 'topicLooks'
  | 'collectionUses'
  | 'memoryUses'
  | 'handovers'
  | 'workers'
  | 'managedWorkers'
  | 'ends'
  | 'fragile'
  | 'rescues'
  | 'secretUses'
  | 'modes'
  | 'lengthUses';
export type Listed = { [K in Lists]: NonNullable<Model[K]>[number][] };
/** A socket that leaves the program only after all its endpoints cannot be configured for them out there. */
export function finish(draft: SocketDraft, cutBodies: ReadonlySet<string>, tasks: readonly Task[]): Socket {
  const { endpoints, created, order } = draft;
  if (cutBodies.has(created.file)) draft.unknowns.push({ what: 'options', reason: CUT_OFF, place: created, order });
  const matters = (unknown: SocketDraft['unknowns'][number]): boolean =>
    unknown.what !== 'escapes' ||
    endpoints.length === 0 ||
    endpoints.length > MANY ||
    !endpoints.every((use) => compareOrder(use.order, unknown.order, tasks, draft.order) === 'before');
  if (draft.unknowns.some(({ what }) => what === 'escapes')) draft.leaves = true;
  draft.unknowns = first(draft.unknowns).filter(matters);
  return draft;
}

export const CUT_OFF = 'the program is too large to follow to its end';

/** More endpoints than this are not compared one by one. */
const MANY = 100;
