/** Calls, constructions, tagged templates, and the calls that are imports. */
import { ts } from 'ts-morph';
import type { Arg, Expr } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Lowering } from './context';
import { templateValues } from './literals';

const K = ts.SyntaxKind;

export function call(cx: Lowering, node: ts.CallExpression): Expr {
  const { expression: callee, arguments: args } = node;
  const range = cx.range(node);
  const first = args[0];
  if (
    callee.kind === K.Identifier &&
    (callee as ts.Identifier).text === 'require' &&
    args.length === 1 &&
    ts.isStringLiteralLike(first!)
  )
    return cx.importOf(first, range);
  if (callee.kind === K.ImportKeyword) {
    if (first && ts.isStringLiteralLike(first)) {
      const imported = cx.importOf(first, range);
      // `import('m', { with: … })`: the attributes are evaluated, and mean nothing here.
      return args.length === 1
        ? imported
        : { k: 'sequence', items: [...args.slice(1).map((arg) => cx.expr(arg)), imported], range };
    }
    return {
      k: 'call',
      callee: { k: 'global', name: 'import', range: cx.range(callee) },
      args: lowerArgs(cx, args),
      range,
      argsRange: argsRange(node, args),
    };
  }
  const lowered = callee.kind === K.SuperKeyword ? superConstructor(cx.range(callee)) : cx.expr(callee);
  return node.questionDotToken
    ? { k: 'call', callee: lowered, args: lowerArgs(cx, args), optional: true, range, argsRange: argsRange(node, args) }
    : { k: 'call', callee: lowered, args: lowerArgs(cx, args), range, argsRange: argsRange(node, args) };
}

export function construct(cx: Lowering, node: ts.NewExpression): Expr {
  const { arguments: args } = node;
  const range = cx.range(node);
  const callee = cx.expr(node.expression);
  return args
    ? { k: 'call', callee, args: lowerArgs(cx, args), construct: true, range, argsRange: argsRange(node, args) }
    : { k: 'call', callee, args: [], construct: true, range };
}

/** A tag is called with the list of its texts, then the values. */
export function taggedTemplate(cx: Lowering, node: ts.TaggedTemplateExpression): Expr {
  const callee = cx.expr(node.tag);
  const { texts, values } = templateValues(cx, node.template);
  const texted: Arg = {
    value: { k: 'list', items: texts.map((value) => ({ value })), range: cx.range(node.template) },
    range: cx.range(node.template),
  };
  return {
    k: 'call',
    callee,
    args: [texted, ...values.map((value) => ({ value, range: value.range }))],
    range: cx.range(node),
  };
}

/** `super(…)` calls the base class's constructor. */
function superConstructor(range: Range): Expr {
  return { k: 'member', object: { k: 'super', range }, name: 'constructor', nameRange: range, range };
}

function lowerArgs(cx: Lowering, nodes: readonly ts.Expression[]): Arg[] {
  const args: Arg[] = [];
  for (const node of nodes) {
    if (node.kind === K.SpreadElement) {
      args.push({ value: cx.expr((node as ts.SpreadElement).expression), spread: 'list', range: cx.range(node) });
    } else {
      const value = cx.expr(node);
      args.push({ value, range: node.kind === K.ParenthesizedExpression ? cx.range(node) : value.range });
    }
  }
  return args;
}

/** An argument list begins right after its opening parenthesis. */
function argsRange(node: ts.Node, args: ts.NodeArray<ts.Expression>): Range {
  return { start: Math.max(args.pos - 1, node.pos), end: node.end };
}
