/** Which names the code of a module mentions besides declaring and exporting them: what nobody mentions, nobody in the unit calls. */
import type { Expr, IrModule, Stmt } from '../ir/ir';
import { Walk } from './walk';

const known = new WeakMap<IrModule, ReadonlySet<string>>();

export function mentionedIn(module: IrModule): ReadonlySet<string> {
  let names = known.get(module);
  if (!names) {
    const walk = new Names(module);
    for (const fn of module.functions) {
      walk.body(fn.body);
      for (const param of fn.params) walk.expr(param.default);
    }
    for (const cls of module.classes) for (const field of cls.fields) walk.expr(field.value);
    known.set(module, (names = walk.names));
  }
  return names;
}

class Names extends Walk {
  readonly names = new Set<string>();

  constructor(private readonly module: IrModule) {
    super();
  }

  protected override stmt(stmt: Stmt): void {
    if (stmt.k !== 'export' || stmt.value.k !== 'var') super.stmt(stmt);
  }

  protected override enter(expr: Expr): void {
    if (expr.k === 'member') this.names.add(expr.name);
    else if (expr.k === 'var') this.names.add(this.module.vars[expr.id]?.name ?? '');
  }
}
