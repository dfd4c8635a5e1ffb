/**
 * Declares the names of a block before its statements are lowered: functions and closures may use what comes later in the text.
 */
import { ts } from 'ts-morph';
import type { Lowering } from './context';

const K = ts.SyntaxKind;
const { BlockScoped, Let } = ts.NodeFlags;

/** Names a block declares for itself: let, const, functions, classes, enums, namespaces, imports and types. */
export function declareBlock(cx: Lowering, statements: readonly ts.Statement[]): void {
  for (const node of statements) {
    switch (node.kind) {
      case K.VariableStatement: {
        const list = (node as ts.VariableStatement).declarationList;
        if (list.flags & BlockScoped) declareList(cx, list);
        break;
      }
      case K.FunctionDeclaration:
      case K.ClassDeclaration:
      case K.EnumDeclaration:
        declareName(cx, (node as ts.FunctionDeclaration | ts.ClassDeclaration | ts.EnumDeclaration).name);
        break;
      case K.ModuleDeclaration: {
        const { name } = node as ts.ModuleDeclaration;
        if (ts.isIdentifier(name)) declareName(cx, name);
        break;
      }
      case K.InterfaceDeclaration:
      case K.TypeAliasDeclaration: {
        const { text } = (node as ts.InterfaceDeclaration | ts.TypeAliasDeclaration).name;
        if (cx.scope.ownType(text) === undefined) cx.scope.addType(text, cx.newVar(text, true));
        break;
      }
      case K.ImportEqualsDeclaration:
        declareName(cx, (node as ts.ImportEqualsDeclaration).name, true);
        break;
      case K.ImportDeclaration:
        declareImport(cx, (node as ts.ImportDeclaration).importClause);
        break;
      default:
    }
  }
  // A class and an interface of one name are one thing, and the class is the part that runs.
  for (const node of statements)
    if (node.kind === K.ClassDeclaration) cx.scope.dropType((node as ts.ClassDeclaration).name?.text ?? '');
}

function declareImport(cx: Lowering, clause: ts.ImportClause | undefined): void {
  if (!clause) return;
  declareName(cx, clause.name, true);
  const bindings = clause.namedBindings;
  if (!bindings) return;
  if (bindings.kind === K.NamespaceImport) declareName(cx, bindings.name, true);
  else for (const element of bindings.elements) declareName(cx, element.name, true);
}

/** Names of a declaration list: `let`, `const`, `using`, or the head of a loop. */
export function declareList(cx: Lowering, list: ts.VariableDeclarationList): void {
  const constant = (list.flags & BlockScoped) > Let;
  for (const declaration of list.declarations) declareBinding(cx, declaration.name, constant);
}

export function declareBinding(cx: Lowering, name: ts.BindingName, constant = false): void {
  if (name.kind === K.Identifier) declareName(cx, name, constant);
  else
    for (const element of name.elements)
      if (element.kind === K.BindingElement) declareBinding(cx, element.name, constant);
}

export function declareName(cx: Lowering, name: ts.Identifier | undefined, constant = false): void {
  // A name that is not there yet declares nothing.
  if (name && name.text !== '' && cx.scope.ownValue(name.text) === undefined)
    cx.scope.addValue(name.text, cx.newVar(name.text, constant));
}

/** `var` declarations anywhere in a function, not in functions within it. */
export function declareVars(cx: Lowering, statements: readonly ts.Node[]): void {
  for (const node of statements) declareVarsOf(cx, node);
}

function declareVarsOf(cx: Lowering, node: ts.Node | undefined): void {
  if (!node) return;
  switch (node.kind) {
    case K.VariableStatement:
      declareVarList(cx, (node as ts.VariableStatement).declarationList);
      break;
    case K.Block:
      declareVars(cx, (node as ts.Block).statements);
      break;
    case K.IfStatement: {
      // An `else if` chain is a list, not a nesting, to whoever wrote it.
      let branch: ts.Statement | undefined = node as ts.IfStatement;
      while (branch && branch.kind === K.IfStatement) {
        declareVarsOf(cx, (branch as ts.IfStatement).thenStatement);
        branch = (branch as ts.IfStatement).elseStatement;
      }
      declareVarsOf(cx, branch);
      break;
    }
    case K.ForStatement:
      declareVarList(cx, (node as ts.ForStatement).initializer);
      declareVarsOf(cx, (node as ts.ForStatement).statement);
      break;
    case K.ForInStatement:
    case K.ForOfStatement:
      declareVarList(cx, (node as ts.ForInOrOfStatement).initializer);
      declareVarsOf(cx, (node as ts.ForInOrOfStatement).statement);
      break;
    case K.WhileStatement:
    case K.DoStatement:
    case K.LabeledStatement:
    case K.WithStatement:
      declareVarsOf(cx, (node as ts.IterationStatement | ts.LabeledStatement | ts.WithStatement).statement);
      break;
    case K.TryStatement: {
      const { tryBlock, catchClause, finallyBlock } = node as ts.TryStatement;
      declareVarsOf(cx, tryBlock);
      declareVarsOf(cx, catchClause?.block);
      declareVarsOf(cx, finallyBlock);
      break;
    }
    case K.SwitchStatement:
      for (const clause of (node as ts.SwitchStatement).caseBlock.clauses) declareVars(cx, clause.statements);
      break;
    default:
  }
}

function declareVarList(cx: Lowering, list: ts.ForInitializer | undefined): void {
  if (!list || list.kind !== K.VariableDeclarationList || list.flags & BlockScoped) return;
  for (const declaration of (list as ts.VariableDeclarationList).declarations) declareBinding(cx, declaration.name);
}
