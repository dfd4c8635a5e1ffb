/** Expressions that are neither calls, operators nor literals: names, members, casts, and the odd rest. */
import { ts } from 'ts-morph';
import type { Expr } from '../../ir/ir';
import { commonJsVariable } from './commonjs';
import type { Lowering } from './context';

const K = ts.SyntaxKind;

export function identifier(cx: Lowering, node: ts.Identifier): Expr {
  const { text: name } = node;
  const range = cx.range(node);
  const id = cx.scope.value(name) ?? commonJsVariable(cx, name);
  if (id !== undefined) return { k: 'var', id, range };
  switch (name) {
    case 'undefined':
      return { k: 'lit', value: undefined, range };
    case 'NaN':
      return { k: 'lit', value: NaN, range };
    case 'Infinity':
      return { k: 'lit', value: Infinity, range };
    case '':
      return { k: 'unknown', reason: 'missing', parts: [], range };
    default:
      return { k: 'global', name, range };
  }
}

export function propertyAccess(cx: Lowering, node: ts.PropertyAccessExpression): Expr {
  const { name } = node;
  const object = cx.expr(node.expression);
  const nameRange = cx.range(name);
  const range = cx.range(node);
  return node.questionDotToken
    ? { k: 'member', object, name: name.text, nameRange, optional: true, range }
    : { k: 'member', object, name: name.text, nameRange, range };
}

export function elementAccess(cx: Lowering, node: ts.ElementAccessExpression): Expr {
  return {
    k: 'index',
    object: cx.expr(node.expression),
    index: cx.expr(node.argumentExpression),
    range: cx.range(node),
  };
}

/** Parentheses, `!` and `as const` change nothing. */
export function inner(
  cx: Lowering,
  node: ts.ParenthesizedExpression | ts.NonNullExpression | ts.ExpressionWithTypeArguments,
): Expr {
  return cx.expr(node.expression);
}

export function cast(cx: Lowering, node: ts.AsExpression | ts.SatisfiesExpression | ts.TypeAssertion): Expr {
  const value = cx.expr(node.expression);
  const { type } = node;
  if (
    type.kind === K.TypeReference &&
    (type as ts.TypeReferenceNode).typeName.kind === K.Identifier &&
    cx.source(type) === 'const'
  )
    return value;
  return { k: 'cast', value, type: cx.type(type), range: cx.range(node) };
}

export function thisExpression(cx: Lowering, node: ts.Node): Expr {
  return { k: 'this', range: cx.range(node) };
}

export function superExpression(cx: Lowering, node: ts.Node): Expr {
  return { k: 'super', range: cx.range(node) };
}

/** `import.meta` and `new.target` are names that only look like members. */
export function metaProperty(cx: Lowering, node: ts.MetaProperty): Expr {
  return {
    k: 'global',
    name: node.keywordToken === K.ImportKeyword ? `import.${node.name.text}` : `new.${node.name.text}`,
    range: cx.range(node),
  };
}

export function awaitExpression(cx: Lowering, node: ts.AwaitExpression): Expr {
  cx.frame.awaits = true;
  return { k: 'await', value: cx.expr(node.expression), range: cx.range(node) };
}

export function yieldExpression(cx: Lowering, node: ts.YieldExpression): Expr {
  const range = cx.range(node);
  return node.expression ? { k: 'yield', value: cx.expr(node.expression), range } : { k: 'yield', range };
}

/** A spread where none belongs, or one whose owner has no better form. */
export function strayElement(cx: Lowering, node: ts.SpreadElement): Expr {
  return cx.unknown(node, 'spread', [cx.expr(node.expression)]);
}

export function omitted(_cx: Lowering, node: ts.Node): Expr {
  return { k: 'lit', value: undefined, range: { start: node.end, end: node.end } };
}

/** `#name in object` asks for a property by name. */
export function privateName(cx: Lowering, node: ts.PrivateIdentifier): Expr {
  return { k: 'lit', value: node.text, range: cx.range(node) };
}

/** Functions and arrows. A named function expression knows itself by its name. */
export function functionExpression(cx: Lowering, node: ts.FunctionExpression | ts.ArrowFunction): Expr {
  const hint = cx.takeName();
  const range = cx.range(node);
  if (node.kind === K.ArrowFunction || !node.name) return { k: 'func', fn: cx.func(node, { name: hint }), range };
  const { name } = node;
  return selfNamed(cx, node, name, () => ({
    k: 'func',
    fn: cx.func(node, { name: name.text, nameRange: cx.range(name) }),
    range,
  }));
}

/** A function or class expression whose own name is visible inside; a variable only if something inside can mean it. */
export function selfNamed(cx: Lowering, node: ts.Node, name: ts.Identifier, make: () => Expr): Expr {
  if (!cx.text.slice(name.end, node.end).includes(name.text)) return make();
  return cx.inScope(() => {
    const id = cx.newVar(name.text, true);
    cx.scope.addValue(name.text, id);
    const value = make();
    return { k: 'set', target: { t: 'var', id, range: cx.range(name) }, value, range: value.range };
  });
}
