/**
 * What must hold of every IR module, whatever the text was: ranges lie in the text and in their parents, ids exist, every function is
 * used exactly once. Returns what does not hold.
 */
import type { Arg, CallExpr, Expr, IrModule, ObjectEntry, Stmt, Target } from '../../server/src/ir/ir';
import type { Range } from '../../server/src/text/lines';

export function checkModule(module: IrModule, length: number): string[] {
  const check = new Check(module, length);
  check.run();
  return check.errors;
}

/** Every call of the module, in no order. */
export function callsOf(module: IrModule): CallExpr[] {
  const check = new Check(module, Infinity);
  check.run();
  return check.calls;
}

class Check {
  readonly errors: string[] = [];
  readonly calls: CallExpr[] = [];
  private readonly uses: number[];
  private readonly seen = new Set<Expr>();

  constructor(
    private readonly module: IrModule,
    private readonly length: number,
  ) {
    this.uses = module.functions.map(() => 0);
  }

  run(): void {
    const { module } = this;
    const whole = { start: 0, end: this.length };
    module.functions.forEach((fn, id) => {
      this.within(fn.range, whole, `function ${fn.name}`);
      if (fn.nameRange) this.within(fn.nameRange, fn.range, `name of ${fn.name}`);
      if (id === 0 ? fn.parent !== -1 : !(fn.parent >= 0 && fn.parent < module.functions.length))
        this.errors.push(`parent of function ${id} ${fn.name}`);
      for (const param of fn.params) {
        this.within(param.range, fn.range, `parameter ${param.name}`);
        this.target(param.target, param.range);
        if (param.default) this.expr(param.default, param.range);
        if (param.type) this.type(param.type);
      }
      for (const decorator of fn.decorators) this.expr(decorator, fn.range);
      if (fn.returnType) this.type(fn.returnType);
      this.stmts(fn.body, fn.range);
    });
    for (const cls of module.classes) {
      this.within(cls.range, whole, `class ${cls.name}`);
      for (const base of cls.bases) {
        if (cls.typeOnly) this.type(base);
        else this.expr(base, cls.range);
      }
      for (const field of cls.fields) {
        if (!cls.typeOnly) this.within(field.nameRange, cls.range, `field ${field.name}`);
        if (field.value) this.expr(field.value, cls.range);
        if (field.type) this.type(field.type);
      }
      for (const method of cls.methods) this.use(method.fn);
    }
    for (const { name, owner, type } of module.vars) {
      if (!module.functions[owner]) this.errors.push(`owner of ${name}`);
      if (type) this.type(type);
    }
    for (const { range, specifier } of module.imports) this.within(range, whole, `import ${specifier}`);
    for (const { range } of [...module.comments, ...module.problems]) this.within(range, whole, 'comment or problem');
    this.uses.forEach((n, id) => {
      if (id > 0 && n !== 1) this.errors.push(`function ${id} ${module.functions[id]!.name} used ${n} times`);
    });
  }

  private within(range: Range, parent: Range, what: string): void {
    // What is not there lies where the parser missed it, which may be in front of its parent's first token.
    if (range.start === range.end && range.start >= 0 && range.end <= this.length) return;
    const ok =
      range.start >= 0 &&
      range.start <= range.end &&
      range.end <= this.length &&
      range.start >= parent.start &&
      range.end <= parent.end;
    if (!ok)
      this.errors.push(
        `${what}: ${range.start}-${range.end} not in ${parent.start}-${Math.min(parent.end, this.length)}`,
      );
  }

  private use(fn: number): void {
    if (this.uses[fn] === undefined) this.errors.push(`no function ${fn}`);
    else this.uses[fn]++;
  }

  private stmts(stmts: readonly Stmt[], parent: Range): void {
    for (const stmt of stmts) this.stmt(stmt, parent);
  }

  private stmt(stmt: Stmt, parent: Range): void {
    const { range } = stmt;
    this.within(range, parent, stmt.k);
    switch (stmt.k) {
      case 'expr':
      case 'export':
        this.expr(stmt.value, range);
        break;
      case 'assign':
        this.target(stmt.target, range);
        if (this.isType(stmt)) this.type(stmt.value);
        else this.expr(stmt.value, range);
        break;
      case 'if':
        this.expr(stmt.test, range);
        this.stmts(stmt.then, range);
        this.stmts(stmt.else, range);
        break;
      case 'loop':
        if (stmt.target) this.target(stmt.target, range);
        for (const expr of [stmt.iterable, stmt.test, stmt.update]) if (expr) this.expr(expr, range);
        this.stmts(stmt.body, range);
        break;
      case 'try':
        this.stmts(stmt.body, range);
        for (const handler of stmt.handlers) {
          this.within(handler.range, range, 'handler');
          if (handler.target) this.target(handler.target, handler.range);
          for (const type of handler.types) this.expr(type, handler.range);
          this.stmts(handler.body, handler.range);
        }
        this.stmts(stmt.finally, range);
        break;
      case 'with':
        for (const { value, target } of stmt.items) {
          this.expr(value, range);
          if (target) this.target(target, range);
        }
        this.stmts(stmt.body, range);
        break;
      case 'return':
      case 'throw':
        if (stmt.value) this.expr(stmt.value, range);
        break;
      case 'block':
        this.stmts(stmt.body, range);
        break;
      case 'break':
      case 'continue':
    }
  }

  /** A hoisted alias: the value is a type. */
  private isType(stmt: Stmt & { k: 'assign' }): boolean {
    return stmt.hoisted === true && stmt.value.k !== 'func' && stmt.value.k !== 'class';
  }

  private target(target: Target, parent: Range): void {
    this.within(target.range, parent, `target ${target.t}`);
    const { range } = target;
    switch (target.t) {
      case 'var':
        this.variable(target.id);
        break;
      case 'member':
        this.within(target.nameRange, range, 'name of target');
        this.expr(target.object, range);
        break;
      case 'index':
        this.expr(target.object, range);
        this.expr(target.index, range);
        break;
      case 'list':
        if (target.defaults && target.defaults.length !== target.items.length) this.errors.push('defaults not in step');
        for (const item of target.items) if (item) this.target(item, range);
        for (const initial of target.defaults ?? []) if (initial) this.expr(initial, range);
        if (target.rest) this.target(target.rest, range);
        break;
      case 'object':
        for (const prop of target.props) {
          this.within(prop.keyRange, range, `key ${prop.key}`);
          this.target(prop.target, range);
          if (prop.default) this.expr(prop.default, range);
        }
        if (target.rest) this.target(target.rest, range);
        break;
      case 'unknown':
        for (const part of target.parts) this.expr(part, range);
        break;
      case 'global':
    }
  }

  private variable(id: number): void {
    if (!this.module.vars[id]) this.errors.push(`no variable ${id}`);
  }

  /** Types share pieces (a type parameter stands for its constraint), so only ids and bounds hold of them. */
  private type(expr: Expr): void {
    this.expr(expr, undefined);
  }

  private expr(expr: Expr, parent: Range | undefined): void {
    if (!parent) {
      if (this.seen.has(expr)) return;
      this.seen.add(expr);
    }
    this.within(expr.range, parent ?? { start: 0, end: this.length }, `expr ${expr.k}`);
    const range = parent && expr.range;
    const each = (list: readonly (Expr | undefined)[]): void => {
      for (const one of list) if (one) this.expr(one, range);
    };
    switch (expr.k) {
      case 'format':
      case 'unknown':
        each(expr.parts);
        break;
      case 'var':
        this.variable(expr.id);
        break;
      case 'member':
        this.within(expr.nameRange, expr.range, `name ${expr.name}`);
        each([expr.object]);
        break;
      case 'index':
        each([expr.object, expr.index]);
        break;
      case 'call':
        this.calls.push(expr);
        if (expr.argsRange) this.within(expr.argsRange, expr.range, 'arguments');
        each([expr.callee]);
        for (const arg of expr.args) this.arg(arg, expr.argsRange ?? expr.range);
        break;
      case 'object':
        for (const entry of expr.entries) this.entry(entry, expr.range, range);
        break;
      case 'list':
        each(expr.items.map((item) => item.value));
        break;
      case 'func':
        this.use(expr.fn);
        break;
      case 'class':
        if (!this.module.classes[expr.class]) this.errors.push(`no class ${expr.class}`);
        break;
      case 'cond':
        each([expr.test, expr.then, expr.else]);
        break;
      case 'logic':
      case 'binary':
        each([expr.left, expr.right]);
        break;
      case 'unary':
      case 'await':
      case 'yield':
        each([expr.value]);
        break;
      case 'set':
        this.target(expr.target, expr.range);
        each([expr.value]);
        break;
      case 'cast':
        each([expr.value]);
        this.type(expr.type);
        break;
      case 'generic':
        each([expr.head, ...expr.args]);
        break;
      case 'comprehension':
        this.target(expr.target, expr.range);
        each([expr.iterable, ...expr.tests, expr.element]);
        break;
      case 'sequence':
        each(expr.items);
        break;
      case 'lit':
      case 'global':
      case 'this':
      case 'super':
      case 'import':
    }
  }

  private arg(arg: Arg, parent: Range): void {
    this.within(arg.range, parent, 'argument');
    if (arg.nameRange) this.within(arg.nameRange, arg.range, 'argument name');
    this.expr(arg.value, arg.range);
  }

  private entry(entry: ObjectEntry, parent: Range, nested: Range | undefined): void {
    this.within(entry.range, parent, `entry ${entry.e}`);
    const range = nested && entry.range;
    if (entry.e === 'prop') this.within(entry.keyRange, entry.range, `key ${entry.key}`);
    if (entry.e === 'computed') this.expr(entry.key, range);
    this.expr(entry.value, range);
  }
}
