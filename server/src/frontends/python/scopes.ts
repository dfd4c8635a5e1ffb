/**
 * Python's scopes: a name assigned anywhere in a function is local to all of it, a class's names are not seen by its methods, and a
 * comprehension has its own. So what a scope binds is collected before its body is lowered.
 */
import type { Expr, FunctionId, Target, VarId } from '../../ir/ir';
import type { Range } from '../../text/lines';
import { BUILTINS } from './builtins';
import type { Bound } from './bound';
import { range, type ClassBuilder, type Context } from './context';

/** What a name means in a scope: a variable, or one of these. */
type Binding = VarId | typeof GLOBAL | typeof NONLOCAL | typeof UNUSED;
const GLOBAL = -1;
const NONLOCAL = -2;
/** Bound in a class's body; gets a variable when the body itself reads it. */
const UNUSED = -3;

export type ScopeKind = 'module' | 'function' | 'class' | 'comprehension';

export class Scope {
  /** The parameter that is `this` here. */
  receiver: string | undefined;
  /** Variable that keeps `this` for methods of classes inside this one. */
  receiverVar: VarId | undefined;
  /** A method, or anything else with a `this` of its own. */
  ownThis = false;
  /** `this` is the enclosing function's. */
  lexicalThis = false;
  /** Names of a class's body that are bound by now: until then they mean what they mean outside (`ctx = ctx`). */
  readonly seen = new Set<string>();
  /** The class whose body this is, or whose method. */
  builder: ClassBuilder | undefined;

  constructor(
    readonly kind: ScopeKind,
    readonly parent: Scope | undefined,
    /** Function whose frame holds its variables. */
    readonly fn: FunctionId,
    readonly names = new Map<string, Binding>(),
  ) {}

  get module(): Scope {
    let scope: Scope = this;
    while (scope.parent) scope = scope.parent;
    return scope;
  }

  /** The nearest scope that is a function or the module. */
  get function(): Scope {
    let scope: Scope = this;
    while (scope.parent && scope.kind !== 'function') scope = scope.parent;
    return scope;
  }

  /** The class whose method this is in, or whose body. */
  get classAround(): ClassBuilder | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) if (scope.builder) return scope.builder;
    return undefined;
  }

  declare(cx: Context, name: string): VarId {
    const known = this.names.get(name);
    if (known !== undefined && known >= 0) return known;
    if (this.kind === 'module') {
      // The module's variables are numbered before anything is lowered: it is lowered again with this one among them.
      cx.undeclared.add(name);
      return 0;
    }
    // The class's name in front keeps it apart from the module's variables, which other files import by name.
    const id = cx.newVar(this.kind === 'class' ? `${this.builder?.name ?? ''}.${name}` : name, this.fn);
    this.names.set(name, id);
    return id;
  }

  /** Take in what a body binds. */
  bind(cx: Context, bound: Bound): void {
    for (const name of bound.globals) {
      this.names.set(name, GLOBAL);
      this.module.declare(cx, name);
    }
    for (const name of bound.nonlocals) this.names.set(name, NONLOCAL);
    for (const name of bound.names.keys()) {
      if (this.names.has(name)) continue;
      if (this.kind === 'class') this.names.set(name, UNUSED);
      else this.declare(cx, name);
    }
  }

  /** The variable of a class's name, when its body read or wrote it as one. */
  variableOf(name: string): VarId | undefined {
    const binding = this.names.get(name);
    return binding !== undefined && binding >= 0 ? binding : undefined;
  }
}

type Found = { readonly id: VarId } | 'this' | undefined;

function lookup(cx: Context, name: string): Found {
  let crossed = false;
  for (let scope: Scope | undefined = cx.scope; scope; scope = scope.parent) {
    if (scope.kind === 'class' && (scope !== cx.scope || !scope.seen.has(name))) continue;
    if (scope.kind === 'module') cx.asked.add(name);
    const binding = scope.names.get(name);
    if (binding === GLOBAL) {
      cx.asked.add(name);
      const id = scope.module.variableOf(name);
      return id === undefined ? undefined : { id };
    }
    if (binding === UNUSED) return { id: scope.declare(cx, name) };
    if (binding !== undefined && binding !== NONLOCAL) return { id: binding };
    if (scope.receiver === name) {
      if (!crossed) return 'this';
      // `this` means another object here: the method keeps its own in a variable.
      scope.receiverVar ??= cx.newVar(name, scope.fn);
      return { id: scope.receiverVar };
    }
    crossed ||= scope.ownThis;
  }
  return undefined;
}

/** A name as a value. */
export function readName(cx: Context, name: string, at: Range): Expr {
  const where = range(at);
  const found = lookup(cx, name);
  if (found === 'this') return { k: 'this', range: where };
  if (found) return { k: 'var', id: found.id, range: where };
  if (cx.module.stars.length > 0 && !BUILTINS.has(name)) return fromStars(cx, name, where);
  return { k: 'global', name, range: where };
}

/** The last star import that has the name gives it. */
function fromStars(cx: Context, name: string, at: Range): Expr {
  const member = (module: Expr): Expr => ({ k: 'member', object: module, name, nameRange: at, range: at });
  cx.usesStars = true;
  return cx.module.stars
    .map(member)
    .reduce((earlier, later) => ({ k: 'logic', op: 'nullish', left: later, right: earlier, range: at }));
}

/** A name as the target of an assignment. */
export function writeName(cx: Context, name: string, at: Range): Target {
  const where = range(at);
  // The parser made it up to go on.
  if (name === '') return { t: 'unknown', parts: [], range: where };
  cx.scope.seen.add(name);
  const found = lookup(cx, name);
  // Not collected (code the parser could not make sense of): the name is bound where it stands.
  const id = found !== undefined && found !== 'this' ? found.id : cx.scope.declare(cx, name);
  cx.countWrite(id);
  return { t: 'var', id, range: where };
}

/** `a.b.c` written in a text of its own (an annotation in quotes), which starts at an offset of the file. */
export function dottedName(cx: Context, written: string, offset: number): Expr | undefined {
  if (!/^\s*[^\W\d]\w*(\s*\.\s*[^\W\d]\w*)*\s*$/u.test(written)) return undefined;
  let expr: Expr | undefined;
  for (const match of written.matchAll(/\w+/gu)) {
    const nameRange = { start: offset + match.index, end: offset + match.index + match[0].length };
    expr = expr
      ? { k: 'member', object: expr, name: match[0], nameRange, range: { start: expr.range.start, end: nameRange.end } }
      : readName(cx, match[0], nameRange);
  }
  return expr;
}
