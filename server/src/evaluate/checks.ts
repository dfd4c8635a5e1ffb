/**
 * Checks of received data: what was compared with a bound, a pattern or a list of names is no longer whatever the peer likes. A check is
 * seen by its form, not proven right; what nobody compared stays unchecked. It holds for the variable, the field or the member of
 * received data (`job.size`) that was looked at, and for what is made from it afterwards.
 */
import type { CallExpr, Expr } from '../ir/ir';
import { RECEIVED_LENGTH } from '../model/data';
import type { Arguments, CallSite, UnknownValue, Value } from './api';
import type { Machine } from './machine';
import { slotOf } from './names';
import { slotFor } from './narrowing';
import type { FunctionImpl } from './state';
import { checkedValue, taintOfValue } from './taint';
import { TRUE, unknownValue } from './values';

type Binary = Expr & { k: 'binary' };

const RELATIONS = new Set(['<', '>', '<=', '>=', 'in', 'not in']);

/** Methods and functions whose business is to compare. `endsWith` is none of them: it says nothing of where a path leads. */
const CHECKS =
  /^(startsWith|startswith|includes|indexOf|has|hasOwn|hasOwnProperty|test|match|fullmatch|search|equals|isdigit|isdecimal|isalnum|isalpha|isidentifier|is_relative_to|relative_to)$/;

/** Functions that throw when they do not like what they get. */
const VALIDATORS = /valid|check|assert|ensure|sanit|verif|guard|allow/i;

/** Deeper expressions are not looked into. */
const DEPTH = 6;

export function isCheck(name: string): boolean {
  return CHECKS.test(name);
}

/**
 * `size > MOST`, `name in ALLOWED`. A lower bound (`size < 0`) leaves the upper end open. It counts on every path that follows: a bound that
 * is asked for only when one is configured (`limit && size > limit`) is one.
 */
export function noteComparison(m: Machine, expr: Binary, left: Value, right: Value): void {
  noteLength(m, 'compared', left);
  noteLength(m, 'compared', right);
  if (!RELATIONS.has(expr.op)) {
    // Who looks for the one name that must not be there, lets all others in on purpose.
    if (isForbidden(m, right)) mark(m, expr.left, true);
    else if (isForbidden(m, left)) mark(m, expr.right, true);
    return;
  }
  const [a, b] = [taintOfValue(left), taintOfValue(right)];
  if (a && !b && !isFloor(right)) mark(m, expr.left, true);
  if (b && !a && !isFloor(left) && !expr.op.includes('in')) mark(m, expr.right, true);
}

/** What becomes of the length that a receive into a buffer gave. */
export function noteLength(m: Machine, how: 'cuts' | 'compared', value: Value | undefined): void {
  if (value?.v === 'unknown' && value.detail === RECEIVED_LENGTH && value.taint)
    m.recorder.list('lengthUses', { how, transfers: value.taint.transfers });
}

function isForbidden(m: Machine, value: Value): boolean {
  const name = value.v === 'const' && !value.taint ? value.value : undefined;
  return typeof name === 'string' && m.bindings.of(m.language).some((one) => one.forbidden?.has(name));
}

function isFloor(value: Value): boolean {
  return value.v === 'const' && typeof value.value === 'number' && value.value <= 1;
}

/** `name == 'status'`, in the arm where it is. */
export function checkedByEquality(m: Machine, test: Binary): void {
  if (isKnown(m, test.right)) mark(m, test.left);
  else if (isKnown(m, test.left)) mark(m, test.right);
}

function isKnown(m: Machine, expr: Expr): boolean {
  if (expr.k === 'lit') return expr.value !== null && expr.value !== undefined;
  const value = valueOf(m, expr);
  return value !== undefined && !taintOfValue(value);
}

/** `if (allowed(name))`: whoever decides by what a function says of the data leaves the judgement to it. */
export function checkedByCondition(m: Machine, call: CallExpr): void {
  if (!ofPlatform(m, call.callee)) for (const { value } of call.args) mark(m, value);
}

/** `validate(job)` as a statement: it throws. A function of the program was seen to check what it got, others go by their names. */
export function checkedByCall(m: Machine, expr: Expr): void {
  const call = expr.k === 'await' ? expr.value : expr;
  if (call.k !== 'call' || call.args.length === 0) return;
  const seen = m.checkedArguments;
  m.checkedArguments = undefined;
  if (seen?.call === call.range.start) for (const position of seen.positions) mark(m, call.args[position]!.value);
  const name = call.callee.k === 'member' ? call.callee.name : nameOf(m, call.callee);
  if (name !== undefined && VALIDATORS.test(name)) for (const { value } of call.args) mark(m, value);
}

/** At the end of a function: which of its parameters were checked in it. */
export function noteParameters(m: Machine, fn: FunctionImpl, args: Arguments, site: CallSite): void {
  const positions = args.list.flatMap((arg, position) => {
    const taint = taintOfValue(arg);
    const target = taint && !taint.checked ? fn.ir.params[position]?.target : undefined;
    const slot = target?.t === 'var' ? slotOf(m, target.id) : undefined;
    const now = slot && (slot[0] as ReadonlyMap<unknown, Value>).get(slot[1]);
    return now && taintOfValue(now)?.checked ? [position] : [];
  });
  if (positions.length > 0) m.checkedArguments = { call: site.place.range.start, positions };
}

/** `name.startsWith(root)`, `pattern.test(name)`, `ALLOWED.has(name)` */
export function checkedByMethod(m: Machine, call: CallExpr, callee: Expr & { k: 'member' }): void {
  mark(m, callee.object);
  for (const { value } of call.args) mark(m, value);
}

function nameOf(m: Machine, expr: Expr): string | undefined {
  if (expr.k === 'global') return expr.name;
  const value = valueOf(m, expr);
  if (value?.v === 'external') return value.name.path.at(-1);
  return value?.v === 'unknown' ? value.detail : undefined;
}

/** Functions of the language itself are known: what they say (does the file exist?) is no judgement. */
function ofPlatform(m: Machine, callee: Expr): boolean {
  if (callee.k === 'global') return true;
  if (callee.k === 'import') return m.bindingFor(callee.specifier) !== undefined;
  if (callee.k === 'member') return ofPlatform(m, callee.object);
  const value = valueOf(m, callee);
  return value?.v === 'external' && m.bindingFor(value.name.module) !== undefined;
}

/** The value of a name or field, when looking costs nothing. */
function valueOf(m: Machine, expr: Expr): Value | undefined {
  const slot = expr.k === 'var' ? slotOf(m, expr.id) : slotFor(m, expr);
  return slot && (slot[0] as ReadonlyMap<unknown, Value>).get(slot[1]);
}

/** What the expression looks at was checked. @param everywhere not in this arm alone */
function mark(m: Machine, expr: Expr, everywhere = false, depth = 0): void {
  if (depth > DEPTH) return;
  switch (expr.k) {
    case 'call':
      // `path.resolve(name).startsWith(root)`, `Number(size) > MOST`; `len(body) == 4` is no check of what is in it.
      if (LENGTH.test(nameOf(m, expr.callee) ?? '')) return;
      if (expr.callee.k === 'member') mark(m, expr.callee.object, everywhere, depth + 1);
      for (const { value } of expr.args) mark(m, value, everywhere, depth + 1);
      return;
    case 'binary':
      mark(m, expr.left, everywhere, depth + 1);
      mark(m, expr.right, everywhere, depth + 1);
      return;
    case 'cast':
    case 'await':
      mark(m, expr.value, everywhere, depth + 1);
      return;
    case 'set':
      if (expr.target.t === 'var') mark(m, { ...expr.target, k: 'var' }, everywhere, depth + 1);
      return;
    case 'var':
    case 'member':
    case 'index':
      markPlace(m, expr, everywhere);
      return;
    default:
  }
}

function markPlace(m: Machine, expr: Expr & { k: 'var' | 'member' | 'index' }, everywhere: boolean): void {
  const slot = expr.k === 'index' ? undefined : slotFor(m, expr);
  const value = slot?.[0].get(slot[1]);
  if (slot && value) {
    if (!taintOfValue(value)) return;
    if (everywhere) slot[0].set(slot[1], checkedValue(value));
    else m.store.write(slot[0], slot[1], checkedValue(value));
    return;
  }
  if (expr.k === 'var') return;
  const path = pathOf(m, expr);
  if (path && everywhere) m.checkedPaths.set(path, TRUE);
  else if (path) m.store.write(m.checkedPaths, path, TRUE);
}

/** `job.size` of received data, as a key; its length was not asked for by the peer. */
function pathOf(m: Machine, expr: Expr & { k: 'member' | 'index' }): string | undefined {
  const on = dataOf(m, expr.object);
  if (on?.v !== 'unknown' || !on.taint) return undefined;
  if (expr.k === 'member' && LENGTH.test(expr.name)) return undefined;
  const detail = detailOf(on, expr);
  return detail === undefined ? undefined : keyOf(on, detail);
}

const LENGTH = /^(length|byteLength|len)$/;

/** As `memberOf` and `itemOf` call it. */
function detailOf(on: UnknownValue, expr: Expr & { k: 'member' | 'index' }): string | undefined {
  if (expr.k === 'member') return on.detail ? `${on.detail}.${expr.name}` : expr.name;
  return on.detail && expr.index.k === 'lit' ? `${on.detail}[${String(expr.index.value)}]` : undefined;
}

function dataOf(m: Machine, expr: Expr): Value | undefined {
  const known = valueOf(m, expr);
  if (known || (expr.k !== 'member' && expr.k !== 'index')) return known;
  const on = dataOf(m, expr.object);
  if (on?.v !== 'unknown' || !on.taint) return undefined;
  const detail = detailOf(on, expr);
  return detail === undefined ? undefined : { ...on, detail };
}

function keyOf(of: UnknownValue, detail: string): string {
  return `${of.taint!.transfers.join()}|${detail}`;
}

/** A member or item of something unknown: what it is called, and whether it was checked. */
export function pieceOf(m: Machine, of: UnknownValue, detail: string | undefined): UnknownValue {
  const piece = unknownValue(of.origin, detail, of.taint);
  if (!of.taint || of.taint.checked || detail === undefined || m.checkedPaths.size === 0) return piece;
  const known = m.checkedPaths.get(keyOf(of, detail));
  return known?.v === 'const' && known.value === true ? (checkedValue(piece) as UnknownValue) : piece;
}

/** One of many alike (a frame of a message) by its position: a check of the first says nothing of the second. */
export function nthOf(rest: Value, at: number): Value {
  return rest.v === 'unknown' && rest.taint && rest.detail !== undefined
    ? { ...rest, detail: `${rest.detail}[${at}]` }
    : rest;
}
