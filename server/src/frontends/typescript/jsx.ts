/** JSX is a value nobody here knows; what it evaluates on the way is kept. */
import { ts } from 'ts-morph';
import type { Expr } from '../../ir/ir';
import type { Lowering } from './context';

const K = ts.SyntaxKind;

export function jsx(cx: Lowering, node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment): Expr {
  const parts: Expr[] = [];
  if (node.kind === K.JsxSelfClosingElement) opening(cx, node, parts);
  else {
    if (node.kind === K.JsxElement) opening(cx, node.openingElement, parts);
    for (const child of node.children) value(cx, child, parts);
  }
  return cx.unknown(node, 'jsx', parts);
}

function opening(cx: Lowering, node: ts.JsxOpeningLikeElement, parts: Expr[]): void {
  const { tagName } = node;
  // A lower-case name is an element of the page, anything else a value.
  if (tagName.kind !== K.JsxNamespacedName && !(ts.isIdentifier(tagName) && /^[a-z]/.test(tagName.text)))
    parts.push(cx.expr(tagName));
  for (const attribute of node.attributes.properties) {
    if (attribute.kind === K.JsxSpreadAttribute) parts.push(cx.expr(attribute.expression));
    else if (attribute.initializer) value(cx, attribute.initializer, parts);
  }
}

function value(cx: Lowering, node: ts.JsxChild | ts.JsxAttributeValue, parts: Expr[]): void {
  if (node.kind === K.JsxText) cx.literal(node, node.text);
  else if (node.kind !== K.JsxExpression) parts.push(cx.expr(node));
  else if (node.expression) parts.push(cx.expr(node.expression));
}
