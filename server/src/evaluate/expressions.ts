/** Expressions of the abstract run. */
import type { CallExpr, Expr, IrVar, Target } from '../ir/ir';
import type { Value } from './api';
import { callExpression } from './calls';
import { classOf, fieldType, makeClass, makeFunction, memberOfInstance, staticMember } from './classes';
import type { FunctionImpl, Machine, ModuleState } from './machine';
import { textOf } from './machine';
import { importValue, exported, submodule } from './modules';
import { assign, iterateOver } from './statements';
import type { Frame } from './store';
import {
  concat,
  constantValue,
  handlesIn,
  joinAll,
  mergeTaint,
  newList,
  newObject,
  optionsOf,
  tainted,
  taintOfValue,
  truth,
  UNDEFINED,
  unknownValue,
} from './values';

export function evaluateExpr(m: Machine, expr: Expr): Value {
  m.step();
  switch (expr.k) {
    case 'lit':
      return constantValue(expr.value);
    case 'format':
      return concat(expr.parts.map((part) => evaluateExpr(m, part)));
    case 'var':
      return readVar(m, expr.id);
    case 'global':
      return readExternal(m, `global:${m.language}`, [expr.name], expr);
    case 'this':
      return m.activation.thisValue ?? unknownValue('other', m.receiverName);
    case 'super':
      return unknownValue('other', 'super');
    case 'member':
      return readMember(m, expr);
    case 'index':
      return readIndex(m, evaluateExpr(m, expr.object), evaluateExpr(m, expr.index));
    case 'call':
      return callExpression(m, expr);
    case 'object':
      return objectLiteral(m, expr);
    case 'list':
      return listLiteral(m, expr);
    case 'func':
      return { v: 'function', fn: makeFunction(m, expr.fn) };
    case 'class':
      return { v: 'class', cls: makeClass(m, expr.class) };
    case 'cond':
      return conditional(m, expr);
    case 'logic':
      return logic(m, expr);
    case 'binary':
      return binary(expr.op, evaluateExpr(m, expr.left), evaluateExpr(m, expr.right));
    case 'unary':
      return unary(expr.op, evaluateExpr(m, expr.value));
    case 'await':
      return awaitValue(m, expr.value);
    case 'yield':
      if (expr.value) m.api.escapes(evaluateExpr(m, expr.value), 'yielded', m.place(expr.range));
      return unknownValue('other', 'yield');
    case 'set': {
      noteHint(m, expr.target, expr.value);
      const value = evaluateExpr(m, expr.value);
      assign(m, expr.target, value, expr.op, expr.value.range);
      return value;
    }
    case 'import':
      return importValue(m, expr.specifier, expr.level);
    case 'cast': {
      const value = evaluateExpr(m, expr.value);
      return value.v === 'unknown' && !value.taint ? (valueOfType(m, expr.type, expr) ?? value) : value;
    }
    case 'generic':
      return evaluateExpr(m, expr.head);
    case 'comprehension':
      return comprehension(m, expr);
    case 'sequence':
      return expr.items.reduce<Value>((_, item) => evaluateExpr(m, item), UNDEFINED);
    case 'unknown': {
      const parts = expr.parts.map((part) => evaluateExpr(m, part));
      return unknownValue('syntax', expr.reason, mergeTaint(parts.map(taintOfValue)));
    }
  }
}

// ---------------------------------------------------------------- names

function frameOf(m: Machine, variable: IrVar): Frame | undefined {
  const { path } = m.activation.module;
  for (let frame: Frame | undefined = m.activation.frame; frame; frame = frame.parent)
    if (frame.owner === variable.owner && frame.module === path) return frame;
  return undefined;
}

function readVar(m: Machine, id: number): Value {
  const variable = m.activation.module.ir.vars[id];
  if (!variable) return unknownValue('other');
  const frame = frameOf(m, variable);
  const value = frame?.cells.get(id);
  if (value === undefined) {
    const typed = variable.type && valueOfType(m, variable.type, undefined, `var:${m.file}:${id}`);
    return typed ?? (frame ? UNDEFINED : unknownValue('other', variable.name));
  }
  if (variable.type && isNothing(value))
    return valueOfType(m, variable.type, undefined, `var:${m.file}:${id}`) ?? value;
  return value;
}

/** Only `undefined`, `null` or a plain unknown: a type annotation may know better. */
export function isNothing(value: Value): boolean {
  return optionsOf(value).every(
    (one) =>
      (one.v === 'const' && (one.value === undefined || one.value === null)) ||
      (one.v === 'unknown' && !one.taint && one.origin !== 'environment'),
  );
}

export function writeVar(m: Machine, id: number, value: Value): void {
  const variable = m.activation.module.ir.vars[id];
  const frame = variable && frameOf(m, variable);
  if (frame) m.store.write(frame.cells, id, value);
}

/** A name of an outside module; the binding may know what it is. */
export function readExternal(m: Machine, module: string, path: readonly string[], at: Expr): Value {
  const binding = m.bindingFor(module);
  const name = { module, path: path[0] === 'default' ? path.slice(1) : path };
  const place = m.place(at.range);
  const known = binding?.read?.(name, m.api, {
    file: m.file,
    place,
    name: place,
    construct: false,
    receiver: '',
    holder: '',
    inAsync: m.activation.fn.async,
  });
  return known ?? { v: 'external', name };
}

// ---------------------------------------------------------------- members

function readMember(m: Machine, expr: Expr & { k: 'member' }): Value {
  if (expr.object.k === 'import') {
    const sub = submodule(m, expr.object, expr.name);
    if (sub) return sub;
  }
  const object = evaluateExpr(m, expr.object);
  return joinAll(optionsOf(object).map((one) => memberOf(m, one, expr)));
}

export function memberOf(m: Machine, on: Value, expr: Expr & { k: 'member' }): Value {
  const { name } = expr;
  switch (on.v) {
    case 'object': {
      const module = m.moduleOf.get(on.object);
      if (module) return exported(m, module, name);
      const field = on.object.fields.get(name) ?? on.object.proto?.fields.get(name);
      if (field) return bindThis(m, field, on);
      if (on.object.cls) return fieldType(m, on, name);
      if (on.object.open) return unknownValue('other', on.object.open);
      return platformProperty(m, on, expr) ?? UNDEFINED;
    }
    case 'instance':
      return memberOfInstance(m, on, expr);
    case 'class':
      return staticMember(m, on, name);
    case 'function': {
      if (name === 'prototype') return { v: 'object', object: protoOf(on.fn as FunctionImpl) };
      return { v: 'method', on, name, nameRange: m.place(expr.nameRange) };
    }
    case 'external':
      return readExternal(m, on.name.module, [...on.name.path, name], expr);
    case 'handle': {
      const binding = m.bindingById(on.handle.binding);
      const place = m.place(expr.range);
      const site = {
        file: m.file,
        place,
        name: m.place(expr.nameRange),
        construct: false,
        receiver: textOf(m, expr.object),
        holder: '',
        inAsync: m.activation.fn.async,
      };
      return (
        binding?.readOn?.(on.handle, name, m.api, site) ?? { v: 'method', on, name, nameRange: m.place(expr.nameRange) }
      );
    }
    case 'unknown':
      return {
        ...unknownValue(
          on.origin === 'received' || on.taint ? on.origin : on.origin,
          on.detail ? `${on.detail}.${name}` : name,
          on.taint,
        ),
      };
    case 'list':
      if (name === 'length')
        return on.list.open ? unknownValue('other', 'length') : constantValue(on.list.items.length);
      return { v: 'method', on, name, nameRange: m.place(expr.nameRange) };
    case 'const':
    case 'text':
      if (name === 'length')
        return on.v === 'const' && typeof on.value === 'string'
          ? constantValue(on.value.length)
          : unknownValue('other', 'length');
      return { v: 'method', on, name, nameRange: m.place(expr.nameRange) };
    default:
      return { v: 'method', on, name, nameRange: m.place(expr.nameRange) };
  }
}

function platformProperty(_m: Machine, _on: Value, _expr: Expr & { k: 'member' }): Value | undefined {
  return undefined;
}

/** A function read from an object becomes its method. */
function bindThis(_m: Machine, field: Value, on: Value): Value {
  if (field.v !== 'function') return field;
  const fn = field.fn as FunctionImpl;
  return fn.thisValue || fn.ir.lexicalThis ? field : { v: 'function', fn: { ...fn, thisValue: on } as FunctionImpl };
}

export function protoOf(fn: FunctionImpl): NonNullable<FunctionImpl['proto']> {
  return (fn.proto ??= newObject());
}

export function readIndex(m: Machine, object: Value, index: Value): Value {
  const key = m.api.constantOf(index);
  return joinAll(
    optionsOf(object).map((one): Value => {
      if (one.v === 'list') {
        const at = typeof key?.value === 'number' ? key.value : undefined;
        if (at !== undefined && at >= 0 && at < one.list.items.length) return one.list.items[at]!;
        if (at !== undefined && at < 0 && !one.list.open)
          return one.list.items[one.list.items.length + at] ?? UNDEFINED;
        const any = [...one.list.items, ...(one.list.rest ? [one.list.rest] : [])];
        return any.length > 0 ? joinAll(any) : unknownValue('other', 'item', taintOfValue(one));
      }
      if (one.v === 'object' || one.v === 'instance') {
        if (typeof key?.value === 'string') {
          const field = one.object.fields.get(key.value);
          if (field) return field;
          const module = m.moduleOf.get(one.object);
          if (module) return exported(m, module, key.value);
        }
        if (key === undefined && !one.object.open && one.object.fields.size > 0)
          return joinAll([...one.object.fields.values(), unknownValue('other', 'item')]);
        return unknownValue('other', 'item');
      }
      if (one.v === 'external' && typeof key?.value === 'string') {
        return readExternal(m, one.name.module, [...one.name.path, key.value], {
          k: 'this',
          range: m.activation.statement,
        });
      }
      if (one.v === 'unknown')
        return unknownValue(
          one.origin,
          one.detail ? `${one.detail}[${typeof key?.value === 'string' ? key.value : ''}]` : undefined,
          one.taint,
        );
      return unknownValue('other', 'item', taintOfValue(one));
    }),
  );
}

// ---------------------------------------------------------------- literals

function objectLiteral(m: Machine, expr: Expr & { k: 'object' }): Value {
  const object = newObject();
  object.literal = m.place(expr.range);
  for (const entry of expr.entries) {
    if (entry.e === 'prop') {
      const value = evaluateExpr(m, entry.value);
      object.fields.set(entry.key, value);
      object.keys.set(entry.key, { key: m.place(entry.keyRange), value: m.place(entry.value.range) });
    } else if (entry.e === 'computed') {
      const key = m.api.constantOf(evaluateExpr(m, entry.key));
      const value = evaluateExpr(m, entry.value);
      if (key && (typeof key.value === 'string' || typeof key.value === 'number')) {
        object.fields.set(String(key.value), value);
        object.keys.set(String(key.value), { key: m.place(entry.key.range), value: m.place(entry.value.range) });
      } else object.open = 'a computed key';
    } else spreadInto(m, object, evaluateExpr(m, entry.value));
  }
  return { v: 'object', object };
}

function spreadInto(m: Machine, into: ReturnType<typeof newObject>, value: Value): void {
  const options = optionsOf(value).filter((one) => !(one.v === 'const'));
  for (const one of options) {
    if (one.v !== 'object' && one.v !== 'instance') {
      into.open = 'a spread of something unknown';
      continue;
    }
    if (one.object.open) into.open = one.object.open;
    for (const [key, field] of one.object.fields) {
      into.fields.set(key, options.length > 1 ? joinAll([into.fields.get(key) ?? UNDEFINED, field]) : field);
      const place = one.object.keys.get(key);
      if (place) into.keys.set(key, place);
    }
  }
  void m;
}

function listLiteral(m: Machine, expr: Expr & { k: 'list' }): Value {
  const list = newList([]);
  for (const item of expr.items) {
    const value = evaluateExpr(m, item.value);
    if (!item.spread) list.items.push(value);
    else if (value.v === 'list') {
      list.items.push(...value.list.items);
      if (value.list.open) list.open = true;
    } else {
      list.open = true;
      const rest = tainted(unknownValue('other', 'item'), taintOfValue(value));
      list.rest = list.rest ? joinAll([list.rest, rest]) : rest;
    }
  }
  return { v: 'list', list };
}

// ---------------------------------------------------------------- operators

/**
 * The truth of a condition, when it cannot change between runs: only then one arm may be left out. A mutable flag that another task
 * sets later must not hide code.
 */
export function stableTruth(m: Machine, test: Expr): boolean | undefined {
  return isStable(m, test) ? truth(evaluateExpr(m, test)) : (evaluateExpr(m, test), undefined);
}

function isStable(m: Machine, expr: Expr): boolean {
  switch (expr.k) {
    case 'lit':
      return true;
    case 'var': {
      const variable = m.activation.module.ir.vars[expr.id];
      return (
        variable !== undefined &&
        (variable.constant === true ||
          (variable.owner === m.activation.frame.owner &&
            m.activation.fn.params.some((p) => p.target.t === 'var' && p.target.id === expr.id)))
      );
    }
    case 'member':
      return isStable(m, expr.object);
    case 'unary':
      return isStable(m, expr.value);
    case 'binary':
    case 'logic':
      return isStable(m, expr.left) && isStable(m, expr.right);
    default:
      return false;
  }
}

function conditional(m: Machine, expr: Expr & { k: 'cond' }): Value {
  const known = stableTruth(m, expr.test);
  if (known !== undefined) return evaluateExpr(m, known ? expr.then : expr.else);
  const values: Value[] = [];
  const arm = (of: Expr) => () => {
    values.push(evaluateExpr(m, of));
    return 'normal' as const;
  };
  m.branch([arm(expr.then), arm(expr.else)], false);
  return joinAll(values);
}

function logic(m: Machine, expr: Expr & { k: 'logic' }): Value {
  const left = evaluateExpr(m, expr.left);
  const known = expr.op === 'nullish' ? nullishness(left) : truth(left);
  if (expr.op === 'and') {
    if (known === false) return left;
    return joinAll([
      ...optionsOf(left).filter((one) => one.v === 'const' && truth(one) === false),
      right(m, expr, known !== undefined),
    ]);
  }
  if (known === true) return left;
  const kept = optionsOf(left).filter((one) =>
    expr.op === 'or' ? truth(one) !== false : !(one.v === 'const' && (one.value === undefined || one.value === null)),
  );
  // `x || 1000` also catches NaN; what is left of an unchecked number is a real one.
  const values = kept.map((one) => (expr.op === 'or' && one.v === 'unknown' && one.numeric ? dropNumeric(one) : one));
  return joinAll([...values, right(m, expr, known !== undefined)]);
}

function dropNumeric(value: Value & { v: 'unknown' }): Value {
  const { numeric: _numeric, ...rest } = value;
  return rest;
}

function right(m: Machine, expr: Expr & { k: 'logic' }, certain: boolean): Value {
  if (certain) return evaluateExpr(m, expr.right);
  let value: Value = UNDEFINED;
  m.branch([() => ((value = evaluateExpr(m, expr.right)), 'normal')], true);
  return value;
}

/** True: certainly neither null nor undefined; false: certainly one of them. */
function nullishness(value: Value): boolean | undefined {
  const of = optionsOf(value).map((one) =>
    one.v === 'const' ? one.value !== undefined && one.value !== null : one.v === 'unknown' ? undefined : true,
  );
  return of.every((one) => one === of[0]) ? of[0] : undefined;
}

export function binary(op: string, left: Value, right: Value): Value {
  if (left.v === 'const' && right.v === 'const' && !left.taint && !right.taint) {
    const folded = fold(op, left.value, right.value);
    if (folded !== undefined) return constantValue(folded);
  }
  if (op === '+') {
    const textual = [left, right].some((one) =>
      optionsOf(one).some((o) => o.v === 'text' || (o.v === 'const' && typeof o.value === 'string')),
    );
    if (textual) return concat([left, right]);
  }
  const taint = mergeTaint([taintOfValue(left), taintOfValue(right)]);
  const origins = [left, right].flatMap(optionsOf).flatMap((one) => (one.v === 'unknown' ? [one] : []));
  return unknownValue(origins[0]?.origin ?? 'other', origins[0]?.detail, taint);
}

function fold(op: string, a: unknown, b: unknown): string | number | boolean | undefined {
  if (op === '==') return a === b;
  if (op === '!=') return a !== b;
  if (op === '+' && (typeof a === 'string' || typeof b === 'string')) return String(a) + String(b);
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return a ** b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '|':
      return a | b;
    case '&':
      return a & b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    default:
      return undefined;
  }
}

function unary(op: string, value: Value): Value {
  if (op === '!') {
    const known = truth(value);
    return known === undefined ? unknownValue('other') : constantValue(!known);
  }
  if (op === 'void') return UNDEFINED;
  if (value.v === 'const' && typeof value.value === 'number') {
    if (op === '-') return constantValue(-value.value);
    if (op === '+') return value;
    if (op === '~') return constantValue(~value.value);
  }
  // Unary plus is a conversion: text of unknown content becomes a number of unknown content, possibly NaN.
  if (op === '+' && value.v === 'const' && typeof value.value === 'string') return constantValue(Number(value.value));
  if (op === '+')
    return joinAll(optionsOf(value).map((one) => (one.v === 'unknown' ? { ...one, numeric: { nan: true } } : one)));
  return unknownValue(value.v === 'unknown' ? value.origin : 'other', undefined, taintOfValue(value));
}

/** `await`: the promise is settled, its value comes out; a call in it runs in line. */
function awaitValue(m: Machine, expr: Expr): Value {
  const value = evaluateInline(m, expr);
  m.suspend();
  m.recorder.wait(m.now());
  m.api.settle(value, 'awaited');
  return unwrap(value);
}

/** Evaluate an expression whose outermost call is waited for. */
export function evaluateInline(m: Machine, expr: Expr): Value {
  const call = outerCall(expr);
  if (!call) return evaluateExpr(m, expr);
  const saved = m.inline;
  m.inline = call;
  try {
    return evaluateExpr(m, expr);
  } finally {
    m.inline = saved;
  }
}

export function unwrap(value: Value): Value {
  return joinAll(optionsOf(value).map((one) => (one.v === 'promise' ? unwrap(one.of) : one)));
}

/** The call an expression is, under casts and awaits. */
export function outerCall(expr: Expr): CallExpr | undefined {
  if (expr.k === 'call') return expr;
  if (expr.k === 'await' || expr.k === 'cast') return outerCall(expr.value);
  return undefined;
}

function comprehension(m: Machine, expr: Expr & { k: 'comprehension' }): Value {
  const items: Value[] = [];
  iterateOver(m, expr.target, evaluateExpr(m, expr.iterable), expr, () => {
    for (const test of expr.tests) evaluateExpr(m, test);
    items.push(evaluateExpr(m, expr.element));
    return 'normal';
  });
  return { v: 'list', list: newList(items, true) };
}

// ---------------------------------------------------------------- types and hints

/** A value of an annotated type: a socket of unknown origin, an instance of a class of the program; undefined when the type says nothing. */
export function valueOfType(m: Machine, type: Expr, at: Expr | undefined, key?: string): Value | undefined {
  switch (type.k) {
    case 'list': {
      const known = type.items.flatMap((item) => valueOfType(m, item.value, at, key) ?? []);
      return known.length > 0 ? joinAll(known) : undefined;
    }
    case 'generic': {
      const head = textOf(m, type.head);
      if (
        /^(Promise|PromiseLike|Awaitable|Optional|Readonly|Partial|Required|NonNullable|Union)$/.test(
          head.split('.').pop() ?? '',
        )
      ) {
        const known = type.args.flatMap((arg) => valueOfType(m, arg, at, key) ?? []);
        return known.length > 0 ? joinAll(known) : undefined;
      }
      if (/(^|\.)(Array|ReadonlyArray|Set|List|list|set|Iterable|Sequence|Tuple|tuple)$/.test(head) && type.args[0]) {
        const item = valueOfType(m, type.args[0], at, key);
        return item && { v: 'list', list: newList([], true, item) };
      }
      return valueOfType(m, type.head, at, key);
    }
    case 'class':
      return classOf(m, makeClass(m, type.class));
    case 'var':
    case 'member': {
      const value = evaluateExpr(m, type);
      if (value.v === 'class') return classOf(m, value.cls as ReturnType<typeof makeClass>);
      if (value.v === 'handle' || value.v === 'instance' || value.v === 'object') return value;
      if (value.v !== 'external') return undefined;
      const place = m.place((at ?? type).range);
      const binding = m.bindingFor(value.name.module);
      return binding?.ofType?.(
        value.name,
        {
          file: m.file,
          place,
          name: place,
          construct: false,
          receiver: '',
          holder: key ?? m.scopeName(),
          inAsync: false,
        },
        m.api,
      );
    }
    default:
      return undefined;
  }
}

/** Tell the calls on the right of an assignment who will hold what they make. */
export function noteHint(m: Machine, target: Target, value: Expr): void {
  const calls = callsIn(value);
  if (calls.length === 0) return;
  const hint = hintOf(m, target);
  if (hint) for (const call of calls) if (!m.hints.has(call)) m.hints.set(call, hint);
}

function callsIn(expr: Expr): readonly CallExpr[] {
  switch (expr.k) {
    case 'call':
      return [expr];
    case 'await':
    case 'cast':
      return callsIn(expr.value);
    case 'cond':
      return [...callsIn(expr.then), ...callsIn(expr.else)];
    case 'logic':
      return [...callsIn(expr.left), ...callsIn(expr.right)];
    case 'set':
      return callsIn(expr.value);
    default:
      return [];
  }
}

function hintOf(m: Machine, target: Target): { receiver: string; holder: string } | undefined {
  const { cls, fn } = m.activation;
  if (target.t === 'var') {
    const name = m.activation.module.ir.vars[target.id]?.name ?? '';
    const scope = fn.parent < 0 ? '' : `${m.scopeName()}.`;
    return { receiver: name, holder: `${scope}${name}` };
  }
  if (target.t === 'member') {
    const object = textOf(m, target.object);
    const owner = target.object.k === 'this' ? (cls?.name ?? fn.name) : object;
    return { receiver: object ? `${object}.${target.name}` : '', holder: `${owner}.${target.name}` };
  }
  if (target.t === 'index') {
    const object = textOf(m, target.object);
    return { receiver: '', holder: `${object}[]` };
  }
  return undefined;
}

export type { ModuleState };
export { handlesIn };
