/** Literals: texts, templates, numbers, regular expressions, lists. */
import { ts } from 'ts-morph';
import type { Expr, ListItem } from '../../ir/ir';
import type { Lowering } from './context';

const K = ts.SyntaxKind;

export function stringLiteral(cx: Lowering, node: ts.StringLiteralLike): Expr {
  cx.literal(node, node.text);
  return { k: 'lit', value: node.text, range: cx.range(node) };
}

export function numericLiteral(cx: Lowering, node: ts.NumericLiteral): Expr {
  return { k: 'lit', value: Number(node.text), range: cx.range(node) };
}

export function bigIntLiteral(cx: Lowering, node: ts.BigIntLiteral): Expr {
  const value = bigIntValue(node.text);
  return Number.isSafeInteger(value) ? { k: 'lit', value, range: cx.range(node) } : cx.unknown(node, 'bigint');
}

/** Value of a bigint's text (`0xffn`); NaN where the text is broken. */
export function bigIntValue(text: string): number {
  return Number(text.replace(/n$/, '').replaceAll('_', ''));
}

export function booleanOrNull(cx: Lowering, node: ts.Node): Expr {
  return {
    k: 'lit',
    value: node.kind === K.TrueKeyword ? true : node.kind === K.FalseKeyword ? false : null,
    range: cx.range(node),
  };
}

export function regularExpression(cx: Lowering, node: ts.RegularExpressionLiteral): Expr {
  cx.literal(node, node.text);
  return cx.unknown(node, 'regex');
}

/** `…${x}…`: its texts and values in order, empty texts left out. */
export function template(cx: Lowering, node: ts.TemplateExpression): Expr {
  const { texts, values } = templateValues(cx, node);
  const parts: Expr[] = [];
  texts.forEach((text, i) => {
    if (text.k !== 'lit' || text.value !== '') parts.push(text);
    const value = values[i];
    if (value) parts.push(value);
  });
  return { k: 'format', parts, range: cx.range(node) };
}

export function templateValues(
  cx: Lowering,
  node: ts.TemplateLiteral,
): { readonly texts: Expr[]; readonly values: Expr[] } {
  if (node.kind === K.NoSubstitutionTemplateLiteral) return { texts: [templateText(cx, node, 1)], values: [] };
  const texts: Expr[] = [templateText(cx, node.head, 2)];
  const values: Expr[] = [];
  for (const span of node.templateSpans) {
    values.push(cx.expr(span.expression));
    texts.push(templateText(cx, span.literal, span.literal.kind === K.TemplateMiddle ? 2 : 1));
  }
  return { texts, values };
}

/** A template's piece without its delimiters: a backtick or brace before, a backtick or `${` behind. */
function templateText(cx: Lowering, node: ts.TemplateLiteralLikeNode, closing: number): Expr {
  cx.literal(node, node.text);
  const start = Math.min(cx.start(node) + 1, node.end);
  return {
    k: 'lit',
    value: node.text,
    range: { start, end: node.isUnterminated ? node.end : Math.max(start, node.end - closing) },
  };
}

export function arrayLiteral(cx: Lowering, node: ts.ArrayLiteralExpression): Expr {
  const items: ListItem[] = [];
  for (const element of node.elements) {
    items.push(
      element.kind === K.SpreadElement
        ? { value: cx.expr((element as ts.SpreadElement).expression), spread: true }
        : { value: cx.expr(element) },
    );
  }
  return { k: 'list', items, range: cx.range(node) };
}
