/** List, set, dictionary comprehensions and generator expressions: names of their own, several clauses nested in each other. */
import type { Expr } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { boundTargets } from './bound';
import { hasToken, range, type Context } from './context';
import { entry } from './parts';
import { Scope } from './scopes';

interface Clause {
  readonly node: Syntax;
  readonly tests: Syntax[];
}

export function lowerComprehension(cx: Context, node: Syntax): Expr {
  const [body] = node.kids;
  const clauses: Clause[] = [];
  for (const kid of node.kids) {
    if (kid.type === 'for_in_clause') clauses.push({ node: kid, tests: [] });
    else if (kid.type === 'if_clause') clauses.at(-1)?.tests.push(kid);
  }
  if (!body || clauses.length === 0) return cx.unknown('comprehension', cx.exprs(node.kids), node);
  // The first iterable belongs to the scope around.
  const first = iterable(cx, clauses[0]!.node);
  const outer = cx.scope;
  const scope = new Scope('comprehension', outer, outer.fn);
  for (const clause of clauses) for (const name of boundTargets(cx, clause.node.kids[0])) scope.declare(cx, name);
  cx.scope = scope;
  const expr = nest(cx, clauses, 0, first, body, node);
  cx.scope = outer;
  return expr;
}

function nest(cx: Context, clauses: readonly Clause[], index: number, source: Expr, body: Syntax, whole: Syntax): Expr {
  const { node, tests } = clauses[index]!;
  const target = cx.target(node.kids[0]);
  const conditions = tests.map((test) => cx.expr(test.kids[0]));
  const next = clauses[index + 1];
  const element = next ? nest(cx, clauses, index + 1, iterable(cx, next.node), body, whole) : elementOf(cx, body);
  return {
    k: 'comprehension',
    target,
    iterable: source,
    tests: conditions,
    element,
    async: hasToken(node, 'async'),
    range: range(whole),
  };
}

function iterable(cx: Context, clause: Syntax): Expr {
  const [, first, ...more] = clause.kids;
  if (more.length === 0) return cx.expr(first);
  return {
    k: 'list',
    items: cx.exprs(clause.kids.slice(1)).map((value) => ({ value })),
    of: 'tuple',
    range: { start: first!.start, end: more.at(-1)!.end },
  };
}

function elementOf(cx: Context, body: Syntax): Expr {
  return body.type === 'pair' ? { k: 'object', entries: [entry(cx, body)], range: range(body) } : cx.expr(body);
}
