/**
 * What the lowering of one file carries along: the tables it fills, the scope it stands in, and the ways from one kind of syntax to
 * the next. The files of this folder export plain functions over it and know each other only through its `expr`, `stmt`, `type` …,
 * which keeps them free of import cycles.
 */
import { ts } from 'ts-morph';
import type {
  ClassId,
  Expr,
  FunctionId,
  IrClass,
  IrFunction,
  IrImport,
  IrModule,
  Stmt,
  Target,
  VarId,
} from '../../ir/ir';
import { moduleBody } from '../../ir/module-body';
import type { Range } from '../../text/lines';
import type { JumpTarget } from './jumps';
import type { Mutable, MutableVar } from './scopes';
import { Scope } from './scopes';

export type ExprLowering = (cx: Lowering, node: never) => Expr;
export type StmtLowering = (cx: Lowering, node: never, out: Stmt[]) => void;

/** Handlers by `ts.SyntaxKind`; a table because a `switch` over `ts.SyntaxKind.X` compares one property after the other. */
export interface Tables {
  readonly expressions: readonly (ExprLowering | undefined)[];
  readonly statements: readonly (StmtLowering | undefined)[];
  readonly types: readonly (ExprLowering | undefined)[];
  readonly list: (cx: Lowering, nodes: readonly ts.Statement[], out: Stmt[], from: number) => void;
  readonly func: (
    cx: Lowering,
    node: ts.FunctionLikeDeclaration | ts.ClassStaticBlockDeclaration,
    how: FunctionHints,
  ) => FunctionId;
  readonly binding: (cx: Lowering, node: ts.BindingName) => Target;
  readonly assignee: (cx: Lowering, node: ts.Expression) => Target;
}

export interface FunctionHints {
  readonly name: string;
  readonly nameRange?: Range;
}

/** One function under way. */
export interface Frame {
  readonly id: FunctionId;
  readonly parent: Frame | undefined;
  /** Hoisted statements in the order they have to run: imports, functions, types and classes, then exports of those. */
  readonly imports: Stmt[];
  readonly functions: Stmt[];
  readonly classes: Stmt[];
  readonly exports: Stmt[];
  /** Constructs a `break` or `continue` may leave, innermost last. */
  readonly jumps: JumpTarget[];
  /** Scope to return to. */
  readonly outer: Scope | undefined;
  awaits: boolean;
}

/** Deeper nesting than any person writes; what lies below is given up so that nobody downstream runs out of stack. */
const MAX_DEPTH = 900;

/** First characters of a token that cannot begin a comment, a shebang or a conflict marker. */
const PLAIN = new Uint8Array(128);
for (const c of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$"\'`([{!~+-.,;)]}:?&*@')
  PLAIN[c.charCodeAt(0)] = 1;

export class Lowering {
  readonly functions: IrFunction[] = [];
  readonly classes: IrClass[] = [];
  readonly vars: MutableVar[] = [];
  readonly problems: Mutable<IrModule['problems'][number]>[] = [];
  unread: IrModule['unread'];
  /** Literals whose text looks like a comment; see comments.ts. */
  readonly literals: Range[] = [];
  /** Namespace whose body is being lowered: its exports are properties of this variable. */
  namespace: VarId | undefined;
  /** Inside `declare …` or a declaration file: nothing here runs. */
  ambient = false;
  /** Classes of interfaces by the variable of their name, for the ones declared in several pieces. */
  readonly interfaces = new Map<VarId, ClassId>();
  /** Variables of enums and namespaces met so far: later pieces add to them. */
  readonly enums = new Set<VarId>();
  readonly namespaces = new Set<VarId>();
  /** Labels right before the statement to come. */
  labels: readonly string[] = [];
  /** How often something was imported. */
  importCount = 0;
  /** The file has ES import or export syntax. */
  isModule = false;
  /** The variables a CommonJS loader passes in, made when the file uses them. */
  commonJs: { readonly module: VarId; readonly exports: VarId } | undefined;
  frame!: Frame;
  scope!: Scope;
  private readonly specifiers = new Map<string, IrImport>();
  private depth = 0;
  private nameHint = '';

  constructor(
    readonly file: ts.SourceFile,
    readonly text: string,
    private readonly tables: Tables,
  ) {}

  get imports(): IrImport[] {
    return [...this.specifiers.values()];
  }

  // -- ranges

  start(node: ts.Node): number {
    const { pos } = node;
    if (pos === node.end) return pos;
    const first = this.text.charCodeAt(pos);
    if (first < 128 && PLAIN[first] === 1) return pos;
    if (first === 32) {
      const second = this.text.charCodeAt(pos + 1);
      if (second < 128 && PLAIN[second] === 1) return pos + 1;
    }
    return Math.min(node.getStart(this.file), node.end);
  }

  range(node: ts.Node): Range {
    return { start: this.start(node), end: node.end };
  }

  source(node: ts.Node): string {
    return this.text.slice(this.start(node), node.end);
  }

  // -- tables

  reserveFunction(): FunctionId {
    return this.functions.push(NO_FUNCTION) - 1;
  }

  reserveClass(): number {
    return this.classes.push(NO_CLASS) - 1;
  }

  newVar(name: string, constant?: boolean): VarId {
    return this.vars.push(constant ? { name, owner: this.frame.id, constant } : { name, owner: this.frame.id }) - 1;
  }

  problem(range: Range, message: string): void {
    if (this.problems.length < 100) this.problems.push({ range, message });
  }

  /** An import of a specifier, noted for the workspace. */
  importOf(literal: ts.StringLiteralLike, range: Range = this.range(literal)): Expr {
    this.literal(literal, literal.text);
    this.importCount++;
    if (!this.specifiers.has(literal.text))
      this.specifiers.set(literal.text, { specifier: literal.text, range: this.range(literal), level: 0 });
    return { k: 'import', specifier: literal.text, level: 0, range };
  }

  /** Remember a literal that could be mistaken for a comment. */
  literal(node: ts.Node, text: string | undefined): void {
    if (text === undefined || text.includes('//') || text.includes('/*')) this.literals.push(this.range(node));
  }

  // -- scopes

  /** Run `body` in a scope of its own. */
  inScope<T>(body: () => T): T {
    const outer = this.scope;
    this.scope = new Scope(outer, this.frame.id);
    const result = body();
    this.scope = outer;
    return result;
  }

  // -- descent

  expr(node: ts.Expression | ts.Node): Expr {
    const lower = this.tables.expressions[node.kind];
    if (!lower) return this.unknown(node, 'syntax');
    if (this.depth >= MAX_DEPTH) return this.tooDeep(node);
    this.depth++;
    const value = lower(this, node as never);
    this.depth--;
    return value;
  }

  type(node: ts.Node): Expr {
    const lower = this.tables.types[node.kind];
    if (!lower) return this.unknown(node, 'type');
    if (this.depth >= MAX_DEPTH) return this.tooDeep(node);
    this.depth++;
    const value = lower(this, node as never);
    this.depth--;
    return value;
  }

  stmt(node: ts.Node, out: Stmt[]): void {
    const lower = this.tables.statements[node.kind];
    if (!lower) return;
    if (this.depth >= MAX_DEPTH) {
      this.tooDeep(node);
      return;
    }
    this.depth++;
    lower(this, node as never, out);
    this.depth--;
  }

  stmts(nodes: readonly ts.Statement[], out: Stmt[] = [], from = 0): Stmt[] {
    this.tables.list(this, nodes, out, from);
    return out;
  }

  /** An expression that gets its name from what it is assigned to, if it is a function or class without one. */
  named(node: ts.Expression, name: string): Expr {
    const { kind } = node;
    if (
      kind === ts.SyntaxKind.ArrowFunction ||
      kind === ts.SyntaxKind.FunctionExpression ||
      kind === ts.SyntaxKind.ClassExpression
    )
      this.nameHint = name;
    return this.expr(node);
  }

  takeLabels(): readonly string[] {
    const { labels } = this;
    if (labels.length > 0) this.labels = [];
    return labels;
  }

  takeName(): string {
    const name = this.nameHint;
    this.nameHint = '';
    return name;
  }

  func(node: ts.FunctionLikeDeclaration | ts.ClassStaticBlockDeclaration, how: FunctionHints): FunctionId {
    return this.tables.func(this, node, how);
  }

  binding(node: ts.BindingName): Target {
    return this.tables.binding(this, node);
  }

  assignee(node: ts.Expression): Target {
    return this.tables.assignee(this, node);
  }

  unknown(node: ts.Node, reason: string, parts: readonly Expr[] = []): Expr {
    return { k: 'unknown', reason, parts, range: this.range(node) };
  }

  private tooDeep(node: ts.Node): Expr {
    this.problem(this.range(node), 'nested too deeply to be analysed');
    this.unread = 'Parts of the code are nested too deeply';
    return this.unknown(node, 'nested too deeply');
  }
}

/** Placeholders of what is being built. */
const NO_FUNCTION = moduleBody(0);
const NO_CLASS: IrClass = { name: '', range: { start: 0, end: 0 }, bases: [], fields: [], methods: [] };
