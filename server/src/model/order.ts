/** Order of events: three-valued and per pair. "Too late" needs `after` on all paths; "missing" needs no write that may precede. */
import type { Order, Task } from './model';

export type Relation =
  | 'before'
  | 'after'
  /** Arms of one branch: never both in one run. */
  | 'exclusive'
  /** Nothing is known, or both orders happen. */
  | 'unordered';

/**
 * How event `a` stands to event `b`.
 * @param tasks the model's tasks, indexed by id
 * @param created the order of the creation of the socket both belong to: loops around it do not repeat for one socket
 */
export function compareOrder(a: Order, b: Order, tasks: readonly Task[], created?: Order): Relation {
  if (inOtherArms(a, b)) return repeatsFor(a, b, tasks, created) ? 'unordered' : 'exclusive';
  const taskOfA = line(a.task, tasks);
  const taskOfB = line(b.task, tasks);
  if (taskOfA === taskOfB) {
    const loop = a.loops.find((id) => b.loops.includes(id) && !created?.loops.includes(id));
    if (loop !== undefined && a.seq !== b.seq) return 'unordered';
    return a.seq < b.seq ? 'before' : a.seq > b.seq ? 'after' : 'unordered';
  }
  const startOfB = startWithin(taskOfB, taskOfA, tasks);
  if (startOfB !== undefined) return a.seq < startOfB ? 'before' : 'unordered';
  const startOfA = startWithin(taskOfA, taskOfB, tasks);
  if (startOfA !== undefined) return b.seq < startOfA ? 'after' : 'unordered';
  // Tasks of different chains: neither waits for the other.
  return 'unordered';
}

function inOtherArms(a: Order, b: Order): boolean {
  return a.arms.some(([branch, arm]) => b.arms.some(([other, otherArm]) => branch === other && arm !== otherArm));
}

/** The branch is taken again while the socket lives: one round may take one arm and the next the other. */
function repeatsFor(a: Order, b: Order, tasks: readonly Task[], created: Order | undefined): boolean {
  if (a.loops.some((id) => b.loops.includes(id) && !created?.loops.includes(id))) return true;
  return a.task === b.task && a.task !== created?.task && tasks[a.task]?.repeats === true;
}

/** A module's body runs to its end in the middle of the task that imports it first: the two are one line of events. */
function line(task: number, tasks: readonly Task[]): number {
  let id = task;
  for (let at = tasks[id]; at?.kind === 'module' && at.parent >= 0; at = tasks[id]) id = at.parent;
  return id;
}

/** Where, in `ancestor`, the chain of tasks that leads to `task` starts; undefined when `ancestor` is none. */
function startWithin(task: number, ancestor: number, tasks: readonly Task[]): number | undefined {
  // A parent is older than its child, so the walk ends.
  for (
    let at: Task | undefined = tasks[task];
    at && at.parent >= 0 && at.parent < at.id;
    at = tasks[line(at.parent, tasks)]
  )
    if (line(at.parent, tasks) === ancestor) return at.startSeq;
  return undefined;
}

/** True when the event happens on every path through the function or task that holds it (it is in no arm that `other` is not in). */
export function unconditionalFor(event: Order, other: Order): boolean {
  return event.arms.every(([branch, arm]) => other.arms.some(([b, a]) => b === branch && a === arm));
}
