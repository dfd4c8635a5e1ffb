/**
 * SLOW-12: a list, set or map of the program that every message makes longer, with nothing in the way of the message that takes from it or
 * looks how long it is. Reading never waits, so RCVHWM counts for nothing: 39 961 messages queued with RCVHWM=10, 24 to 218 MB (e27).
 */
import { alternatives, constant, ROUTING_ID, taintOf } from '../model/data';
import type { CollectionUse } from '../model/collection';
import type { Model, Order, Place, Socket, Transfer } from '../model/model';
import type { Confidence, Rule } from './rule';
import { indexOf } from './support/index-of';
import { pilesUp } from './support/piling-up';
import { exposureOfSocket, inprocOnly } from './support/reach';
import { loopsOf, tasksOf } from './support/repetition';
import { code, kindOf } from './support/texts';

export const unboundedQueue: Rule = {
  id: 'unbounded-queue',
  check(model, report) {
    for (const [added, uses] of queuesOf(model)) {
      const way = wayOf(model, added);
      const found = way && growth(model, added, uses, way);
      if (!found || isToldAsTasks(model, added)) continue;
      const { socket, receive } = way;
      report({
        place: added.place,
        message: `${code(added.name)} grows with every message of this ${kindOf(socket)}, ${found.text}: reading never waits, so the high-water mark holds nobody back and memory fills. Give it a limit, and stop reading, refuse or drop when it is reached.`,
        evidence: [
          { place: receive.place, message: 'messages arrive here' },
          { place: found.place, message: found.what },
        ],
        confidence: found.confidence,
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
      });
    }
  },
};

/** A list of tasks that pile up: that they do is told where they are started. */
function isToldAsTasks(model: Model, { work }: CollectionUse): boolean {
  return (
    work !== undefined &&
    model.handlerCalls.some((call) => keyOf(call.place) === keyOf(work) && pilesUp(model, call)?.isSure === true)
  );
}

type Uses = readonly CollectionUse[];

/** Every place that adds, with all that is done to what it adds to. */
function queuesOf(model: Model): readonly (readonly [added: CollectionUse, uses: Uses])[] {
  const byMade = new Map<string, CollectionUse[]>();
  const byPlace = new Map<string, { readonly added: CollectionUse; readonly made: Set<string> }>();
  for (const use of model.collectionUses ?? []) {
    const made = keyOf(use.of.place);
    const known = byMade.get(made);
    if (known) known.push(use);
    else byMade.set(made, [use]);
    if (use.what !== 'add') continue;
    const place = keyOf(use.place);
    const adder = byPlace.get(place) ?? { added: use, made: new Set() };
    adder.made.add(made);
    byPlace.set(place, adder);
  }
  return [...byPlace.values()].map(({ added, made }) => [added, [...made].flatMap((one) => byMade.get(one)!)] as const);
}

/** The way of one message from its arrival: what runs for it before the next one can make anything longer. */
interface Way {
  readonly socket: Socket;
  readonly receive: Transfer;
  readonly includes: (order: Order) => boolean;
  /** The function that holds the receive loop. */
  readonly within?: Place;
}

function wayOf(model: Model, { order, of }: CollectionUse): Way | undefined {
  // How often a loop of unknown length runs, nobody knows; one with a known number of rounds has an end.
  const loops = loopsOf(model, order, of.order).filter((one) => one.rounds === undefined);
  const tasks = tasksOf(model, order).filter((one) => one.kind === 'message' && one.repeats);
  if (loops.length === 0 && tasks.length === 0) return undefined;
  const { receivers } = indexOf(model);
  for (const socket of model.sockets) {
    if (!loops.some(({ id }) => receivers.get(id)?.has(socket)) && !tasks.some((one) => one.socket === socket.id))
      continue;
    // A reply comes once per request of this program; both ends of inproc are this program.
    if (socket.type === 'REQ' || inprocOnly(socket)) continue;
    for (const receive of socket.transfers) {
      if (receive.op !== 'receive') continue;
      // The outermost: what an inner loop collects, a round of the outer one may use up.
      const loop = loops.find((one) => receive.order.loops.includes(one.id));
      if (!loop) continue;
      const later = after(model, order.task, receive.order.seq);
      return {
        socket,
        receive,
        within: loop.within,
        includes: (other) => other.loops.includes(loop.id) || later(other),
      };
    }
    const task = tasks.find((one) => one.socket === socket.id);
    const receive = task && socket.transfers.find((one) => one.op === 'receive' && one.order.task === task.parent);
    if (receive) return { socket, receive, includes: after(model, task.id, 0) };
  }
  return undefined;
}

/** In this task after that point, or in a task that it started after it. */
function after(model: Model, task: number, seq: number): (order: Order) => boolean {
  return (order) => {
    const chain = tasksOf(model, order);
    const at = chain.findIndex((one) => one.id === task);
    return at === 0 ? order.seq > seq : at > 0 && chain[at - 1]!.startSeq > seq;
  };
}

interface Growth {
  readonly text: string;
  readonly confidence: Confidence;
  /** What shows it, and where. */
  readonly what: string;
  readonly place: Place;
}

function growth(model: Model, added: CollectionUse, uses: Uses, way: Way): Growth | undefined {
  const { kind, place, within } = added.of;
  const limits = ({ what }: CollectionUse): boolean => what !== 'add' && (what !== 'search' || kind === 'list');
  // One that is made anew on the way is given up there.
  if (uses.some((use) => way.includes(use.of.order) || (limits(use) && way.includes(use.order)))) return undefined;
  if (kind === 'list' && isRoutingId(way.socket, added)) return undefined;
  if (kind === 'list') {
    const taken = uses.find(({ what, order, of }) => what === 'take' && again(model, order, of.order));
    if (taken)
      return { text: 'and is emptied in its own time', confidence: 'high', what: 'emptied here', place: taken.place };
  }
  // What the function with the loop made and nobody else empties, it collects for itself: until the loop is left.
  const own = way.within && keyOf(way.within) === keyOf(within);
  const alone = model.complete && !own && uses.every(({ what }) => what === 'add' || what === 'search');
  if (!alone || (kind !== 'list' && !isNewKey(added))) return undefined;
  return { text: 'and nothing is ever removed', confidence: 'low', what: 'made here', place };
}

/** More than once while that lives: in a loop, by a timer or handler, or when somebody calls it. */
function again(model: Model, order: Order, made?: Order): boolean {
  return (
    loopsOf(model, order, made).length > 0 ||
    tasksOf(model, order, made).some((one) => one.repeats || one.kind === 'method' || one.kind === 'entry')
  );
}

/** Sets and maps grow with the number of different keys: without an end only where the peer thinks them up. */
function isNewKey({ of, key, item }: CollectionUse): boolean {
  const name = of.kind === 'map' ? key : item;
  return name !== undefined && !constant(name) && taintOf(name).length > 0;
}

/** Who is ready for work says so once, and waits (the load balancing pattern of the guide). */
function isRoutingId({ type }: Socket, { item }: CollectionUse): boolean {
  return (
    type === 'ROUTER' &&
    item !== undefined &&
    alternatives(item).every((one) => one.kind === 'unknown' && one.origin === 'received' && one.detail === ROUTING_ID)
  );
}

function keyOf({ file, range }: Place): string {
  return `${file}:${range.start}`;
}
