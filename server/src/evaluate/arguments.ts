/** Arguments of a call, evaluated: positional, named, spread. */
import type { CallExpr, Expr } from '../ir/ir';
import type { Place } from '../model/model';
import type { Arguments, Value } from './api';
import { evaluateExpr } from './expressions';
import type { Machine } from './machine';
import { taintOfValue, unknownValue } from './values';

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

export function evaluateArguments(m: Machine, call: CallExpr): Arguments {
  const { inline, returned } = m;
  m.inline = undefined;
  m.returned = undefined;
  const list: Value[] = [];
  const places: (Place | undefined)[] = [];
  const named = new Map<string, Value>();
  const namedPlaces = new Map<string, Place>();
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
