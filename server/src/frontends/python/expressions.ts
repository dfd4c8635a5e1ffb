/** Expressions: the table of node types, and everything that needs no file of its own. */
import type { Expr, ListItem } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { lowerCall } from './calls';
import { entry, indexOf } from './parts';
import { lowerComprehension } from './comprehensions';
import { hasToken, none, range, type Context } from './context';
import { numberOf } from './literals';
import { lowerBinary, lowerBoolean, lowerComparison, lowerUnary } from './operators';
import { readName } from './scopes';
import { lowerConcatenated, lowerString } from './strings';

type Lower = (cx: Context, node: Syntax) => Expr;

const TABLE: Readonly<Record<string, Lower>> = {
  identifier: (cx, node) =>
    node.end > node.start ? readName(cx, cx.textOf(node), node) : cx.unknown('missing', [], node),
  integer: number,
  float: number,
  true: (_, node) => ({ k: 'lit', value: true, range: range(node) }),
  false: (_, node) => ({ k: 'lit', value: false, range: range(node) }),
  none: (_, node) => none(node),
  ellipsis: (cx, node) => cx.unknown('ellipsis', [], node),
  string: lowerString,
  concatenated_string: lowerConcatenated,
  attribute,
  subscript: (cx, node) => ({
    k: 'index',
    object: cx.expr(node.kids[0]),
    index: indexOf(cx, node),
    range: range(node),
  }),
  slice,
  call: lowerCall,
  binary_operator: lowerBinary,
  boolean_operator: lowerBoolean,
  comparison_operator: lowerComparison,
  unary_operator: lowerUnary,
  not_operator: (cx, node) => ({ k: 'unary', op: '!', value: cx.expr(node.kids[0]), range: range(node) }),
  conditional_expression: conditional,
  lambda: (cx, node) => ({ k: 'func', fn: cx.lambda(node), range: range(node) }),
  named_expression: (cx, node) => ({
    k: 'set',
    target: cx.target(node.kids[0]),
    value: cx.expr(node.kids[1]),
    range: range(node),
  }),
  await: (cx, node) => ({ k: 'await', value: cx.expr(node.kids[0]), range: range(node) }),
  yield: lowerYield,
  list: sequence('list'),
  tuple: sequence('tuple'),
  set: sequence('set'),
  expression_list: sequence('tuple'),
  pattern_list: sequence('tuple'),
  dictionary,
  list_comprehension: lowerComprehension,
  set_comprehension: lowerComprehension,
  dictionary_comprehension: lowerComprehension,
  generator_expression: lowerComprehension,
  as_pattern: (cx, node) => cx.expr(node.kids[0]),
  as_pattern_target: (cx, node) => cx.expr(node.kids[0]),
  type: (cx, node) => cx.annotation(node) ?? cx.unknown('type', [], node),
  generic_type: (cx, node) => cx.annotation(node) ?? cx.unknown('type', [], node),
  // `x = y = z` where a value stands, left of which is seen by the statement.
  assignment: (cx, node) => ({
    k: 'set',
    target: cx.target(node.kids[0]),
    value: cx.expr(node.kids.at(-1)),
    range: range(node),
  }),
  print_statement: (cx, node) => cx.unknown('print', cx.exprs(node.kids), node),
};
const LOWER: ReadonlyMap<string, Lower> = new Map(Object.entries(TABLE));

export function lowerExpr(cx: Context, node: Syntax): Expr {
  const lower = LOWER.get(node.type);
  return lower ? lower(cx, node) : cx.unknown(node.type.replaceAll('_', ' '), cx.exprs(node.kids), node);
}

function number(cx: Context, node: Syntax): Expr {
  const value = numberOf(cx.textOf(node));
  return value === undefined ? cx.unknown('complex number', [], node) : { k: 'lit', value, range: range(node) };
}

function attribute(cx: Context, node: Syntax): Expr {
  const [objectNode, name] = node.kids;
  const object = cx.expr(objectNode);
  if (!name || name.start === name.end) return cx.unknown('missing', [object], node);
  return { k: 'member', object, name: cx.textOf(name), nameRange: range(name), range: range(node) };
}

/** `a:b:c` is what Python makes of it: slice(a, b, c). */
function slice(cx: Context, node: Syntax): Expr {
  const values: Expr[] = [none(node), none(node), none(node)];
  node.kids.forEach((kid, index) => {
    const colons = node.tokens.filter((token) => token.at <= index).length;
    values[Math.min(2, colons)] = cx.expr(kid);
  });
  const callee: Expr = { k: 'global', name: 'slice', range: range(node) };
  return { k: 'call', callee, args: values.map((value) => ({ value, range: value.range })), range: range(node) };
}

function conditional(cx: Context, node: Syntax): Expr {
  const [thenNode, testNode, elseNode] = node.kids;
  // In the order they run.
  const test = cx.expr(testNode);
  return { k: 'cond', test, then: cx.expr(thenNode), else: cx.expr(elseNode), range: range(node) };
}

function lowerYield(cx: Context, node: Syntax): Expr {
  const value = node.kids[0] && cx.expr(node.kids[0]);
  cx.frame.generator = true;
  if (!value) return { k: 'yield', range: range(node) };
  if (cx.frame.coroutine) return { k: 'await', value, range: range(node) };
  return {
    k: 'yield',
    value: hasToken(node, 'from') ? cx.unknown('yield from', [value], value.range) : value,
    range: range(node),
  };
}

function sequence(of: 'list' | 'tuple' | 'set'): Lower {
  return (cx, node) => ({
    k: 'list',
    items: node.kids.map((kid) => item(cx, kid)),
    ...(of === 'list' ? {} : { of }),
    range: range(node),
  });
}

function item(cx: Context, node: Syntax): ListItem {
  const spread =
    node.type === 'list_splat' || node.type === 'list_splat_pattern' || node.type === 'parenthesized_list_splat';
  return spread ? { value: cx.expr(node.kids[0]), spread } : { value: cx.expr(node) };
}

function dictionary(cx: Context, node: Syntax): Expr {
  return { k: 'object', entries: node.kids.map((kid) => entry(cx, kid)), range: range(node) };
}
