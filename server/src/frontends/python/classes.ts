/**
 * Classes. A class's body runs in place, in a scope of its own. Most of what stands there is a method or a plain field; where the body
 * itself reads a name (`ADDRESS = 'tcp://*:%d' % PORT`) that name becomes a variable, assigned before the class is made.
 */
import type { Expr, IrField, Stmt, VarId } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Syntax } from '../tree-sitter/syntax';
import { boundIn } from './bound';
import { isSimple, kidOf, range, type ClassBuilder, type Context } from './context';
import { addDataclassConstructor } from './dataclasses';
import { lowerFunction } from './functions';
import { addMethod, isPrivate, registerMethod } from './methods';
import { Scope } from './scopes';

/** Something a name of the body stands for: a statement once it turns out to be read as a variable. */
interface Named {
  readonly name: string;
  readonly nameRange: Range;
  readonly value: Expr;
  readonly type?: Expr;
  readonly method: boolean;
}

type Piece = Stmt | { readonly k: 'named'; readonly named: Named };

export function lowerClass(cx: Context, node: Syntax, decorators: readonly Syntax[], out: Stmt[]): void {
  const nameNode = kidOf(node, 'identifier');
  const name = nameNode ? cx.textOf(nameNode) : '';
  for (const decorator of cx.exprs(decorators))
    if (!isSimple(decorator)) out.push({ k: 'expr', value: decorator, range: decorator.range });
  const bases = basesOf(cx, kidOf(node, 'argument_list'));
  const id =
    cx.classes.push({
      name,
      ...(nameNode ? { nameRange: range(nameNode) } : {}),
      range: range(node),
      bases,
      fields: [],
      methods: [],
    }) - 1;
  const cls = cx.classes[id]!;
  const builder: ClassBuilder = { name, bases, fields: [], methods: [] };
  const body = kidOf(node, 'block')?.kids ?? [];

  const outer = cx.scope;
  const scope = new Scope('class', outer, outer.fn);
  scope.builder = builder;
  const bound = boundIn(cx, body);
  scope.bind(cx, bound);
  for (const twice of namesAssignedTwice(cx, body)) scope.declare(cx, twice);
  cx.scope = scope;
  const pieces: Piece[] = [];
  for (const statement of body) bodyStatement(cx, statement, pieces);
  cls.fields = [...fieldsOf(scope, pieces, bound.names, builder), ...builder.fields];
  cls.methods = builder.methods;
  if (decorators.length > 0 || bases.length > 0) addDataclassConstructor(cx, builder, decorators, cls.fields, node);
  cx.scope = outer;

  out.push(...statementsOf(scope, pieces));
  if (nameNode)
    out.push({
      k: 'assign',
      target: cx.target(nameNode),
      value: { k: 'class', class: id, range: range(node) },
      range: range(node),
    });
}

/** Bases without keywords (metaclass=…); of a generic base only the class itself. */
function basesOf(cx: Context, list: Syntax | undefined): Expr[] {
  const bases: Expr[] = [];
  for (const kid of list?.kids ?? []) {
    if (kid.type === 'keyword_argument') continue;
    bases.push(cx.expr(kid.type === 'subscript' ? kid.kids[0] : kid));
  }
  return bases;
}

function namesAssignedTwice(cx: Context, body: readonly Syntax[]): Set<string> {
  const once = new Set<string>();
  const twice = new Set<string>();
  for (const statement of body) {
    const assigned =
      statement.type === 'expression_statement' && statement.kids[0]?.type === 'assignment'
        ? statement.kids[0].kids[0]
        : undefined;
    if (assigned?.type !== 'identifier') continue;
    const name = cx.textOf(assigned);
    if (once.has(name)) twice.add(name);
    once.add(name);
  }
  return twice;
}

function bodyStatement(cx: Context, node: Syntax, pieces: Piece[]): void {
  const definition = node.type === 'decorated_definition' ? node.kids.at(-1)! : node;
  if (definition.type === 'function_definition') {
    const decorators = node === definition ? [] : node.kids.slice(0, -1).flatMap((kid) => kid.kids.slice(0, 1));
    const nameNode = kidOf(definition, 'identifier');
    const fn = registerMethod(cx, definition, decorators);
    if (nameNode && fn !== undefined) named(pieces, cx, nameNode, { k: 'func', fn, range: range(definition) }, true);
    return;
  }
  const only = node.type === 'expression_statement' && node.kids.length === 1 ? node.kids[0]! : undefined;
  if (only?.type === 'assignment' && simpleField(cx, only, pieces)) return;
  const out: Stmt[] = [];
  cx.statement(node, out);
  pieces.push(...out);
}

function named(pieces: Piece[], cx: Context, nameNode: Syntax, value: Expr, method: boolean, type?: Expr): void {
  const name = cx.textOf(nameNode);
  cx.scope.seen.add(name);
  pieces.push({
    k: 'named',
    named: { name, nameRange: range(nameNode), value, method, ...(type ? { type } : {}) },
  });
}

/** `name = value` and `name: T = value`. */
function simpleField(cx: Context, node: Syntax, pieces: Piece[]): boolean {
  const [nameNode, ...rest] = node.kids;
  if (nameNode?.type !== 'identifier' || nameNode.start === nameNode.end) return false;
  const right = rest.find((kid) => kid.type !== 'type');
  if (right?.type === 'assignment' || right?.type === 'augmented_assignment') return false;
  const type = cx.annotation(kidOf(node, 'type'));
  if (!right) {
    // Only said to exist, in instances.
    if (type)
      cx.scope.builder?.fields.push({ name: cx.textOf(nameNode), nameRange: range(nameNode), type, static: false });
    return true;
  }
  if (right.type === 'lambda') {
    const name = cx.textOf(nameNode);
    const fn = lowerFunction(cx, right, [], 'method');
    addMethod(cx, { name, fn, kind: 'method', static: false, private: isPrivate(name) });
    named(pieces, cx, nameNode, { k: 'func', fn, range: range(right) }, true);
    return true;
  }
  const accessors = oldStyleProperty(cx, right);
  if (accessors) {
    const name = cx.textOf(nameNode);
    for (const { kind, fn } of accessors) addMethod(cx, { name, fn, kind, static: false, private: isPrivate(name) });
    return true;
  }
  named(pieces, cx, nameNode, cx.expr(right), false, type);
  return true;
}

/** `x = property(get_x, set_x)` with methods of this class. */
function oldStyleProperty(
  cx: Context,
  right: Syntax,
): readonly { readonly kind: 'get' | 'set'; readonly fn: number }[] | undefined {
  const [callee, args] = right.type === 'call' ? right.kids : [];
  if (!callee || callee.type !== 'identifier' || cx.textOf(callee) !== 'property' || args?.type !== 'argument_list')
    return undefined;
  const found = args.kids.slice(0, 2).flatMap((arg, index) => {
    const method =
      arg.type === 'identifier' ? cx.scope.builder?.methods.find((one) => one.name === cx.textOf(arg)) : undefined;
    return method ? [{ kind: index === 0 ? ('get' as const) : ('set' as const), fn: method.fn }] : [];
  });
  return found.length > 0 ? found : undefined;
}

function fieldsOf(
  scope: Scope,
  pieces: readonly Piece[],
  bound: ReadonlyMap<string, Range>,
  builder: ClassBuilder,
): IrField[] {
  const fields: IrField[] = [];
  const known = new Set(builder.methods.map((method) => method.name));
  for (const piece of pieces) {
    if (piece.k !== 'named' || piece.named.method || known.has(piece.named.name)) continue;
    known.add(piece.named.name);
    const { name, nameRange, value, type } = piece.named;
    const id = scope.variableOf(name);
    fields.push({
      name,
      nameRange,
      value: id === undefined ? value : read(id, nameRange),
      ...(type ? { type } : {}),
      static: true,
    });
  }
  // Names bound by other statements of the body: imports, loops, nested classes, tuples.
  for (const [name, at] of bound) {
    const id = scope.variableOf(name);
    if (id !== undefined && !known.has(name))
      fields.push({ name, nameRange: range(at), value: read(id, at), static: true });
  }
  return fields;
}

function read(id: VarId, at: Range): Expr {
  return { k: 'var', id, range: range(at) };
}

function statementsOf(scope: Scope, pieces: readonly Piece[]): Stmt[] {
  return pieces.flatMap((piece): Stmt[] => {
    if (piece.k !== 'named') return [piece];
    const { name, nameRange, value } = piece.named;
    const id = scope.variableOf(name);
    if (id === undefined) return [];
    return [
      {
        k: 'assign',
        target: { t: 'var', id, range: nameRange },
        value,
        range: { start: nameRange.start, end: value.range.end },
      },
    ];
  });
}
