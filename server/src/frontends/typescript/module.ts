/** A parsed file → its IR module. */
import { ts } from 'ts-morph';
import type { IrModule, Stmt } from '../../ir/ir';
import { commentsOf } from './comments';
import { commonJsPrelude } from './commonjs';
import { Lowering } from './context';
import { enter, withHoisted } from './functions';
import { declareBlock, declareVars } from './hoist';
import { syntaxErrors } from './repair';
import { moduleStatements } from './reuse';
import { isUsing } from './statements';
import { TABLES } from './tables';

const K = ts.SyntaxKind;

/** @param errors of the text as it is, where the tree is that of a repaired one */
export function lowerModule(
  file: ts.SourceFile,
  path: string,
  language: string,
  errors = syntaxErrors(file),
): IrModule {
  const { text } = file;
  const cx = new Lowering(file, text, TABLES);
  cx.ambient = file.isDeclarationFile;
  cx.isModule = file.statements.some(isModuleSyntax);
  const frame = enter(cx, cx.reserveFunction());
  declareVars(cx, file.statements);
  declareBlock(cx, file.statements);
  const body: Stmt[] = [];
  if (cx.isModule && !cx.ambient && !file.statements.some(isUsing)) moduleStatements(cx, file.statements, body);
  else cx.stmts(file.statements, body);
  cx.functions[0] = {
    name: '',
    range: { start: 0, end: text.length },
    parent: -1,
    params: [],
    body: [...commonJsPrelude(cx), ...withHoisted(frame, body)],
    // An ES module may await at its top level, also where it does not yet.
    async: frame.awaits || (cx.isModule && !/\.c[jt]s$/i.test(path)),
    generator: false,
    lexicalThis: false,
    decorators: [],
  };
  for (const { start, length, messageText } of errors) {
    const from = Math.min(start, text.length);
    cx.problem(
      { start: from, end: Math.min(from + length, text.length) },
      ts.flattenDiagnosticMessageText(messageText, ' '),
    );
  }
  return {
    path,
    language,
    functions: cx.functions,
    classes: cx.classes,
    vars: cx.vars,
    imports: cx.imports,
    exportsAllNames: false,
    sloppy: isScript(file) && !cx.isModule && !startsStrict(file),
    comments: commentsOf(text, cx.literals),
    problems: cx.problems,
    ...(cx.unread === undefined ? {} : { unread: cx.unread }),
  };
}

function isModuleSyntax(node: ts.Statement): boolean {
  switch (node.kind) {
    case K.ImportDeclaration:
    case K.ExportDeclaration:
      return true;
    case K.ExportAssignment:
      return !(node as ts.ExportAssignment).isExportEquals;
    default:
      return (
        (node as { readonly modifiers?: readonly ts.ModifierLike[] }).modifiers?.some(
          ({ kind }) => kind === K.ExportKeyword,
        ) ?? false
      );
  }
}

/** Plain JavaScript that may run as a script; `.mjs` never does. */
function isScript(file: ts.SourceFile): boolean {
  return /\.(?:c?js|jsx)$/i.test(file.fileName);
}

function startsStrict(file: ts.SourceFile): boolean {
  for (const node of file.statements) {
    if (node.kind !== K.ExpressionStatement) return false;
    const { expression } = node as ts.ExpressionStatement;
    if (expression.kind !== K.StringLiteral) return false;
    if ((expression as ts.StringLiteral).text === 'use strict') return true;
  }
  return false;
}
