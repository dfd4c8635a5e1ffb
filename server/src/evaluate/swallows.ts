/** Handlers that do nothing: which failures are caught there, and of which nobody learns. */
import type { Failure } from '../bindings/binding';
import type { Stmt } from '../ir/ir';
import type { Place } from '../model/model';
import type { Range } from '../text/lines';
import type { CallSite, Value } from './api';
import { evaluateExpr } from './expressions';
import type { Machine } from './machine';
import type { Activation } from './state';

type Handler = (Stmt & { k: 'try' })['handlers'][number];

/** Statements after which nothing more is done where they succeed, and nothing where they fail. */
export interface Quiet {
  readonly activation: Activation;
  readonly last: readonly Range[];
  readonly place: Place;
}

/** What catches, in the order in which it is asked; without classes it catches everything. */
interface Net {
  readonly classes: readonly Value[] | undefined;
  readonly empty: boolean;
  readonly range: Range;
}

/** Run the body of a `try`, and note what its handlers swallow. */
export function underHandlers<T>(m: Machine, stmt: Stmt & { k: 'try' }, run: () => T): T {
  if (!stmt.handlers.some(isEmpty)) return run();
  const nets = stmt.handlers.map((handler) => ({
    classes: handler.types.length > 0 ? handler.types.map((type) => evaluateExpr(m, type)) : undefined,
    empty: isEmpty(handler),
    range: handler.range,
  }));
  return under(m, nets, stmt.body, run);
}

/** Run the body of a `with` that lets errors of these classes go. */
export function underSuppression<T>(
  m: Machine,
  classes: readonly Value[],
  stmt: Stmt & { k: 'with' },
  run: () => T,
): T {
  return under(m, [{ classes, empty: true, range: stmt.items[0]!.value.range }], stmt.body, run);
}

/** @returns where a lack of room in this call is caught and forgotten */
export function unheardAt(m: Machine, { place }: CallSite): { readonly unheard?: Place } {
  const { quiet } = m;
  if (quiet?.activation !== m.activation) return {};
  const { start, end } = place.range;
  return quiet.last.some((one) => one.start <= start && end <= one.end) ? { unheard: quiet.place } : {};
}

function under<T>(m: Machine, nets: readonly Net[], body: readonly Stmt[], run: () => T): T {
  const { quiet: outer } = m;
  const [ignored, lost] = [swallowing(m, nets, 'operation'), swallowing(m, nets, 'no-room')];
  const from = m.now();
  m.quiet = lost && { activation: m.activation, last: lastOf(body), place: m.place(lost) };
  try {
    return run();
  } finally {
    m.quiet = outer;
    const { task, seq: to } = m.now();
    if (ignored && task === from.task)
      m.recorder.list('swallows', { task, from: from.seq, to, place: m.place(ignored) });
  }
}

/** The first that may catch it is the one that does; where it does something, or that is not known, nothing is swallowed. */
function swallowing(m: Machine, nets: readonly Net[], failure: Failure): Range | undefined {
  for (const { classes, empty, range } of nets) {
    const caught = classes ? catches(m, classes, failure) : true;
    if (caught !== false) return caught && empty ? range : undefined;
  }
  return undefined;
}

/** @returns undefined when it is not known */
function catches(m: Machine, classes: readonly Value[], failure: Failure): boolean | undefined {
  let all: boolean | undefined = false;
  for (const one of classes) {
    const caught = catchesOne(m, one, failure);
    if (caught) return true;
    if (caught === undefined) all = undefined;
  }
  return all;
}

function catchesOne(m: Machine, one: Value, failure: Failure): boolean | undefined {
  if (one.v === 'external') return m.bindingFor(one.name.module)?.catches?.(one.name, failure);
  return one.v === 'list' && !one.list.open ? catches(m, one.list.items, failure) : undefined;
}

/** Nothing, or a text that nobody uses. */
function isEmpty({ body }: Handler): boolean {
  return body.every((one) => one.k === 'expr' && one.value.k === 'lit');
}

/** Where the block ends, when the last it does is an expression: what stands behind it is done after a success only. */
function lastOf(body: readonly Stmt[]): readonly Range[] {
  const last = body.at(-1);
  switch (last?.k) {
    case 'expr':
      return [last.range];
    case 'if':
      return [...lastOf(last.then), ...lastOf(last.else)];
    case 'with':
    case 'block':
      return lastOf(last.body);
    default:
      return [];
  }
}
