/**
 * CommonJS: `module` and `exports` are variables that the loader passes in, so they are made explicit (`exports = {}`,
 * `module = { exports }` before everything else) and every assignment to them is an assignment like any other, followed by an
 * `export` that reads it back.
 */
import { ts } from 'ts-morph';
import type { Expr, Stmt, Target, VarId } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Lowering } from './context';

/** The loader's variable of this name; undefined for other names and in a file that is an ES module. */
export function commonJsVariable(cx: Lowering, name: string): VarId | undefined {
  if ((name !== 'module' && name !== 'exports') || cx.isModule) return undefined;
  if (!cx.commonJs) {
    const first = cx.vars.push({ name: 'module', owner: 0 }) - 1;
    cx.commonJs = { module: first, exports: cx.vars.push({ name: 'exports', owner: 0 }) - 1 };
  }
  return cx.commonJs[name];
}

/** What the loader does before the file's first statement. */
export function commonJsPrelude(cx: Lowering): Stmt[] {
  if (!cx.commonJs) return [];
  const { module, exports } = cx.commonJs;
  const range = { start: 0, end: 0 };
  const variable = (id: VarId): Target & Expr => ({ t: 'var', k: 'var', id, range });
  return [
    { k: 'assign', target: variable(exports), value: { k: 'object', entries: [], range }, hoisted: true, range },
    {
      k: 'assign',
      target: variable(module),
      value: {
        k: 'object',
        entries: [{ e: 'prop', key: 'exports', keyRange: range, value: variable(exports), range }],
        range,
      },
      hoisted: true,
      range,
    },
  ];
}

/** `export` statements for an assignment that was just lowered: `module.exports = …`, `exports.a = …`, also chained ones. */
export function exportsOfAssignment(cx: Lowering, node: ts.BinaryExpression, range: Range, out: Stmt[]): void {
  if (!cx.commonJs || cx.frame.id !== 0) return;
  let assignment: ts.Expression = node;
  while (assignment.kind === ts.SyntaxKind.BinaryExpression) {
    const { left, operatorToken, right } = assignment as ts.BinaryExpression;
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    const name = exportedName(cx, left);
    // Lowered a second time as a read; it holds nothing but names.
    if (name !== undefined) out.push({ k: 'export', name, value: cx.expr(left), range });
    assignment = right;
  }
}

/** `=` for `module.exports`, the property's name for `exports.name` and `module.exports.name`. */
function exportedName(cx: Lowering, node: ts.Expression): string | undefined {
  const access = accessOf(node);
  if (!access) return undefined;
  if (isModuleExports(cx, access)) return '=';
  const outer = accessOf(access.object);
  return isLoaderName(cx, access.object, 'exports') || (outer && isModuleExports(cx, outer)) ? access.name : undefined;
}

interface Access {
  readonly object: ts.Expression;
  readonly name: string;
}

function accessOf(node: ts.Expression): Access | undefined {
  if (ts.isPropertyAccessExpression(node)) return { object: node.expression, name: node.name.text };
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return { object: node.expression, name: node.argumentExpression.text };
  return undefined;
}

function isModuleExports(cx: Lowering, access: Access): boolean {
  return access.name === 'exports' && isLoaderName(cx, access.object, 'module');
}

function isLoaderName(cx: Lowering, node: ts.Expression, name: 'module' | 'exports'): boolean {
  return ts.isIdentifier(node) && node.text === name && cx.scope.value(name) === undefined;
}
