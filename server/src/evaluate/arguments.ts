/** Arguments of a call, evaluated: positional, named, spread. */
import type { Arg, CallExpr, Expr } from '../ir/ir';
import type { Place } from '../model/model';
import type { Arguments, Value } from './api';
import { evaluateExpr } from './expressions';
import { inPairs } from './loops';
import type { Machine } from './machine';
import { taintOfValue } from './taint';
import { joinAll, present, unknownValue } from './values';

const NO_VALUES: ReadonlyMap<string, Value> = new Map();
const NO_PLACES: ReadonlyMap<string, Place> = new Map();

/** A class, so that one is made fast: there is one per call that is run. */
class Given implements Arguments {
  constructor(
    readonly list: readonly Value[],
    readonly named: ReadonlyMap<string, Value>,
    readonly places: readonly (Place | undefined)[],
    readonly namedPlaces: ReadonlyMap<string, Place>,
    readonly open: boolean,
    readonly rest: Value | undefined,
    /** What the places are of. */
    private readonly written: readonly (Arg | undefined)[] | undefined,
    private readonly namedExprs: ReadonlyMap<string, Expr> | undefined,
  ) {}

  at(index: number, name?: string): Value | undefined {
    return (name === undefined ? undefined : this.named.get(name)) ?? this.list[index];
  }

  placeAt(index: number, name?: string): Place | undefined {
    return (name === undefined ? undefined : this.namedPlaces.get(name)) ?? this.places[index];
  }

  nameAt(index: number, name?: string): Place | undefined {
    const place = this.placeAt(index, name);
    const isNamed = name !== undefined && this.namedPlaces.has(name);
    const expr = isNamed ? this.namedExprs?.get(name) : this.written?.[index]?.value;
    return place && expr?.k === 'member' ? { file: place.file, range: expr.nameRange } : place;
  }
}

export const noArguments: Arguments = argumentsOf([]);

export function evaluateArguments(m: Machine, call: CallExpr): Arguments {
  if (call.args.length === 0) return noArguments;
  const { inline, returned } = m;
  m.inline = undefined;
  m.returned = undefined;
  const given = call.args.every(isPlain) ? plain(m, call.args) : mixed(m, call.args);
  m.inline = inline;
  m.returned = returned;
  return given;
}

function isPlain(arg: Arg): boolean {
  return arg.name === undefined && arg.spread === undefined;
}

/** The usual case: as many values as there are arguments. */
function plain(m: Machine, args: readonly Arg[]): Arguments {
  const list = new Array<Value>(args.length);
  const places = new Array<Place>(args.length);
  for (let i = 0; i < args.length; i++) {
    const { value } = args[i]!;
    list[i] = present(evaluateExpr(m, value));
    places[i] = m.place(value.range);
  }
  return new Given(list, NO_VALUES, places, NO_PLACES, false, undefined, args, undefined);
}

function mixed(m: Machine, args: readonly Arg[]): Arguments {
  const list: Value[] = [];
  const places: (Place | undefined)[] = [];
  let named: Map<string, Value> | undefined;
  let namedPlaces: Map<string, Place> | undefined;
  const written: (Arg | undefined)[] = [];
  let namedExprs: Map<string, Expr> | undefined;
  let open = false;
  let rest: Value | undefined;
  for (const arg of args) {
    const value = evaluateExpr(m, arg.value);
    if (arg.name !== undefined) {
      (named ??= new Map()).set(arg.name, present(value));
      (namedPlaces ??= new Map()).set(arg.name, m.place(arg.value.range));
      (namedExprs ??= new Map()).set(arg.name, arg.value);
    } else if (arg.spread === 'list') {
      const items = inPairs(m, value);
      if (items.v === 'list') {
        for (const item of items.list.items) {
          list.push(item);
          places.push(undefined);
          written.push(undefined);
        }
        open ||= items.list.open;
        if (items.list.rest) rest = rest ? joinAll([rest, items.list.rest]) : items.list.rest;
      } else {
        open = true;
        const taint = taintOfValue(value);
        if (taint) {
          list.push(unknownValue('received', 'item', taint));
          places.push(m.place(arg.value.range));
          written.push(undefined);
        }
      }
    } else if (arg.spread === 'named') {
      if (value.v === 'object') for (const [key, field] of value.object.fields) (named ??= new Map()).set(key, field);
      else open = true;
    } else {
      list.push(present(value));
      places.push(m.place(arg.value.range));
      written.push(arg);
    }
  }
  return new Given(list, named ?? NO_VALUES, places, namedPlaces ?? NO_PLACES, open, rest, written, namedExprs);
}

export function argumentsOf(
  list: readonly Value[],
  named: ReadonlyMap<string, Value> = NO_VALUES,
  places: Arguments['places'] = [],
  namedPlaces: Arguments['namedPlaces'] = NO_PLACES,
  open = false,
  rest?: Value,
): Arguments {
  return new Given(list, named, places, namedPlaces, open, rest, undefined, undefined);
}
