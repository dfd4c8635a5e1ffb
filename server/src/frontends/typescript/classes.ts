/**
 * Classes. The class itself is hoisted, as ir.ts asks; what runs when the class statement is reached (static blocks, decorators,
 * computed names) stays where the class stands in the text: static blocks as static methods that are called there, the rest as
 * parts of an unknown.
 */
import { ts } from 'ts-morph';
import type { Expr, IrClass, IrField, IrMethod, Stmt, VarId } from '../../ir/ir';
import type { Range } from '../../text/lines';
import { functionType, typeFields } from './annotations';
import type { Lowering } from './context';
import { selfNamed } from './expressions';
import { declareTypeParameters, decoratorsOf, hasModifier, parameterDecorators } from './functions';
import { exportDeclared } from './exports';
import type { PropertyKey } from './names';
import { propertyKey } from './names';
import type { Mutable } from './scopes';

const K = ts.SyntaxKind;

interface Lowered {
  readonly value: Expr & { k: 'class' };
  /** Names of static methods to call where the class stands. */
  readonly blocks: readonly { readonly name: string; readonly range: Range }[];
  /** Expressions evaluated there, of no use to the class. */
  readonly extras: readonly Expr[];
}

// ---------------------------------------------------------------- declarations and expressions

export function classDeclaration(cx: Lowering, node: ts.ClassDeclaration, out: Stmt[]): void {
  const range = cx.range(node);
  const { name } = node;
  const id = name && cx.scope.value(name.text);
  if (!name || id === undefined) {
    // `export default class {}`
    const lowered = lowerClass(cx, node, 'default');
    const value = afterClass(cx, lowered, range);
    if (hasModifier(node, K.DefaultKeyword)) out.push({ k: 'export', name: 'default', value, range });
    else out.push({ k: 'expr', value, range });
    return;
  }
  const target = { t: 'var', id, range: cx.range(name) } as const;
  const lowered = lowerClass(cx, node, name.text);
  cx.frame.classes.push({ k: 'assign', target, value: lowered.value, hoisted: true, range });
  exportDeclared(cx, node, name.text, id, range, cx.frame.exports);
  for (const value of atClass(cx, lowered, id, range)) out.push({ k: 'expr', value, range });
}

export function classExpression(cx: Lowering, node: ts.ClassExpression): Expr {
  const hint = cx.takeName();
  const make = (): Expr => afterClass(cx, lowerClass(cx, node, node.name?.text ?? hint), cx.range(node));
  return node.name ? selfNamed(cx, node, node.name, make) : make();
}

/** A class as a value; where something runs with it, a sequence that keeps the class in a variable meanwhile. */
function afterClass(cx: Lowering, lowered: Lowered, range: Range): Expr {
  if (lowered.blocks.length + lowered.extras.length === 0) return lowered.value;
  const id = cx.newVar('(class)', true);
  const items: Expr[] = [
    { k: 'set', target: { t: 'var', id, range }, value: lowered.value, range },
    ...atClass(cx, lowered, id, range),
    { k: 'var', id, range },
  ];
  return { k: 'sequence', items, range };
}

function atClass(cx: Lowering, { blocks, extras }: Lowered, id: VarId, range: Range): Expr[] {
  const values: Expr[] = blocks.map(({ name, range: at }) => ({
    k: 'call',
    callee: { k: 'member', object: { k: 'var', id, range: at }, name, nameRange: at, range: at },
    args: [],
    range: at,
  }));
  if (extras.length > 0) values.push({ k: 'unknown', reason: 'class', parts: extras, range });
  return values;
}

// ---------------------------------------------------------------- the class itself

function lowerClass(cx: Lowering, node: ts.ClassLikeDeclaration, name: string): Lowered {
  const id = cx.reserveClass();
  const range = cx.range(node);
  return cx.inScope(() => {
    declareTypeParameters(cx, node.typeParameters);
    const members = new Members(cx, hasModifier(node, K.DeclareKeyword) || cx.ambient);
    members.extras.push(...decoratorsOf(cx, node));
    const bases = (node.heritageClauses ?? [])
      .filter((clause) => clause.token === K.ExtendsKeyword)
      .flatMap((clause) => clause.types.map((type) => cx.expr(type.expression)));
    for (const member of node.members) members.add(member);
    const cls: Mutable<IrClass> = { name, range, bases, fields: members.fields, methods: members.methods };
    if (node.name) cls.nameRange = cx.range(node.name);
    if (members.ambient) cls.typeOnly = true;
    cx.classes[id] = cls;
    return { value: { k: 'class', class: id, range }, blocks: members.blocks, extras: members.extras };
  });
}

class Members {
  readonly fields: IrField[] = [];
  readonly methods: IrMethod[] = [];
  readonly blocks: { name: string; range: Range }[] = [];
  readonly extras: Expr[] = [];

  constructor(
    private readonly cx: Lowering,
    readonly ambient: boolean,
  ) {}

  add(member: ts.ClassElement): void {
    switch (member.kind) {
      case K.PropertyDeclaration:
        this.field(member as ts.PropertyDeclaration);
        break;
      case K.MethodDeclaration:
      case K.GetAccessor:
      case K.SetAccessor:
      case K.Constructor:
        this.method(member as ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration);
        break;
      case K.ClassStaticBlockDeclaration:
        this.block(member as ts.ClassStaticBlockDeclaration);
        break;
      default:
    }
  }

  private field(node: ts.PropertyDeclaration): void {
    const { cx } = this;
    const { key, keyRange } = this.key(node.name);
    const type = node.type && cx.type(node.type);
    const value = node.initializer && cx.named(node.initializer, key);
    this.extras.push(...decoratorsOf(cx, node));
    this.fields.push({
      name: key,
      nameRange: keyRange,
      ...(value && { value }),
      ...(type && { type }),
      static: hasModifier(node, K.StaticKeyword),
    });
  }

  private method(node: ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration): void {
    const { cx } = this;
    if (!node.body) {
      this.signature(node);
      return;
    }
    const name = node.kind === K.Constructor ? 'constructor' : this.key(node.name);
    const hints =
      typeof name === 'string'
        ? { name, nameRange: constructorName(cx, node) }
        : { name: name.key, nameRange: name.keyRange };
    this.extras.push(...parameterDecorators(cx, node));
    this.methods.push({
      name: hints.name,
      fn: cx.func(node, hints),
      kind:
        node.kind === K.Constructor
          ? 'constructor'
          : node.kind === K.GetAccessor
            ? 'get'
            : node.kind === K.SetAccessor
              ? 'set'
              : 'method',
      static: hasModifier(node, K.StaticKeyword),
      // `protected` is not: a base class in another file may be what calls it.
      private: hasModifier(node, K.PrivateKeyword) || hints.name.startsWith('#'),
    });
  }

  /** Overloads say nothing new; what is abstract or ambient has a type at least. */
  private signature(node: ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration): void {
    const { cx } = this;
    if (node.kind === K.Constructor || node.kind === K.SetAccessor) return;
    if (!this.ambient && !hasModifier(node, K.AbstractKeyword)) return;
    const { key, keyRange } = this.key(node.name);
    const type = node.kind === K.GetAccessor ? node.type && cx.type(node.type) : functionType(cx, node);
    this.fields.push({
      name: key,
      nameRange: keyRange,
      ...(type && { type }),
      static: hasModifier(node, K.StaticKeyword),
    });
  }

  private block(node: ts.ClassStaticBlockDeclaration): void {
    const { cx } = this;
    const name = `(static ${this.blocks.length + 1})`;
    const range = cx.range(node);
    this.methods.push({ name, fn: cx.func(node, { name }), kind: 'method', static: true, private: true });
    this.blocks.push({ name, range });
  }

  private key(name: ts.PropertyName): PropertyKey {
    const key = propertyKey(this.cx, name);
    if (key.computed) this.extras.push(key.computed);
    return key;
  }
}

/** The keyword stands after the modifiers, right before the parenthesis. */
function constructorName(cx: Lowering, node: ts.FunctionLikeDeclaration): Range {
  const before = node.modifiers?.end ?? cx.start(node);
  const start = cx.text.indexOf('constructor', before);
  return start >= 0 && start < node.parameters.pos
    ? { start, end: start + 'constructor'.length }
    : { start: cx.start(node), end: cx.start(node) };
}

// ---------------------------------------------------------------- types that are declared

/** Interfaces of one name in one scope are one interface. */
export function interfaceDeclaration(cx: Lowering, node: ts.InterfaceDeclaration, out: Stmt[]): void {
  const { name } = node;
  const id = cx.scope.ownType(name.text);
  if (id === undefined) return;
  const range = cx.range(node);
  cx.inScope(() => {
    declareTypeParameters(cx, node.typeParameters);
    const bases = (node.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => cx.type(type)));
    const fields = typeFields(cx, node.members);
    const known = cx.interfaces.get(id);
    if (known !== undefined) {
      const first = cx.classes[known]!;
      cx.classes[known] = { ...first, bases: [...first.bases, ...bases], fields: [...first.fields, ...fields] };
      return;
    }
    const cls = cx.reserveClass();
    cx.interfaces.set(id, cls);
    cx.classes[cls] = { name: name.text, nameRange: cx.range(name), range, bases, fields, methods: [], typeOnly: true };
    cx.frame.classes.push({
      k: 'assign',
      target: { t: 'var', id, range: cx.range(name) },
      value: { k: 'class', class: cls, range },
      hoisted: true,
      range,
    });
  });
  exportType(cx, node, id, range, out);
}

export function typeAlias(cx: Lowering, node: ts.TypeAliasDeclaration, out: Stmt[]): void {
  const { name } = node;
  const id = cx.scope.ownType(name.text);
  if (id === undefined) return;
  const range = cx.range(node);
  const value = cx.inScope(() => {
    declareTypeParameters(cx, node.typeParameters);
    return cx.type(node.type);
  });
  cx.frame.classes.push({ k: 'assign', target: { t: 'var', id, range: cx.range(name) }, value, hoisted: true, range });
  exportType(cx, node, id, range, out);
}

/** A type is exported unless a value of its name is: importers get one thing per name, and the value is the part that runs. */
function exportType(
  cx: Lowering,
  node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration,
  id: number,
  range: Range,
  out: Stmt[],
): void {
  if (cx.scope.ownValue(node.name.text) === undefined) exportDeclared(cx, node, node.name.text, id, range, out);
}
