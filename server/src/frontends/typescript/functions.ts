/** Functions of every kind: frame, parameters, hoisted declarations, body. */
import { ts } from 'ts-morph';
import type { Expr, FunctionId, IrFunction, IrParam, Stmt } from '../../ir/ir';
import type { Frame, FunctionHints, Lowering } from './context';
import { declareBinding, declareBlock, declareVars } from './hoist';
import { Scope } from './scopes';

const K = ts.SyntaxKind;

type BodyOwner = ts.FunctionLikeDeclaration | ts.ClassStaticBlockDeclaration;

export function lowerFunction(cx: Lowering, node: BodyOwner, how: FunctionHints): FunctionId {
  const id = cx.reserveFunction();
  const parent = cx.frame.id;
  const arrow = node.kind === K.ArrowFunction;
  const decorators = decoratorsOf(cx, node);
  const frame = enter(cx, id);
  const { parameters, typeParameters, type } = node as Partial<ts.FunctionLikeDeclaration>;
  declareTypeParameters(cx, typeParameters);
  const own = (parameters ?? []).filter((parameter) => !isThisParameter(parameter));
  for (const parameter of own) declareBinding(cx, parameter.name);
  const { body } = node;
  const block = body && body.kind === K.Block ? (body as ts.Block) : undefined;
  if (block) {
    declareVars(cx, block.statements);
    declareBlock(cx, block.statements);
  }
  const params = own.map((parameter) => lowerParam(cx, parameter));
  const returnType = type && cx.type(type);
  const stmts: Stmt[] = [];
  if (block) cx.stmts(block.statements, stmts);
  else if (body) {
    // As long as its value, without parentheses around it: by that it is told from a statement.
    const value = cx.expr(body);
    stmts.push({ k: 'return', value, range: value.range });
  }
  leave(cx, frame);
  const fn: IrFunction = {
    name: how.name,
    ...(how.nameRange && { nameRange: how.nameRange }),
    range: cx.range(node),
    parent,
    params,
    body: withHoisted(frame, stmts),
    async: hasModifier(node, K.AsyncKeyword),
    generator: 'asteriskToken' in node && node.asteriskToken !== undefined,
    lexicalThis: arrow,
    decorators,
    ...(returnType && { returnType }),
  };
  cx.functions[id] = fn;
  return id;
}

/** Start a function's frame and scope; `leave` restores what was before. */
export function enter(cx: Lowering, id: FunctionId): Frame {
  const frame: Frame = {
    id,
    parent: cx.frame as Frame | undefined,
    imports: [],
    functions: [],
    classes: [],
    exports: [],
    jumps: [],
    awaits: false,
    outer: cx.scope as Scope | undefined,
  };
  cx.frame = frame;
  cx.scope = new Scope(frame.outer, id);
  return frame;
}

export function leave(cx: Lowering, frame: Frame): void {
  if (frame.parent) cx.frame = frame.parent;
  if (frame.outer) cx.scope = frame.outer;
}

export function withHoisted(frame: Frame, body: Stmt[]): Stmt[] {
  const { imports, functions, classes, exports } = frame;
  return imports.length + functions.length + classes.length + exports.length === 0
    ? body
    : [...imports, ...functions, ...classes, ...exports, ...body];
}

function lowerParam(cx: Lowering, node: ts.ParameterDeclaration): IrParam {
  const { name } = node;
  const target = cx.binding(name);
  const type = node.type && cx.type(node.type);
  if (type && target.t === 'var') cx.vars[target.id]!.type = type;
  const initial = node.initializer && cx.expr(node.initializer);
  return {
    name: name.kind === K.Identifier ? name.text : '',
    target,
    ...(initial && { default: initial }),
    ...(node.dotDotDotToken && { rest: 'list' as const }),
    ...(type && { type }),
    range: cx.range(node),
    ...(isParameterProperty(node) && { field: true }),
  };
}

/** TypeScript's `this: T` only types the receiver. */
function isThisParameter(node: ts.ParameterDeclaration): boolean {
  return node.name.kind === K.Identifier && node.name.text === 'this';
}

function isParameterProperty(node: ts.ParameterDeclaration): boolean {
  return (node.modifiers ?? []).some(
    ({ kind }) =>
      kind === K.PrivateKeyword ||
      kind === K.PublicKeyword ||
      kind === K.ProtectedKeyword ||
      kind === K.ReadonlyKeyword ||
      kind === K.OverrideKeyword,
  );
}

/** Type parameters mean their constraint, so that `<S extends Socket>(s: S)` still says what `s` is. */
export function declareTypeParameters(
  cx: Lowering,
  parameters: readonly ts.TypeParameterDeclaration[] | undefined,
): void {
  if (!parameters) return;
  // All names first: a constraint may mention a later parameter.
  for (const parameter of parameters)
    cx.scope.addParameter(parameter.name.text, cx.unknown(parameter.name, 'type parameter'));
  for (const { name, constraint } of parameters) if (constraint) cx.scope.addParameter(name.text, cx.type(constraint));
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const { modifiers } = node as { readonly modifiers?: readonly ts.ModifierLike[] };
  return modifiers !== undefined && modifiers.some((modifier) => modifier.kind === kind);
}

export function decoratorsOf(cx: Lowering, node: ts.Node): Expr[] {
  const { modifiers } = node as { readonly modifiers?: readonly ts.ModifierLike[] };
  const decorators: Expr[] = [];
  for (const modifier of modifiers ?? [])
    if (modifier.kind === K.Decorator) decorators.push(cx.expr(modifier.expression));
  return decorators;
}

/** Decorators of a function's parameters; they run with the class, not with the function. */
export function parameterDecorators(cx: Lowering, node: ts.FunctionLikeDeclaration): Expr[] {
  return node.parameters.flatMap((parameter) => (parameter.modifiers ? decoratorsOf(cx, parameter) : []));
}
