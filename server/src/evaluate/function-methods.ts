/** Functions as objects: `call`, `apply`, `bind`, and first arguments that were fixed. */
import type { Arguments, CallSite, Value } from './api';
import { argumentsOf } from './arguments';
import { callValue } from './calls';
import { invoke } from './invoke';
import { Machine } from './machine';
import type { FunctionImpl } from './state';
import { isAbsent } from './values';

export function withFirst(first: readonly Value[], args: Arguments): Arguments {
  return argumentsOf(
    [...first, ...args.list],
    args.named,
    [...first.map(() => undefined), ...args.places],
    args.namedPlaces,
    args.open,
    args.rest,
  );
}

/** `f.call(this, …)`, `f.apply(this, […])`, `f.bind(this, …)`. */
export function functionMethod(
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
  if (name === 'bind') {
    const fixed = [...(fn.bound ?? []), ...rest];
    return { v: 'function', fn: fixed.length > 0 ? { ...bound, bound: fixed } : bound };
  }
  if (name === 'call')
    return invoke(
      m,
      bound,
      argumentsOf(rest, args.named, args.places.slice(1), undefined, args.open, args.rest),
      site,
      inline,
    );
  if (name === 'apply') return invoke(m, bound, spreadOf(rest[0]), site, inline);
  return undefined;
}

/** The same of a method of something a binding made: `sock.send.apply(sock, args)`. */
export function methodOfMethod(
  m: Machine,
  on: Value & { v: 'method' },
  name: string,
  args: Arguments,
  site: CallSite,
  inline: boolean,
): Value | undefined {
  const [, ...rest] = args.list;
  if (name === 'bind') return rest.length > 0 ? { ...on, bound: [...(on.bound ?? []), ...rest] } : on;
  if (name === 'call')
    return callValue(
      m,
      on,
      argumentsOf(rest, args.named, args.places.slice(1), undefined, args.open, args.rest),
      site,
      inline,
    );
  if (name === 'apply') return callValue(m, on, spreadOf(rest[0]), site, inline);
  return undefined;
}

/** The arguments a list stands for. */
function spreadOf(list: Value | undefined): Arguments {
  return list?.v === 'list'
    ? argumentsOf(list.list.items, undefined, undefined, undefined, list.list.open, list.list.rest)
    : argumentsOf([], undefined, undefined, undefined, true);
}
