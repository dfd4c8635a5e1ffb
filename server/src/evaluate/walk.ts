/** A walk over statements and expressions, for questions that are asked of code before it runs. Functions in it are not entered. */
import type { Expr, Stmt, Target, VarId } from '../ir/ir';

export abstract class Walk {
  /** A variable is written; `op` and `value` where it is by an assignment of its own. */
  protected variable(_id: VarId, _op: string | undefined, _value: Expr | undefined): void {}

  /** A member of that name is written. */
  protected member(_name: string): void {}

  /** An expression that is met, before its parts. */
  protected enter(_expr: Expr): void {}

  body(stmts: readonly Stmt[]): void {
    for (const stmt of stmts) this.stmt(stmt);
  }

  protected stmt(stmt: Stmt): void {
    switch (stmt.k) {
      case 'expr':
      case 'export':
      case 'return':
      case 'throw':
        this.expr(stmt.value);
        break;
      case 'assign':
        this.target(stmt.target, stmt.op, stmt.value);
        this.expr(stmt.value);
        break;
      case 'if':
        this.expr(stmt.test);
        this.body(stmt.then);
        this.body(stmt.else);
        break;
      case 'loop':
        if (stmt.target) this.target(stmt.target);
        this.expr(stmt.iterable);
        this.expr(stmt.test);
        this.expr(stmt.update);
        this.body(stmt.body);
        break;
      case 'try':
        this.body(stmt.body);
        for (const handler of stmt.handlers) {
          if (handler.target) this.target(handler.target);
          this.body(handler.body);
        }
        this.body(stmt.finally);
        break;
      case 'with':
        for (const item of stmt.items) {
          if (item.target) this.target(item.target);
          this.expr(item.value);
        }
        this.body(stmt.body);
        break;
      case 'block':
        this.body(stmt.body);
        break;
      case 'break':
      case 'continue':
    }
  }

  protected target(target: Target, op?: string, value?: Expr): void {
    switch (target.t) {
      case 'var':
        this.variable(target.id, op, value);
        break;
      case 'member':
        this.member(target.name);
        this.expr(target.object);
        break;
      case 'index':
        this.expr(target.object);
        this.expr(target.index);
        break;
      case 'list':
        for (const item of target.items) if (item) this.target(item);
        for (const fallback of target.defaults ?? []) this.expr(fallback ?? undefined);
        if (target.rest) this.target(target.rest);
        break;
      case 'object':
        for (const prop of target.props) {
          this.target(prop.target);
          this.expr(prop.default);
        }
        if (target.rest) this.target(target.rest);
        break;
      case 'unknown':
        for (const part of target.parts) this.expr(part);
        break;
      case 'global':
    }
  }

  expr(expr: Expr | undefined): void {
    if (!expr) return;
    this.enter(expr);
    switch (expr.k) {
      case 'set':
        this.target(expr.target, expr.op, expr.value);
        this.expr(expr.value);
        break;
      case 'binary':
      case 'logic':
        this.expr(expr.left);
        this.expr(expr.right);
        break;
      case 'cond':
        this.expr(expr.test);
        this.expr(expr.then);
        this.expr(expr.else);
        break;
      case 'call':
        this.expr(expr.callee);
        for (const arg of expr.args) this.expr(arg.value);
        break;
      case 'member':
        this.expr(expr.object);
        break;
      case 'index':
        this.expr(expr.object);
        this.expr(expr.index);
        break;
      case 'unary':
      case 'await':
      case 'yield':
      case 'cast':
        this.expr(expr.value);
        break;
      case 'object':
        for (const entry of expr.entries) {
          if (entry.e === 'computed') this.expr(entry.key);
          this.expr(entry.value);
        }
        break;
      case 'list':
        for (const item of expr.items) this.expr(item.value);
        break;
      case 'comprehension':
        this.target(expr.target);
        this.expr(expr.iterable);
        for (const test of expr.tests) this.expr(test);
        this.expr(expr.element);
        break;
      case 'sequence':
        for (const item of expr.items) this.expr(item);
        break;
      case 'format':
      case 'unknown':
        for (const part of expr.parts) this.expr(part);
        break;
      case 'generic':
      case 'lit':
      case 'var':
      case 'global':
      case 'this':
      case 'super':
      case 'func':
      case 'class':
      case 'import':
    }
  }
}
