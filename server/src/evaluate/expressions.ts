/** Expressions of the abstract run: which file knows what an expression means; awaits. */
import type { Expr } from '../ir/ir';
import type { Value } from './api';
import { noteRepetition } from './allocations';
import { assignExpr } from './assignment';
import { callExpression } from './calls';
import { noteComparison } from './checks';
import { makeClass } from './classes';
import { noteRemoval, noteSearch } from './collections';
import { conditional, logic } from './conditions';
import { decidesByOperator } from './decisions';
import { makeFunction } from './functions';
import { outerCall } from './hints';
import { comprehension, keysOf, listLiteral, objectLiteral } from './literals';
import type { Machine } from './machine';
import { readIndexExpr, readMember } from './members';
import { importValue } from './modules';
import { readExternal, readVar, writeVar } from './names';
import { binary, unary } from './operators';
import { mergeTaint, taintOfValue } from './taint';
import { concat } from './text';
import { looksByOperator } from './topics';
import { valueOfType } from './types';
import { constantValue, joinAll, UNDEFINED, unknownValue } from './values';

export function evaluateExpr(m: Machine, expr: Expr): Value {
  m.step();
  switch (expr.k) {
    case 'lit':
      return constantValue(expr.value);
    case 'format':
      return concat(expr.parts.map((part) => evaluateExpr(m, part)));
    case 'var':
      return readVar(m, expr.id);
    case 'global':
      return readExternal(m, `global:${m.language}`, [expr.name], expr);
    case 'this':
      return m.activation.thisValue ?? unknownValue('other', m.receiverName);
    case 'super':
      return unknownValue('other', 'super');
    case 'member':
      return readMember(m, expr);
    case 'index':
      return readIndexExpr(m, expr);
    case 'call':
      return callExpression(m, expr);
    case 'object':
      return objectLiteral(m, expr);
    case 'list':
      return listLiteral(m, expr);
    case 'func':
      return { v: 'function', fn: makeFunction(m, expr.fn) };
    case 'class':
      return { v: 'class', cls: makeClass(m, expr.class) };
    case 'cond':
      return conditional(m, expr);
    case 'logic':
      return logic(m, expr);
    case 'binary':
      return binaryExpr(m, expr);
    case 'unary':
      return unary(expr.op, evaluateExpr(m, expr.value));
    case 'await':
      return awaitValue(m, expr.value);
    case 'yield':
      if (expr.value) m.activation.yields.push(evaluateExpr(m, expr.value));
      return unknownValue('other', 'yield');
    case 'set':
      return assignExpr(m, expr.target, expr.value, expr.op);
    case 'import':
      return importValue(m, expr.specifier, expr.level);
    case 'cast': {
      const value = evaluateExpr(m, expr.value);
      return value.v === 'unknown' && !value.taint ? (valueOfType(m, expr.type, expr) ?? value) : value;
    }
    case 'generic':
      return evaluateExpr(m, expr.head);
    case 'comprehension':
      return comprehension(m, expr);
    case 'sequence':
      return expr.items.reduce<Value>((_, item) => evaluateExpr(m, item), UNDEFINED);
    case 'unknown': {
      const parts = expr.parts.map((part) => evaluateExpr(m, part));
      if (expr.reason === 'keys' && parts.length === 1) return keysOf(m, parts[0]!);
      if (expr.reason === 'del') noteRemoval(m, expr.parts);
      // The names are unbound: they hold nothing any more.
      if (expr.reason === 'del') for (const part of expr.parts) if (part.k === 'var') writeVar(m, part.id, UNDEFINED);
      return unknownValue('syntax', expr.reason, mergeTaint(parts.map(taintOfValue)));
    }
  }
}

function binaryExpr(m: Machine, expr: Expr & { k: 'binary' }): Value {
  const [left, right] = [evaluateExpr(m, expr.left), evaluateExpr(m, expr.right)];
  noteComparison(m, expr, left, right);
  if (right.v === 'list') noteSearch(m, expr, right);
  noteRepetition(m, expr, left, right);
  decidesByOperator(m, expr, left, right);
  looksByOperator(m, expr.op, left, right);
  return binary(expr.op, left, right);
}

/** `await`: the promise is settled, its value comes out; a call in it runs in line. */
function awaitValue(m: Machine, expr: Expr): Value {
  const value = evaluateInline(m, expr);
  m.suspend();
  m.recorder.list('waits', m.now());
  m.api.settle(value, 'awaited');
  return unwrap(value);
}

/** Evaluate an expression whose outermost call is waited for. */
export function evaluateInline(m: Machine, expr: Expr): Value {
  const call = outerCall(expr);
  if (!call) return evaluateExpr(m, expr);
  const saved = m.inline;
  m.inline = call;
  try {
    return evaluateExpr(m, expr);
  } finally {
    m.inline = saved;
  }
}

export function unwrap(value: Value): Value {
  if (value.v === 'promise') return unwrap(value.of);
  if (value.v !== 'oneOf') return value;
  return joinAll(value.options.map((one) => (one.v === 'promise' ? unwrap(one.of) : one)));
}
