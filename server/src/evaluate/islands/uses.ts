/**
 * How a piece of a module uses the module's variables, and what it imports: asked of code before it runs. Unlike the walk it goes into
 * functions, classes and annotations, for it asks what running the piece may reach.
 */
import type { Arg, ClassId, Expr, FunctionId, IrModule, Stmt, Target, VarId } from '../../ir/ir';
import { type Move, originalOf, originOf } from '../../ir/moved';
import { Walk } from '../walk';

/** What a use may do to the value. */
export interface Use {
  /** A value is read from it, nothing else: `limits.size`, `names[0]`, `for name in names`, `name in names`. */
  read: boolean;
  /** What was read from it goes on by itself: into a variable, a call, another object. */
  taken: boolean;
  /** It is called, constructed or derived from. */
  called: boolean;
  /** A method of it is called, or it is handed on: whoever gets it may change it. */
  handed: boolean;
  /** The variable, or something in it, is written. */
  written: boolean;
  /** It stands in a type. */
  typed: boolean;
}

/** An import, and the name that is taken from it; undefined: all of it. */
export interface Imported {
  readonly specifier: string;
  readonly level: number;
  readonly name?: string;
}

/** Uses of a variable by itself, and of what stands under a name in it (`settings.limits`): that name is the first of a chain. */
export interface VariableUses {
  bare?: Use;
  readonly members: Map<string, Use>;
}

export interface Uses {
  readonly variables: ReadonlyMap<VarId, VariableUses>;
  readonly imports: readonly Imported[];
  /** Functions and classes in it, at any depth. */
  readonly functions: readonly FunctionId[];
  readonly classes: readonly ClassId[];
  /** Outside of classes `this` is used: what a function is a member of. */
  readonly usesThis: boolean;
}

/** Annotations of the variables of each function. */
export type VariableTypes = ReadonlyMap<FunctionId, readonly Expr[]>;

export function variableTypes({ vars }: IrModule): VariableTypes {
  const types = new Map<FunctionId, Expr[]>();
  for (const { owner, type } of vars) if (type) types.set(owner, [...(types.get(owner) ?? []), type]);
  return types;
}

const known = new WeakMap<Stmt, Uses>();

/** What a statement of the module's body uses; variables are those of the module. */
export function usesOf(module: IrModule, stmt: Stmt, types: VariableTypes): Uses {
  const origin = originOf(stmt);
  const key = originalOf(stmt);
  const before = known.get(key);
  if (before) return origin ? renumbered(before, origin.to) : before;
  const walk = new UseWalk(module, types);
  walk.body([stmt]);
  const { variables, imports, functions, classes, usesThis } = walk;
  const uses = { variables, imports, functions, classes, usesThis };
  known.set(key, origin ? renumbered(uses, origin.from) : uses);
  return uses;
}

function renumbered({ variables, imports, functions, classes, usesThis }: Uses, move: Move): Uses {
  return {
    variables: new Map(Array.from(variables, ([id, uses]) => [move.variable(id), uses])),
    imports,
    functions: functions.map((id) => move.fn(id)),
    classes: classes.map((id) => move.class(id)),
    usesThis,
  };
}

type How = keyof Use;

/** Operators that only look at what stands on their right. */
const LOOKS: ReadonlySet<string> = new Set(['in', 'not in', 'instanceof', 'typeof', 'keyof']);

class UseWalk extends Walk {
  readonly variables = new Map<VarId, VariableUses>();
  readonly imports: Imported[] = [];
  readonly functions: FunctionId[] = [];
  readonly classes: ClassId[] = [];
  usesThis = false;
  private depth = 0;
  private inClass = 0;
  private workedOut = 0;

  constructor(
    private readonly module: IrModule,
    private readonly types: VariableTypes,
  ) {
    super();
  }

  protected override stmt(stmt: Stmt): void {
    if (stmt.k === 'loop' && stmt.iterable) this.readOnly(stmt.iterable, true);
    if (stmt.k !== 'loop' || !stmt.iterable) return super.stmt(stmt);
    const { iterable: _, ...rest } = stmt;
    super.stmt(rest);
  }

  protected override target(target: Target, op?: string, value?: Expr): void {
    if (target.t === 'var') {
      // At the top of a piece the variable is what the piece defines.
      if (this.depth > 0 || op !== undefined) this.use(target.id, 'written');
      return;
    }
    if (target.t === 'member' || target.t === 'index') {
      const root = rootOf(target.object, target.t === 'member' ? target.name : undefined);
      if (root) this.use(root.id, 'written', root.member);
    }
    super.target(target, op, value);
  }

  override expr(expr: Expr | undefined): void {
    if (!expr) return;
    switch (expr.k) {
      case 'var':
        return this.use(expr.id, 'handed');
      case 'import':
        this.imports.push({ specifier: expr.specifier, level: expr.level });
        return;
      case 'func':
        return this.fn(expr.fn);
      case 'class':
        return this.cls(expr.class);
      case 'this':
        this.usesThis ||= this.inClass === 0;
        return;
      case 'member':
        return this.memberOf(expr, true);
      case 'index':
        this.readOnly(expr.object, true);
        return this.expr(expr.index);
      case 'object':
        for (const entry of expr.entries) {
          if (entry.e === 'computed') this.expr(entry.key);
          if (entry.e === 'spread') this.readOnly(entry.value, true);
          else this.expr(entry.value);
        }
        return;
      case 'list':
        for (const { value, spread } of expr.items)
          if (spread) this.readOnly(value, true);
          else this.expr(value);
        return;
      case 'unary':
        return LOOKS.has(expr.op) ? this.readOnly(expr.value, false) : this.expr(expr.value);
      case 'binary':
        this.expr(expr.left);
        return LOOKS.has(expr.op) ? this.readOnly(expr.right, false) : this.expr(expr.right);
      case 'call':
        return this.call(expr);
      case 'comprehension':
        this.target(expr.target);
        this.readOnly(expr.iterable, true);
        for (const test of expr.tests) this.expr(test);
        return this.expr(expr.element);
      case 'cast':
        this.type(expr.type);
        return this.expr(expr.value);
      default:
        super.expr(expr);
    }
  }

  private call(expr: Expr & { readonly k: 'call' }): void {
    const { callee } = expr;
    if (callee.k === 'var') this.use(callee.id, 'called');
    else if (callee.k === 'member') {
      const root = rootOf(callee.object, callee.name);
      if (root) this.use(root.id, 'handed', root.member);
      this.memberOf(callee, false);
    } else this.expr(callee);
    for (const arg of expr.args) this.argument(arg);
  }

  private argument({ value, spread }: Arg): void {
    if (spread) this.readOnly(value, true);
    else this.expr(value);
  }

  private memberOf({ object, name }: Expr & { readonly k: 'member' }, taken: boolean): void {
    if (object.k === 'import') {
      this.imports.push({ specifier: object.specifier, level: object.level, name });
      return;
    }
    if (object.k === 'var') {
      this.use(object.id, taken ? 'taken' : 'read', name);
      return;
    }
    this.readOnly(object, false);
  }

  /**
   * Something is looked up in it, or it is iterated.
   * @param taken what is found there goes on by itself
   */
  private readOnly(expr: Expr, taken: boolean): void {
    if (expr.k === 'var') this.use(expr.id, taken ? 'taken' : 'read');
    else if (expr.k === 'member') this.memberOf(expr, taken);
    else if (expr.k === 'index') {
      this.readOnly(expr.object, taken);
      this.expr(expr.index);
    } else this.expr(expr);
  }

  private use(id: VarId, how: How, member?: string): void {
    if (this.module.vars[id]?.owner !== 0) return;
    let uses = this.variables.get(id);
    if (!uses) this.variables.set(id, (uses = { members: new Map() }));
    let use = member === undefined ? uses.bare : uses.members.get(member);
    if (!use) {
      use = { read: false, taken: false, called: false, handed: false, written: false, typed: false };
      if (member === undefined) uses.bare = use;
      else uses.members.set(member, use);
    }
    use[this.workedOut > 0 ? 'read' : how] = true;
  }

  private fn(id: FunctionId): void {
    const fn = this.module.functions[id];
    if (!fn) return;
    this.functions.push(id);
    // A decorator is called with the function.
    for (const decorator of fn.decorators) this.decorator(decorator);
    this.type(fn.returnType);
    for (const param of fn.params) {
      this.type(param.type);
      this.expr(param.default);
    }
    for (const type of this.types.get(id) ?? []) this.type(type);
    this.depth++;
    for (const param of fn.params) this.target(param.target);
    this.body(fn.body);
    this.depth--;
  }

  private decorator(expr: Expr): void {
    const root = expr.k === 'member' ? rootOf(expr.object, expr.name) : undefined;
    if (root) this.use(root.id, 'handed', root.member);
    if (expr.k === 'var') this.use(expr.id, 'called');
    else this.expr(expr);
  }

  private cls(id: ClassId): void {
    const cls = this.module.classes[id];
    if (!cls) return;
    this.classes.push(id);
    for (const base of cls.bases)
      if (base.k === 'var') this.use(base.id, 'called');
      else this.expr(base);
    for (const field of cls.fields) {
      this.type(field.type);
      this.expr(field.value);
    }
    this.inClass++;
    for (const method of cls.methods) this.fn(method.fn);
    this.inClass--;
  }

  /** An annotation: what it names has to be there, and may be given a value by it. */
  private type(type: Expr | undefined): void {
    if (!type) return;
    switch (type.k) {
      case 'var':
        return this.use(type.id, 'typed');
      case 'member':
        if (type.object.k === 'var') this.use(type.object.id, 'typed', type.name);
        else this.type(type.object);
        return;
      case 'generic':
        this.type(type.head);
        for (const arg of type.args) this.type(arg);
        return;
      case 'list':
        for (const item of type.items) this.type(item.value);
        return;
      case 'class':
        return this.cls(type.class);
      default:
        // What is worked out of a thing (`keyof typeof table`) is not the thing itself.
        this.workedOut++;
        this.expr(type);
        this.workedOut--;
    }
  }
}

/** The variable that a chain of members and indexes begins with, and the first name that is looked up in it. */
function rootOf(object: Expr, name: string | undefined): { readonly id: VarId; readonly member?: string } | undefined {
  let at = object;
  let member = name;
  while (at.k === 'member' || at.k === 'index') {
    member = at.k === 'member' ? at.name : undefined;
    at = at.object;
  }
  return at.k === 'var' ? { id: at.id, ...(member === undefined ? {} : { member }) } : undefined;
}
