/** Conditions: which arm of a branch runs, and what is known in it; `a ? b : c`, `||`, `&&`, `??`. */
import type { Expr } from '../ir/ir';
import type { Proof, Value } from './api';
import { sure } from './existence';
import { evaluateExpr } from './expressions';
import type { Machine } from './machine';
import { narrow } from './narrowing';
import { negate } from './operators';
import { proofOf } from './taint';
import { FALSE, joinAll, optionsOf, TRUE, truth, UNDEFINED, unknownValue } from './values';

export interface Tested {
  readonly value: Value;
  /** The outcome, when it cannot change between runs: only then one arm may be left out. */
  readonly known: boolean | undefined;
}

/**
 * Evaluate a condition. A mutable flag that another task sets later must not hide code, so it is never known; a variable or field that
 * holds a thing (a socket, an object) on every path is: `if (!this.sock) this.sock = …` makes one socket, not two.
 */
export function evaluateTest(m: Machine, test: Expr): Tested {
  if (test.k === 'unary' && test.op === '!') {
    m.step();
    const { value, known } = evaluateTest(m, test.value);
    return { value: negate(value), known: known === undefined ? undefined : !known };
  }
  const stable = isStable(m, test);
  const value = evaluateExpr(m, test);
  return { value, known: stable || isThing(value) ? truth(value) : decided(m, test) };
}

/** `flag && !parameter`: one side that cannot change decides, whatever the other one is. */
function decided(m: Machine, test: Expr): boolean | undefined {
  if (test.k !== 'logic' || test.op === 'nullish') return undefined;
  const deciding = test.op === 'or';
  const decides = (side: Expr): boolean => isStable(m, side) && truth(evaluateExpr(m, side)) === deciding;
  return decides(test.left) || decides(test.right) ? deciding : undefined;
}

function isThing(value: Value): boolean {
  return optionsOf(value).every((one) => one.v === 'handle' || one.v === 'instance' || one.v === 'object');
}

function isStable(m: Machine, expr: Expr): boolean {
  switch (expr.k) {
    case 'lit':
      return true;
    case 'var': {
      const variable = m.activation.module.ir.vars[expr.id];
      return (
        variable !== undefined &&
        (variable.constant === true ||
          (variable.owner === m.activation.frame.owner &&
            m.activation.fn.params.some((p) => p.target.t === 'var' && p.target.id === expr.id)))
      );
    }
    case 'member':
      return isStable(m, expr.object);
    case 'unary':
      return isStable(m, expr.value);
    case 'binary':
    case 'logic':
      return isStable(m, expr.left) && isStable(m, expr.right);
    default:
      return false;
  }
}

/** In this arm the condition has this outcome: what a check of authenticity proved, or failed to prove, holds here. */
export function assume(m: Machine, test: Expr, condition: Value, outcome: boolean): void {
  narrow(m, test, outcome);
  const arm = m.arms.at(-1);
  if (arm && condition.v === 'unknown' && condition.child === outcome)
    m.recorder.concurrency.child(arm, m.place(test.range));
  const proof = proofOf(condition);
  if (!proof) return;
  const [proved, refuted] = outcome ? [proof.yes, proof.no] : [proof.no, proof.yes];
  for (const id of refuted) m.store.write(m.verified, id, FALSE);
  for (const id of proved) m.store.write(m.verified, id, TRUE);
}

export function conditional(m: Machine, expr: Expr & { k: 'cond' }): Value {
  const { value, known } = evaluateTest(m, expr.test);
  if (known !== undefined) return evaluateExpr(m, known ? expr.then : expr.else);
  const values: Value[] = [];
  const arm = (of: Expr, outcome: boolean) => () => {
    assume(m, expr.test, value, outcome);
    values.push(evaluateExpr(m, of));
    return 'normal' as const;
  };
  m.branch([arm(expr.then, true), arm(expr.else, false)], false);
  return joinAll(values);
}

export function logic(m: Machine, expr: Expr & { k: 'logic' }): Value {
  return combine(m, expr.op, evaluateExpr(m, expr.left), expr.right, expr.left);
}

type LogicOp = 'or' | 'and' | 'nullish';

/** What `left op right` is worth, where the left side was evaluated already. */
export function combine(m: Machine, op: LogicOp, left: Value, right: Expr, tested?: Expr): Value {
  const known = op === 'nullish' ? nullishness(left) : truth(left);
  if (op === 'and') {
    if (known === false) return left;
    const other = evaluateRight(m, op, left, right, known !== undefined, tested);
    const constants = optionsOf(left).filter((one) => one.v === 'const' && truth(one) === false);
    const falsy = constants.length > 0 || known === true ? constants : [UNDEFINED];
    return proved(left, other, (a, b) => ({ yes: [...a.yes, ...b.yes], no: [] })) ?? joinAll([...falsy, other]);
  }
  if (known === true) return left;
  const kept = optionsOf(left).filter((one) =>
    op === 'or' ? truth(one) !== false : !(one.v === 'const' && (one.value === undefined || one.value === null)),
  );
  // `x || 1000` also catches NaN; what is left of an unchecked number is a real one.
  const values = kept.map((one) => sure(op === 'or' && one.v === 'unknown' && one.numeric ? dropNumeric(one) : one));
  const other = evaluateRight(m, op, left, right, known !== undefined, tested);
  return (
    (op === 'or' ? proved(left, other, (a, b) => ({ yes: [], no: [...a.no, ...b.no] })) : undefined) ??
    joinAll([...values, other])
  );
}

/** `a || !check(b)`: where that is false, the check succeeded. */
function proved(left: Value, right: Value, combine: (a: Proof, b: Proof) => Proof): Value | undefined {
  const [a, b] = [proofOf(left), proofOf(right)];
  if (!a && !b) return undefined;
  const none: Proof = { yes: [], no: [] };
  return { ...unknownValue('other', 'check'), proof: combine(a ?? none, b ?? none) };
}

function dropNumeric(value: Value & { v: 'unknown' }): Value {
  const { numeric: _numeric, ...rest } = value;
  return rest;
}

/** The right side runs in an arm of its own, unless it is certain that it runs. */
function evaluateRight(
  m: Machine,
  op: LogicOp,
  left: Value,
  right: Expr,
  certain: boolean,
  tested: Expr | undefined,
): Value {
  if (certain) return evaluateExpr(m, right);
  let value: Value = UNDEFINED;
  const run = (): 'normal' => {
    if (op !== 'nullish' && tested) assume(m, tested, left, op === 'and');
    value = evaluateExpr(m, right);
    return 'normal';
  };
  m.branch([run], true);
  return value;
}

/** True: certainly neither null nor undefined; false: certainly one of them. */
function nullishness(value: Value): boolean | undefined {
  const of = optionsOf(value).map((one) =>
    one.v === 'const' ? one.value !== undefined && one.value !== null : one.v === 'unknown' ? undefined : true,
  );
  return of.every((one) => one === of[0]) ? of[0] : undefined;
}
