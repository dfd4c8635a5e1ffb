/** Doing something to a value that may be one of several things. */
import type { Value } from './api';
import type { Machine } from './machine';
import type { Completion } from './state';
import { handlesIn, isAbsent, joinAll, keyOf, unknownValue } from './values';

/**
 * Each possible callee in its turn; `null` and `undefined` are no callees. One of several that may be runs in an arm of its own, and
 * the same alternatives make the same choice everywhere: `pick().secure(); pick().bind()` is done to one and the same of them.
 */
export function each(m: Machine, value: Value, run: (one: Value) => Value): Value {
  if (value.v !== 'oneOf') return isAbsent(value) ? unknownValue('call') : run(value);
  const options = value.options.filter((one) => !isAbsent(one));
  if (options.length === 0) return unknownValue('call');
  const results: Value[] = [];
  eachThing(m, options, value.every === true, (one) => results.push(run(one)));
  return joinAll(results);
}

/** The same for what gives no value: a write to one of several things. */
export function eachTarget(m: Machine, value: Value, run: (one: Value) => void): void {
  if (value.v !== 'oneOf') run(value);
  else eachThing(m, value.options, value.every === true, run);
}

function eachThing(m: Machine, options: readonly Value[], every: boolean, run: (one: Value) => void): void {
  const things = options.filter(acts);
  if (things.length < 2 || every || exclusive(m, things)) {
    options.forEach(run);
    return;
  }
  const arms = options.map((one) => (): Completion => {
    run(one);
    return 'normal';
  });
  m.branch(arms, false, m.choice(things.map(keyOf).join('|')));
}

/** Calling it, or writing to it, does something: it is more than a piece of data. */
function acts(value: Value): boolean {
  return value.v !== 'const' && value.v !== 'text' && value.v !== 'unknown' && value.v !== 'list';
}

/** Things that were made in different arms of one branch: where one exists the others do not. */
function exclusive(m: Machine, things: readonly Value[]): boolean {
  const arms = things.map((one) => {
    const [handle] = handlesIn(one, 'socket');
    return handle && m.recorder.draft(handle.id)?.order.arms;
  });
  return arms.every((a, i) =>
    arms.every(
      (b, j) => j <= i || (a && b && a.some(([branch, arm]) => b.some(([c, d]) => branch === c && arm !== d))),
    ),
  );
}
