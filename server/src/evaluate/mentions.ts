/** What the code of a module says before it runs: names it mentions, members and variables it writes. */
import type { Expr, IrFunction, IrModule, Stmt, Target, VarId } from '../ir/ir';
import { type Move, originalOf, originOf } from '../ir/moved';
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
    for (const fn of module.functions) walk.take(inFunction(module, fn), originOf(fn)?.to);
    for (const cls of module.classes)
      for (const field of cls.fields) {
        walk.expr(field.value);
        if (field.value) walk.members.add(field.name);
      }
    found = walk.said;
    known.set(module, found);
  }
  return found;
}

/** Of functions that are no copies: what is said in one is the same wherever an edit moves it, but for the numbers. */
const ofFunctions = new WeakMap<IrFunction, Mentions>();

/** @returns variables in the numbers of what the function was copied from */
function inFunction(module: IrModule, fn: IrFunction): Mentions {
  const origin = originOf(fn);
  const key = originalOf(fn);
  let found = ofFunctions.get(key);
  if (!found) {
    const walk = new Names(module);
    walk.body(fn.body);
    for (const param of fn.params) {
      walk.parameter(param.target, param.default);
      if (param.field) walk.members.add(param.name);
    }
    const { names, members, variables } = walk.said;
    found = { names, members, variables: origin ? renumbered(variables, origin.from) : variables };
    ofFunctions.set(key, found);
  }
  return found;
}

function renumbered(ids: ReadonlySet<VarId>, move: Move): ReadonlySet<VarId> {
  return new Set(Array.from(ids, (id) => move.variable(id)));
}

/** What the modules say of names. */
export function namesOf(modules: readonly IrModule[]): UnitNames {
  return {
    mentions: (name) => modules.some((module) => mentionsOf(module).names.has(name)),
    writesMember: (name) => modules.some((module) => mentionsOf(module).members.has(name)),
  };
}

class Names extends Walk {
  private readonly names = new Set<string>();
  readonly members = new Set<string>();
  private readonly variables = new Set<VarId>();

  constructor(private readonly module: IrModule) {
    super();
  }

  get said(): Mentions {
    const { names, members, variables } = this;
    return { names, members, variables };
  }

  /** @param move from the numbers of its variables to those of the module */
  take({ names, members, variables }: Mentions, move: Move | undefined): void {
    for (const name of names) this.names.add(name);
    for (const name of members) this.members.add(name);
    for (const id of variables) this.variables.add(move ? move.variable(id) : id);
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
