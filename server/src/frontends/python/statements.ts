/** Statements: the table of node types and the simple ones. */
import type { Expr, Stmt } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { lowerClass } from './classes';
import { lowerFor, lowerIf, lowerTry, lowerWhile, lowerWith } from './compound';
import { kidOf, range, type Context } from './context';
import { defineFunction } from './methods';
import { lowerImport, lowerImportFrom } from './imports';
import { lowerMatch } from './match';
import { declareField } from './fields';

type Lower = (cx: Context, node: Syntax, out: Stmt[]) => void;

const TABLE: Readonly<Record<string, Lower>> = {
  expression_statement: expressionStatement,
  return_statement: (cx, node, out) =>
    out.push({ k: 'return', ...(node.kids[0] ? { value: cx.expr(node.kids[0]) } : {}), range: range(node) }),
  if_statement: lowerIf,
  for_statement: lowerFor,
  while_statement: lowerWhile,
  try_statement: lowerTry,
  with_statement: lowerWith,
  match_statement: lowerMatch,
  import_statement: lowerImport,
  import_from_statement: lowerImportFrom,
  function_definition: (cx, node, out) => defineFunction(cx, node, [], out),
  class_definition: (cx, node, out) => lowerClass(cx, node, [], out),
  decorated_definition: decorated,
  raise_statement: raise,
  assert_statement: assertion,
  delete_statement: (cx, node, out) => out.push(effect(cx.unknown('del', cx.exprs(flat(node.kids)), node))),
  print_statement: printStatement,
  exec_statement: (cx, node, out) => out.push(effect(globalCall(cx, 'exec', node.kids, node))),
  type_alias_statement: typeAlias,
  break_statement: (_, node, out) => out.push({ k: 'break', range: range(node) }),
  continue_statement: (_, node, out) => out.push({ k: 'continue', range: range(node) }),
  pass_statement: nothing,
  // What these say is known before the body is lowered; what `__future__` changes, the IR does not show.
  global_statement: nothing,
  nonlocal_statement: nothing,
  future_import_statement: nothing,
  block: (cx, node, out) => cx.blockInto(node, out),
  ERROR: broken,
};
const LOWER: ReadonlyMap<string, Lower> = new Map(Object.entries(TABLE));

export function lowerStatement(cx: Context, node: Syntax, out: Stmt[]): void {
  const lower = LOWER.get(node.type);
  if (lower) lower(cx, node, out);
  else pushExpr(cx, node, out);
}

function nothing(): void {
  // Nothing to run.
}

function effect(value: Expr): Stmt {
  return { k: 'expr', value, range: value.range };
}

/** Docstrings and other literals do nothing. */
function pushExpr(cx: Context, node: Syntax, out: Stmt[]): void {
  const value = cx.expr(node);
  if (value.k !== 'lit') out.push({ k: 'expr', value, range: range(node) });
}

function expressionStatement(cx: Context, node: Syntax, out: Stmt[]): void {
  if (node.kids.length > 1)
    return out.push({
      k: 'expr',
      value: { k: 'list', items: cx.exprs(node.kids).map((value) => ({ value })), of: 'tuple', range: range(node) },
      range: range(node),
    }) as unknown as void;
  const [kid] = node.kids;
  // `...` is how a block says that it does nothing.
  if (!kid || kid.type === 'ellipsis') return;
  if (kid.type === 'assignment') assignment(cx, kid, out);
  else if (kid.type === 'augmented_assignment') augmented(cx, kid, out);
  else pushExpr(cx, kid, out);
}

function assignment(cx: Context, node: Syntax, out: Stmt[]): void {
  const typeNode = kidOf(node, 'type');
  const [left, ...rest] = node.kids;
  const right = rest.find((kid) => kid.type !== 'type');
  const type = cx.annotation(typeNode);
  if (!left) return;
  // The value first: it is evaluated first.
  const value = right && assignedValue(cx, right);
  const target = cx.target(left);
  if (type && target.t === 'var') cx.declareType(target.id, type);
  else if (type && target.t === 'member' && target.object.k === 'this') declareField(cx, target, type);
  if (value) out.push({ k: 'assign', target, value, range: range(node) });
}

const MAX_CHAIN = 40;

/** `a = b = value`: the inner assignment is the outer one's value. */
export function assignedValue(cx: Context, right: Syntax): Expr {
  const chain: Syntax[] = [];
  let last = right;
  while (last.type === 'assignment' && last.kids.length >= 2) {
    chain.push(last);
    last = last.kids[last.kids.length - 1]!;
  }
  const value = cx.expr(last);
  // Each one nests in the next.
  return chain
    .slice(0, MAX_CHAIN)
    .reduceRight<Expr>(
      (inner, one) => ({ k: 'set', target: cx.target(one.kids[0]), value: inner, range: range(one) }),
      value,
    );
}

function augmented(cx: Context, node: Syntax, out: Stmt[]): void {
  const [left, right] = node.kids;
  const op = (node.tokens[0]?.type ?? '=').slice(0, -1);
  const value = right ? assignedValue(cx, right) : cx.unknown('missing', [], node);
  out.push({ k: 'assign', target: cx.target(left), value, op, range: range(node) });
}

function decorated(cx: Context, node: Syntax, out: Stmt[]): void {
  const decorators = node.kids.filter((kid) => kid.type === 'decorator').flatMap((kid) => kid.kids.slice(0, 1));
  const definition = node.kids.at(-1);
  if (definition?.type === 'function_definition') defineFunction(cx, definition, decorators, out);
  else if (definition?.type === 'class_definition') lowerClass(cx, definition, decorators, out);
  else for (const decorator of decorators) pushExpr(cx, decorator, out);
}

function raise(cx: Context, node: Syntax, out: Stmt[]): void {
  const from = node.tokens.find((token) => token.type === 'from')?.at ?? node.kids.length;
  const [first] = node.kids.slice(0, from);
  const cause = node.kids[from];
  if (!first) return void out.push({ k: 'throw', range: range(node) });
  // Python 2: `raise Error, "message"`.
  const [callee, argument] = first.type === 'expression_list' ? first.kids : [];
  const value: Expr =
    callee && argument
      ? {
          k: 'call',
          callee: cx.expr(callee),
          args: [{ value: cx.expr(argument), range: range(argument) }],
          range: range(first),
        }
      : cx.expr(first);
  if (cause && cause.type !== 'identifier') pushExpr(cx, cause, out);
  out.push({ k: 'throw', value, range: range(node) });
}

/** `assert test, message` guards what follows it. */
function assertion(cx: Context, node: Syntax, out: Stmt[]): void {
  const [test, message] = node.kids;
  const error: Expr = { k: 'global', name: 'AssertionError', range: range(node) };
  const value: Expr = {
    k: 'call',
    callee: error,
    args: message ? [{ value: cx.expr(message), range: range(message) }] : [],
    range: range(node),
  };
  out.push({
    k: 'if',
    test: cx.expr(test),
    then: [],
    else: [{ k: 'throw', value, range: range(node) }],
    range: range(node),
  });
}

function flat(nodes: readonly Syntax[]): readonly Syntax[] {
  return nodes.flatMap((node) => (node.type === 'expression_list' ? node.kids : [node]));
}

function globalCall(cx: Context, name: string, args: readonly Syntax[], node: Syntax): Expr {
  return {
    k: 'call',
    callee: { k: 'global', name, range: range(node) },
    args: args.map((arg) => ({ value: cx.expr(arg), range: range(arg) })),
    range: range(node),
  };
}

/** Python 2: `print >>file, a, b`. */
function printStatement(cx: Context, node: Syntax, out: Stmt[]): void {
  const call = globalCall(
    cx,
    'print',
    node.kids.filter((kid) => kid.type !== 'chevron'),
    node,
  );
  const chevron = kidOf(node, 'chevron')?.kids[0];
  if (!chevron || call.k !== 'call') return void out.push(effect(call));
  out.push(effect({ ...call, args: [...call.args, { value: cx.expr(chevron), name: 'file', range: range(chevron) }] }));
}

function typeAlias(cx: Context, node: Syntax, out: Stmt[]): void {
  let name = node.kids[0];
  while (name && name.type !== 'identifier') name = name.kids[0];
  const value = cx.annotation(node.kids[1]);
  if (name && value) out.push({ k: 'assign', target: cx.target(name), value, range: range(node) });
}

/** Bare words say nothing, and the pieces of a string are none. */
const NOTHING_IN_ERRORS: ReadonlySet<string> = new Set([
  'identifier',
  'parameters',
  'string_start',
  'string_content',
  'string_end',
  'type_conversion',
  'dotted_name',
]);

/** What the parser could make no sense of, piece by piece: calls and definitions in it are worth having. */
function broken(cx: Context, node: Syntax, out: Stmt[]): void {
  for (const kid of node.kids) {
    if (LOWER.has(kid.type)) cx.statement(kid, out);
    else if (!NOTHING_IN_ERRORS.has(kid.type)) pushExpr(cx, kid, out);
  }
}
