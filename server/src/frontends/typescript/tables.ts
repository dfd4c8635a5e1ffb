/** Which function lowers which kind of syntax. */
import { ts } from 'ts-morph';
import type { ExprLowering, StmtLowering, Tables } from './context';
import * as annotations from './annotations';
import * as calls from './calls';
import * as classes from './classes';
import * as declarations from './declarations';
import * as esm from './exports';
import * as expressions from './expressions';
import { lowerFunction } from './functions';
import { lowerJump } from './jumps';
import { jsx } from './jsx';
import * as literals from './literals';
import * as loops from './loops';
import { objectLiteral } from './objects';
import * as operators from './operators';
import * as statements from './statements';
import { switchStatement } from './switches';
import { assignTarget, bindingTarget } from './targets';

const K = ts.SyntaxKind;

function table<T>(entries: readonly (readonly [ts.SyntaxKind, T])[]): readonly (T | undefined)[] {
  const result = new Array<T | undefined>(K.Count).fill(undefined);
  for (const [kind, lower] of entries) result[kind] = lower;
  return result;
}

const keywordTypes = [
  K.AnyKeyword,
  K.BigIntKeyword,
  K.BooleanKeyword,
  K.IntrinsicKeyword,
  K.NeverKeyword,
  K.NumberKeyword,
  K.ObjectKeyword,
  K.StringKeyword,
  K.SymbolKeyword,
  K.UndefinedKeyword,
  K.UnknownKeyword,
  K.VoidKeyword,
].map((kind): readonly [ts.SyntaxKind, ExprLowering] => [kind, annotations.keywordType]);

export const TABLES: Tables = {
  expressions: table<ExprLowering>([
    [K.Identifier, expressions.identifier],
    [K.PropertyAccessExpression, expressions.propertyAccess],
    [K.CallExpression, calls.call],
    [K.StringLiteral, literals.stringLiteral],
    [K.NumericLiteral, literals.numericLiteral],
    [K.ObjectLiteralExpression, objectLiteral],
    [K.ArrowFunction, expressions.functionExpression],
    [K.BinaryExpression, operators.binary],
    [K.ThisKeyword, expressions.thisExpression],
    [K.SuperKeyword, expressions.superExpression],
    [K.NewExpression, calls.construct],
    [K.ParenthesizedExpression, expressions.inner],
    [K.NonNullExpression, expressions.inner],
    [K.ExpressionWithTypeArguments, expressions.inner],
    [K.PartiallyEmittedExpression, expressions.inner],
    [K.ElementAccessExpression, expressions.elementAccess],
    [K.AwaitExpression, expressions.awaitExpression],
    [K.YieldExpression, expressions.yieldExpression],
    [K.FunctionExpression, expressions.functionExpression],
    [K.ClassExpression, classes.classExpression],
    [K.ConditionalExpression, operators.conditional],
    [K.PrefixUnaryExpression, operators.prefix],
    [K.PostfixUnaryExpression, operators.postfix],
    [K.DeleteExpression, operators.keywordOperator],
    [K.TypeOfExpression, operators.keywordOperator],
    [K.VoidExpression, operators.keywordOperator],
    [K.TemplateExpression, literals.template],
    [K.NoSubstitutionTemplateLiteral, literals.stringLiteral],
    [K.TaggedTemplateExpression, calls.taggedTemplate],
    [K.ArrayLiteralExpression, literals.arrayLiteral],
    [K.SpreadElement, expressions.strayElement],
    [K.OmittedExpression, expressions.omitted],
    [K.AsExpression, expressions.cast],
    [K.SatisfiesExpression, expressions.cast],
    [K.TypeAssertionExpression, expressions.cast],
    [K.TrueKeyword, literals.booleanOrNull],
    [K.FalseKeyword, literals.booleanOrNull],
    [K.NullKeyword, literals.booleanOrNull],
    [K.BigIntLiteral, literals.bigIntLiteral],
    [K.RegularExpressionLiteral, literals.regularExpression],
    [K.MetaProperty, expressions.metaProperty],
    [K.PrivateIdentifier, expressions.privateName],
    [K.JsxElement, jsx],
    [K.JsxSelfClosingElement, jsx],
    [K.JsxFragment, jsx],
  ]),
  statements: table<StmtLowering>([
    [K.ExpressionStatement, statements.expressionStatement],
    [K.VariableStatement, declarations.variableStatement],
    [K.FunctionDeclaration, declarations.functionDeclaration],
    [K.ClassDeclaration, classes.classDeclaration],
    [K.InterfaceDeclaration, classes.interfaceDeclaration],
    [K.TypeAliasDeclaration, classes.typeAlias],
    [K.EnumDeclaration, declarations.enumDeclaration],
    [K.ModuleDeclaration, declarations.moduleDeclaration],
    [K.ImportDeclaration, esm.importDeclaration],
    [K.ImportEqualsDeclaration, esm.importEquals],
    [K.ExportDeclaration, esm.exportDeclaration],
    [K.ExportAssignment, esm.exportAssignment],
    [K.Block, statements.blockStatement],
    [K.IfStatement, statements.ifStatement],
    [K.ReturnStatement, statements.returnStatement],
    [K.ThrowStatement, statements.throwStatement],
    [K.TryStatement, statements.tryStatement],
    [K.LabeledStatement, statements.labeledStatement],
    [K.WithStatement, statements.withStatement],
    [K.BreakStatement, lowerJump],
    [K.ContinueStatement, lowerJump],
    [K.SwitchStatement, switchStatement],
    [K.WhileStatement, loops.whileLoop],
    [K.DoStatement, loops.doLoop],
    [K.ForStatement, loops.forLoop],
    [K.ForOfStatement, loops.forOfLoop],
    [K.ForInStatement, loops.forInLoop],
  ]),
  types: table<ExprLowering>([
    ...keywordTypes,
    [K.TypeReference, annotations.typeReference],
    [K.ExpressionWithTypeArguments, annotations.typeReference],
    [K.LiteralType, annotations.literalType],
    [K.UnionType, annotations.unionType],
    [K.IntersectionType, annotations.intersectionType],
    [K.TupleType, annotations.tupleType],
    [K.ArrayType, annotations.arrayType],
    [K.ParenthesizedType, annotations.innerType],
    [K.OptionalType, annotations.innerType],
    [K.RestType, annotations.innerType],
    [K.NamedTupleMember, annotations.innerType],
    [K.TypeOperator, annotations.operatorType],
    [K.TypeQuery, annotations.queryType],
    [K.ImportType, annotations.importType],
    [K.IndexedAccessType, annotations.indexedType],
    [K.FunctionType, annotations.functionType],
    [K.ConstructorType, annotations.functionType],
    [K.TypePredicate, annotations.predicateType],
    [K.TypeLiteral, annotations.typeLiteral],
    [K.ThisType, expressions.thisExpression],
    [K.MappedType, annotations.computedType],
    [K.ConditionalType, annotations.computedType],
    [K.TemplateLiteralType, annotations.computedType],
    [K.InferType, annotations.inferType],
  ]),
  list: statements.statementList,
  func: lowerFunction,
  binding: bindingTarget,
  assignee: assignTarget,
};
