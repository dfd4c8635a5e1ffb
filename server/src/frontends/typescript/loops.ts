/** Loops. Jumps that the IR cannot express are marked by jumps.ts and removed here, where their target is known. */
import { ts } from 'ts-morph';
import type { Expr, LoopStmt, Stmt, Target } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Lowering } from './context';
import { variables } from './declarations';
import { declareBlock, declareList } from './hoist';
import { jumpTarget, withoutJumps } from './jumps';
import { discarded, effect } from './operators';

const K = ts.SyntaxKind;

type LoopParts = Omit<LoopStmt, 'k' | 'body' | 'range'>;

export function whileLoop(cx: Lowering, node: ts.WhileStatement, out: Stmt[]): void {
  const labels = cx.takeLabels();
  loop(cx, node, labels, whileParts(cx, node.expression), out);
}

export function doLoop(cx: Lowering, node: ts.DoStatement, out: Stmt[]): void {
  const labels = cx.takeLabels();
  loop(cx, node, labels, { ...whileParts(cx, node.expression), testLast: true }, out);
}

/** `while (true)` has no test: it ends by a jump or not at all. */
function whileParts(cx: Lowering, test: ts.Expression): LoopParts {
  const lowered = cx.expr(test);
  return lowered.k === 'lit' && lowered.value ? { kind: 'while' } : { kind: 'while', test: lowered };
}

export function forLoop(cx: Lowering, node: ts.ForStatement, out: Stmt[]): void {
  const labels = cx.takeLabels();
  cx.inScope(() => {
    const { initializer, condition, incrementor } = node;
    const range = cx.range(node);
    if (initializer) {
      if (initializer.kind === K.VariableDeclarationList) {
        if (initializer.flags & ts.NodeFlags.BlockScoped) declareList(cx, initializer as ts.VariableDeclarationList);
        variables(cx, initializer as ts.VariableDeclarationList, range, out);
      } else effect(cx, initializer as ts.Expression, range, out);
    }
    const parts: LoopParts = condition ? whileParts(cx, condition) : { kind: 'while' };
    loop(cx, node, labels, { ...parts, ...(incrementor && { update: discarded(cx, incrementor) }) }, out);
  });
}

export function forOfLoop(cx: Lowering, node: ts.ForOfStatement, out: Stmt[]): void {
  const labels = cx.takeLabels();
  if (node.awaitModifier) cx.frame.awaits = true;
  each(cx, node, labels, cx.expr(node.expression), node.awaitModifier !== undefined, out);
}

/** Runs over the names of an object's properties, which is not what iterating over the object gives. */
export function forInLoop(cx: Lowering, node: ts.ForInStatement, out: Stmt[]): void {
  const labels = cx.takeLabels();
  each(cx, node, labels, cx.unknown(node.expression, 'keys', [cx.expr(node.expression)]), false, out);
}

function each(
  cx: Lowering,
  node: ts.ForInOrOfStatement,
  labels: readonly string[],
  iterable: Expr,
  async: boolean,
  out: Stmt[],
): void {
  cx.inScope(() => {
    const target = loopTarget(cx, node.initializer);
    loop(cx, node, labels, { kind: 'each', target, iterable, ...(async && { async }) }, out);
  });
}

function loopTarget(cx: Lowering, node: ts.ForInitializer): Target {
  if (node.kind !== K.VariableDeclarationList) return cx.assignee(node as ts.Expression);
  const list = node as ts.VariableDeclarationList;
  if (list.flags & ts.NodeFlags.BlockScoped) declareList(cx, list);
  const first = list.declarations[0];
  if (!first) return { t: 'unknown', parts: [], range: cx.range(node) };
  const target = cx.binding(first.name);
  if (first.type && target.t === 'var') cx.vars[target.id]!.type = cx.type(first.type);
  return target;
}

function loop(
  cx: Lowering,
  node: ts.IterationStatement,
  labels: readonly string[],
  parts: LoopParts,
  out: Stmt[],
): void {
  const range: Range = cx.range(node);
  const target = jumpTarget('loop', labels);
  cx.frame.jumps.push(target);
  const body = branch(cx, node.statement);
  cx.frame.jumps.pop();
  const stmt: Stmt = {
    k: 'loop',
    ...parts,
    body: withoutJumps(cx, body, target.continues, cx.range(node.statement)),
    range,
  };
  out.push(...withoutJumps(cx, [stmt], target.breaks, range));
}

/** Statements of a branch or loop body, with or without braces. */
export function branch(cx: Lowering, node: ts.Statement | undefined): Stmt[] {
  const out: Stmt[] = [];
  if (!node) return out;
  if (node.kind === K.Block) block(cx, (node as ts.Block).statements, out);
  else cx.stmt(node, out);
  return out;
}

/** Statements in a scope of their own, where they declare something. */
export function block(cx: Lowering, statements: ts.NodeArray<ts.Statement>, out: Stmt[]): void {
  cx.inScope(() => {
    declareBlock(cx, statements);
    cx.stmts(statements, out);
  });
}
