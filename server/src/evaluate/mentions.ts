/** What the code of a module says before it runs: names it mentions, members and variables it writes. */
import type { Expr, IrModule, Stmt, Target, VarId } from '../ir/ir';
import type { UnitNames } from './state';
import { Walk } from './walk';

export interface Mentions {
  /** Names that are used, other than to declare or export them: what nobody mentions, nobody in the unit calls. */
  readonly names: ReadonlySet<string>;
  /** Names of members that are assigned. */
  readonly members: ReadonlySet<string>;
  readonly variables: ReadonlySet<VarId>;
}

const known = new WeakMap<IrModule, Mentions>();

export function mentionsOf(module: IrModule): Mentions {
  let found = known.get(module);
  if (!found) {
    const walk = new Names(module);
    for (const fn of module.functions) {
      walk.body(fn.body);
      for (const param of fn.params) {
        walk.parameter(param.target, param.default);
        if (param.field) walk.members.add(param.name);
      }
    }
    for (const cls of module.classes)
      for (const field of cls.fields) {
        walk.expr(field.value);
        if (field.value) walk.members.add(field.name);
      }
    known.set(module, (found = walk));
  }
  return found;
}

/** What the modules say of names. */
export function namesOf(modules: readonly IrModule[]): UnitNames {
  return {
    mentions: (name) => modules.some((module) => mentionsOf(module).names.has(name)),
    writesMember: (name) => modules.some((module) => mentionsOf(module).members.has(name)),
  };
}

class Names extends Walk implements Mentions {
  readonly names = new Set<string>();
  readonly members = new Set<string>();
  readonly variables = new Set<VarId>();

  constructor(private readonly module: IrModule) {
    super();
  }

  parameter(target: Target, fallback: Expr | undefined): void {
    this.target(target);
    this.expr(fallback);
  }

  protected override stmt(stmt: Stmt): void {
    if (stmt.k !== 'export' || stmt.value.k !== 'var') super.stmt(stmt);
  }

  protected override variable(id: VarId): void {
    this.variables.add(id);
  }

  protected override member(name: string): void {
    this.members.add(name);
  }

  protected override enter(expr: Expr): void {
    if (expr.k === 'member') this.names.add(expr.name);
    else if (expr.k === 'var') this.names.add(this.module.vars[expr.id]?.name ?? '');
  }
}
