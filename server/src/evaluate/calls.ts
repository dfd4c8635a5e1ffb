/** Calls of the abstract run: who is called, with what, and what becomes of the result. */
import type { CallExpr, Expr, FunctionId } from '../ir/ir';
import type { Place } from '../model/model';
import type { Arguments, CallSite, Value } from './api';
import { construct, constructBases, findMethod, instantiate, methodFunction } from './classes';
import { evaluateExpr, isNothing, memberOf, protoOf, valueOfType } from './expressions';
import type { Activation, ClassImpl, FunctionImpl, Machine, ModuleState } from './machine';
import { assign, runBlock } from './statements';
import type { Frame } from './store';
import { joinAll, newList, newObject, optionsOf, taintOfValue, UNDEFINED, unknownValue } from './values';
import { submodule } from './modules';

/** Deeper calls are not followed; the same function is entered at most twice on one path. */
const MAX_DEPTH = 14;

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();
export const noArguments: Arguments = {
  list: [],
  named: NOTHING,
  places: [],
  namedPlaces: NOTHING,
  open: false,
  at: () => undefined,
  placeAt: () => undefined,
  nameAt: () => undefined,
};

export function callExpression(m: Machine, call: CallExpr): Value {
  const { callee } = call;
  const inline = m.inline === call || m.returned === call;
  if (callee.k === 'member') {
    if (callee.object.k === 'super') return callSuper(m, call, callee.name);
    const receiver =
      (callee.object.k === 'import' ? submodule(m, callee.object, callee.name) : undefined) ??
      evaluateAside(m, callee.object);
    if (call.optional || callee.optional ? isAbsent(receiver) : false) return UNDEFINED;
    const args = evaluateArguments(m, call);
    const site = m.site(call);
    return each(m, receiver, (one) => callMember(m, one, callee, args, site, inline));
  }
  const target = evaluateAside(m, callee);
  const args = evaluateArguments(m, call);
  const site = m.site(call);
  return each(m, target, (one) => callValue(m, one, args, site, inline, callee));
}

/** The callee of an awaited call is not awaited itself. */
function evaluateAside(m: Machine, expr: Expr): Value {
  const { inline, returned } = m;
  m.inline = undefined;
  m.returned = undefined;
  const value = evaluateExpr(m, expr);
  m.inline = inline;
  m.returned = returned;
  return value;
}

function isAbsent(value: Value): boolean {
  return value.v === 'const' && (value.value === undefined || value.value === null);
}

/** Each possible callee in an arm of its own; `null` and `undefined` are no callees. */
function each(m: Machine, value: Value, run: (one: Value) => Value): Value {
  const options = optionsOf(value).filter((one) => !isAbsent(one));
  if (options.length === 0) return unknownValue('call');
  if (options.length === 1) return run(options[0]!);
  const results: Value[] = [];
  // The same code on another object: one of them runs, but each must count as if it did.
  for (const one of options) results.push(run(one));
  return joinAll(results);
}

export function evaluateArguments(m: Machine, call: CallExpr): Arguments {
  const { inline, returned } = m;
  m.inline = undefined;
  m.returned = undefined;
  const list: Value[] = [];
  const places: (ReturnType<Machine['place']> | undefined)[] = [];
  const named = new Map<string, Value>();
  const namedPlaces = new Map<string, ReturnType<Machine['place']>>();
  const names = new Map<Place, Place>();
  const placeOf = (value: Expr): Place => {
    const place = m.place(value.range);
    if (value.k === 'member') names.set(place, m.place(value.nameRange));
    return place;
  };
  let open = false;
  for (const arg of call.args) {
    const value = evaluateExpr(m, arg.value);
    if (arg.name !== undefined) {
      named.set(arg.name, value);
      namedPlaces.set(arg.name, placeOf(arg.value));
    } else if (arg.spread === 'list') {
      if (value.v === 'list') {
        list.push(...value.list.items);
        places.push(...value.list.items.map(() => undefined));
        open ||= value.list.open;
      } else {
        open = true;
        const taint = taintOfValue(value);
        if (taint) {
          list.push(unknownValue('received', 'item', taint));
          places.push(m.place(arg.value.range));
        }
      }
    } else if (arg.spread === 'named') {
      if (value.v === 'object') for (const [key, field] of value.object.fields) named.set(key, field);
      else open = true;
    } else {
      list.push(value);
      places.push(placeOf(arg.value));
    }
  }
  m.inline = inline;
  m.returned = returned;
  return argumentsOf(list, named, places, namedPlaces, open, { names });
}

export function argumentsOf(
  list: readonly Value[],
  named: ReadonlyMap<string, Value> = NOTHING,
  places: Arguments['places'] = [],
  namedPlaces: Arguments['namedPlaces'] = NOTHING,
  open = false,
  more: { readonly names?: ReadonlyMap<Place, Place>; readonly rest?: Value } = {},
): Arguments {
  const placeAt: Arguments['placeAt'] = (index, name) =>
    (name === undefined ? undefined : namedPlaces.get(name)) ?? places[index];
  return {
    list,
    named,
    places,
    namedPlaces,
    open,
    at: (index, name) => (name === undefined ? undefined : named.get(name)) ?? list[index],
    placeAt,
    nameAt: (index, name) => {
      const place = placeAt(index, name);
      return place && (more.names?.get(place) ?? place);
    },
    ...(more.rest ? { rest: more.rest } : {}),
  };
}

// ---------------------------------------------------------------- who is called

function callMember(
  m: Machine,
  on: Value,
  callee: Expr & { k: 'member' },
  args: Arguments,
  site: CallSite,
  inline: boolean,
): Value {
  const { name } = callee;
  switch (on.v) {
    case 'handle':
      return (
        m.bindingById(on.handle.binding)?.callOn?.(on.handle, name, args, site, m.api) ?? notFollowed(m, on, args, site)
      );
    case 'external':
      return callExternal(
        m,
        {
          module: on.name.module,
          path: on.name.path[0] === 'default' ? [...on.name.path.slice(1), name] : [...on.name.path, name],
        },
        args,
        site,
      );
    case 'instance':
    case 'object': {
      const { object } = on;
      const cls = object.cls as ClassImpl | undefined;
      const own =
        object.fields.get(name) ??
        object.proto?.fields.get(name) ??
        (m.moduleOf.has(object) ? memberOf(m, on, callee) : undefined);
      if (own && !isAbsent(own))
        return each(m, own, (one) => callValue(m, withThis(one, on), args, site, inline, callee));
      const found = cls && !cls.ir.typeOnly && findMethod(m, cls, name);
      if (found)
        return callValue(
          m,
          { v: 'function', fn: methodFunction(m, found.cls, found.method, on) },
          args,
          site,
          inline,
          callee,
        );
      if (object.handle) return callMember(m, { v: 'handle', handle: object.handle }, callee, args, site, inline);
      if (cls) {
        const member = memberOf(m, on, callee);
        if (member.v !== 'unknown' && member.v !== 'method')
          return each(m, member, (one) => callValue(m, one, args, site, inline, callee));
      }
      return platformMethod(m, on, name, args, site) ?? notFollowed(m, on, args, site);
    }
    case 'class': {
      const member = memberOf(m, on, callee);
      if (member.v !== 'function') return notFollowed(m, on, args, site);
      const fn = member.fn as FunctionImpl & { unbound?: boolean };
      // `Base.method(self, …)`: the receiver is the first argument.
      if (fn.unbound) {
        const [self, ...rest] = args.list;
        const isConstructor = fn.cls?.ir.methods.some((one) => one.fn === fn.index && one.kind === 'constructor');
        if (isConstructor && self?.v === 'instance') {
          construct(
            m,
            on.cls as ClassImpl,
            self.object,
            argumentsOf(rest, args.named, args.places.slice(1), args.namedPlaces, args.open),
            site,
          );
          return UNDEFINED;
        }
        return invoke(
          m,
          { ...fn, ...(self ? { thisValue: self } : {}) },
          argumentsOf(rest, args.named, args.places.slice(1), args.namedPlaces, args.open),
          site,
          inline,
        );
      }
      return callValue(m, member, args, site, inline, callee);
    }
    case 'function':
      return functionMethod(m, on, name, args, site, inline) ?? notFollowed(m, on, args, site);
    default:
      return (
        platformMethod(m, on, name, args, site) ??
        typedCall(m, on, callee, args, site, inline) ??
        notFollowed(m, on, args, site)
      );
  }
}

/** Last resort for an unknown receiver: its static type, if the language has a checker. */
function typedCall(
  m: Machine,
  on: Value,
  callee: Expr & { k: 'member' },
  args: Arguments,
  site: CallSite,
  inline: boolean,
): Value | undefined {
  if (on.v !== 'unknown' || on.taint || !m.input.typeAt || !m.mayBeSocketMethod(callee.name)) return undefined;
  const type = m.input.typeAt(m.file, callee.object.range);
  const binding = type && m.bindingFor(type.module);
  const made = binding?.ofType?.(
    { module: type!.module, path: [type!.name] },
    { ...site, place: m.place(callee.object.range), name: m.place(callee.object.range) },
    m.api,
  );
  return made ? callMember(m, made, callee, args, site, inline) : undefined;
}

function withThis(value: Value, on: Value): Value {
  if (value.v !== 'function') return value;
  const fn = value.fn as FunctionImpl;
  return fn.thisValue || fn.ir.lexicalThis ? value : { v: 'function', fn: { ...fn, thisValue: on } as FunctionImpl };
}

export function callValue(
  m: Machine,
  target: Value,
  args: Arguments,
  site: CallSite,
  inline: boolean,
  callee?: Expr,
): Value {
  switch (target.v) {
    case 'function': {
      const fn = target.fn as FunctionImpl;
      if (site.construct) return constructFunction(m, fn, args, site);
      return invoke(m, fn, args, site, inline);
    }
    case 'class':
      return instantiate(m, target.cls as ClassImpl, args, site);
    case 'external':
      return callExternal(m, target.name, args, site);
    case 'method':
      return each(m, target.on, (one) =>
        callMember(
          m,
          one,
          {
            k: 'member',
            object: callee ?? { k: 'this', range: site.place.range },
            name: target.name,
            nameRange: target.nameRange.range,
            range: site.place.range,
          },
          args,
          site,
          inline,
        ),
      );
    default:
      return notFollowed(m, target, args, site);
  }
}

function callExternal(
  m: Machine,
  name: { readonly module: string; readonly path: readonly string[] },
  args: Arguments,
  site: CallSite,
): Value {
  const clean = name.path[0] === 'default' ? { module: name.module, path: name.path.slice(1) } : name;
  const result = m.bindingFor(clean.module)?.call?.(clean, args, site, m.api);
  return result ?? notFollowed(m, { v: 'external', name: clean }, args, site);
}

function platformMethod(m: Machine, on: Value, name: string, args: Arguments, site: CallSite): Value | undefined {
  for (const platform of m.platforms()) {
    const result = platform.method?.(on, name, args, site, m.api);
    if (result) return result;
  }
  return undefined;
}

/** `f.call(this, …)`, `f.apply(this, […])`, `f.bind(this, …)`. */
function functionMethod(
  m: Machine,
  on: Value & { v: 'function' },
  name: string,
  args: Arguments,
  site: CallSite,
  inline: boolean,
): Value | undefined {
  const fn = on.fn as FunctionImpl;
  const [self, ...rest] = args.list;
  const bound = self && !fn.ir.lexicalThis && !isAbsent(self) ? { ...fn, thisValue: self } : fn;
  if (name === 'bind') return { v: 'function', fn: bound };
  if (name === 'call') return invoke(m, bound, argumentsOf(rest, args.named, args.places.slice(1)), site, inline);
  if (name === 'apply')
    return invoke(
      m,
      bound,
      rest[0]?.v === 'list' ? argumentsOf(rest[0].list.items) : argumentsOf([], undefined, undefined, undefined, true),
      site,
      inline,
    );
  return undefined;
}

/** `new F()` of a constructor function. */
function constructFunction(m: Machine, fn: FunctionImpl, args: Arguments, site: CallSite): Value {
  const key = `${fn.key}@${site.file}:${site.place.range.start}|${m.activation.callPath}${m.unroll}`;
  let object = m.instances.get(key);
  if (!object) m.instances.set(key, (object = newObject()));
  // Copies of a function value share the prototype of the one that was declared.
  const declared = m.closures.get(fn.key)?.[0] ?? fn;
  object.proto = protoOf(declared);
  const value: Value = { v: 'instance', object };
  invoke(m, { ...fn, thisValue: value }, args, site);
  return value;
}

function callSuper(m: Machine, call: CallExpr, name: string): Value {
  const args = evaluateArguments(m, call);
  const site = m.site(call);
  const { cls, thisValue } = m.activation;
  if (!cls || thisValue?.v !== 'instance') return unknownValue('other', 'super');
  if (name === 'constructor' || name === '__init__') {
    constructBases(m, cls, thisValue.object, args, site);
    return UNDEFINED;
  }
  for (const base of cls.bases) {
    const found = base.v === 'class' ? findMethod(m, base.cls as ClassImpl, name) : undefined;
    if (found) return invoke(m, methodFunction(m, found.cls, found.method, thisValue), args, site, true);
  }
  if (thisValue.object.handle) {
    const { handle } = thisValue.object;
    return m.bindingById(handle.binding)?.callOn?.(handle, name, args, site, m.api) ?? unknownValue('call', name);
  }
  return unknownValue('call', name);
}

/** Nobody knows this callee: callbacks may run at any time, sockets may be changed out there. */
function notFollowed(m: Machine, callee: Value, args: Arguments, site: CallSite): Value {
  const recognised = site.construct && callee.v === 'unknown' ? m.recognise(args, site) : undefined;
  if (recognised) return recognised;
  for (const arg of [...args.list, ...args.named.values()]) {
    startCallbacks(m, arg, site);
    m.api.escapes(arg, 'passed to code that is not part of the program', site.place);
  }
  const detail =
    callee.v === 'external'
      ? [callee.name.module.startsWith('global:') ? '' : callee.name.module, ...callee.name.path]
          .filter(Boolean)
          .join('.')
      : callee.v === 'unknown'
        ? callee.detail
        : undefined;
  // A method of received data gives received data; a free function may give anything.
  const taint =
    callee.v === 'unknown' || callee.v === 'text' || callee.v === 'const' ? taintOfValue(callee) : undefined;
  const origin =
    callee.v === 'unknown' && (callee.origin === 'environment' || callee.origin === 'received')
      ? callee.origin
      : 'call';
  return unknownValue(origin, detail, taint);
}

function startCallbacks(m: Machine, arg: Value, site: CallSite): void {
  for (const one of optionsOf(arg)) {
    if (one.v === 'function') m.api.startTask('callback', one, [], site, { repeats: true });
    else if (one.v === 'object')
      for (const field of one.object.fields.values())
        if (field.v === 'function') m.api.startTask('callback', field, [], site, { repeats: true });
  }
}

// ---------------------------------------------------------------- running a function

export function hoistedFrame(module: string, owner: FunctionId, parent: Frame | undefined): Frame {
  return { module, owner, cells: new Map(), parent };
}

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
    exits: [],
    callPath: '',
    depth: 0,
    statement: fn.range,
    mark: m.store.mark(),
  };
  runBlock(m, fn.body);
  leave(m, m.activation);
}

/**
 * Run a function of the program on these arguments.
 * @param inline the caller awaits or returns the call: an asynchronous function runs to its end before what follows
 */
export function invoke(m: Machine, fn: FunctionImpl, args: Arguments, site: CallSite, inline = false): Value {
  const caller = m.activation as Activation | undefined;
  m.called.add(fn.key);
  const depth = (caller?.depth ?? 0) + 1;
  if (depth > MAX_DEPTH || enteredTwice(caller, fn.key)) {
    for (const arg of args.list) m.api.escapes(arg, 'the call is too deep to follow', site.place);
    return unknownValue('limit', fn.name);
  }
  const saved = {
    activation: m.activation,
    arms: m.arms,
    loops: m.loops,
    task: m.task,
    inline: m.inline,
    returned: m.returned,
  };
  const frame = hoistedFrame(fn.module.path, fn.index, fn.frame);
  const token = fn.async && !inline ? { pending: true, switched: false } : undefined;
  const detach = token ?? (fn.async ? caller?.detach : undefined);
  const event = fn.async && !m.entering ? m.handlerCall(site) : undefined;
  m.entering = false;
  const hint = caller && m.hintFor(site);
  const activation: Activation = {
    module: fn.module,
    frame,
    fn: fn.ir,
    key: fn.key,
    ...(fn.thisValue ? { thisValue: fn.thisValue } : {}),
    ...(fn.cls ? { cls: fn.cls } : {}),
    returns: [],
    exits: [],
    callPath: caller
      ? `${caller.callPath}/${site.file === caller.module.path ? '' : site.file}${site.place.range.start}`
      : '',
    ...(hint ? { hint } : {}),
    depth,
    ...(detach ? { detach } : {}),
    statement: fn.ir.range,
    mark: m.store.mark(),
    caller,
  };
  m.activation = activation;
  m.inline = undefined;
  m.returned = undefined;
  try {
    bindParameters(m, fn, args);
    const completion = runBlock(m, fn.ir.body);
    if (completion !== 'return') activation.returns.push(UNDEFINED);
    leave(m, activation);
  } finally {
    m.activation = saved.activation;
    m.arms = saved.arms;
    m.loops = saved.loops;
    m.inline = saved.inline;
    m.returned = saved.returned;
    if (token) m.task = saved.task;
  }
  const result = resultOf(m, fn, activation);
  return fn.async && !fn.ir.generator ? m.api.promise(result, event) : result;
}

function resultOf(m: Machine, fn: FunctionImpl, activation: Activation): Value {
  const result = joinAll(activation.returns);
  if (isNothing(result) && fn.ir.returnType && result.v === 'unknown')
    return inScope(m, activation, () => valueOfType(m, fn.ir.returnType!, undefined, fn.name)) ?? result;
  return fn.ir.generator ? { v: 'list', list: newList([], true, result) } : result;
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

function enteredTwice(from: Activation | undefined, key: string): boolean {
  let count = 0;
  for (let at = from; at; at = at.caller) if (at.key === key && ++count >= 2) return true;
  return false;
}

function bindParameters(m: Machine, fn: FunctionImpl, args: Arguments): void {
  let position = 0;
  for (const param of fn.ir.params) {
    if (param.rest === 'list') {
      assign(
        m,
        param.target,
        { v: 'list', list: newList(args.list.slice(position), args.open || args.rest !== undefined, args.rest) },
        undefined,
        param.range,
      );
      position = args.list.length;
      continue;
    }
    if (param.rest === 'named') {
      assign(m, param.target, { v: 'object', object: newObject(args.named) }, undefined, param.range);
      continue;
    }
    const given = args.named.get(param.name) ?? args.list[position] ?? args.rest;
    position++;
    let value: Value = given ?? (args.open ? unknownValue('parameter', param.name) : UNDEFINED);
    if (param.default && (given === undefined || isAbsent(given)))
      value = args.open ? joinAll([value, evaluateExpr(m, param.default)]) : evaluateExpr(m, param.default);
    else if (param.default && given?.v === 'unknown' && given.origin === 'parameter')
      value = joinAll([given, evaluateExpr(m, param.default)]);
    if (param.type && isNothing(value))
      value = valueOfType(m, param.type, undefined, `${fn.name}(${param.name})`) ?? value;
    assign(m, param.target, value, undefined, param.range);
    if (param.field && m.activation.thisValue?.v === 'instance')
      m.store.write(m.activation.thisValue.object.fields, param.name, value);
  }
}
