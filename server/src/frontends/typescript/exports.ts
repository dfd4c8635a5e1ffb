/** Imports and exports of ES modules, and the exports of namespaces, which are properties of an object. */
import { ts } from 'ts-morph';
import type { Expr, Stmt, Target, VarId } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Lowering } from './context';
import { hasModifier } from './functions';

const K = ts.SyntaxKind;

// ---------------------------------------------------------------- imports

export function importDeclaration(cx: Lowering, node: ts.ImportDeclaration, out: Stmt[]): void {
  const { moduleSpecifier: specifier, importClause: clause } = node;
  if (!ts.isStringLiteralLike(specifier)) return;
  const range = cx.range(node);
  const imported = cx.importOf(specifier);
  if (!clause) {
    out.push({ k: 'expr', value: imported, range });
    return;
  }
  const { name, namedBindings: bindings } = clause;
  if (name) bind(cx, name, memberOf(imported, 'default', cx.range(name), range), range);
  if (!bindings) return;
  if (bindings.kind === K.NamespaceImport) bind(cx, bindings.name, imported, range);
  else
    for (const element of bindings.elements) {
      const source = element.propertyName ?? element.name;
      bind(cx, element.name, memberOf(imported, source.text, cx.range(source), range), range);
    }
}

function bind(cx: Lowering, name: ts.Identifier, value: Expr, range: Range): void {
  const id = cx.scope.value(name.text);
  if (id !== undefined)
    cx.frame.imports.push({
      k: 'assign',
      target: { t: 'var', id, range: cx.range(name) },
      value,
      hoisted: true,
      range,
    });
}

function memberOf(object: Expr, name: string, nameRange: Range, range: Range): Expr {
  return { k: 'member', object, name, nameRange, range };
}

/** `import x = require('m')` and `import x = a.b.c`. */
export function importEquals(cx: Lowering, node: ts.ImportEqualsDeclaration, out: Stmt[]): void {
  const { name, moduleReference: reference } = node;
  const id = cx.scope.value(name.text);
  if (id === undefined) return;
  const range = cx.range(node);
  const value = reference.kind === K.ExternalModuleReference ? externalModule(cx, reference) : entity(cx, reference);
  out.push({ k: 'assign', target: { t: 'var', id, range: cx.range(name) }, value, range });
  exportDeclared(cx, node, name.text, id, range, out);
}

function externalModule(cx: Lowering, node: ts.ExternalModuleReference): Expr {
  return ts.isStringLiteralLike(node.expression)
    ? cx.importOf(node.expression, cx.range(node))
    : cx.unknown(node, 'import', [cx.expr(node.expression)]);
}

function entity(cx: Lowering, node: ts.EntityName): Expr {
  return node.kind === K.Identifier
    ? cx.expr(node)
    : memberOf(entity(cx, node.left), node.right.text, cx.range(node.right), cx.range(node));
}

// ---------------------------------------------------------------- exports

/** `export { a, b as c }`, with or without `from`; `export *`; `export * as ns`. */
export function exportDeclaration(cx: Lowering, node: ts.ExportDeclaration, out: Stmt[]): void {
  const { exportClause: clause, moduleSpecifier: specifier } = node;
  const range = cx.range(node);
  const imported = specifier && ts.isStringLiteralLike(specifier) ? cx.importOf(specifier) : undefined;
  if (!clause) {
    if (imported) out.push({ k: 'export', name: '*', value: imported, range });
    return;
  }
  if (clause.kind === K.NamespaceExport) {
    if (imported) out.push({ k: 'export', name: clause.name.text, value: imported, range });
    return;
  }
  for (const element of clause.elements) {
    const source = element.propertyName ?? element.name;
    const sourceRange = cx.range(source);
    const value = imported ? memberOf(imported, source.text, sourceRange, range) : local(cx, source, sourceRange);
    pushExport(cx, element.name.text, value, cx.range(element.name), range, out);
  }
}

/** A name of this file: its value, or its type where there is no value. */
function local(cx: Lowering, name: ts.ModuleExportName, range: Range): Expr {
  const id = cx.scope.value(name.text) ?? cx.scope.ownType(name.text);
  return id === undefined ? { k: 'global', name: name.text, range } : { k: 'var', id, range };
}

/** `export default value` and `export = value`. */
export function exportAssignment(cx: Lowering, node: ts.ExportAssignment, out: Stmt[]): void {
  const name = node.isExportEquals ? '=' : 'default';
  const value = ts.isIdentifier(node.expression)
    ? local(cx, node.expression, cx.range(node.expression))
    : cx.named(node.expression, name);
  out.push({ k: 'export', name, value, range: cx.range(node) });
}

/** By its own word, or because it belongs to an ambient namespace, all of which is exported. */
export function isExported(cx: Lowering, node: ts.Node): boolean {
  return hasModifier(node, K.ExportKeyword) || (cx.ambient && cx.namespace !== undefined);
}

/** What a declaration's own `export` or `export default` says. */
export function exportDeclared(cx: Lowering, node: ts.Node, name: string, id: VarId, range: Range, out: Stmt[]): void {
  if (!isExported(cx, node)) return;
  const at = { start: range.start, end: range.start };
  pushExport(cx, hasModifier(node, K.DefaultKeyword) ? 'default' : name, { k: 'var', id, range: at }, at, range, out);
}

/** In a module an `export`; in a namespace a property of its object. */
export function pushExport(cx: Lowering, name: string, value: Expr, nameRange: Range, range: Range, out: Stmt[]): void {
  if (cx.namespace === undefined) {
    if (cx.frame.id === 0) out.push({ k: 'export', name, value, range });
    return;
  }
  const target: Target = {
    t: 'member',
    object: { k: 'var', id: cx.namespace, range: { start: nameRange.start, end: nameRange.start } },
    name,
    nameRange,
    range: nameRange,
  };
  out.push({ k: 'assign', target, value, range });
}
