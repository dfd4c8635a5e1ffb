/** Counters of loops: how many rounds a counted loop has, and which variables have another value in every round. */
import type { Expr, LoopStmt, VarId } from '../ir/ir';
import type { Value } from './api';
import { evaluateExpr } from './expressions';
import type { Machine } from './machine';
import { readVar, writeVar } from './names';
import { unknownValue } from './values';
import { Walk } from './walk';

interface Assigned {
  /** Written in any way. */
  readonly all: ReadonlySet<VarId>;
  /** Written from what they were: `i++`, `text += …`. */
  readonly counters: ReadonlySet<VarId>;
}

const known = new WeakMap<LoopStmt, Assigned>();

/** Rounds of `for (let i = 0; i < 3; i++)`, when start, end and step are known and the body leaves `i` alone. */
export function countedRounds(m: Machine, stmt: LoopStmt): number | undefined {
  const { test, update } = stmt;
  if (stmt.kind !== 'while' || stmt.testLast || test?.k !== 'binary' || test.left.k !== 'var') return undefined;
  const { id } = test.left;
  if (update?.k !== 'set' || update.target.t !== 'var' || update.target.id !== id || update.value.k !== 'lit')
    return undefined;
  const step = update.op === '+' ? update.value.value : update.op === '-' ? -Number(update.value.value) : undefined;
  const from = number(readVar(m, id));
  if (typeof step !== 'number' || step === 0 || from === undefined || assignedIn(stmt).all.has(id)) return undefined;
  const to = isPlain(test.right) ? number(evaluateExpr(m, test.right)) : undefined;
  if (to === undefined) return undefined;
  // How many steps reach the end; a step in the wrong direction never does.
  const steps = (to - from) / step;
  if (!Number.isFinite(steps)) return undefined;
  switch (test.op) {
    case '<':
    case '>':
      return (test.op === '<') === step > 0 ? Math.max(0, Math.ceil(steps)) : undefined;
    case '<=':
    case '>=':
      return (test.op === '<=') === step > 0 ? Math.max(0, Math.floor(steps) + 1) : undefined;
    case '!=':
      return Number.isInteger(steps) && steps >= 0 ? steps : undefined;
    default:
      return undefined;
  }
}

function number(value: Value): number | undefined {
  return value.v === 'const' && typeof value.value === 'number' ? value.value : undefined;
}

/** Evaluating it does nothing else. */
function isPlain(expr: Expr): boolean {
  return expr.k === 'lit' || expr.k === 'var' || (expr.k === 'member' && isPlain(expr.object));
}

/** In a round that may be any, counters have no value that is known. */
export function forgetCounters(m: Machine, stmt: LoopStmt): void {
  for (const id of assignedIn(stmt).counters) {
    const value = readVar(m, id);
    if (value.v === 'text' || (value.v === 'const' && value.value !== undefined && value.value !== null))
      writeVar(m, id, unknownValue('other', m.activation.module.ir.vars[id]?.name));
  }
}

function assignedIn(stmt: LoopStmt): Assigned {
  let found = known.get(stmt);
  if (!found) {
    const walk = new Targets();
    walk.body(stmt.body);
    const all = new Set(walk.all);
    walk.expr(stmt.test);
    walk.expr(stmt.update);
    known.set(stmt, (found = { all, counters: walk.counters }));
  }
  return found;
}

/** Targets of assignments in a stretch of code; functions in it are left out. */
class Targets extends Walk {
  readonly all = new Set<VarId>();
  readonly counters = new Set<VarId>();

  protected override variable(id: VarId, op: string | undefined, value: Expr | undefined): void {
    this.all.add(id);
    if (op !== undefined || (value && mentions(value, id))) this.counters.add(id);
  }
}

/** `i = i + 1`: the new value is made from the old one by arithmetic or as text. */
function mentions(expr: Expr, id: VarId): boolean {
  switch (expr.k) {
    case 'var':
      return expr.id === id;
    case 'binary':
      return mentions(expr.left, id) || mentions(expr.right, id);
    case 'format':
      return expr.parts.some((part) => mentions(part, id));
    default:
      return false;
  }
}
