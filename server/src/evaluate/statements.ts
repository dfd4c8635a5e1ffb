/** Statements of the abstract run: control flow. */
import type { Expr, Stmt } from '../ir/ir';
import type { Value } from './api';
import { noArguments } from './arguments';
import { assign, assignExpr } from './assignment';
import { finishClass, makeClass } from './classes';
import { checkedByCall } from './checks';
import { assume, evaluateTest } from './conditions';
import { evaluateExpr, evaluateInline, unwrap } from './expressions';
import { guarded, mayCatch } from './guards';
import { noteHint, outerCall } from './hints';
import { anyItem, loop } from './loops';
import type { Machine } from './machine';
import { exportName } from './modules';
import type { ClassImpl, Completion } from './state';
import { underHandlers, underSuppression } from './swallows';
import { handlesIn, unknownValue } from './values';

export function runBlock(m: Machine, body: readonly Stmt[]): Completion {
  const saved = m.arms;
  let declared: ClassImpl[] | undefined;
  try {
    for (const stmt of body) {
      if (stmt.k === 'assign' && stmt.hoisted) {
        if (stmt.value.k === 'class') {
          // The name is there from the start; what the class derives from is looked up where it stands.
          const cls = makeClass(m, stmt.value.class, true);
          assign(m, stmt.target, { v: 'class', cls }, stmt.range);
          (declared ??= []).push(cls);
          continue;
        }
      } else if (declared && stmt.k !== 'export') declared = finishReached(m, declared, stmt.range.start);
      const completion = runStatement(m, stmt);
      if (completion !== 'normal') return completion;
    }
    if (declared) finishReached(m, declared, Infinity);
    return 'normal';
  } finally {
    // Arms entered because the other arm left (see `ifStatement`) end with their block.
    m.arms = saved;
  }
}

/** Classes whose declaration stands before this offset are complete now; the others. */
function finishReached(m: Machine, declared: ClassImpl[], offset: number): ClassImpl[] {
  return declared.filter((cls) => {
    if (cls.ir.range.start > offset) return true;
    finishClass(m, cls);
    return false;
  });
}

function runStatement(m: Machine, stmt: Stmt): Completion {
  m.step();
  switch (stmt.k) {
    case 'expr':
      m.activation.statement = stmt.range;
      evaluateExpr(m, stmt.value);
      checkedByCall(m, stmt.value);
      return 'normal';
    case 'assign': {
      m.activation.statement = stmt.range;
      m.api.settle(assignExpr(m, stmt.target, stmt.value, stmt.op), 'stored');
      return 'normal';
    }
    case 'if':
      return ifStatement(m, stmt);
    case 'loop':
      return loop(m, stmt);
    case 'try':
      return tryStatement(m, stmt);
    case 'with':
      return withStatement(m, stmt);
    case 'return':
      m.activation.statement = stmt.range;
      if (stmt.value) m.activation.returns.push(returned(m, stmt.value));
      return 'return';
    case 'throw':
      m.activation.statement = stmt.range;
      if (stmt.value) evaluateExpr(m, stmt.value);
      return 'throw';
    case 'break':
      return 'break';
    case 'continue':
      return 'continue';
    case 'export':
      m.activation.statement = stmt.range;
      exportName(m, stmt.name, stmt.value);
      return 'normal';
    case 'block':
      return runBlock(m, stmt.body);
  }
}

/** A returned call runs in line and its result is held by whoever called. */
function returned(m: Machine, expr: Expr): Value {
  const saved = m.returned;
  m.returned = outerCall(expr);
  try {
    const value = evaluateInline(m, expr);
    if (!m.activation.unwatched) m.api.settle(value, 'returned');
    return value;
  } finally {
    m.returned = saved;
  }
}

function ifStatement(m: Machine, stmt: Stmt & { k: 'if' }): Completion {
  const { value, known } = evaluateTest(m, stmt.test);
  if (known !== undefined) return runBlock(m, known ? stmt.then : stmt.else);
  const arm = (body: readonly Stmt[], outcome: boolean) => (): Completion => {
    assume(m, stmt.test, value, outcome);
    return runBlock(m, body);
  };
  const { branch, completions } = m.branch([arm(stmt.then, true), arm(stmt.else, false)], false);
  const [then, other] = completions as [Completion, Completion];
  if (then !== 'normal' && other !== 'normal') return then === other ? then : 'return';
  // One arm left: what follows in this block happens only when the other was taken.
  if (then !== 'normal') m.arms = [...m.arms, [branch, 1]];
  else if (other !== 'normal') m.arms = [...m.arms, [branch, 0]];
  return 'normal';
}

function tryStatement(m: Machine, stmt: Stmt & { k: 'try' }): Completion {
  const block = (): Completion => underHandlers(m, stmt, () => runBlock(m, stmt.body));
  const body = stmt.handlers.length > 0 ? guarded(m, mayCatch(m, stmt.handlers), block) : block();
  let handled: Completion = 'throw';
  if (stmt.handlers.length > 0) {
    const { completions } = m.branch(
      stmt.handlers.map((handler) => () => {
        if (handler.target) assign(m, handler.target, unknownValue('other', 'error'), handler.range);
        return runBlock(m, handler.body);
      }),
      true,
    );
    handled = completions.includes('normal') ? 'normal' : completions[0]!;
  }
  const last = runBlock(m, stmt.finally);
  if (last !== 'normal') return last;
  if (body === 'normal') return 'normal';
  return handled === 'normal' ? 'normal' : body;
}

function withStatement(m: Machine, stmt: Stmt & { k: 'with' }): Completion {
  m.activation.statement = stmt.range;
  const closing: Value[] = [];
  for (const item of stmt.items) {
    if (item.target) noteHint(m, item.target, item.value);
    const made = unwrap(evaluateExpr(m, item.value));
    // A generator of one thing, made a context by its decorator.
    const value = made.v === 'list' && made.list.open ? anyItem(m, made) : made;
    closing.push(value);
    if (item.target) assign(m, item.target, value, item.value.range);
    enter(m, stmt, value);
  }
  const suppressed = closing.find((value) => value.v === 'handle' && value.handle.kind === 'suppression');
  const block = (): Completion => runBlock(m, stmt.body);
  const completion = suppressed
    ? guarded(m, true, () => underSuppression(m, suppressedBy(suppressed), stmt, block))
    : block();
  m.activation.statement = stmt.range;
  for (const value of closing) {
    if (mayLock(value)) m.api.unlocked(undefined);
    atHandles(m, stmt, value, '(leave)');
  }
  return completion;
}

/** The classes of errors that a suppression was made for. */
function suppressedBy(value: Value): readonly Value[] {
  return value.v === 'handle' ? (value.handle.data as readonly Value[]) : [];
}

/** A lock is taken for as long as the block runs. What is entered and not known may be one. */
function enter(m: Machine, stmt: Stmt & { k: 'with' }, value: Value): void {
  if (mayLock(value)) m.api.locked(undefined);
  else atHandles(m, stmt, value, '(enter)');
}

/** A name of the program or of something it imports, and not what a call gave. */
function mayLock(value: Value): boolean {
  return value.v === 'external' || (value.v === 'unknown' && /^(parameter|other|import)$/.test(value.origin));
}

function atHandles(m: Machine, stmt: Stmt & { k: 'with' }, value: Value, method: '(enter)' | '(leave)'): void {
  for (const handle of handlesIn(value)) {
    const place = m.place(stmt.range);
    const site = {
      file: m.file,
      place,
      name: place,
      construct: false,
      receiver: '',
      holder: '',
      inAsync: m.activation.fn.async,
    };
    m.bindingById(handle.binding)?.callOn?.(handle, method, noArguments, site, m.api);
  }
}
