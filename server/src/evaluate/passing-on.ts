/**
 * Decorators of the program, by their form: the function itself is given back, or a wrapper that hands its own parameters on as they came
 * and gives what it gets. A wrapper that looks at them first may refuse some, or hand on something else.
 */
import type { CallExpr, Expr, FunctionId, IrFunction, IrModule, Stmt, VarId } from '../ir/ir';
import { Walk } from './walk';

/** What a function is called with and returns, for who asks by its form. Functions in it are not entered. */
class Look extends Walk {
  readonly returned: Expr[] = [];
  readonly calls: CallExpr[] = [];
  readonly reads = new Map<VarId, number>();
  /** By variable: what was assigned, undefined where that is no plain expression. */
  readonly written = new Map<VarId, (Expr | undefined)[]>();

  constructor({ body }: IrFunction) {
    super();
    this.body(body);
  }

  protected override stmt(stmt: Stmt): void {
    if (stmt.k === 'return' && stmt.value) this.returned.push(stmt.value);
    super.stmt(stmt);
  }

  protected override enter(expr: Expr): void {
    if (expr.k === 'call') this.calls.push(expr);
    else if (expr.k === 'var') this.reads.set(expr.id, (this.reads.get(expr.id) ?? 0) + 1);
  }

  protected override variable(id: VarId, op: string | undefined, value: Expr | undefined): void {
    const values = this.written.get(id);
    const plain = op === undefined ? value : undefined;
    if (values) values.push(plain);
    else this.written.set(id, [plain]);
  }
}

/** Of a wrapper's own decorators, as of the decorated function's: does any change what is called? */
export type Unchanged = (fn: IrFunction) => boolean;

/**
 * Does calling what this decorator gives call the function below with the same arguments?
 * @param made the decorator is what this function returns (`@retry(times=3)`)
 */
export function passesOn(ir: IrModule, fn: IrFunction, made: boolean, unchanged: Unchanged): boolean {
  if (fn.async || fn.generator || !unchanged(fn)) return false;
  const look = new Look(fn);
  const { returned } = look;
  if (made) {
    const inner = returned.map((one) => functionOf(look, one));
    return (
      inner.length > 0 && inner.every((id) => id !== undefined && passesOn(ir, ir.functions[id]!, false, unchanged))
    );
  }
  const below = variableOf(fn, 0);
  if (below === undefined || look.written.has(below) || returned.length === 0) return false;
  return returned.every((one) => {
    if (one.k === 'var' && one.id === below) return true;
    const id = functionOf(look, one);
    const wrapper = id === undefined ? undefined : ir.functions[id]!;
    return wrapper !== undefined && unchanged(wrapper) && isPlainWrapper(wrapper, below);
  });
}

function variableOf({ params }: IrFunction, position: number): VarId | undefined {
  const param = params[position];
  return param?.target.t === 'var' && param.rest === undefined ? param.target.id : undefined;
}

/** The function that an expression is, by itself or by the one name it was given. */
function functionOf(look: Look, expr: Expr): FunctionId | undefined {
  if (expr.k === 'func') return expr.fn;
  const values = expr.k === 'var' ? look.written.get(expr.id) : undefined;
  const value = values?.length === 1 ? values[0] : undefined;
  return value?.k === 'func' ? value.fn : undefined;
}

/** Its parameters are for the function below alone, and what that gives is what it gives. */
function isPlainWrapper(wrapper: IrFunction, below: VarId): boolean {
  const look = new Look(wrapper);
  const calls = look.calls.filter(({ callee }) => callee.k === 'var' && callee.id === below);
  if (calls.length === 0 || !calls.every((call) => handsOn(wrapper, call))) return false;
  const own = wrapper.params.flatMap(({ target }) => (target.t === 'var' ? [target.id] : []));
  if (own.some((id) => look.written.has(id) || look.reads.get(id) !== calls.length)) return false;
  return look.returned.every((value) => {
    const values = value.k === 'var' ? (look.written.get(value.id) ?? [undefined]) : [value];
    return values.every((one) => one !== undefined && (one.k === 'lit' || calls.includes(awaited(one) as CallExpr)));
  });
}

function awaited(expr: Expr): Expr {
  return expr.k === 'await' ? expr.value : expr;
}

/** The same arguments, one by one. */
function handsOn({ params }: IrFunction, { args }: CallExpr): boolean {
  return (
    params.length === args.length &&
    params.every(({ target, rest, name }, at) => {
      const arg = args[at]!;
      const same = arg.value.k === 'var' && target.t === 'var' && arg.value.id === target.id;
      return same && arg.spread === rest && (arg.name === undefined || arg.name === name);
    })
  );
}
