/** What stands left of `=`, after `for` and after `as`. The grammar calls it a pattern in some places and an expression in others. */
import type { Target } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { range, type Context } from './context';
import { indexOf } from './parts';
import { writeName } from './scopes';

export function lowerTarget(cx: Context, node: Syntax): Target {
  const { kids } = node;
  switch (node.type) {
    case 'identifier':
      return writeName(cx, cx.textOf(node), node);
    case 'attribute': {
      const name = kids[1];
      if (!name) break;
      return {
        t: 'member',
        object: cx.expr(kids[0]),
        name: cx.textOf(name),
        nameRange: range(name),
        range: range(node),
      };
    }
    case 'subscript':
      return { t: 'index', object: cx.expr(kids[0]), index: indexOf(cx, node), range: range(node) };
    case 'as_pattern_target':
    case 'parenthesized_expression':
      if (kids.length === 1) return cx.target(kids[0]);
      break;
    // A pattern in parentheses is no tuple unless it has a comma.
    case 'tuple_pattern':
      return kids.length === 1 && kids[0]!.type !== 'list_splat_pattern' && !hasComma(cx, kids[0]!, node)
        ? cx.target(kids[0])
        : list(cx, node);
    case 'pattern_list':
    case 'list_pattern':
    case 'expression_list':
    case 'tuple':
    case 'list':
      return list(cx, node);
    case 'list_splat_pattern':
    case 'list_splat':
      return { t: 'list', items: [], rest: cx.target(kids[0]), range: range(node) };
  }
  return { t: 'unknown', parts: cx.exprs(kids), range: range(node) };
}

function hasComma(cx: Context, last: Syntax, node: Syntax): boolean {
  return /^\s*,/.test(cx.text.slice(last.end, node.end));
}

/**
 * The IR's list target has its rest last. `a, *b, c` becomes `a, c, *b`: which item `c` takes is then not the last one, which matters
 * only for lists whose items are told apart by place.
 */
function list(cx: Context, node: Syntax): Target {
  const isStar = (kid: Syntax): boolean => kid.type === 'list_splat_pattern' || kid.type === 'list_splat';
  const items = node.kids.filter((kid) => !isStar(kid)).map((kid) => cx.target(kid));
  const star = node.kids.find(isStar);
  return { t: 'list', items, ...(star ? { rest: cx.target(star.kids[0]) } : {}), range: range(node) };
}
