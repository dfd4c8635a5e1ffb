/** Declarations with a value that are not classes: variables, functions, enums, namespaces. */
import { ts } from 'ts-morph';
import type { Expr, ObjectEntry, Stmt, VarId } from '../../ir/ir';
import type { Range } from '../../text/lines';
import { functionType } from './annotations';
import type { Lowering } from './context';
import { exportDeclared, isExported, pushExport } from './exports';
import { hasModifier } from './functions';
import { declareBlock, declareVars } from './hoist';
import { propertyKey } from './names';

const K = ts.SyntaxKind;

// ---------------------------------------------------------------- variables

export function variableStatement(cx: Lowering, node: ts.VariableStatement, out: Stmt[]): void {
  const range = cx.range(node);
  variables(cx, node.declarationList, range, out);
  if (!isExported(cx, node)) return;
  for (const declaration of node.declarationList.declarations) exportNames(cx, declaration.name, range, out);
}

/** One assignment per variable; all of them stand for the whole statement, which is where anything could be put before them. */
export function variables(cx: Lowering, list: ts.VariableDeclarationList, range: Range, out: Stmt[]): void {
  for (const { name, type, initializer } of list.declarations) {
    const target = cx.binding(name);
    if (type) {
      const lowered = cx.type(type);
      if (target.t === 'var') cx.vars[target.id]!.type = lowered;
    }
    // A pattern without a value is an error, but what it contains is code.
    if (!initializer && target.t === 'var') continue;
    const value = initializer
      ? cx.named(initializer, name.kind === K.Identifier ? name.text : '')
      : cx.unknown(name, 'missing');
    out.push({ k: 'assign', target, value, range });
  }
}

function exportNames(cx: Lowering, name: ts.BindingName, range: Range, out: Stmt[]): void {
  if (name.kind !== K.Identifier) {
    for (const element of name.elements)
      if (element.kind === K.BindingElement) exportNames(cx, element.name, range, out);
    return;
  }
  const id = cx.scope.value(name.text);
  const at = cx.range(name);
  if (id !== undefined) pushExport(cx, name.text, { k: 'var', id, range: at }, at, range, out);
}

// ---------------------------------------------------------------- functions

export function functionDeclaration(cx: Lowering, node: ts.FunctionDeclaration, out: Stmt[]): void {
  const { name } = node;
  const range = cx.range(node);
  const id = name && cx.scope.value(name.text);
  if (!node.body) {
    // An overload of what follows, or ambient: then its type is all there is.
    if (id === undefined || !(cx.ambient || hasModifier(node, K.DeclareKeyword))) return;
    cx.vars[id]!.type ??= functionType(cx, node);
    exportDeclared(cx, node, name!.text, id, range, out);
    return;
  }
  if (!name || id === undefined) {
    const value: Expr = { k: 'func', fn: cx.func(node, { name: 'default' }), range };
    cx.frame.exports.push(
      hasModifier(node, K.DefaultKeyword)
        ? { k: 'export', name: 'default', value, range }
        : { k: 'expr', value, range },
    );
    return;
  }
  const nameRange = cx.range(name);
  const fn = cx.func(node, { name: name.text, nameRange });
  cx.frame.functions.push({
    k: 'assign',
    target: { t: 'var', id, range: nameRange },
    value: { k: 'func', fn, range },
    hoisted: true,
    range,
  });
  exportDeclared(cx, node, name.text, id, range, cx.frame.exports);
}

// ---------------------------------------------------------------- enums

/** An enum is an object of its members; the way back from value to name is left out. */
export function enumDeclaration(cx: Lowering, node: ts.EnumDeclaration, out: Stmt[]): void {
  const id = cx.scope.value(node.name.text);
  if (id === undefined) return;
  const range = cx.range(node);
  const nameRange = cx.range(node.name);
  const entries: ObjectEntry[] = [];
  if (cx.enums.has(id)) entries.push({ e: 'spread', value: { k: 'var', id, range: nameRange }, range: nameRange });
  cx.enums.add(id);
  // Members may mention each other by their bare names, which takes variables; few enums do.
  const mentions = node.members
    .flatMap(({ initializer }) => (initializer && !ts.isLiteralExpression(initializer) ? [cx.source(initializer)] : []))
    .join(' ');
  cx.inScope(() => {
    let previous: Expr | undefined;
    node.members.forEach((member, i) => {
      const at = cx.range(member);
      const { key, keyRange } = propertyKey(cx, member.name);
      let value: Expr = member.initializer ? cx.expr(member.initializer) : next(previous, keyRange);
      previous = value;
      const continues = value.k !== 'lit' && node.members[i + 1]?.initializer === undefined;
      if (continues || mentions.includes(key)) {
        const variable = cx.newVar(key, true);
        cx.scope.addValue(key, variable);
        if (value.k !== 'lit') previous = { k: 'var', id: variable, range: keyRange };
        value = { k: 'set', target: { t: 'var', id: variable, range: keyRange }, value, range: at };
      }
      entries.push({ e: 'prop', key, keyRange, value, range: at });
    });
  });
  out.push({ k: 'assign', target: { t: 'var', id, range: nameRange }, value: { k: 'object', entries, range }, range });
  exportDeclared(cx, node, node.name.text, id, range, out);
}

function next(previous: Expr | undefined, range: Range): Expr {
  if (!previous) return { k: 'lit', value: 0, range };
  if (previous.k === 'lit' && typeof previous.value === 'number') return { k: 'lit', value: previous.value + 1, range };
  return { k: 'binary', op: '+', left: { ...previous, range }, right: { k: 'lit', value: 1, range }, range };
}

// ---------------------------------------------------------------- namespaces

/** A namespace is a block that fills an object with what it exports. */
export function moduleDeclaration(cx: Lowering, node: ts.ModuleDeclaration, out: Stmt[]): void {
  const { name, body } = node;
  // `declare module 'm'` and `declare global` describe something outside this file.
  const id =
    ts.isIdentifier(name) && node.flags & ts.NodeFlags.GlobalAugmentation ? undefined : cx.scope.value(name.text);
  if (id === undefined || !ts.isIdentifier(name) || !body) return;
  const range = cx.range(node);
  const nameRange = cx.range(name);
  if (!cx.namespaces.has(id)) openNamespace(cx, id, nameRange, range);
  exportDeclared(cx, node, name.text, id, range, out);
  const outer = { namespace: cx.namespace, ambient: cx.ambient };
  cx.namespace = id;
  cx.ambient ||= hasModifier(node, K.DeclareKeyword);
  const stmts: Stmt[] = [];
  cx.inScope(() => {
    if (body.kind === K.ModuleBlock) {
      declareVars(cx, body.statements);
      declareBlock(cx, body.statements);
      cx.stmts(body.statements, stmts);
    } else if (ts.isModuleDeclaration(body)) nested(cx, body, stmts);
  });
  Object.assign(cx, outer);
  if (stmts.length > 0) out.push({ k: 'block', body: stmts, range });
}

/** `namespace A.B {}`: B is exported from A without saying so. */
function nested(cx: Lowering, node: ts.ModuleDeclaration, out: Stmt[]): void {
  const range = cx.range(node.name);
  const id = cx.newVar(node.name.text);
  cx.scope.addValue(node.name.text, id);
  pushExport(cx, node.name.text, { k: 'var', id, range }, range, range, cx.frame.exports);
  moduleDeclaration(cx, node, out);
}

/** The object is there from the start, unless the name is a class, function or enum that the namespace adds to. */
function openNamespace(cx: Lowering, id: VarId, nameRange: Range, range: Range): void {
  cx.namespaces.add(id);
  const isVar = (stmt: Stmt): boolean => stmt.k === 'assign' && stmt.target.t === 'var' && stmt.target.id === id;
  const { functions, classes } = cx.frame;
  if (functions.some(isVar) || classes.some(isVar) || cx.enums.has(id)) return;
  functions.push({
    k: 'assign',
    target: { t: 'var', id, range: nameRange },
    value: { k: 'object', entries: [], range },
    hoisted: true,
    range,
  });
}
