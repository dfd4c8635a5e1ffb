/** Statement lists, and the statements that are neither loops, switches nor declarations. */
import { ts } from 'ts-morph';
import type { Stmt, Target } from '../../ir/ir';
import type { Lowering } from './context';
import { declareBinding } from './hoist';
import { jumpTarget, withoutJumps } from './jumps';
import { block, branch } from './loops';
import { effect } from './operators';

const K = ts.SyntaxKind;

/** `using` and `await using`: the rest of the list is what runs while the resource is open. */
export function statementList(cx: Lowering, nodes: readonly ts.Statement[], out: Stmt[], from: number): void {
  for (let i = from; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (isUsing(node)) {
      using(cx, node, nodes, i, out);
      return;
    }
    cx.stmt(node, out);
  }
}

export function isUsing(node: ts.Statement): node is ts.VariableStatement {
  if (node.kind !== K.VariableStatement) return false;
  const kind = (node as ts.VariableStatement).declarationList.flags & ts.NodeFlags.BlockScoped;
  return kind === ts.NodeFlags.Using || kind === ts.NodeFlags.AwaitUsing;
}

function using(
  cx: Lowering,
  node: ts.VariableStatement,
  nodes: readonly ts.Statement[],
  at: number,
  out: Stmt[],
): void {
  const list = node.declarationList;
  const async = (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing;
  if (async) cx.frame.awaits = true;
  const items = list.declarations.map(({ name, type, initializer }) => {
    const target = cx.binding(name);
    if (type && target.t === 'var') cx.vars[target.id]!.type = cx.type(type);
    return { value: initializer ? cx.expr(initializer) : cx.unknown(name, 'missing'), target };
  });
  const body: Stmt[] = [];
  cx.stmts(nodes as ts.Statement[], body, at + 1);
  out.push({ k: 'with', items, async, body, range: { start: cx.start(node), end: nodes[nodes.length - 1]!.end } });
}

export function expressionStatement(cx: Lowering, node: ts.ExpressionStatement, out: Stmt[]): void {
  effect(cx, node.expression, cx.range(node), out);
}

export function blockStatement(cx: Lowering, node: ts.Block, out: Stmt[]): void {
  const body: Stmt[] = [];
  block(cx, node.statements, body);
  if (body.length > 0) out.push({ k: 'block', body, range: cx.range(node) });
}

export function ifStatement(cx: Lowering, node: ts.IfStatement, out: Stmt[]): void {
  const test = cx.expr(node.expression);
  const then = branch(cx, node.thenStatement);
  out.push({ k: 'if', test, then, else: branch(cx, node.elseStatement), range: cx.range(node) });
}

export function returnStatement(cx: Lowering, node: ts.ReturnStatement, out: Stmt[]): void {
  const range = cx.range(node);
  out.push(node.expression ? { k: 'return', value: cx.expr(node.expression), range } : { k: 'return', range });
}

export function throwStatement(cx: Lowering, node: ts.ThrowStatement, out: Stmt[]): void {
  out.push({ k: 'throw', value: cx.expr(node.expression), range: cx.range(node) });
}

export function tryStatement(cx: Lowering, node: ts.TryStatement, out: Stmt[]): void {
  const { tryBlock, catchClause, finallyBlock } = node;
  const body = branch(cx, tryBlock);
  const handlers = catchClause ? [handler(cx, catchClause)] : [];
  out.push({ k: 'try', body, handlers, finally: branch(cx, finallyBlock), range: cx.range(node) });
}

function handler(cx: Lowering, node: ts.CatchClause): Extract<Stmt, { k: 'try' }>['handlers'][number] {
  return cx.inScope(() => {
    let target: Target | undefined;
    if (node.variableDeclaration) {
      const { name } = node.variableDeclaration;
      declareBinding(cx, name);
      target = cx.binding(name);
    }
    return { ...(target && { target }), types: [], body: branch(cx, node.block), range: cx.range(node) };
  });
}

/** `label: statement`; of interest only to the jumps inside. */
export function labeledStatement(cx: Lowering, node: ts.LabeledStatement, out: Stmt[]): void {
  const labels = [...cx.takeLabels(), node.label.text];
  const { statement } = node;
  const isJumpTarget =
    ts.isIterationStatement(statement, false) ||
    statement.kind === K.SwitchStatement ||
    statement.kind === K.LabeledStatement;
  if (isJumpTarget) {
    cx.labels = labels;
    cx.stmt(statement, out);
    return;
  }
  const target = jumpTarget('label', labels);
  cx.frame.jumps.push(target);
  const body: Stmt[] = [];
  cx.stmt(statement, body);
  cx.frame.jumps.pop();
  out.push(...withoutJumps(cx, body, target.breaks, cx.range(node)));
}

/** `with (object) …`: names inside may be the object's properties; nobody writes this any more. */
export function withStatement(cx: Lowering, node: ts.WithStatement, out: Stmt[]): void {
  out.push({ k: 'expr', value: cx.expr(node.expression), range: cx.range(node) });
  out.push(...branch(cx, node.statement));
}

/** Parsed with an error where no statement may stand, a class member or a stray `}`: nothing to run. */
export function nothing(): void {
  // Deliberately empty.
}
