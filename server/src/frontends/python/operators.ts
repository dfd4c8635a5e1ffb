/** Operators, spelt as in JavaScript where they mean the same. */
import type { Expr } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { isSimple, range, type Context } from './context';
import { percentFormat } from './format';

/** Longer chains of one operator (generated code) become a balanced tree, so that no one who walks the IR runs out of stack. */
const MAX_CHAIN = 40;
const ASSOCIATIVE: ReadonlySet<string> = new Set(['+', '|', '&']);

/** `a + b + c` leans to the left as deep as it is long: read in a loop. */
export function lowerBinary(cx: Context, node: Syntax): Expr {
  const spine: Syntax[] = [];
  let first = node;
  // `"…" % x` is looked at as a whole.
  while (first.type === 'binary_operator' && first.kids.length === 2 && opOf(first) !== '%') {
    spine.push(first);
    first = first.kids[0]!;
  }
  if (spine.length === 0) return modulo(cx, node);
  spine.reverse();
  const operands = [cx.expr(first), ...spine.map((one) => cx.expr(one.kids[1]))];
  const ops = spine.map(opOf);
  if (operands.length > MAX_CHAIN) {
    const op = ops[0]!;
    const same = ASSOCIATIVE.has(op) && ops.every((one) => one === op);
    return same
      ? balanced(operands, (left, right) => binary(op, left, right))
      : cx.unknown('long expression', operands, node);
  }
  return operands.reduce((left, right, index) => binary(ops[index - 1]!, left, right));
}

function opOf(node: Syntax): string {
  return node.tokens[0]?.type ?? '';
}

function modulo(cx: Context, node: Syntax): Expr {
  const [left, right] = node.kids;
  if (!left || !right) return cx.unknown('operator', cx.exprs(node.kids), node);
  return percentFormat(cx, left, right, node) ?? binary('%', cx.expr(left), cx.expr(right));
}

function binary(op: string, left: Expr, right: Expr): Expr {
  return { k: 'binary', op, left, right, range: { start: left.range.start, end: right.range.end } };
}

function balanced(items: readonly Expr[], join: (left: Expr, right: Expr) => Expr): Expr {
  if (items.length === 1) return items[0]!;
  const middle = items.length >> 1;
  return join(balanced(items.slice(0, middle), join), balanced(items.slice(middle), join));
}

export function lowerBoolean(cx: Context, node: Syntax): Expr {
  const op = opOf(node);
  const rights: Syntax[] = [];
  let first = node;
  while (first.type === 'boolean_operator' && first.kids.length === 2 && opOf(first) === op) {
    rights.push(first.kids[1]!);
    first = first.kids[0]!;
  }
  if (rights.length === 0) return cx.unknown('operator', cx.exprs(node.kids), node);
  const operands = [cx.expr(first), ...rights.reverse().map((one) => cx.expr(one))];
  const join = (left: Expr, right: Expr): Expr => logic(op === 'and' ? 'and' : 'or', left, right);
  return operands.length > MAX_CHAIN ? balanced(operands, join) : operands.reduce(join);
}

function logic(op: 'and' | 'or', left: Expr, right: Expr): Expr {
  return { k: 'logic', op, left, right, range: { start: left.range.start, end: right.range.end } };
}

export function lowerUnary(cx: Context, node: Syntax): Expr {
  return { k: 'unary', op: opOf(node), value: cx.expr(node.kids[0]), range: range(node) };
}

/** `a < b < c` is `a < b and b < c`, with what stands in the middle evaluated once. */
export function lowerComparison(cx: Context, node: Syntax): Expr {
  const { kids, tokens } = node;
  if (kids.length < 2 || kids.length > MAX_CHAIN) return cx.unknown('comparison', cx.exprs(kids), node);
  let left = cx.expr(kids[0]);
  const tests: Expr[] = [];
  for (let i = 1; i < kids.length; i++) {
    const right = cx.expr(kids[i]);
    const op = tokens[i - 1]?.type ?? '==';
    if (i === kids.length - 1 || isSimple(right)) {
      tests.push(compare(op, left, right));
      left = right;
    } else {
      const kept = cx.temporary('between', kids[i]!);
      tests.push(compare(op, left, { k: 'set', target: kept.target, value: right, range: right.range }));
      left = kept.read;
    }
  }
  return tests.reduce((earlier, later) => logic('and', earlier, later));
}

function compare(op: string, left: Expr, right: Expr): Expr {
  switch (op) {
    case 'is':
      return binary('==', left, right);
    case 'is not':
    case '<>':
      return binary('!=', left, right);
    case 'not in': {
      const test = binary('in', left, right);
      return { k: 'unary', op: '!', value: test, range: test.range };
    }
    default:
      return binary(op, left, right);
  }
}
