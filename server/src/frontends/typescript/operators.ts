/** Operators, assignments and conditionals. Long chains are walked, not recursed into. */
import { ts } from 'ts-morph';
import type { Expr, Stmt } from '../../ir/ir';
import type { Range } from '../../text/lines';
import { exportsOfAssignment } from './commonjs';
import type { Lowering } from './context';

const K = ts.SyntaxKind;

/** Longer chains of one operator than this are given a flat or balanced form. */
const MAX_CHAIN = 200;

const SPELLING: Readonly<Record<number, string>> = {
  [K.EqualsEqualsEqualsToken]: '==',
  [K.ExclamationEqualsEqualsToken]: '!=',
};
const LOGIC: Readonly<Record<number, 'or' | 'and' | 'nullish'>> = {
  [K.BarBarToken]: 'or',
  [K.AmpersandAmpersandToken]: 'and',
  [K.QuestionQuestionToken]: 'nullish',
};
/** Compound assignments: the operator without its `=`. */
const COMPOUND: Readonly<Record<number, string>> = {
  [K.PlusEqualsToken]: '+',
  [K.MinusEqualsToken]: '-',
  [K.AsteriskEqualsToken]: '*',
  [K.AsteriskAsteriskEqualsToken]: '**',
  [K.SlashEqualsToken]: '/',
  [K.PercentEqualsToken]: '%',
  [K.LessThanLessThanEqualsToken]: '<<',
  [K.GreaterThanGreaterThanEqualsToken]: '>>',
  [K.GreaterThanGreaterThanGreaterThanEqualsToken]: '>>>',
  [K.AmpersandEqualsToken]: '&',
  [K.BarEqualsToken]: '|',
  [K.CaretEqualsToken]: '^',
  [K.BarBarEqualsToken]: '||',
  [K.AmpersandAmpersandEqualsToken]: '&&',
  [K.QuestionQuestionEqualsToken]: '??',
};

// ---------------------------------------------------------------- binary

export function binary(cx: Lowering, node: ts.BinaryExpression): Expr {
  const operator = node.operatorToken.kind;
  if (operator === K.EqualsToken || COMPOUND[operator] !== undefined) return assignmentExpression(cx, node);
  if (operator === K.CommaToken)
    return { k: 'sequence', items: operands(node).map((operand) => cx.expr(operand)), range: cx.range(node) };
  const logic = LOGIC[operator];
  if (logic) return logicChain(cx, cx.start(node), logic, operands(node));
  if (operator === K.PlusToken) {
    const terms = operands(node);
    const first = terms.findIndex(isText);
    if (first >= 0) return concatenation(cx, node, terms, first);
  }
  return mixedChain(cx, node);
}

/** Operands of a left-associative chain of one operator, in order. */
function operands(node: ts.BinaryExpression): ts.Expression[] {
  const { kind } = node.operatorToken;
  const reversed: ts.Expression[] = [];
  let left: ts.Expression = node;
  while (left.kind === K.BinaryExpression && (left as ts.BinaryExpression).operatorToken.kind === kind) {
    reversed.push((left as ts.BinaryExpression).right);
    left = (left as ts.BinaryExpression).left;
  }
  reversed.push(left);
  return reversed.reverse();
}

function isText(node: ts.Expression): boolean {
  return (
    node.kind === K.StringLiteral || node.kind === K.TemplateExpression || node.kind === K.NoSubstitutionTemplateLiteral
  );
}

/** `a + 'x' + b`: once a text has been met, all that follows is appended as text; what comes before may still be a sum. */
function concatenation(
  cx: Lowering,
  node: ts.BinaryExpression,
  terms: readonly ts.Expression[],
  firstText: number,
): Expr {
  const parts: Expr[] = [];
  if (firstText > 0) parts.push(leftChain(cx, cx.start(node), terms.slice(0, firstText), () => '+'));
  for (const term of terms.slice(firstText)) {
    const part = cx.expr(term);
    if (part.k === 'format') parts.push(...part.parts);
    else parts.push(part);
  }
  return { k: 'format', parts, range: cx.range(node) };
}

/** Associative operators may be regrouped; halves keep a long chain shallow. */
function logicChain(cx: Lowering, start: number, op: 'or' | 'and' | 'nullish', nodes: readonly ts.Expression[]): Expr {
  const last = nodes.length - 1;
  if (last === 0) return cx.expr(nodes[0]!);
  // Short chains lean to the left, as they are read.
  const middle = nodes.length > MAX_CHAIN ? nodes.length >> 1 : last;
  const left = logicChain(cx, start, op, nodes.slice(0, middle));
  const right = logicChain(cx, cx.start(nodes[middle]!), op, nodes.slice(middle));
  return { k: 'logic', op, left, right, range: { start, end: nodes[last]!.end } };
}

/** Mixed operators of one precedence lean to the left: `a - b + c - d …`. */
function mixedChain(cx: Lowering, node: ts.BinaryExpression): Expr {
  const terms: ts.Expression[] = [];
  const kinds: ts.SyntaxKind[] = [];
  let left: ts.Expression = node;
  while (left.kind === K.BinaryExpression && isPlain(left as ts.BinaryExpression, kinds[kinds.length - 1])) {
    terms.push((left as ts.BinaryExpression).right);
    kinds.push((left as ts.BinaryExpression).operatorToken.kind);
    left = (left as ts.BinaryExpression).left;
  }
  terms.push(left);
  terms.reverse();
  kinds.reverse();
  return leftChain(cx, cx.start(node), terms, (i) => spelling(kinds[i]!));
}

/** An operator that becomes a `binary`. A `+` that follows none was not looked at for texts yet. */
function isPlain(node: ts.BinaryExpression, follows: ts.SyntaxKind | undefined): boolean {
  const { kind } = node.operatorToken;
  if (kind === K.EqualsToken || kind === K.CommaToken || LOGIC[kind] !== undefined || COMPOUND[kind] !== undefined)
    return false;
  return kind !== K.PlusToken || follows === undefined || follows === K.PlusToken || !operands(node).some(isText);
}

function leftChain(cx: Lowering, start: number, terms: readonly ts.Expression[], op: (index: number) => string): Expr {
  if (terms.length > MAX_CHAIN) {
    const range = { start, end: terms[terms.length - 1]!.end };
    return { k: 'unknown', reason: 'long chain', parts: terms.map((term) => cx.expr(term)), range };
  }
  let value = cx.expr(terms[0]!);
  for (let i = 1; i < terms.length; i++) {
    const right = terms[i]!;
    value = { k: 'binary', op: op(i - 1), left: value, right: cx.expr(right), range: { start, end: right.end } };
  }
  return value;
}

function spelling(kind: ts.SyntaxKind): string {
  return SPELLING[kind] ?? ts.tokenToString(kind) ?? '';
}

// ---------------------------------------------------------------- assignment

function assignmentExpression(cx: Lowering, node: ts.BinaryExpression): Expr {
  const op = COMPOUND[node.operatorToken.kind];
  const target = cx.assignee(node.left);
  const value = cx.named(node.right, ts.isIdentifier(node.left) ? node.left.text : '');
  return { k: 'set', target, value, ...(op !== undefined && { op }), range: cx.range(node) };
}

/** An expression whose value nobody uses, as statements: assignments, counters, comma lists; the rest stays an expression. */
export function effect(cx: Lowering, node: ts.Expression, range: Range, out: Stmt[]): void {
  switch (node.kind) {
    case K.ParenthesizedExpression:
      effect(cx, (node as ts.ParenthesizedExpression).expression, range, out);
      return;
    case K.BinaryExpression: {
      const { kind } = (node as ts.BinaryExpression).operatorToken;
      if (kind === K.CommaToken) {
        for (const item of operands(node as ts.BinaryExpression)) effect(cx, item, range, out);
        return;
      }
      break;
    }
    default:
  }
  const value = discarded(cx, node);
  // `'use strict'` and other texts that stand alone do nothing.
  if (value.k === 'lit') return;
  if (value.k !== 'set') {
    out.push({ k: 'expr', value, range });
    return;
  }
  out.push({
    k: 'assign',
    target: value.target,
    value: value.value,
    ...(value.op !== undefined && { op: value.op }),
    range,
  });
  if (node.kind === K.BinaryExpression) exportsOfAssignment(cx, node as ts.BinaryExpression, range, out);
}

/** Like `expr`, for an expression whose value nobody uses: `i++` is then simply an assignment. */
export function discarded(cx: Lowering, node: ts.Expression): Expr {
  if (node.kind === K.PostfixUnaryExpression) return counted(cx, node as ts.PostfixUnaryExpression);
  if (node.kind !== K.BinaryExpression || (node as ts.BinaryExpression).operatorToken.kind !== K.CommaToken)
    return cx.expr(node);
  return {
    k: 'sequence',
    items: operands(node as ts.BinaryExpression).map((item) => discarded(cx, item)),
    range: cx.range(node),
  };
}

// ---------------------------------------------------------------- unary, conditional

export function prefix(cx: Lowering, node: ts.PrefixUnaryExpression): Expr {
  if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken) return counted(cx, node);
  return { k: 'unary', op: ts.tokenToString(node.operator) ?? '', value: cx.expr(node.operand), range: cx.range(node) };
}

/** `i++` has the value from before: `(i += 1) - 1`. */
export function postfix(cx: Lowering, node: ts.PostfixUnaryExpression): Expr {
  const right: Expr = { k: 'lit', value: 1, range: { start: node.end, end: node.end } };
  return {
    k: 'binary',
    op: node.operator === K.PlusPlusToken ? '-' : '+',
    left: counted(cx, node),
    right,
    range: cx.range(node),
  };
}

function counted(cx: Lowering, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Expr {
  const at = node.kind === K.PrefixUnaryExpression ? cx.start(node) : node.end;
  const one: Expr = { k: 'lit', value: 1, range: { start: at, end: at } };
  return {
    k: 'set',
    target: cx.assignee(node.operand),
    value: one,
    op: node.operator === K.PlusPlusToken ? '+' : '-',
    range: cx.range(node),
  };
}

export function keywordOperator(
  cx: Lowering,
  node: ts.DeleteExpression | ts.TypeOfExpression | ts.VoidExpression,
): Expr {
  const op = node.kind === K.DeleteExpression ? 'delete' : node.kind === K.TypeOfExpression ? 'typeof' : 'void';
  return { k: 'unary', op, value: cx.expr(node.expression), range: cx.range(node) };
}

export function conditional(cx: Lowering, node: ts.ConditionalExpression): Expr {
  return {
    k: 'cond',
    test: cx.expr(node.condition),
    then: cx.expr(node.whenTrue),
    else: cx.expr(node.whenFalse),
    range: cx.range(node),
  };
}
