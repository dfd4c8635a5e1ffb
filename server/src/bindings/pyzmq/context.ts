/** Contexts: made, shared, shadowed, ended; options they give to the sockets they make (zmq/sugar/context.py). */
import type { Arguments, CallSite, EvaluatorApi, NewOption, Value, WriteSite } from '../../evaluate/api';
import type { Handle } from '../binding';
import { numberIn } from './names';
import { callSetter, writeAttribute, type OptionSink } from './options';

export const ID = 'pyzmq';

export interface ContextData {
  readonly async: boolean;
}

/** Numbers of the context's own options (zmq.h). */
const MAX_MSGSZ = 5;
const BLOCKY = 70;

/** A context that is not known which: a parameter, an attribute of something not seen. */
const UNKNOWN = -1;

/** `Context()`, `Context(io_threads)`, `Context(other)` and `Context(shadow=other)`: the last two share the other's sockets. */
export function newContext(async: boolean, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const [other] = api.handles(args.at(0, 'shadow') ?? args.at(0), 'context');
  if (other) return contextHandle(other.id, async, api);
  const id = api.newContext(site, false, true);
  defaultsOf(api).delete(id);
  return contextHandle(id, async, api);
}

/** One per process and class: zmq.asyncio.Context has an instance of its own (`_instance = None` in zmq/asyncio.py). */
export function sharedContext(async: boolean, api: EvaluatorApi): Value {
  return contextHandle(api.sharedContext(async ? 'pyzmq.asyncio' : 'pyzmq'), async, api);
}

export function unknownContext(async: boolean, api: EvaluatorApi): Value {
  return contextHandle(UNKNOWN, async, api);
}

export function contextHandle(id: number, async: boolean, api: EvaluatorApi): Value {
  const data: ContextData = { async };
  return api.handle(ID, 'context', id, data);
}

/** The model's id of a context, when it is known which. */
export function idOf(context: Handle | undefined): number | undefined {
  return context === undefined || context.id === UNKNOWN ? undefined : context.id;
}

// ---------------------------------------------------------------- defaults for new sockets

const defaults = new WeakMap<EvaluatorApi, Map<number, NewOption[]>>();

function defaultsOf(api: EvaluatorApi): Map<number, NewOption[]> {
  let of = defaults.get(api);
  if (!of) defaults.set(api, (of = new Map<number, NewOption[]>()));
  return of;
}

/** Options the context gives to a socket it makes now. */
export function inherited(context: Handle | undefined, api: EvaluatorApi): readonly NewOption[] {
  return (context && defaultsOf(api).get(context.id)) ?? [];
}

function sinkOf(context: Handle, api: EvaluatorApi): OptionSink {
  return {
    add: (option) => {
      if (context.id === UNKNOWN) return;
      const of = defaultsOf(api);
      const known = of.get(context.id) ?? [];
      const same = (one: NewOption): boolean =>
        one.option === option.option &&
        one.place.file === option.place.file &&
        one.place.range.start === option.place.range.start;
      of.set(context.id, [...known.filter((one) => !same(one)), option]);
    },
    refuse: () => undefined,
    unknown: () => undefined,
  };
}

export function writeContext(context: Handle, name: string, value: Value, site: WriteSite, api: EvaluatorApi): boolean {
  if (/^blocky$/i.test(name) && context.id !== UNKNOWN) api.markContext(context.id, 'lingerSet');
  return writeAttribute(name, value, site, sinkOf(context, api)) || /^(max_sockets|io_threads|blocky)$/i.test(name);
}

/** Calls on a context, `socket` aside. */
export function contextCall(
  context: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  switch (method) {
    case 'term':
    case 'destroy':
    case '(leave)':
      if (context.id === UNKNOWN) return api.constant(undefined);
      // `destroy(linger=None)` sets it on every socket first.
      if (method === 'destroy' && args.at(0, 'linger')) api.markContext(context.id, 'lingerSet');
      api.closeContext(context.id);
      return api.constant(undefined);
    case 'setsockopt':
      callSetter(method, args, site, sinkOf(context, api), api);
      return api.constant(undefined);
    case 'set':
      // Options of the context itself: threads, number of sockets, whether its end waits, and a size.
      if (context.id !== UNKNOWN && numberIn(args.at(0, 'option'), api) === BLOCKY)
        api.markContext(context.id, 'lingerSet');
      if (context.id !== UNKNOWN && numberIn(args.at(0, 'option'), api) === MAX_MSGSZ)
        api.limitContext(context.id, {
          value: args.at(1, 'optval') ?? api.unknown('parameter', 'optval'),
          place: args.nameAt(0, 'option') ?? site.name,
          spelling: 'MAX_MSGSZ',
        });
      return api.constant(undefined);
    case 'get':
    case 'getsockopt':
      return api.unknown('call', method);
    default:
      return undefined;
  }
}
