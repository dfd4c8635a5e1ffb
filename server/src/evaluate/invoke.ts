/** Running a function of the program: frame, parameters, what an early return leaves behind, what it gives. */
import type { Arguments, CallSite, Value } from './api';
import { assign } from './assignment';
import { noteParameters, nthOf } from './checks';
import { isVeiled, veiledArguments, veiledResult } from './decorators';
import { dropVariables, holdSockets } from './effects';
import { evaluateExpr } from './expressions';
import { enterGuards } from './guards';
import type { Machine } from './machine';
import { noteRecursion } from './received-keys';
import { hasUnknown, isNothing } from './names';
import { hintFor } from './sites';
import type { Activation, FunctionImpl, ModuleState } from './state';
import { runBlock } from './statements';
import { Frame } from './store';
import { valueOfType } from './types';
import { isAbsent, joinAll, UNDEFINED, unknownValue } from './values';

/** Deeper calls are not followed. */
const MAX_DEPTH = 14;
/** A helper that everything calls is followed this often per pass; then its result is unknown. */
const MAX_ENTRIES = 200;
/** Below this depth it is followed less often: what fans out does so again and again. */
const DEEP = 5;
const MAX_DEEP_ENTRIES = 40;

/** A module's body. */
export function runBody(m: Machine, module: ModuleState): void {
  const fn = module.ir.functions[0];
  if (!fn) return;
  m.activation = {
    module,
    frame: module.frame,
    fn,
    key: `${module.path}#0`,
    returns: [],
    yields: [],
    exits: [],
    callPath: '',
    depth: 0,
    loops: m.loops.length,
    statement: fn.range,
    mark: m.store.mark(),
  };
  runBlock(m, m.input.bodies?.get(module.path) ?? fn.body);
  leave(m, m.activation);
}

/**
 * Run a function of the program on these arguments.
 * @param inline the caller awaits or returns the call: an asynchronous function runs to its end before what follows
 */
export function invoke(m: Machine, fn: FunctionImpl, given: Arguments, site: CallSite, inline = false): Value {
  const veil = isVeiled(m, fn);
  const args = veil ? veiledArguments(given) : given;
  const caller = m.activation as Activation | undefined;
  m.called.add(fn.key);
  const depth = (caller?.depth ?? 0) + 1;
  const times = (m.entered.get(fn.key) ?? 0) + 1;
  m.entered.set(fn.key, times);
  if (depth > MAX_DEPTH || times > (depth > DEEP ? MAX_DEEP_ENTRIES : MAX_ENTRIES) || isRunning(caller, fn.key)) {
    // A recursion does what is being run already; what a call beyond a limit does to its arguments is not known.
    if (isRunning(caller, fn.key)) noteRecursion(m, fn, args);
    else for (const arg of args.list) m.api.escapes(arg, 'the call is too deep to follow', site.place);
    return unknownValue('limit', fn.name);
  }
  if (m.recorder.recording) m.ran.add(fn.key);
  const { activation: outer, arms, loops, task, guards, tries, inline: awaited, returned } = m;
  const frame = new Frame(fn.module.path, fn.index, fn.frame);
  const token = fn.async && !inline ? { pending: true, switched: false } : undefined;
  const from = m.seq;
  const detach = token ?? (fn.async ? caller?.detach : undefined);
  // A call of a generator starts nothing: who iterates it runs it, and waits.
  const event =
    fn.async && !fn.ir.generator && !m.entering ? m.handlerCall(site, false, m.bindings.isLazy(m.language)) : undefined;
  const entered = m.entering;
  const unwatched = entered && m.unwatched;
  m.entering = false;
  const hint = caller && hintFor(site);
  const activation: Activation = {
    module: fn.module,
    frame,
    fn: fn.ir,
    key: fn.key,
    thisValue: fn.thisValue,
    cls: fn.cls,
    args,
    returns: [],
    yields: [],
    exits: [],
    callPath: caller
      ? `${caller.callPath}/${site.file === caller.module.path ? '' : site.file}${site.place.range.start}`
      : '',
    hint,
    depth,
    loops: loops.length,
    detach,
    unwatched,
    handler: event,
    statement: fn.ir.range,
    mark: m.store.mark(),
    caller,
    calledAt: entered ? undefined : site.name,
  };
  m.activation = activation;
  m.inline = undefined;
  m.returned = undefined;
  // What an asynchronous function throws goes to who waits for it.
  enterGuards(m, site, token !== undefined);
  m.caught = undefined;
  try {
    bindParameters(m, fn, args);
    const completion = runBlock(m, fn.ir.body);
    if (completion !== 'return') activation.returns.push(UNDEFINED);
    leave(m, activation);
    noteParameters(m, fn, args, site);
  } finally {
    m.activation = outer;
    m.arms = arms;
    m.loops = loops;
    m.guards = guards;
    m.tries = tries;
    m.inline = awaited;
    m.returned = returned;
    if (token) m.task = task;
    dropVariables(m, frame);
  }
  if (event && token && !token.switched) m.recorder.immediate(event);
  const own = resultOf(m, fn, activation);
  const result = veil ? veiledResult(m, fn, given, own) : own;
  holdSockets(m, result);
  if (!fn.async || fn.ir.generator) return result;
  const ran = token && { from, to: m.seq };
  return { v: 'promise', of: result, ...(event ? { event } : {}), ...(ran ? { ran } : {}) };
}

function resultOf(m: Machine, fn: FunctionImpl, activation: Activation): Value {
  const result = joinAll(activation.returns);
  if (isNothing(result) && fn.ir.returnType && result.v === 'unknown')
    return inScope(m, activation, () => valueOfType(m, fn.ir.returnType!, undefined, fn.name)) ?? result;
  if (!fn.ir.generator) return result;
  return {
    v: 'list',
    list: m.newList([], true, activation.yields.length > 0 ? joinAll(activation.yields) : undefined),
  };
}

function inScope<T>(m: Machine, activation: Activation, run: () => T): T {
  const saved = m.activation;
  m.activation = activation;
  try {
    return run();
  } finally {
    m.activation = saved;
  }
}

/** States of early exits flow together with the state at the end. */
function leave(m: Machine, activation: Activation): void {
  if (activation.exits.length > 0) m.store.merge(activation.exits, true);
}

function isRunning(from: Activation | undefined, key: string): boolean {
  for (let at = from; at; at = at.caller) if (at.key === key) return true;
  return false;
}

function bindParameters(m: Machine, fn: FunctionImpl, args: Arguments): void {
  let position = 0;
  for (const param of fn.ir.params) {
    if (param.rest === 'list') {
      assign(
        m,
        param.target,
        { v: 'list', list: m.newList(args.list.slice(position), args.open || args.rest !== undefined, args.rest) },
        param.range,
      );
      position = args.list.length;
      continue;
    }
    if (param.rest === 'named') {
      assign(m, param.target, { v: 'object', object: m.newObject(args.named) }, param.range);
      continue;
    }
    const given = args.named.get(param.name) ?? args.list[position] ?? (args.rest && nthOf(args.rest, position));
    position++;
    let value: Value = given ?? (args.open ? unknownValue('parameter', param.name) : UNDEFINED);
    if (param.default && (given === undefined || isAbsent(given)))
      value = args.open ? joinAll([value, evaluateExpr(m, param.default)]) : evaluateExpr(m, param.default);
    else if (param.default && given?.v === 'unknown' && given.origin === 'parameter')
      value = joinAll([given, evaluateExpr(m, param.default)]);
    if (param.type && isNothing(value) && hasUnknown(value))
      value = valueOfType(m, param.type, undefined, `${fn.name}(${param.name})`) ?? value;
    assign(m, param.target, value, param.range);
    if (param.field && m.activation.thisValue?.v === 'instance')
      m.store.write(m.activation.thisValue.object.fields, param.name, value);
  }
}
