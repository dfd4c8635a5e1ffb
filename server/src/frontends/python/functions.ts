/** Functions, methods and lambdas. */
import type { Expr, FunctionId, IrParam, Stmt } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { boundIn, boundTargets } from './bound';
import { hasToken, kidOf, range, type Context, type Frame } from './context';
import { Scope } from './scopes';

/** `method`: the first parameter is `this`; `static`: a function in a class without one. */
export type Role = 'function' | 'method' | 'static';

export function lowerLambda(cx: Context, node: Syntax): FunctionId {
  return lowerFunction(cx, node, [], 'function');
}

/** What stands in a parameter list, before the function's own scope is entered. */
interface Parameter {
  readonly node: Syntax;
  readonly target: Syntax;
  readonly rest?: 'list' | 'named';
  readonly type?: Expr;
  readonly default?: Expr;
}

export function lowerFunction(cx: Context, node: Syntax, decoratorNodes: readonly Syntax[], role: Role): FunctionId {
  const outer = { scope: cx.scope, frame: cx.frame };
  const nameNode = node.type === 'lambda' ? undefined : kidOf(node, 'identifier');
  const id =
    cx.functions.push({
      name: nameNode ? cx.textOf(nameNode) : '',
      ...(nameNode ? { nameRange: range(nameNode) } : {}),
      range: range(node),
      parent: cx.scope.fn,
      params: [],
      body: [],
      async: hasToken(node, 'async'),
      generator: false,
      lexicalThis: false,
      decorators: [],
    }) - 1;
  const fn = cx.functions[id]!;
  // Decorators, defaults and annotations belong to the scope around.
  fn.decorators = cx.exprs(decoratorNodes);
  const parameters = parametersOf(cx, kidOf(node, 'parameters') ?? kidOf(node, 'lambda_parameters'));
  const returnType = cx.annotation(kidOf(node, 'type'));
  if (returnType) fn.returnType = returnType;

  const scope = new Scope('function', cx.scope, id);
  const around = cx.scope.function;
  scope.ownThis = role !== 'function';
  scope.lexicalThis = fn.lexicalThis = role === 'function' && (around.ownThis || around.lexicalThis);
  const frame: Frame = {
    id,
    generator: false,
    coroutine: decoratorNodes.some((one) => /coroutine$/.test(cx.textOf(one))),
  };
  const bodyNode = node.type === 'lambda' ? node.kids.at(-1) : kidOf(node, 'block');
  const bound = boundIn(cx, bodyNode ? [bodyNode] : []);

  const receiver = role === 'method' ? receiverOf(cx, parameters) : undefined;
  const reassigned = receiver !== undefined && bound.names.has(receiver);
  if (receiver !== undefined && !reassigned) scope.receiver = receiver;
  const own = receiver === undefined ? parameters : parameters.slice(1);
  for (const one of own) for (const name of boundTargets(cx, one.target)) scope.declare(cx, name);
  scope.bind(cx, bound);

  cx.scope = scope;
  cx.frame = frame;
  fn.params = own.map((one) => param(cx, one));
  const body = node.type === 'lambda' ? lambdaBody(cx, bodyNode) : cx.block(bodyNode);
  const kept = reassigned ? scope.variableOf(receiver) : scope.receiverVar;
  const keeps = parameters[0]?.node ?? node;
  if (kept !== undefined) {
    body.unshift({
      k: 'assign',
      target: { t: 'var', id: kept, range: range(keeps) },
      value: { k: 'this', range: range(keeps) },
      range: range(keeps),
    });
  }
  fn.body = body;
  fn.async ||= frame.coroutine;
  fn.generator = frame.generator && !frame.coroutine;
  cx.scope = outer.scope;
  cx.frame = outer.frame;
  return id;
}

/** As long as its value: by that it is told from a statement. */
function returned(value: Expr): Stmt {
  return { k: 'return', value, range: value.range };
}

function lambdaBody(cx: Context, node: Syntax | undefined): Stmt[] {
  return node ? [returned(cx.expr(node))] : [];
}

/** The parameter a method receives its object in. */
function receiverOf(cx: Context, parameters: readonly Parameter[]): string | undefined {
  const [first] = parameters;
  return first && first.rest === undefined && first.target.type === 'identifier' ? cx.textOf(first.target) : undefined;
}

function parametersOf(cx: Context, list: Syntax | undefined): Parameter[] {
  return (list?.kids ?? []).flatMap((node) => parameter(cx, node) ?? []);
}

function parameter(cx: Context, node: Syntax): Parameter | undefined {
  const [first] = node.kids;
  switch (node.type) {
    case 'identifier':
    case 'tuple_pattern':
      return { node, target: node };
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
      return first && { node, target: first, rest: node.type === 'list_splat_pattern' ? 'list' : 'named' };
    case 'typed_parameter': {
      const inner = first && parameter(cx, first);
      const type = cx.annotation(kidOf(node, 'type'));
      return inner && { ...inner, node, ...(type ? { type } : {}) };
    }
    case 'default_parameter':
      return first && { node, target: first, default: cx.expr(node.kids[1]) };
    case 'typed_default_parameter': {
      const type = cx.annotation(kidOf(node, 'type'));
      return first && { node, target: first, ...(type ? { type } : {}), default: cx.expr(node.kids.at(-1)) };
    }
    default:
      // `/` and `*` only say how arguments may be passed.
      return undefined;
  }
}

function param(cx: Context, { node, target, rest, type, default: value }: Parameter): IrParam {
  const lowered = cx.target(target);
  if (type && lowered.t === 'var') cx.declareType(lowered.id, type, true);
  return {
    name: target.type === 'identifier' ? cx.textOf(target) : '',
    target: lowered,
    range: range(node),
    ...(value ? { default: value } : {}),
    ...(rest ? { rest } : {}),
    ...(type ? { type } : {}),
  };
}
