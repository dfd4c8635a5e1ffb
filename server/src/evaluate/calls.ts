/** Calls of the abstract run: who is called, by what the callee is. */
import type { CallExpr, Expr } from '../ir/ir';
import { each } from './alternatives';
import type { Arguments, CallSite, Value } from './api';
import { argumentsOf, evaluateArguments } from './arguments';
import { checkedByMethod, isCheck } from './checks';
import { decidesByMethod } from './decisions';
import { attachHandle, basesOf, construct, constructBases, constructFunction, instantiate } from './classes';
import { handlesEscape } from './effects';
import { evaluateExpr } from './expressions';
import { guardCall } from './guards';
import { functionMethod, methodOfMethod, withFirst } from './function-methods';
import { findMethod, methodFunction } from './functions';
import { invoke } from './invoke';
import type { Machine } from './machine';
import { bindThis, fieldOf, memberOf, readIndex } from './members';
import { submodule } from './modules';
import { siteOf } from './sites';
import type { ClassImpl, Completion, FunctionImpl } from './state';
import { looksByCall } from './topics';
import { notFollowed } from './unfollowed';
import { isAbsent, joinAll, optionsOf, UNDEFINED, unknownValue } from './values';

export function callExpression(m: Machine, call: CallExpr): Value {
  const { callee } = call;
  const inline = m.inline === call || m.returned === call;
  if (callee.k === 'member') {
    if (callee.object.k === 'super') return callSuper(m, call, callee.name);
    const receiver =
      (callee.object.k === 'import' ? submodule(m, callee.object, callee.name) : undefined) ??
      receiverOf(m, call, callee);
    if (call.optional || callee.optional ? isAbsent(receiver) : false) return UNDEFINED;
    const args = evaluateArguments(m, call);
    const site = siteOf(m, call);
    if (isCheck(callee.name)) checkedByMethod(m, call, callee);
    decidesByMethod(m, callee, receiver, args);
    if (callee.object.k === 'import') {
      // `import('m').then(…)`: what is imported late is a promise until it is awaited.
      const late = platformMethod(m, { v: 'promise', of: receiver }, callee.name, args, site);
      if (late) return late;
    }
    return receiver.v === 'oneOf'
      ? each(m, receiver, (one) => callMember(m, one, callee, args, site, inline))
      : isAbsent(receiver)
        ? unknownValue('call')
        : callMember(m, receiver, callee, args, site, inline);
  }
  if (callee.k === 'index') return callItem(m, call, callee, inline);
  const target = evaluateAside(m, callee);
  const args = evaluateArguments(m, call);
  const site = siteOf(m, call);
  return each(m, target, (one) => callValue(m, one, args, site, inline, callee));
}

/** What the method is called on; `run().then(…).catch(…)` guards the call at its head. */
function receiverOf(m: Machine, call: CallExpr, { name, object }: Expr & { k: 'member' }): Value {
  const guards =
    name === 'catch' ||
    (name === 'then' && (call.args.length > 1 || m.caught === call.range)) ||
    (name === 'finally' && m.caught === call.range);
  return guards ? guardCall(m, object, () => evaluateAside(m, object)) : evaluateAside(m, object);
}

/** `sock[method](…)`: a call of the member where its name is known; otherwise it may have been any. */
function callItem(m: Machine, call: CallExpr, callee: Expr & { k: 'index' }, inline: boolean): Value {
  const receiver = evaluateAside(m, callee.object);
  if (call.optional && isAbsent(receiver)) return UNDEFINED;
  const index = evaluateAside(m, callee.index);
  const names = optionsOf(index).flatMap((one) =>
    one.v === 'const' && typeof one.value === 'string' ? [one.value] : [],
  );
  const args = evaluateArguments(m, call);
  const site = siteOf(m, call);
  const byName = receiver.v !== 'list' && names.length === optionsOf(index).length;
  if (!byName) {
    handlesEscape(m, receiver, 'a method chosen at run time', site.place);
    return each(m, readIndex(m, receiver, index), (one) => callValue(m, one, args, site, inline, callee));
  }
  const member = (name: string): Value =>
    each(m, receiver, (one) => callMember(m, one, memberExpr(callee, name), args, site, inline));
  if (names.length === 1) return member(names[0]!);
  const results: Value[] = [];
  const arms = names.map((name) => (): Completion => {
    results.push(member(name));
    return 'normal';
  });
  m.branch(arms, false);
  return joinAll(results);
}

function memberExpr({ object, index, range }: Expr & { k: 'index' }, name: string): Expr & { k: 'member' } {
  return { k: 'member', object, name, nameRange: index.range, range };
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
      looksByCall(m, name, undefined, args);
      return (
        m.bindingById(on.handle.binding)?.callOn?.(on.handle, name, args, site, m.api) ?? notFollowed(m, on, args, site)
      );
    case 'external': {
      const [self, ...rest] = args.list;
      // `Base.__init__(self, …)` of a class of a library.
      if (
        isConstructor(name) &&
        self?.v === 'instance' &&
        attachHandle(m, on, self.object, dropFirst(args, rest), site)
      )
        return UNDEFINED;
      return callExternal(
        m,
        {
          module: on.name.module,
          path: on.name.path[0] === 'default' ? [...on.name.path.slice(1), name] : [...on.name.path, name],
        },
        args,
        site,
      );
    }
    case 'instance':
    case 'object': {
      const { object } = on;
      const cls = object.cls as ClassImpl | undefined;
      const own = fieldOf(m, object, name) ?? (m.moduleOf.has(object) ? memberOf(m, on, callee) : undefined);
      if (own && !isAbsent(own))
        return each(m, own, (one) => callValue(m, bindThis(one, on), args, site, inline, callee));
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
          construct(m, on.cls as ClassImpl, self.object, dropFirst(args, rest), site);
          return UNDEFINED;
        }
        return invoke(m, { ...fn, ...(self ? { thisValue: self } : {}) }, dropFirst(args, rest), site, inline);
      }
      return callValue(m, member, args, site, inline, callee);
    }
    case 'function': {
      const { statics } = (on.fn as FunctionImpl).own;
      const own = statics && fieldOf(m, statics, name);
      if (own) return each(m, own, (one) => callValue(m, bindThis(one, on), args, site, inline, callee));
      return functionMethod(m, on, name, args, site, inline) ?? notFollowed(m, on, args, site);
    }
    case 'method': {
      const called = methodOfMethod(m, on, name, args, site, inline);
      return called ?? platformMethod(m, on, name, args, site) ?? notFollowed(m, on, args, site);
    }
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
  if (on.v !== 'unknown' || on.taint || !m.input.typeAt || !m.bindings.isSocketMethod(callee.name)) return undefined;
  const type = m.input.typeAt(m.file, callee.object.range);
  const binding = type && m.bindingFor(type.module);
  const made = binding?.ofType?.(
    { module: type!.module, path: [type!.name] },
    { ...site, place: m.place(callee.object.range), name: m.place(callee.object.range) },
    m.api,
  );
  return made ? callMember(m, made, callee, args, site, inline) : undefined;
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
      return invoke(m, fn, fn.bound ? withFirst(fn.bound, args) : args, site, inline);
    }
    case 'handle':
      // A function that a binding made.
      return (
        m.bindingById(target.handle.binding)?.callOn?.(target.handle, '(call)', args, site, m.api) ??
        notFollowed(m, target, args, site)
      );
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
          target.bound ? withFirst(target.bound, args) : args,
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
  looksByCall(m, name.path[name.path.length - 1] ?? '', undefined, args);
  const clean = name.path[0] === 'default' ? { module: name.module, path: name.path.slice(1) } : name;
  const result = m.bindingFor(clean.module)?.call?.(clean, args, site, m.api);
  if (result) return result;
  // A method of something another module has, known by what only such things can do.
  const owner: Value = { v: 'external', name: { module: clean.module, path: clean.path.slice(0, -1) } };
  const method = clean.path[clean.path.length - 1];
  const known = method === undefined ? undefined : platformMethod(m, owner, method, args, site);
  return known ?? notFollowed(m, { v: 'external', name: clean }, args, site);
}

function platformMethod(m: Machine, on: Value, name: string, args: Arguments, site: CallSite): Value | undefined {
  looksByCall(m, name, on, args);
  for (const one of m.bindings.of(m.language)) {
    const result = one.method?.(on, name, args, site, m.api);
    if (result) return result;
  }
  return undefined;
}

function isConstructor(name: string): boolean {
  return name === 'constructor' || name === '__init__';
}

function dropFirst(args: Arguments, rest: readonly Value[]): Arguments {
  return argumentsOf(rest, args.named, args.places.slice(1), args.namedPlaces, args.open, args.rest);
}

function callSuper(m: Machine, call: CallExpr, name: string): Value {
  const args = evaluateArguments(m, call);
  const site = siteOf(m, call);
  const { cls, thisValue } = m.activation;
  if (!cls || thisValue?.v !== 'instance') return unknownValue('other', 'super');
  if (isConstructor(name)) {
    constructBases(m, cls, thisValue.object, args, site);
    return UNDEFINED;
  }
  for (const base of basesOf(m, cls)) {
    const found = base.v === 'class' ? findMethod(m, base.cls as ClassImpl, name) : undefined;
    if (found) return invoke(m, methodFunction(m, found.cls, found.method, thisValue), args, site, true);
  }
  if (thisValue.object.handle) {
    const { handle } = thisValue.object;
    return m.bindingById(handle.binding)?.callOn?.(handle, name, args, site, m.api) ?? unknownValue('call', name);
  }
  return unknownValue('call', name);
}
