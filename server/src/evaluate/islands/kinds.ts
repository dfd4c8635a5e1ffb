/** Whether what a variable holds can change without the variable being written. */
import type { Expr, IrFunction, Target } from '../../ir/ir';
import { originalOf } from '../../ir/moved';
import type { HeapObject, Value } from '../api';
import type { ClassImpl, FunctionImpl, ModuleState } from '../state';
import { optionsOf } from '../values';
import { Walk } from '../walk';
import type { Use } from './uses';

/**
 * `shallow`: an object or list that holds nothing that could change by itself; `deep`: one that holds shallow ones; `frozen`, `frozen
 * deep`: the same of an instance whose methods change nothing of it.
 */
export type Kind = 'scalar' | 'function' | 'class' | 'shallow' | 'deep' | 'frozen' | 'frozen deep' | 'other';

/** Deeper than this nobody looks. */
const DEPTH = 3;

/** What kind of value it is, to who wants to know whether it may change. */
export function kindOf(value: Value, holder?: HeapObject, depth = 0): Kind {
  if (depth > DEPTH) return 'other';
  const kinds = new Set(optionsOf(value).map((one) => kindOfOne(one, holder, depth)));
  return kinds.size === 1 ? [...kinds][0]! : 'other';
}

/** That use may change a value of that kind. */
export function mayChange(kind: Kind, use: Use): boolean {
  if (kind === 'shallow') return use.handed || use.typed;
  if (kind === 'deep') return use.handed || use.typed || use.taken;
  return kind === 'frozen deep' && use.taken;
}

function kindOfOne(value: Value, holder: HeapObject | undefined, depth: number): Kind {
  switch (value.v) {
    case 'const':
    case 'text':
    case 'unknown':
    case 'external':
      return 'scalar';
    case 'function': {
      const { own } = value.fn as FunctionImpl;
      return own.proto || own.statics || (own.home && own.home !== holder) ? 'other' : 'function';
    }
    case 'class':
      return 'class';
    case 'object':
    case 'instance': {
      const { fields, handle, proto } = value.object;
      if (handle || proto) return 'other';
      const kind = holding([...fields.values()].map((one) => kindOf(one, value.object, depth + 1)));
      if (value.v === 'object' || kind === 'other') return kind;
      if (!isFrozen({ v: 'class', cls: value.object.cls! })) return kind;
      return kind === 'deep' ? 'frozen deep' : 'frozen';
    }
    case 'list': {
      const { items, rest, keys } = value.list;
      return holding(
        [...items, ...(rest ? [rest] : []), ...(keys ?? [])].map((one) => kindOf(one, undefined, depth + 1)),
      );
    }
    default:
      return 'other';
  }
}

function holding(kinds: readonly Kind[]): Kind {
  if (kinds.every((kind) => SCALAR.has(kind))) return 'shallow';
  return kinds.every((kind) => kind === 'shallow' || SCALAR.has(kind)) ? 'deep' : 'other';
}

const SCALAR: ReadonlySet<Kind> = new Set(['scalar', 'function', 'class']);

/** A type and nothing that runs. */
export function isTypeOnly(value: Value): boolean {
  return optionsOf(value).every((one) => one.v === 'class' && (one.cls as ClassImpl).ir.typeOnly === true);
}

/** No method of the class, nor of its bases, changes anything of an instance. */
export function isFrozen(value: Value): boolean {
  return optionsOf(value).every((one) => one.v === 'class' && keepsInstances(one.cls as ClassImpl));
}

function keepsInstances({ ir, module, bases }: ClassImpl, depth = 0): boolean {
  if (depth > 8 || !bases.every((base) => base.v === 'class' && keepsInstances(base.cls as ClassImpl, depth + 1)))
    return false;
  return ir.methods.every(({ kind, fn }) => kind === 'constructor' || !changesThis(module.ir.functions[fn]!));
}

const known = new WeakMap<IrFunction, boolean>();

function changesThis(fn: IrFunction): boolean {
  const key = originalOf(fn);
  let changes = known.get(key);
  if (changes === undefined) {
    const walk = new ChangesWalk();
    walk.body(fn.body);
    known.set(key, (changes = walk.changes));
  }
  return changes;
}

/** Whether code may change what `this` is or holds. Functions in it are taken for a change, since they are not entered. */
class ChangesWalk extends Walk {
  changes = false;

  protected override target(target: Target, op?: string, value?: Expr): void {
    if ((target.t === 'member' || target.t === 'index') && startsWithThis(target.object)) this.changes = true;
    super.target(target, op, value);
  }

  override expr(expr: Expr | undefined): void {
    if (!expr) return;
    if (expr.k === 'func' || expr.k === 'class' || expr.k === 'this') this.changes = true;
    if (expr.k === 'member' && expr.object.k === 'this') return;
    if (expr.k !== 'call' || expr.callee.k !== 'member') return super.expr(expr);
    const { object } = expr.callee;
    // A method of its own is looked at by itself; one of something in it may change that.
    if (object.k !== 'this') {
      if (startsWithThis(object)) this.changes = true;
      this.expr(object);
    }
    for (const arg of expr.args) this.expr(arg.value);
  }
}

function startsWithThis(expr: Expr): boolean {
  let at = expr;
  while (at.k === 'member' || at.k === 'index') at = at.object;
  return at.k === 'this' || at.k === 'super';
}

/** The class itself holds something that may change. */
export function isStateful(value: Value): boolean {
  return optionsOf(value).some((one) => one.v === 'class' && holdsState(one.cls as ClassImpl));
}

function holdsState({ ir, module, statics }: ClassImpl): boolean {
  for (const field of ir.fields) {
    if (!field.static || !field.value) continue;
    const isTuple = field.value.k === 'list' && field.value.of === 'tuple';
    const value = statics.fields.get(field.name);
    const kind = value ? kindOf(value) : 'scalar';
    if (kind === 'other' || (kind === 'shallow' && !isTuple)) return true;
  }
  return ir.methods.some((method) => method.static && writesThis(module, method.fn));
}

function writesThis(module: ModuleState, fn: number): boolean {
  return module.ir.functions[fn]!.body.some(
    (stmt) => stmt.k === 'assign' && stmt.target.t === 'member' && stmt.target.object.k === 'this',
  );
}
