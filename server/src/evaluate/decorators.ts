/**
 * Decorated functions. What is called by a function's name is what its decorators made of it, and here the function runs by itself. Where
 * nobody knows what a decorator does (it may check a signature, decode, or call with something else), nothing that was received
 * gets across it: neither in by the arguments nor out by the result.
 */
import type { Expr, IrFunction, Stmt } from '../ir/ir';
import type { Arguments, Value } from './api';
import { argumentsOf } from './arguments';
import { evaluateExpr } from './expressions';
import type { Machine } from './machine';
import { passesOn } from './passing-on';
import type { FunctionImpl, ModuleState } from './state';
import type { Frame } from './store';
import { mergeTaint, taintOfValue } from './taint';
import { joinAll, optionsOf, TRUE, unknownValue } from './values';
import { Walk } from './walk';

/** Some decorator of the function may call it with other arguments than the caller's, or give the caller another result. */
export function isVeiled(m: Machine, { ir, module, frame }: FunctionImpl): boolean {
  return ir.decorators.length > 0 && !isUnchanged(m, module, frame, ir);
}

function isUnchanged(m: Machine, module: ModuleState, frame: Frame | undefined, { decorators }: IrFunction): boolean {
  return decorators.every((one) => {
    const made = one.k === 'call';
    const value = valueOf(m, module, frame, made ? one.callee : one);
    return value !== undefined && optionsOf(value).every((option) => leavesArguments(m, option, made));
  });
}

function leavesArguments(m: Machine, decorator: Value, made: boolean): boolean {
  if (decorator.v === 'external')
    return m.bindings.of(m.language).some((binding) => binding.passesOn?.(decorator.name) ?? false);
  if (decorator.v !== 'function') return false;
  const { ir, module, frame } = decorator.fn as FunctionImpl;
  return passesOn(module.ir, ir, made, (fn) => isUnchanged(m, module, frame, fn));
}

/** The value of a name, dotted or not. Anything else would run a second time. */
function valueOf(m: Machine, module: ModuleState, frame: Frame | undefined, expr: Expr): Value | undefined {
  if (!isName(expr)) return undefined;
  const saved = m.activation;
  m.activation = { ...saved, module, frame: frame ?? module.frame, fn: module.ir.functions[0]! };
  try {
    return evaluateExpr(m, expr);
  } finally {
    m.activation = saved;
  }
}

function isName(expr: Expr): boolean {
  return expr.k === 'var' || expr.k === 'global' || expr.k === 'import' || (expr.k === 'member' && isName(expr.object));
}

/** The arguments as the function gets them: what was received is not known to arrive. Sockets and constants are what they were. */
export function veiledArguments(args: Arguments): Arguments {
  return argumentsOf(
    args.list.map(veiled),
    new Map([...args.named].map(([name, value]) => [name, veiled(value)] as const)),
    args.places,
    args.namedPlaces,
    args.open,
    args.rest && veiled(args.rest),
  );
}

function veiled(value: Value): Value {
  if (!taintOfValue(value)) return value;
  return value.v === 'oneOf' ? joinAll(value.options.map(veiled)) : unknownValue('parameter');
}

/**
 * The result as the caller gets it. Nobody sees what the function found out of what was received: one that throws may have refused it, and
 * where it gives the outcome of a check, that may have been a check of it.
 */
export function veiledResult(m: Machine, { ir }: FunctionImpl, args: Arguments, result: Value): Value {
  const taint = mergeTaint([...args.list, ...args.named.values()].map(taintOfValue));
  if (taint && throws(ir)) for (const id of taint.transfers) m.store.write(m.verified, id, TRUE);
  const given = veiled(result);
  return taint && given.v === 'unknown' && given.detail === 'check'
    ? { ...given, proof: { yes: taint.transfers, no: [] } }
    : given;
}

function throws(fn: IrFunction): boolean {
  const look = new Throws();
  look.body(fn.body);
  return look.found;
}

class Throws extends Walk {
  found = false;

  protected override stmt(stmt: Stmt): void {
    if (stmt.k === 'throw') this.found = true;
    super.stmt(stmt);
  }
}
