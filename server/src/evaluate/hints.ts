/** Hints: who will hold what a call makes, and what the code calls it. */
import type { CallExpr, Expr, Target } from '../ir/ir';
import type { Machine } from './machine';

/** Tell the calls on the right of an assignment who will hold what they make. */
export function noteHint(m: Machine, target: Target, value: Expr): void {
  const calls = callsIn(value);
  if (calls.length === 0) return;
  const hint = hintOf(m, target);
  if (hint) for (const call of calls) if (!m.hints.has(call)) m.hints.set(call, hint);
}

function callsIn(expr: Expr): readonly CallExpr[] {
  switch (expr.k) {
    case 'call':
      // `sock = socket('push').connect(…)` hands the first call's result on, `stream = Stream(ctx.socket(PULL))` keeps it.
      return [
        expr,
        ...(expr.callee.k === 'member' ? callsIn(expr.callee.object) : []),
        ...expr.args.flatMap((arg) => (arg.name === undefined && arg.value.k === 'call' ? callsIn(arg.value) : [])),
      ];
    case 'await':
    case 'cast':
      return callsIn(expr.value);
    case 'cond':
      return [...callsIn(expr.then), ...callsIn(expr.else)];
    case 'logic':
      return [...callsIn(expr.left), ...callsIn(expr.right)];
    case 'set':
      return callsIn(expr.value);
    default:
      return [];
  }
}

function hintOf(m: Machine, target: Target): { receiver: string; holder: string } | undefined {
  const { cls, fn } = m.activation;
  if (target.t === 'var') {
    const name = m.activation.module.ir.vars[target.id]?.name ?? '';
    const scope = fn.parent < 0 ? '' : `${m.scopeName()}.`;
    return { receiver: name, holder: `${scope}${name}` };
  }
  if (target.t === 'member') {
    const object = textOf(m, target.object);
    const owner = target.object.k === 'this' ? (cls?.name ?? fn.name) : object;
    return { receiver: object ? `${object}.${target.name}` : '', holder: `${owner}.${target.name}` };
  }
  if (target.t === 'index') {
    const object = textOf(m, target.object);
    return { receiver: '', holder: `${object}[]` };
  }
  return undefined;
}

/** The call an expression is, under casts and awaits. */
export function outerCall(expr: Expr): CallExpr | undefined {
  if (expr.k === 'call') return expr;
  if (expr.k === 'await' || expr.k === 'cast') return outerCall(expr.value);
  return undefined;
}

/** The code that names an expression, as far as names and members go; empty otherwise. */
export function textOf(m: Machine, expr: Expr): string {
  switch (expr.k) {
    case 'var':
      return m.activation.module.ir.vars[expr.id]?.name ?? '';
    case 'global':
      return expr.name;
    case 'this':
      return m.receiverName;
    case 'member': {
      const object = textOf(m, expr.object);
      return object ? `${object}.${expr.name}` : '';
    }
    case 'cast':
      return textOf(m, expr.value);
    default:
      return '';
  }
}
