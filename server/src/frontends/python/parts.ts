/** Pieces of expressions that targets, displays and comprehensions share. */
import type { Expr, ObjectEntry } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { range, type Context } from './context';
import { templateOf } from './strings';

/** What stands in a subscript's brackets; several are a tuple. */
export function indexOf(cx: Context, subscript: Syntax): Expr {
  const [, first, ...more] = subscript.kids;
  if (!first) return cx.unknown('missing', [], subscript);
  if (more.length === 0) return cx.expr(first);
  const items = cx.exprs([first, ...more]).map((value) => ({ value }));
  return { k: 'list', items, of: 'tuple', range: { start: first.start, end: more[more.length - 1]!.end } };
}

/** An entry of a dictionary or of a dictionary comprehension. */
export function entry(cx: Context, node: Syntax): ObjectEntry {
  const [keyNode, valueNode] = node.kids;
  if (node.type !== 'pair' || !keyNode) {
    return { e: 'spread', value: cx.expr(node.type === 'dictionary_splat' ? keyNode : node), range: range(node) };
  }
  const key = templateOf(cx, keyNode);
  if (key) return { e: 'prop', key: key.value, keyRange: key.range, value: cx.expr(valueNode), range: range(node) };
  return { e: 'computed', key: cx.expr(keyNode), value: cx.expr(valueNode), range: range(node) };
}
