/** Which thread an event runs in, and what else may run at that moment. */
import type { Model, Order, Place, Socket, Task, Transfer } from '../../model/model';
import type { Worker } from '../../model/threads';
import { compareOrder } from '../../model/order';
import { indexOf } from './index-of';

/** Something done to a socket. */
export interface Use {
  readonly what: 'send' | 'receive' | 'setup' | 'close' | 'wait';
  readonly place: Place;
  readonly order: Order;
  readonly transfer?: Transfer;
}

/** Where an event runs: in the thread the program begins in, in one that it starts, or nobody knows. */
type Home = { readonly task: Task | undefined; readonly id: number } | undefined;

const MAIN = -1;

/** Whoever runs these does it in a thread of its own choice: an event loop, a library. */
const ANYWHERE: ReadonlySet<Task['kind']> = new Set<Task['kind']>(['callback', 'message', 'request', 'timer', 'loss']);

/** The program starts a thread or process of its own. */
export function hasWorkers(model: Model): boolean {
  return model.tasks.some((task) => task.worker !== undefined);
}

/** Everything done to a socket, in the order of the run. Setting an option is not among it: a program does that before it goes on. */
export function usesOf(model: Model, socket: Socket): readonly Use[] {
  const uses: Use[] = [
    ...socket.transfers.map((transfer): Use => ({
      what: transfer.op,
      place: transfer.place,
      order: transfer.order,
      transfer,
    })),
    ...socket.endpoints.map((use): Use => ({ what: 'setup', place: use.call, order: use.order })),
    ...socket.closes.map((one): Use => ({ what: 'close', ...one })),
    ...(socket.touches ?? []),
    ...(model.polls ?? [])
      .filter(({ sockets }) => sockets.includes(socket.id))
      .map(({ place, order }): Use => ({ what: 'wait', place, order })),
  ];
  return uses.sort((a, b) => a.order.seq - b.order.seq);
}

/** Tasks from the one an event runs in to the root. */
function chainOf(model: Model, order: Order): readonly Task[] {
  const { task } = indexOf(model);
  const chain: Task[] = [];
  for (let at = task.get(order.task); at && chain.length < 100; at = task.get(at.parent)) chain.push(at);
  return chain;
}

export function homeOf(model: Model, order: Order): Home {
  if (model.concurrency?.elsewhere.some(({ from, to }) => order.seq > from && order.seq <= to)) return undefined;
  for (const task of chainOf(model, order)) {
    if (task.worker) return { task, id: task.worker.id };
    if (ANYWHERE.has(task.kind)) return undefined;
  }
  return { task: undefined, id: MAIN };
}

/** The process of the program an event runs in; -1 in the first. */
export function processOf(model: Model, order: Order): Task | undefined {
  return chainOf(model, order).find((task) => task.worker?.kind === 'process');
}

/** The event runs in this worker, or in something that runs in it. */
export function within(model: Model, order: Order, worker: number): boolean {
  return chainOf(model, order).some((task) => task.worker?.id === worker);
}

/** Two events of one socket that different threads of one process may do at the same time. */
export function beside(model: Model, socket: Socket, a: Order, b: Order): boolean {
  const [one, other] = [homeOf(model, a), homeOf(model, b)];
  if (!one || !other || processOf(model, a) !== processOf(model, b)) return false;
  if (one.task === other.task) return one.task !== undefined && several(model, socket, one.task);
  if (one.id === other.id && !eachItsOwn(one.task?.worker)) return false;
  if (compareOrder(a, b, model.tasks, socket.order) === 'exclusive') return false;
  return !apart(model, socket, one, b) && !apart(model, socket, other, a) && !oneAfterOther(model, one, other);
}

/** Tasks of one worker that run in threads of their own: those of a pool, and functions each of which a loop starts in its turn. */
function eachItsOwn(worker: Worker | undefined): boolean {
  return worker?.team === 'several' || (worker?.either === true && (worker.made ?? worker.loops).length > 0);
}

/** The threads that run a task are several at a time, and use a socket that is not of their own making. */
function several(model: Model, socket: Socket, task: Task): boolean {
  const { worker } = task;
  if (!worker || worker.team === 'one' || worker.either || within(model, socket.order, worker.id)) return false;
  if (worker.many) return true;
  const { loop } = indexOf(model);
  const own = socket.order.loops;
  const around = worker.made ?? worker.loops;
  // What is made in a loop of its own is many sockets, and each may have its thread.
  if (!own.every((id) => around.includes(id))) return false;
  const again = around.filter((id) => !own.includes(id) && loop.get(id)?.rounds !== 1);
  const rounds = [...around, ...worker.loops].filter((id) => !own.includes(id));
  const start = startOf(task);
  if (again.length > 0)
    return !joinsOf(model, task).some((join) => join.seq > start.seq && join.loops.some((id) => rounds.includes(id)));
  return repeatedly(model, socket, task) && !endsWhereItStarts(model, task);
}

/** What starts the task runs many times in the life of the socket; of a pool, also what the program's users call. */
function repeatedly(model: Model, socket: Socket, task: Task): boolean {
  for (const at of chainOf(model, startOf(task))) {
    if (at.id === socket.order.task) return false;
    if (at.repeats) return true;
    if (task.worker?.team === 'several' && (at.kind === 'method' || at.kind === 'entry')) return true;
  }
  return false;
}

/** When the task starts. */
function startOf({ parent, startSeq, worker }: Task): Order {
  return { task: parent, seq: startSeq, arms: [], loops: worker?.loops ?? [] };
}

function joinsOf(model: Model, task: Task): readonly Order[] {
  return (model.concurrency?.joins ?? []).filter(({ worker }) => worker === task.worker?.id).map(({ order }) => order);
}

/** The event is over before the thread starts, or begins when the thread has ended. */
function apart(model: Model, socket: Socket, { task }: NonNullable<Home>, event: Order): boolean {
  return task !== undefined && (before(model, socket, task, event) || after(model, task, event));
}

function before(model: Model, socket: Socket, task: Task, event: Order): boolean {
  const start = startOf(task);
  const relation = compareOrder(event, start, model.tasks, socket.order);
  if (relation === 'before') return true;
  // In a loop, each round of which waits for the thread it starts.
  return (
    relation === 'unordered' &&
    sameLine(model, event, start) &&
    event.seq < start.seq &&
    joinsOf(model, task).some(
      (join) =>
        sameLine(model, join, start) && join.seq > start.seq && start.loops.every((id) => join.loops.includes(id)),
    )
  );
}

/** Somebody waited for the thread, and this comes later for him. */
function after(model: Model, task: Task, event: Order): boolean {
  const start = startOf(task);
  return joinsOf(model, task).some((join) => {
    if (sameLine(model, join, start) && join.seq < start.seq) return false;
    const at = positionIn(model, event, join);
    return at === undefined ? isPartOfEnd(model, task, event) : at > join.seq;
  });
}

/** Methods and entries run one after the other in the thread that calls them: what is over at their end is not beside another one. */
function isPartOfEnd(model: Model, task: Task, event: Order): boolean {
  return (
    endsWhereItStarts(model, task) &&
    homeOf(model, event)?.id === homeOf(model, startOf(task))?.id &&
    calledAlone(model, event)
  );
}

function endsWhereItStarts(model: Model, task: Task): boolean {
  const start = startOf(task);
  return joinsOf(model, task).some((join) => sameLine(model, join, start) && join.seq > start.seq);
}

function calledAlone(model: Model, event: Order): boolean {
  return chainOf(model, event).every((task) => task.kind !== 'detached');
}

/** One thread ended before the other was started. */
function oneAfterOther(model: Model, one: NonNullable<Home>, other: NonNullable<Home>): boolean {
  if (!one.task || !other.task) return false;
  return after(model, one.task, startOf(other.task)) || after(model, other.task, startOf(one.task));
}

/** Where in the task of `point` the event happens, or what leads to it starts. */
function positionIn(model: Model, event: Order, point: Order): number | undefined {
  const line = lineOf(model, point.task);
  let seq = event.seq;
  for (const task of chainOf(model, event)) {
    if (lineOf(model, task.id) === line) return seq;
    seq = task.startSeq;
  }
  return undefined;
}

function sameLine(model: Model, a: Order, b: Order): boolean {
  return lineOf(model, a.task) === lineOf(model, b.task);
}

/** The body of a module runs in the middle of the task that imports it first. */
function lineOf(model: Model, id: number): number {
  const { task } = indexOf(model);
  let line = id;
  for (let at = task.get(id); at?.kind === 'module' && at.parent >= 0; at = task.get(at.parent)) line = at.parent;
  return line;
}

/** Certainly so: both run in one line of the program, or in threads that it starts in one. */
export function certainlyBeside(model: Model, a: Order, b: Order): boolean {
  const free = (order: Order): boolean =>
    chainOf(model, order).every(
      (task) => (task.kind !== 'method' && task.kind !== 'entry') || shared(model, task, a, b),
    );
  return free(a) && free(b);
}

function shared(model: Model, task: Task, a: Order, b: Order): boolean {
  return [a, b].every((order) => chainOf(model, order).includes(task));
}

/**
 * One gives the other a sign when it is done, and that one waits for it: they take turns. A sign to stop is given by nobody who used the
 * socket right before.
 */
export function takeTurns(model: Model, a: Order, b: Order): boolean {
  const signals = model.concurrency?.signals ?? [];
  const passes = (from: Order, to: Order): boolean =>
    signals.some(
      (given) =>
        given.what === 'give' &&
        given.order.task === from.task &&
        given.order.seq > from.seq &&
        signals.some(
          (waited) =>
            waited.what === 'wait' &&
            waited.signal === given.signal &&
            waited.order.task === to.task &&
            waited.order.seq < to.seq,
        ),
    );
  return passes(a, b) || passes(b, a);
}

/** The locks behind which an event runs; `perhaps`: it may be others as well. */
export function locksOf(
  model: Model,
  { task, seq }: Order,
): { readonly locks: readonly number[]; readonly perhaps: boolean } {
  const held = (model.concurrency?.held ?? []).filter(
    (one) => one.from < seq && seq < one.to && (one.to !== Infinity || one.task === task),
  );
  return { locks: held.flatMap(({ lock }) => lock ?? []), perhaps: held.some(({ lock }) => lock === undefined) };
}
