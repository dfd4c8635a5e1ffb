/** Conditions: which arm of a branch runs, `a ? b : c`, `||`, `&&`, `??`. */
import type { Expr } from '../ir/ir';
import type { Value } from './api';
import { evaluateExpr } from './expressions';
import type { Machine } from './machine';
import { joinAll, optionsOf, truth, UNDEFINED } from './values';

/**
 * The truth of a condition, when it cannot change between runs: only then one arm may be left out. A mutable flag that another task
 * sets later must not hide code.
 */
export function stableTruth(m: Machine, test: Expr): boolean | undefined {
  const stable = isStable(m, test);
  const value = evaluateExpr(m, test);
  return stable ? truth(value) : undefined;
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

export function conditional(m: Machine, expr: Expr & { k: 'cond' }): Value {
  const known = stableTruth(m, expr.test);
  if (known !== undefined) return evaluateExpr(m, known ? expr.then : expr.else);
  const values: Value[] = [];
  const arm = (of: Expr) => () => {
    values.push(evaluateExpr(m, of));
    return 'normal' as const;
  };
  m.branch([arm(expr.then), arm(expr.else)], false);
  return joinAll(values);
}

export function logic(m: Machine, expr: Expr & { k: 'logic' }): Value {
  const left = evaluateExpr(m, expr.left);
  const known = expr.op === 'nullish' ? nullishness(left) : truth(left);
  if (expr.op === 'and') {
    if (known === false) return left;
    return joinAll([
      ...optionsOf(left).filter((one) => one.v === 'const' && truth(one) === false),
      right(m, expr, known !== undefined),
    ]);
  }
  if (known === true) return left;
  const kept = optionsOf(left).filter((one) =>
    expr.op === 'or' ? truth(one) !== false : !(one.v === 'const' && (one.value === undefined || one.value === null)),
  );
  // `x || 1000` also catches NaN; what is left of an unchecked number is a real one.
  const values = kept.map((one) => (expr.op === 'or' && one.v === 'unknown' && one.numeric ? dropNumeric(one) : one));
  return joinAll([...values, right(m, expr, known !== undefined)]);
}

function dropNumeric(value: Value & { v: 'unknown' }): Value {
  const { numeric: _numeric, ...rest } = value;
  return rest;
}

function right(m: Machine, expr: Expr & { k: 'logic' }, certain: boolean): Value {
  if (certain) return evaluateExpr(m, expr.right);
  let value: Value = UNDEFINED;
  m.branch([() => ((value = evaluateExpr(m, expr.right)), 'normal')], true);
  return value;
}

/** True: certainly neither null nor undefined; false: certainly one of them. */
function nullishness(value: Value): boolean | undefined {
  const of = optionsOf(value).map((one) =>
    one.v === 'const' ? one.value !== undefined && one.value !== null : one.v === 'unknown' ? undefined : true,
  );
  return of.every((one) => one === of[0]) ? of[0] : undefined;
}
