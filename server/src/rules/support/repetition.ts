/** How often an event happens while its socket lives, and what runs beside what. */
import type { Loop, Model, Order, Task } from '../../model/model';
import { indexOf } from './index-of';

/** Tasks from the one an event runs in up to (not including) the one that made the socket; all of them when that one is elsewhere. */
export function tasksOf(model: Model, order: Order, created?: Order): readonly Task[] {
  const { task } = indexOf(model);
  const chain: Task[] = [];
  for (let at = task.get(order.task); at && at.id !== created?.task && chain.length < 100; at = task.get(at.parent))
    chain.push(at);
  return chain;
}

/** Loops that repeat an event for one socket: not those around its creation, which make a new socket each round, nor those it leaves. */
export function loopsOf(model: Model, order: Order, created?: Order): readonly Loop[] {
  const { loop } = indexOf(model);
  return order.loops
    .filter((id) => !created?.loops.includes(id))
    .map((id) => loop.get(id))
    .filter(
      (one): one is Loop => one !== undefined && (one.rounds === undefined || one.rounds > 1) && !left(order, one),
    );
}

function left({ arms }: Order, { exits }: Loop): boolean {
  return exits !== undefined && arms.some(([branch, arm]) => exits.some(([of, at]) => of === branch && at === arm));
}

/** The innermost task that starts again without waiting for its former run. */
export function repeatingTask(model: Model, order: Order, created?: Order): Task | undefined {
  return tasksOf(model, order, created).find((task) => task.repeats);
}

/** Nobody in the program is seen to start it: it may run any number of times, or never. */
export function calledFromOutside(model: Model, order: Order, created?: Order): Task | undefined {
  const chain = tasksOf(model, order, created);
  const root = chain.find((task) => task.kind === 'method' || task.kind === 'entry');
  return root && root.id !== created?.task ? root : undefined;
}

const STARTED: ReadonlySet<Task['kind']> = new Set<Task['kind']>(['detached', 'timer', 'module', 'request', 'message']);

/** Both tasks certainly run, one beside the other, once the code that starts them has run. */
export function runBeside(model: Model, a: Order, b: Order): boolean {
  const chainA = tasksOf(model, a);
  const chainB = tasksOf(model, b);
  const common = chainA.find((one) => chainB.includes(one));
  if (!common) return false;
  const below = (chain: readonly Task[]): readonly Task[] => chain.slice(0, chain.indexOf(common));
  return [...below(chainA), ...below(chainB)].every((task) => STARTED.has(task.kind));
}

/** The task gives way (awaits something) between two of its events. */
export function waitsBetween(model: Model, first: Order, second: Order): boolean {
  return model.waits.some((wait) => wait.task === second.task && wait.seq > first.seq && wait.seq < second.seq);
}

/** A round of the loop gives way to the event loop. */
export function waitsWithin(model: Model, loop: Loop, task: number): boolean {
  return model.waits.some((wait) => wait.task === task && wait.loops.includes(loop.id));
}
