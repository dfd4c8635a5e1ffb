/**
 * What lowering one file carries along: the module being built, the scope and function it stands in, and the doors through which the
 * parts of the frontend call each other (so that they need not import each other in circles).
 */
import type {
  Expr,
  FunctionId,
  IrClass,
  IrField,
  IrFunction,
  IrImport,
  IrMethod,
  IrVar,
  Stmt,
  Target,
  VarId,
} from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Syntax } from '../tree-sitter/syntax';
import type { Scope } from './scopes';

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A function whose body is being lowered. */
export interface Frame {
  readonly id: FunctionId;
  generator: boolean;
  /** `yield` waits instead of producing (`@asyncio.coroutine`, `@gen.coroutine`). */
  readonly coroutine: boolean;
}

/** A class whose body is being lowered, or whose methods are. */
export interface ClassBuilder {
  readonly name: string;
  readonly bases: readonly Expr[];
  readonly fields: Writable<IrField>[];
  readonly methods: IrMethod[];
}

export interface Lowerers {
  expr(cx: Context, node: Syntax): Expr;
  statement(cx: Context, node: Syntax, out: Stmt[]): void;
  target(cx: Context, node: Syntax): Target;
  annotation(cx: Context, node: Syntax): Expr;
  /** A function or lambda, nested in whatever the context stands in; `receiver`: its first parameter is `this`. */
  lambda(cx: Context, node: Syntax): FunctionId;
}

/** Deeper nesting becomes `unknown`: neither we nor who walks the IR may run out of stack. */
const MAX_DEPTH = 160;
/** How many calls are kept of what is nested too deep. */
const MAX_DEEP_PARTS = 50;

export const EMPTY_RANGE: Range = { start: 0, end: 0 };

/** `from m import *`: where an unknown name may come from. */
export type StarImport = Expr & { k: 'import' };

/** What the whole file says to each of its pieces. */
export interface Surroundings {
  /** Variables of the module, numbered from 0. */
  readonly names: Map<string, VarId>;
  /** In order. */
  readonly stars: readonly StarImport[];
}

export class Context {
  /** The first stands for the module's body, of which this is a part. */
  readonly functions: Writable<IrFunction>[] = [];
  readonly classes: Writable<IrClass>[] = [];
  readonly imports = new Map<string, IrImport>();
  /** Variables declared in this piece; the module's come before them. */
  readonly vars: Writable<IrVar>[] = [];
  /** How often a variable of the module is a target, and the first type it is given. */
  readonly writes = new Map<VarId, number>();
  readonly types = new Map<VarId, Expr>();
  /** Names that were looked for among the module's. */
  readonly asked = new Set<string>();
  /** Names that the module should have had. */
  readonly undeclared = new Set<string>();
  usesStars = false;
  /** There is a `:=` somewhere, so that bindings may hide in expressions. */
  readonly hasWalrus: boolean;
  scope!: Scope;
  frame: Frame = { id: 0, generator: false, coroutine: false };
  private depth = 0;
  private salvaging = false;
  /** Some code is left out. */
  tooDeepSomewhere = false;

  constructor(
    readonly text: string,
    readonly module: Surroundings,
    private readonly lowerers: Lowerers,
  ) {
    this.hasWalrus = text.includes(':=');
  }

  // -- doors

  expr(node: Syntax | undefined): Expr {
    if (node === undefined) return this.unknown('missing', [], EMPTY_RANGE);
    let inner = node;
    while (inner.type === 'parenthesized_expression' && inner.kids.length === 1) inner = inner.kids[0]!;
    if (this.depth >= MAX_DEPTH) return this.tooDeep(inner);
    this.depth++;
    const expr = this.lowerers.expr(this, inner);
    this.depth--;
    return expr;
  }

  exprs(nodes: readonly Syntax[]): Expr[] {
    return nodes.map((node) => this.expr(node));
  }

  /** Statements of a block (or of whatever stands where one is expected). */
  block(node: Syntax | undefined): Stmt[] {
    const out: Stmt[] = [];
    if (node !== undefined) this.blockInto(node, out);
    return out;
  }

  blockInto(node: Syntax, out: Stmt[]): void {
    if (node.type === 'block' || node.type === 'module' || node.type === 'ERROR')
      for (const kid of node.kids) this.statement(kid, out);
    else this.statement(node, out);
  }

  statement(node: Syntax, out: Stmt[]): void {
    if (this.depth >= MAX_DEPTH) {
      out.push({ k: 'expr', value: this.tooDeep(node), range: range(node) });
      return;
    }
    this.depth++;
    this.lowerers.statement(this, node, out);
    this.depth--;
  }

  target(node: Syntax | undefined): Target {
    if (node === undefined) return { t: 'unknown', parts: [], range: EMPTY_RANGE };
    if (this.depth >= MAX_DEPTH) return { t: 'unknown', parts: [this.tooDeep(node)], range: range(node) };
    this.depth++;
    const target = this.lowerers.target(this, node);
    this.depth--;
    return target;
  }

  annotation(node: Syntax | undefined): Expr | undefined {
    if (node === undefined) return undefined;
    if (this.depth >= MAX_DEPTH) return this.tooDeep(node);
    this.depth++;
    const type = this.lowerers.annotation(this, node);
    this.depth--;
    return type;
  }

  lambda(node: Syntax): FunctionId {
    return this.lowerers.lambda(this, node);
  }

  // -- building

  textOf(at: Range): string {
    return this.text.slice(at.start, at.end);
  }

  unknown(reason: string, parts: readonly Expr[], at: Range): Expr {
    return { k: 'unknown', reason, parts, range: range(at) };
  }

  newVar(name: string, owner: FunctionId = this.scope.fn): VarId {
    return this.module.names.size + this.vars.push({ name, owner }) - 1;
  }

  /** What an annotation says of a variable; `last`: whatever an earlier one said. */
  declareType(id: VarId, type: Expr, last = false): void {
    const own = this.vars[id - this.module.names.size];
    if (own) own.type = last ? type : (own.type ?? type);
    else if (!this.types.has(id)) this.types.set(id, type);
  }

  countWrite(id: VarId): void {
    if (id < this.module.names.size) this.writes.set(id, (this.writes.get(id) ?? 0) + 1);
  }

  /** A variable of our own; its name cannot be written in Python. */
  temporary(what: string, at: Range): { readonly target: Target; readonly read: Expr } {
    const id = this.newVar(`<${what}>`);
    return { target: { t: 'var', id, range: range(at) }, read: { k: 'var', id, range: range(at) } };
  }

  addImport(specifier: string, level: number, at: Range): void {
    const key = `${level} ${specifier}`;
    if (!this.imports.has(key)) this.imports.set(key, { specifier, level, range: range(at) });
  }

  // -- limits

  /** What is nested too deep becomes unknown, but the innermost calls in it are kept. */
  private tooDeep(node: Syntax): Expr {
    this.tooDeepSomewhere = true;
    if (this.salvaging) return this.unknown('nesting', [], node);
    const depth = this.depth;
    this.salvaging = true;
    const parts: Expr[] = [];
    const stack: Syntax[] = [node];
    while (stack.length > 0 && parts.length < MAX_DEEP_PARTS) {
      const at = stack.pop()!;
      if (at.type === 'call' && !hasCallInside(at)) {
        this.depth = MAX_DEPTH - 20;
        parts.push(this.lowerers.expr(this, at));
      } else for (let i = at.kids.length - 1; i >= 0; i--) stack.push(at.kids[i]!);
    }
    this.salvaging = false;
    this.depth = depth;
    return this.unknown('nesting', parts, node);
  }
}

/** Looks at a few hundred nodes and then says yes: only small calls are worth keeping. */
function hasCallInside(call: Syntax): boolean {
  const stack = [...call.kids];
  for (let steps = 0; stack.length > 0; steps++) {
    const node = stack.pop()!;
    if (steps > 200 || node.type === 'call') return true;
    stack.push(...node.kids);
  }
  return false;
}

/** Only the range of a node: IR is plain data and must not carry the syntax along. */
export function range(at: Range): Range {
  return { start: at.start, end: at.end };
}

export function kidOf(node: Syntax, type: string): Syntax | undefined {
  return node.kids.find((kid) => kid.type === type);
}

export function hasToken(node: Syntax, type: string): boolean {
  return node.tokens.some((token) => token.type === type);
}

export function none(at: Range): Expr {
  return { k: 'lit', value: null, range: range(at) };
}

export function text(value: string, at: Range, bytes = false): Expr {
  return bytes ? { k: 'lit', value, bytes, range: range(at) } : { k: 'lit', value, range: range(at) };
}

/** Whether evaluating it twice, or not at all, makes no difference. */
export function isSimple(expr: Expr): boolean {
  switch (expr.k) {
    case 'lit':
    case 'var':
    case 'global':
    case 'this':
      return true;
    case 'member':
      return isSimple(expr.object);
    default:
      return false;
  }
}
