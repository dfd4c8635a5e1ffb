/** Statements that hold others: if, loops, try, with. */
import type { Expr, Stmt, Target } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Syntax } from '../tree-sitter/syntax';
import { isOldStyleTarget } from './bound';
import { hasToken, kidOf, range, type Context } from './context';

/** Longer chains of `elif` or `case` would nest as deep: the arms after these stand in a row. */
const MAX_NESTED_ARMS = 60;

export interface Arm {
  readonly test: Expr;
  readonly then: readonly Stmt[];
  readonly range: Range;
}

export function lowerIf(cx: Context, node: Syntax, out: Stmt[]): void {
  const [test, then, ...clauses] = node.kids;
  const arms: Arm[] = [{ test: cx.expr(test), then: cx.block(then), range: range(node) }];
  let otherwise: Stmt[] = [];
  for (const clause of clauses) {
    if (clause.type === 'else_clause') otherwise = elseBody(cx, clause);
    else arms.push({ test: cx.expr(clause.kids[0]), then: cx.block(clause.kids[1]), range: range(clause) });
  }
  out.push(...nested(arms, otherwise));
}

/** The first arm whose test holds runs, or else the last. */
export function nested(arms: readonly Arm[], otherwise: readonly Stmt[]): readonly Stmt[] {
  const row: readonly Stmt[] = arms.slice(MAX_NESTED_ARMS).map((arm) => ({ k: 'if', ...arm, else: [] }));
  const last = row.length === 0 ? otherwise : [...row, ...otherwise];
  return arms
    .slice(0, MAX_NESTED_ARMS)
    .reduceRight<readonly Stmt[]>((inner, arm) => [{ k: 'if', ...arm, else: inner }], last);
}

function elseBody(cx: Context, clause: Syntax): Stmt[] {
  return cx.block(clause.kids.at(-1));
}

export function lowerFor(cx: Context, node: Syntax, out: Stmt[]): void {
  const [left, right] = node.kids;
  const iterable = cx.expr(right);
  const target = cx.target(left);
  const body = cx.block(kidOf(node, 'block'));
  out.push({
    k: 'loop',
    kind: 'each',
    target,
    iterable,
    ...(hasToken(node, 'async') ? { async: true } : {}),
    body,
    range: range(node),
  });
  loopElse(cx, node, body, out);
}

export function lowerWhile(cx: Context, node: Syntax, out: Stmt[]): void {
  const test = cx.expr(node.kids[0]);
  const body = cx.block(kidOf(node, 'block'));
  out.push({ k: 'loop', kind: 'while', test, body, range: range(node) });
  loopElse(cx, node, body, out);
}

/** A loop's `else` runs unless it was left by `break`. */
function loopElse(cx: Context, node: Syntax, body: readonly Stmt[], out: Stmt[]): void {
  const clause = kidOf(node, 'else_clause');
  if (!clause) return;
  const statements = elseBody(cx, clause);
  if (breaks(body))
    out.push({ k: 'if', test: cx.unknown('loop else', [], clause), then: statements, else: [], range: range(clause) });
  else out.push(...statements);
}

/** Whether statements can break the loop they stand in. As deep as statements nest, which is limited. */
function breaks(body: readonly Stmt[]): boolean {
  return body.some((stmt) => {
    switch (stmt.k) {
      case 'break':
        return true;
      case 'if':
        return breaks(stmt.then) || breaks(stmt.else);
      case 'try':
        return breaks(stmt.body) || stmt.handlers.some((handler) => breaks(handler.body)) || breaks(stmt.finally);
      case 'with':
      case 'block':
        return breaks(stmt.body);
      default:
        return false;
    }
  });
}

export function lowerTry(cx: Context, node: Syntax, out: Stmt[]): void {
  const body = cx.block(kidOf(node, 'block'));
  const handlers = node.kids.filter((kid) => kid.type === 'except_clause').map((kid) => handler(cx, kid));
  // Runs after the body when that raised nothing.
  const otherwise = kidOf(node, 'else_clause');
  if (otherwise) body.push(...elseBody(cx, otherwise));
  const last = kidOf(node, 'finally_clause');
  out.push({ k: 'try', body, handlers, finally: last ? elseBody(cx, last) : [], range: range(node) });
}

function handler(cx: Context, node: Syntax): { target?: Target; types: Expr[]; body: Stmt[]; range: Range } {
  const values = node.kids.filter((kid) => kid.type !== 'block');
  const [first, second] = values;
  let types: readonly Syntax[] = values;
  let target: Target | undefined;
  if (first?.type === 'as_pattern') {
    types = first.kids.slice(0, 1);
    target = cx.target(first.kids[1]);
  } else if (second && (hasToken(node, 'as') || isOldStyleTarget(cx, node))) {
    types = [first!];
    target = cx.target(second);
  }
  const flat = types.flatMap((type) => (type.type === 'tuple' || type.type === 'expression_list' ? type.kids : [type]));
  return {
    ...(target ? { target } : {}),
    types: cx.exprs(flat),
    body: cx.block(kidOf(node, 'block')),
    range: range(node),
  };
}

export function lowerWith(cx: Context, node: Syntax, out: Stmt[]): void {
  const items = (kidOf(node, 'with_clause')?.kids ?? [])
    .flatMap((item) => itemsOf(item.kids[0] ?? item))
    .map((item) => withItem(cx, item));
  out.push({
    k: 'with',
    items,
    async: hasToken(node, 'async'),
    body: cx.block(kidOf(node, 'block')),
    range: range(node),
  });
}

/** `with (a as b, c as d):` may arrive as one tuple. */
function itemsOf(value: Syntax): readonly Syntax[] {
  return value.type === 'tuple' && value.kids.some((kid) => kid.type === 'as_pattern') ? value.kids : [value];
}

function withItem(cx: Context, node: Syntax): { value: Expr; target?: Target } {
  let inner = node;
  while (inner.type === 'parenthesized_expression' && inner.kids.length === 1) inner = inner.kids[0]!;
  if (inner.type !== 'as_pattern') return { value: cx.expr(inner) };
  const value = cx.expr(inner.kids[0]);
  return inner.kids[1] ? { value, target: cx.target(inner.kids[1]) } : { value };
}
