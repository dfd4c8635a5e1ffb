/**
 * Type annotations as the expressions they would be if they were code: `zmq.Push` is a member, a union a list of 'union',
 * `Promise<T>` a generic. Beyond ir.ts: a function type is `Function<result, …parameters>`, an array type `Array<T>`, `typeof x`
 * and `keyof T` are unary, `T['a']` is an index, an intersection and whatever computes types is unknown with its parts.
 */
import { ts } from 'ts-morph';
import type { Expr, IrField } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Lowering } from './context';
import { declareTypeParameters } from './functions';
import { bigIntValue } from './literals';
import { propertyKey } from './names';

const K = ts.SyntaxKind;

export function keywordType(cx: Lowering, node: ts.Node): Expr {
  const range = cx.range(node);
  if (node.kind === K.UndefinedKeyword || node.kind === K.VoidKeyword) return { k: 'lit', value: undefined, range };
  return { k: 'global', name: ts.tokenToString(node.kind) ?? '', range };
}

export function typeReference(cx: Lowering, node: ts.TypeReferenceNode | ts.ExpressionWithTypeArguments): Expr {
  const head = node.kind === K.TypeReference ? entityName(cx, node.typeName) : typeExpression(cx, node.expression);
  return withArguments(cx, node, head, node.typeArguments);
}

function withArguments(cx: Lowering, node: ts.Node, head: Expr, args: readonly ts.TypeNode[] | undefined): Expr {
  return args && args.length > 0
    ? { k: 'generic', head, args: args.map((arg) => cx.type(arg)), range: cx.range(node) }
    : head;
}

function entityName(cx: Lowering, node: ts.EntityName): Expr {
  const range = cx.range(node);
  if (node.kind === K.QualifiedName)
    return {
      k: 'member',
      object: entityName(cx, node.left),
      name: node.right.text,
      nameRange: cx.range(node.right),
      range,
    };
  const found = cx.scope.type(node.text);
  if (typeof found === 'number') return { k: 'var', id: found, range };
  if (found) return found;
  return node.text === '' ? cx.unknown(node, 'missing') : { k: 'global', name: node.text, range };
}

/** The head of an interface's `extends`: a name written as an expression. */
function typeExpression(cx: Lowering, node: ts.Expression): Expr {
  if (ts.isIdentifier(node)) return entityName(cx, node);
  if (ts.isPropertyAccessExpression(node)) {
    return {
      k: 'member',
      object: typeExpression(cx, node.expression),
      name: node.name.text,
      nameRange: cx.range(node.name),
      range: cx.range(node),
    };
  }
  return cx.expr(node);
}

export function literalType(cx: Lowering, node: ts.LiteralTypeNode): Expr {
  const { literal } = node;
  if (literal.kind === K.PrefixUnaryExpression && ts.isBigIntLiteral((literal as ts.PrefixUnaryExpression).operand))
    return cx.unknown(node, 'bigint');
  if (literal.kind === K.BigIntLiteral)
    return { k: 'lit', value: bigIntValue((literal as ts.BigIntLiteral).text), range: cx.range(node) };
  return cx.expr(literal);
}

export function unionType(cx: Lowering, node: ts.UnionTypeNode): Expr {
  return { k: 'list', items: node.types.map((type) => ({ value: cx.type(type) })), of: 'union', range: cx.range(node) };
}

export function intersectionType(cx: Lowering, node: ts.IntersectionTypeNode): Expr {
  return cx.unknown(
    node,
    'intersection',
    node.types.map((type) => cx.type(type)),
  );
}

export function tupleType(cx: Lowering, node: ts.TupleTypeNode): Expr {
  return {
    k: 'list',
    items: node.elements.map((type) => ({ value: cx.type(type) })),
    of: 'tuple',
    range: cx.range(node),
  };
}

export function arrayType(cx: Lowering, node: ts.ArrayTypeNode): Expr {
  const range = cx.range(node);
  return { k: 'generic', head: { k: 'global', name: 'Array', range }, args: [cx.type(node.elementType)], range };
}

/** Parentheses, optional and rest members of tuples, `T!`: the type within. */
export function innerType(
  cx: Lowering,
  node: ts.ParenthesizedTypeNode | ts.OptionalTypeNode | ts.RestTypeNode | ts.NamedTupleMember,
): Expr {
  return cx.type(node.type);
}

export function operatorType(cx: Lowering, node: ts.TypeOperatorNode): Expr {
  const value = cx.type(node.type);
  return node.operator === K.KeyOfKeyword ? { k: 'unary', op: 'keyof', value, range: cx.range(node) } : value;
}

export function queryType(cx: Lowering, node: ts.TypeQueryNode): Expr {
  const { exprName } = node;
  const value = valueName(cx, exprName);
  return { k: 'unary', op: 'typeof', value: withArguments(cx, node, value, node.typeArguments), range: cx.range(node) };
}

/** `typeof a.b` names a value, not a type. */
function valueName(cx: Lowering, node: ts.EntityName): Expr {
  if (node.kind === K.Identifier) return cx.expr(node);
  return {
    k: 'member',
    object: valueName(cx, node.left),
    name: node.right.text,
    nameRange: cx.range(node.right),
    range: cx.range(node),
  };
}

/** `import('m').A<B>` */
export function importType(cx: Lowering, node: ts.ImportTypeNode): Expr {
  const { argument, qualifier } = node;
  if (!ts.isLiteralTypeNode(argument) || !ts.isStringLiteral(argument.literal)) return cx.unknown(node, 'type');
  const range = cx.range(node);
  const qualify = (name: ts.EntityName | undefined): Expr => {
    if (!name) return cx.importOf(argument.literal as ts.StringLiteral);
    const [left, right] = name.kind === K.QualifiedName ? [name.left, name.right] : [undefined, name];
    return {
      k: 'member',
      object: qualify(left),
      name: right.text,
      nameRange: cx.range(right),
      range: { start: range.start, end: name.end },
    };
  };
  const value = withArguments(cx, node, qualify(qualifier), node.typeArguments);
  return node.isTypeOf ? { k: 'unary', op: 'typeof', value, range } : value;
}

export function indexedType(cx: Lowering, node: ts.IndexedAccessTypeNode): Expr {
  return { k: 'index', object: cx.type(node.objectType), index: cx.type(node.indexType), range: cx.range(node) };
}

export function functionType(cx: Lowering, node: ts.SignatureDeclarationBase): Expr {
  return cx.inScope(() => signature(cx, node as unknown as ts.SignatureDeclaration, cx.range(node)));
}

/** A signature as `Function<result, …parameters>`. */
export function signature(cx: Lowering, node: ts.SignatureDeclaration, range: Range): Expr {
  declareTypeParameters(cx, node.typeParameters);
  const nothing: Expr = { k: 'global', name: 'any', range: { start: range.end, end: range.end } };
  const args = [
    node.type ? cx.type(node.type) : nothing,
    ...node.parameters.map((parameter) => (parameter.type ? cx.type(parameter.type) : nothing)),
  ];
  return { k: 'generic', head: { k: 'global', name: 'Function', range }, args, range };
}

/** `x is T` and `asserts x` return a boolean or nothing. */
export function predicateType(cx: Lowering, node: ts.TypePredicateNode): Expr {
  return { k: 'global', name: 'boolean', range: cx.range(node) };
}

export function typeLiteral(cx: Lowering, node: ts.TypeLiteralNode): Expr {
  const id = cx.reserveClass();
  const range = cx.range(node);
  cx.classes[id] = { name: '', range, bases: [], fields: typeFields(cx, node.members), methods: [], typeOnly: true };
  return { k: 'class', class: id, range };
}

/** Properties and methods of an interface or type literal. */
export function typeFields(cx: Lowering, members: readonly ts.TypeElement[]): IrField[] {
  const fields: IrField[] = [];
  for (const member of members) {
    const { name } = member;
    if (!name) continue;
    const { key, keyRange } = propertyKey(cx, name);
    const type = memberType(cx, member);
    fields.push({ name: key, nameRange: keyRange, ...(type && { type }), static: false });
  }
  return fields;
}

function memberType(cx: Lowering, member: ts.TypeElement): Expr | undefined {
  switch (member.kind) {
    case K.PropertySignature:
    case K.GetAccessor: {
      const { type } = member as ts.PropertySignature | ts.GetAccessorDeclaration;
      return type && cx.type(type);
    }
    case K.MethodSignature:
      return functionType(cx, member as ts.MethodSignature);
    default:
      return undefined;
  }
}

/** Mapped, conditional and other computed types: their parts, without a meaning. */
export function computedType(cx: Lowering, node: ts.Node): Expr {
  return cx.inScope(() => {
    const parts: Expr[] = [];
    ts.forEachChild(node, (child) => {
      if (ts.isTypeParameterDeclaration(child)) declareTypeParameters(cx, [child]);
      else if (ts.isTemplateLiteralTypeSpan(child)) {
        parts.push(cx.type(child.type));
        cx.literal(child.literal, child.literal.text);
      } else if (ts.isTypeNode(child)) parts.push(cx.type(child));
      else if (ts.isTemplateHead(child)) cx.literal(child, child.text);
    });
    return cx.unknown(node, 'computed type', parts);
  });
}

/** `infer T` declares T for the rest of the conditional type. */
export function inferType(cx: Lowering, node: ts.InferTypeNode): Expr {
  declareTypeParameters(cx, [node.typeParameter]);
  return cx.unknown(node, 'infer');
}
