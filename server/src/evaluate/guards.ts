/** Handlers around what runs: whether something that is thrown here ends more than the handling of one message. */
import type { Expr, Stmt } from '../ir/ir';
import type { Range } from '../text/lines';
import type { CallSite } from './api';
import type { Machine } from './machine';

type Handler = (Stmt & { k: 'try' })['handlers'][number];

/**
 * Run what a handler stands around: how many loops it stands in is how much of the run goes on after it.
 * @param data it may catch what reading malformed data throws, and not only errors of another kind
 */
export function guarded<T>(m: Machine, data: boolean, run: () => T): T {
  const { guards, tries } = m;
  if (data) m.guards = Math.max(guards, m.loops.length);
  m.tries++;
  try {
    return run();
  } finally {
    m.guards = guards;
    m.tries = tries;
  }
}

/** Some handler may catch what reading malformed data throws. */
export function mayCatch(m: Machine, handlers: readonly Handler[]): boolean {
  return handlers.some(({ types }) => types.length === 0 || types.some((type) => !isOther(m, type)));
}

/** An error of another kind: an interrupt, a failed operation on a socket. */
function isOther(m: Machine, type: Expr): boolean {
  if (type.k === 'list') return type.items.every(({ value }) => isOther(m, value));
  const name = type.k === 'member' || type.k === 'global' ? type.name : undefined;
  return name !== undefined && m.bindings.of(m.language).some((one) => one.otherErrors?.has(name));
}

/** Nobody catches anything here: a task of its own, an asynchronous call that is left alone. */
export const UNGUARDED = -1;

/**
 * What is thrown here is caught, and the next message is handled: by a handler inside the loop that receives, or in one around that; in a
 * callback that runs once per message by any.
 */
export function isGuarded(m: Machine): boolean {
  return m.guards >= (m.handling?.inLoop === false ? 0 : 1);
}

/** `of.catch(…)`: the call in front is guarded, whoever awaits it. */
export function guardCall<T>(m: Machine, of: Expr, run: () => T): T {
  const outer = m.caught;
  m.caught = of.range;
  try {
    return run();
  } finally {
    m.caught = outer;
  }
}

/** The handlers that hold inside a call. @param left nobody waits for it: what it throws goes to none of those here */
export function enterGuards(m: Machine, site: CallSite, left: boolean): void {
  const { caught } = m;
  const isCaught = caught !== undefined && isAt(site.place.range, caught);
  if (left) [m.guards, m.tries] = [UNGUARDED, 0];
  if (!isCaught) return;
  m.guards = Math.max(m.guards, m.loops.length);
  m.tries++;
}

function isAt(a: Range, b: Range): boolean {
  return a.start === b.start && a.end === b.end;
}
