/** Modules of the unit: running a body once, exports, what an import stands for. */
import type { ExternalName } from '../bindings/binding';
import type { Expr, IrModule, VarId } from '../ir/ir';
import type { Value } from './api';
import { evaluateExpr } from './expressions';
import { noteHint } from './hints';
import { runBody } from './invoke';
import type { Machine } from './machine';
import { readExternal } from './names';
import { standApart, Standing } from './standing';
import type { ClassImpl, FunctionImpl, ModuleState } from './state';
import { Frame } from './store';
import { unknownValue } from './values';

const keys = new WeakMap<IrModule, readonly string[]>();

/** Names for the functions of a module that are the same in every pass and part. */
function keysOf(ir: IrModule): readonly string[] {
  let known = keys.get(ir);
  if (!known) keys.set(ir, (known = ir.functions.map((_, index) => `${ir.path}#${index}`)));
  return known;
}

export function declareModules(m: Machine): void {
  const { modules, bodies } = m.input;
  for (const ir of bodies ? modules.filter(({ path }) => bodies.has(path)) : modules) {
    const exports = new Map<string, Value>();
    const namespace = m.newObject();
    const state: ModuleState = {
      ir,
      keys: keysOf(ir),
      made: [],
      path: ir.path,
      frame: new Frame(ir.path, 0, undefined),
      exports,
      namespace,
      stars: [],
      live: new Map(),
      state: 'new',
      cut: false,
      task: -1,
    };
    m.moduleOf.set(namespace, state);
    m.modules.set(ir.path, state);
  }
}

/** Run a module's body, once; an import cycle sees what has been exported so far. */
export function runModule(m: Machine, module: ModuleState): void {
  if (module.state !== 'new') return;
  module.state = 'running';
  m.runningModules++;
  const saved = new Standing(m);
  // A module's body runs to its end where it is first imported.
  const importer = m.activation as Machine['activation'] | undefined;
  module.task = m.newTask('module', importer ? m.task : -1, m.seq, module.path, {
    file: module.path,
    range: module.ir.functions[0]?.range ?? { start: 0, end: 0 },
  });
  standApart(m, module.task, []);
  const mark = m.store.mark();
  const waiting = [...m.modules.values()].filter((one) => one.state === 'new').length;
  try {
    if (!m.budget.withBodyShare(waiting, () => runBody(m, module))) {
      // What it did may have happened; what it would have put into its variables is not known.
      m.store.merge([m.store.take(mark)], true);
      module.cut = true;
      m.recorder.cutBody(module.path, m.place(module.ir.functions[0]!.range), m.now());
    }
  } finally {
    saved.restore(m);
    module.state = 'done';
    m.runningModules--;
  }
}

/** What `import 'specifier'` is worth here. */
export function importValue(m: Machine, specifier: string, level: number): Value {
  const path = m.input.resolve(m.file, specifier, level);
  if (path !== undefined) {
    const module = m.modules.get(path);
    if (!module) return unknownValue('import', specifier);
    runModule(m, module);
    return module.exports.get('=') ?? { v: 'object', object: module.namespace };
  }
  if (level > 0 || specifier.startsWith('.') || specifier.startsWith('/')) return unknownValue('import', specifier);
  return { v: 'external', name: { module: specifier, path: [] } };
}

/** `from package import submodule`: undefined when the name is an ordinary export. */
export function submodule(m: Machine, expr: Expr & { k: 'import' }, name: string): Value | undefined {
  const path = m.input.resolve(m.file, expr.specifier, expr.level);
  const module = path === undefined ? undefined : m.modules.get(path);
  if (module && !module.ir.exportsAllNames) return undefined;
  if (module) {
    runModule(m, module);
    if (nameIn(module, name)) return undefined;
  }
  const inner = expr.specifier ? `${expr.specifier}.${name}` : name;
  return moduleAt(m, m.file, inner, expr.level);
}

/** `import whole from './cjs'`: the default of a module that exports one value is that value. */
export function wholeModule(m: Machine, expr: Expr & { k: 'import' }, name: string): Value | undefined {
  if (name !== 'default') return undefined;
  const path = m.input.resolve(m.file, expr.specifier, expr.level);
  const module = path === undefined ? undefined : m.modules.get(path);
  if (!module) return undefined;
  runModule(m, module);
  const whole = module.exports.get('=');
  const own = whole?.v === 'object' || whole?.v === 'instance' ? whole.object.fields.get(name) : undefined;
  return own ? undefined : whole;
}

function nameIn(module: ModuleState, name: string): boolean {
  return module.exports.has(name) || variableValue(module, name) !== undefined;
}

function variableValue(module: ModuleState, name: string): Value | undefined {
  if (!module.ir.exportsAllNames) return undefined;
  // The module's own names come first; a comprehension's variable of the same name comes later.
  for (const [id, variable] of module.ir.vars.entries()) {
    if (variable.owner === 0 && variable.name === name) {
      const value = module.frame.cells.get(id);
      if (value) return value;
    }
  }
  return undefined;
}

/** A name another module exports. */
export function exported(m: Machine, module: ModuleState, name: string): Value {
  return (
    find(m, module, name, new Set()) ??
    (module.ir.exportsAllNames ? moduleAt(m, module.path, name, 1) : undefined) ??
    unknownValue('import', name)
  );
}

/** `import a.b` makes the module `b` an attribute of `a`; here where `a` itself is no file of the unit. */
export function innerModule(m: Machine, outer: ExternalName, name: string): Value | undefined {
  if (!m.activation.module.ir.exportsAllNames || m.bindingFor(outer.module)) return undefined;
  return moduleAt(m, m.file, [outer.module, ...outer.path, name].join('.'), 0);
}

function moduleAt(m: Machine, from: string, specifier: string, level: number): Value | undefined {
  const path = m.input.resolve(from, specifier, level);
  const module = path === undefined ? undefined : m.modules.get(path);
  if (!module) return undefined;
  runModule(m, module);
  return { v: 'object', object: module.namespace };
}

function find(m: Machine, module: ModuleState, name: string, seen: Set<ModuleState>): Value | undefined {
  if (seen.has(module)) return undefined;
  seen.add(module);
  const live = module.live.get(name);
  const own =
    (live === undefined ? undefined : module.frame.cells.get(live)) ??
    module.exports.get(name) ??
    variableValue(module, name) ??
    module.namespace.fields.get(name);
  if (own) return own;
  const whole = module.exports.get('=');
  if (whole && name === 'default') return whole;
  for (const star of module.stars) {
    // What an outside module exports is not known here: any name may be its.
    const value = 'ir' in star ? find(m, star, name, seen) : externalStar(m, star, name);
    if (value) return value;
  }
  return undefined;
}

function externalStar(m: Machine, star: ExternalName, name: string): Value {
  return readExternal(m, star.module, [...star.path, name], { k: 'this', range: m.activation.statement });
}

/**
 * A name imported from a file that was still running (an import cycle), or a variable that is written later: what it is by now.
 * @returns undefined for variables that are no imports
 */
export function importedNow(m: Machine, module: ModuleState, id: VarId): Value | undefined {
  let imports = m.importedVars.get(module);
  if (!imports) {
    imports = new Map();
    for (const stmt of module.ir.functions[0]?.body ?? [])
      if (stmt.k === 'assign' && stmt.target.t === 'var' && isImport(stmt.value))
        imports.set(stmt.target.id, stmt.value);
    m.importedVars.set(module, imports);
  }
  const expr = imports.get(id);
  return expr && evaluateExpr(m, expr);
}

function isImport(expr: Expr): boolean {
  return expr.k === 'import' || (expr.k === 'member' && expr.object.k === 'import');
}

export function exportName(m: Machine, name: string, expr: Expr): void {
  const { module } = m.activation;
  if (name === '*') {
    const value = evaluateExpr(m, expr);
    if (value.v === 'external') module.stars.push(value.name);
    const star = value.v === 'object' ? m.moduleOf.get(value.object) : undefined;
    if (star) module.stars.push(star);
    return;
  }
  noteHint(m, { t: 'global', name, range: expr.range }, expr);
  const value = evaluateExpr(m, expr);
  m.api.keep(value);
  module.exports.set(name, value);
  if (expr.k === 'var' && module.ir.vars[expr.id]?.owner === 0 && name !== '=') module.live.set(name, expr.id);
  if (name === '=') return;
  // `exports.x` reads back as a field of the namespace; after `module.exports = f` it is a field of that.
  m.store.write(module.namespace.fields, name, value);
  const whole = module.exports.get('=');
  if (whole?.v === 'object' || whole?.v === 'instance') m.store.write(whole.object.fields, name, value);
  else if (whole?.v === 'function')
    m.store.write(((whole.fn as FunctionImpl).own.statics ??= m.newObject()).fields, name, value);
  else if (whole?.v === 'class') m.store.write((whole.cls as ClassImpl).statics.fields, name, value);
}
