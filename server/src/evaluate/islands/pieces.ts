/**
 * The statements of the modules' bodies as pieces: what each defines, what it uses, and what its names stand for across modules. Asked
 * after the bodies have run, so what a variable holds is known and not guessed.
 */
import type { ClassId, Expr, FunctionId, Stmt, VarId } from '../../ir/ir';
import type { Value } from '../api';
import type { Machine } from '../machine';
import type { ClassImpl, ModuleState } from '../state';
import { Walk } from '../walk';
import { type Imported, type Uses, type VariableTypes, usesOf, variableTypes } from './uses';

export interface Piece {
  readonly module: ModuleState;
  readonly stmt: Stmt;
  readonly uses: Uses;
  /** Variables of the module that it defines. */
  readonly defines: readonly VarId[];
  /**
   * `definition`: of a function or class, or of an object that holds some; `value`: imports and constants; `export`: makes a variable
   * visible; `action`: all else, which is run once, by whoever runs the bodies.
   */
  readonly kind: 'definition' | 'value' | 'export' | 'action';
}

/** A variable of a module. */
export interface Variable {
  readonly module: ModuleState;
  readonly id: VarId;
}

/** A name of the program could not be followed: it cannot be told what depends on what. */
export class Unclear extends Error {}

export class Pieces {
  readonly all: Piece[] = [];
  private readonly definers = new Map<ModuleState, Map<VarId, Piece[]>>();
  private readonly exports = new Map<ModuleState, Map<string, Piece>>();

  constructor(private readonly m: Machine) {
    for (const module of m.modules.values()) this.read(module);
  }

  private read(module: ModuleState): void {
    const { ir } = module;
    if (module.stars.length > 0) throw new Unclear();
    const types = variableTypes(ir);
    const definers = new Map<VarId, Piece[]>();
    const exports = new Map<string, Piece>();
    this.definers.set(module, definers);
    this.exports.set(module, exports);
    for (const stmt of ir.functions[0]?.body ?? []) {
      const piece = this.piece(module, stmt, types);
      this.all.push(piece);
      for (const id of piece.defines) definers.set(id, [...(definers.get(id) ?? []), piece]);
      if (stmt.k === 'export') exports.set(stmt.name, piece);
    }
  }

  private piece(module: ModuleState, stmt: Stmt, types: VariableTypes): Piece {
    const defines = new Set<VarId>();
    const kind = this.kindOf(module, stmt, defines);
    if (kind === 'action') definedBy(stmt, defines);
    // What is exported is used by those who import it.
    const uses = kind === 'export' ? NOTHING : usesOf(module.ir, stmt, types);
    const holdsCode = kind === 'value' && uses.functions.length + uses.classes.length > 0;
    const isTable = stmt.k === 'assign' && TABLES.has(stmt.value.k) && !uses.usesThis;
    return {
      module,
      stmt,
      uses,
      defines: [...defines],
      // A function in a list or an object is an entry, and has to be one of one part only.
      kind: !holdsCode ? kind : isTable ? 'definition' : 'action',
    };
  }

  /** The pieces that define a variable. */
  of({ module, id }: Variable): readonly Piece[] {
    return this.definers.get(module)?.get(id) ?? [];
  }

  /**
   * What a variable is about: itself, or what it imports.
   * @param visit told of every piece on the way
   * @returns undefined for what is not of the program
   */
  follow(variable: Variable, visit: (piece: Piece) => void, depth = 0): Variable | ModuleState | undefined {
    const pieces = this.of(variable);
    for (const piece of pieces) visit(piece);
    const imports = pieces.map((piece) => importOf(piece.stmt));
    if (pieces.length === 0 || imports.some((one) => !one)) return variable;
    // Of several imports (`import a`, `import a.b`) those of the program would have to be told apart.
    const found = imports.map((one) => this.imported(variable.module, one!, visit, depth + 1));
    if (found.length > 1 && found.some((one) => one !== undefined)) throw new Unclear();
    return found[0];
  }

  /** What an import stands for. */
  imported(
    from: ModuleState,
    one: Imported,
    visit: (piece: Piece) => void,
    depth = 0,
  ): Variable | ModuleState | undefined {
    if (depth > 20) throw new Unclear();
    const { specifier, level, name } = one;
    const module = this.moduleAt(from, specifier, level);
    if (name === undefined) return module;
    const inner = this.moduleAt(from, specifier ? `${specifier}.${name}` : name, level);
    if (!module) return inner;
    const exported = this.exports.get(module)?.get(name);
    if (exported?.stmt.k === 'export') {
      visit(exported);
      const { value } = exported.stmt;
      if (value.k === 'var') return this.follow({ module, id: value.id }, visit, depth + 1);
      const passed = importIn(value);
      if (passed) return this.imported(module, passed, visit, depth + 1);
      throw new Unclear();
    }
    if (!module.ir.exportsAllNames) throw new Unclear();
    const id = module.ir.vars.findIndex(
      (variable, id) => variable.owner === 0 && variable.name === name && this.of({ module, id }).length > 0,
    );
    if (id >= 0) return this.follow({ module, id }, visit, depth + 1);
    if (inner) return inner;
    throw new Unclear();
  }

  private moduleAt(from: ModuleState, specifier: string, level: number): ModuleState | undefined {
    const path = this.m.input.resolve(from.path, specifier, level);
    return path === undefined ? undefined : this.m.modules.get(path);
  }

  private kindOf(module: ModuleState, stmt: Stmt, defines: Set<VarId>): Piece['kind'] {
    if (stmt.k === 'export') return stmt.value.k === 'var' || importIn(stmt.value) ? 'export' : 'action';
    if (stmt.k === 'assign' && stmt.target.t === 'var' && stmt.op === undefined) {
      defines.add(stmt.target.id);
      if (stmt.value.k === 'func') return this.isPlainFunction(module, stmt.value.fn) ? 'definition' : 'action';
      if (stmt.value.k === 'class') return this.isPlainClass(module, stmt.value.class) ? 'definition' : 'action';
      return importIn(stmt.value) || this.isConstant(module, stmt.value) ? 'value' : 'action';
    }
    if (stmt.k === 'expr' && (stmt.value.k === 'lit' || this.isOutside(module, stmt.value))) return 'value';
    if (stmt.k === 'if' && this.isConstant(module, stmt.test))
      return this.valuesOnly(module, [...stmt.then, ...stmt.else], defines);
    if (stmt.k === 'try')
      return this.valuesOnly(
        module,
        [...stmt.body, ...stmt.handlers.flatMap(({ body, target }) => (target ? [UNCLEAR] : body)), ...stmt.finally],
        defines,
      );
    return 'action';
  }

  /** Making it runs no code of the program. */
  private isPlainFunction(module: ModuleState, id: FunctionId): boolean {
    const { decorators, params } = module.ir.functions[id]!;
    return (
      decorators.every((one) => (one.k === 'call' ? this.isConstant(module, one) : this.isHarmless(module, one))) &&
      params.every((param) => !param.default || this.isConstant(module, param.default))
    );
  }

  private isPlainClass(module: ModuleState, id: ClassId): boolean {
    const { bases, fields, methods } = module.ir.classes[id]!;
    return (
      bases.every((base) => this.isConstant(module, base)) &&
      fields.every((field) => !field.static || !field.value || this.isConstant(module, field.value)) &&
      methods.every((method) => this.isPlainFunction(module, method.fn))
    );
  }

  /** An import that runs no code of the program. */
  private isOutside(module: ModuleState, expr: Expr): boolean {
    return expr.k === 'import' && !this.moduleAt(module, expr.specifier, expr.level);
  }

  private valuesOnly(module: ModuleState, stmts: readonly Stmt[], defines: Set<VarId>): Piece['kind'] {
    return stmts.every((stmt) => this.kindOf(module, stmt, defines) === 'value') ? 'value' : 'action';
  }

  /** Evaluating it again gives the same and does nothing else. */
  private isConstant(module: ModuleState, expr: Expr): boolean {
    const are = (all: readonly Expr[]): boolean => all.every((one) => this.isConstant(module, one));
    switch (expr.k) {
      case 'lit':
      case 'var':
      case 'global':
      case 'generic':
        return true;
      case 'func':
        return this.isPlainFunction(module, expr.fn);
      case 'format':
      case 'unknown':
        return are(expr.parts);
      case 'member':
        return expr.object.k !== 'import' && this.isConstant(module, expr.object);
      case 'index':
        return are([expr.object, expr.index]);
      case 'list':
        return are(expr.items.map((item) => item.value));
      case 'object':
        return expr.entries.every(
          (entry) =>
            (entry.e !== 'computed' || this.isConstant(module, entry.key)) && this.isConstant(module, entry.value),
        );
      case 'cond':
        return are([expr.test, expr.then, expr.else]);
      case 'logic':
      case 'binary':
        return are([expr.left, expr.right]);
      case 'unary':
      case 'cast':
        return this.isConstant(module, expr.value);
      case 'call':
        return this.isHarmless(module, expr.callee) && are(expr.args.map((arg) => arg.value));
      default:
        return false;
    }
  }

  /** Calling it runs no code of the program, but for constructors that only keep what they get. */
  private isHarmless(module: ModuleState, callee: Expr): boolean {
    let root = callee;
    while (root.k === 'member') root = root.object;
    if (root.k === 'global') return true;
    if (root.k !== 'var') return false;
    const value = valueOf({ module, id: root.id });
    if (value?.v === 'external' || value?.v === 'unknown') return true;
    return callee.k === 'var' && value?.v === 'class' && onlyKeeps(value.cls as ClassImpl);
  }
}

const UNCLEAR: Stmt = { k: 'break', range: { start: 0, end: 0 } };
const TABLES: ReadonlySet<Expr['k']> = new Set<Expr['k']>(['object', 'list']);
const NOTHING: Uses = { variables: new Map(), imports: [], functions: [], classes: [], usesThis: false };

export function isModule(one: Variable | ModuleState): one is ModuleState {
  return 'ir' in one;
}

export function isImport({ stmt }: Piece): boolean {
  return importOf(stmt) !== undefined;
}

/** Name of the first variable that a piece defines. */
export function nameOf({ module, defines }: Piece): string {
  return module.ir.vars[defines[0]!]?.name ?? '';
}

export function valueOf({ module, id }: Variable): Value | undefined {
  return module.frame.cells.get(id);
}

function importOf(stmt: Stmt): Imported | undefined {
  return stmt.k === 'assign' ? importIn(stmt.value) : undefined;
}

function importIn(value: Expr): Imported | undefined {
  if (value.k === 'import') return { specifier: value.specifier, level: value.level };
  if (value.k === 'member' && value.object.k === 'import')
    return { specifier: value.object.specifier, level: value.object.level, name: value.name };
  return undefined;
}

/** Constructors of the class and its bases do nothing but put arguments and constants into fields. */
function onlyKeeps(cls: ClassImpl, depth = 0): boolean {
  if (depth > 8) return false;
  for (const base of cls.bases)
    if (base.v === 'class' ? !onlyKeeps(base.cls as ClassImpl, depth + 1) : base.v !== 'external') return false;
  const plain = (expr: Expr | undefined): boolean => {
    if (expr?.k === 'object') return expr.entries.every((entry) => entry.e === 'prop' && plain(entry.value));
    if (expr?.k === 'list') return expr.items.every(({ value, spread }) => !spread && plain(value));
    return expr === undefined || expr.k === 'lit' || expr.k === 'var';
  };
  if (!cls.ir.fields.every(({ value }) => plain(value))) return false;
  const own = cls.ir.methods.find((method) => method.kind === 'constructor');
  const { body = [] } = (own && cls.module.ir.functions[own.fn]) ?? {};
  return body.every(
    (stmt) =>
      (stmt.k === 'expr' && stmt.value.k === 'lit') ||
      (stmt.k === 'assign' && stmt.target.t === 'member' && stmt.target.object.k === 'this' && plain(stmt.value)),
  );
}

/** Variables that a statement writes, at the top. */
function definedBy(stmt: Stmt, into: Set<VarId>): void {
  new WrittenWalk(into).body([stmt]);
}

class WrittenWalk extends Walk {
  constructor(private readonly into: Set<VarId>) {
    super();
  }

  protected override variable(id: VarId): void {
    this.into.add(id);
  }
}
