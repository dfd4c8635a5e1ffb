/** Hints: who will hold what a call makes, and what the code calls it. */
import type { CallExpr, Expr, Target } from '../ir/ir';
import type { Machine } from './machine';
import type { Hint } from './state';

/** Tell the calls on the right of an assignment who will hold what they make. */
export function noteHint(m: Machine, target: Target, value: Expr): void {
  if (target.t === 'list' && value.k === 'list') {
    target.items.forEach((item, index) => {
      const of = value.items[index];
      if (item && of && !of.spread) noteHint(m, item, of.value);
    });
  } else if (target.t === 'object' && value.k === 'object') {
    for (const prop of target.props)
      for (const entry of value.entries)
        if (entry.e === 'prop' && entry.key === prop.key) noteHint(m, prop.target, entry.value);
  } else if (makes(value) && !isNoted(m, value)) {
    const hint = hintOf(m, target);
    if (hint) spread(m, value, hint);
  }
}

/** With a call all that are in it were told. */
function isNoted(m: Machine, value: Expr): boolean {
  const call = outerCall(value);
  return call !== undefined && m.hints.has(call);
}

/** The same for a value whose holder is known by other means: a field's initial value. */
export function hintAt(m: Machine, value: Expr, hint: Hint): void {
  if (makes(value)) spread(m, value, hint);
}

/** There may be a call in it whose result is held. */
function makes(value: Expr): boolean {
  return value.k !== 'lit' && value.k !== 'var' && value.k !== 'func' && value.k !== 'format' && value.k !== 'member';
}

/** The calls in a value, by the names of what they make: `sockets.push`, `sockets[0]`. */
function spread(m: Machine, value: Expr, hint: Hint): void {
  const inner = (expr: Expr, suffix: string): void => {
    const receiver = hint.receiver === '' ? '' : hint.receiver + suffix;
    if (makes(expr)) spread(m, expr, { receiver, holder: hint.holder + suffix });
  };
  if (value.k === 'object') {
    for (const entry of value.entries) if (entry.e === 'prop') inner(entry.value, `.${entry.key}`);
  } else if (value.k === 'list') {
    value.items.forEach((item, index) => inner(item.value, `[${index}]`));
  } else for (const call of callsIn(value)) if (!m.hints.has(call)) m.hints.set(call, hint);
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

function hintOf(m: Machine, target: Target): Hint | undefined {
  const { cls, fn } = m.activation;
  if (target.t === 'var') {
    const name = m.activation.module.ir.vars[target.id]?.name ?? '';
    const scope = fn.parent < 0 || m.scopeName() === '' ? '' : `${m.scopeName()}.`;
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
