/** Contexts and sockets of zeromq.js 6 as they are made, and what is written to them. Behaviour: experiments e09, e36, e41. */
import type { Arguments, CallSite, EvaluatorApi, HeapObject, NewSocket, Value, WriteSite } from '../../evaluate/api';
import type { Place, SocketType } from '../../model/model';
import { asInt32, INT32_OPTIONS, MEMBERS, meantOption, PROPERTIES } from './options';

export const ID = 'zeromq.js@6';

/** A context's property for ZMQ_MAX_MSGSZ; sockets have one of the same name for ZMQ_MAXMSGSIZE. */
export const SIZE_LIMIT = 'maxMessageSize';

/** Node ends it with the process, which then waits for every socket, closed ones too (e10). */
export function defaultContext(api: EvaluatorApi): number {
  const id = api.sharedContext('zeromq.js');
  api.markContext(id, 'waitsAtExit');
  return id;
}

export function makeContext(args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const id = api.newContext(site, false);
  const options = api.fields(args.at(0));
  if (options?.fields.has('blocky')) api.markContext(id, 'lingerSet');
  const value = options?.fields.get(SIZE_LIMIT);
  if (value)
    api.limitContext(id, { value, place: options?.keys.get(SIZE_LIMIT)?.key ?? site.name, spelling: SIZE_LIMIT });
  return api.handle(ID, 'context', id);
}

export function makeSocket(type: SocketType, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const given = args.at(0);
  const options = api.fields(given);
  const written = options?.fields.get('context');
  const contextValue = written && nothing(written, api) ? undefined : written;
  const [context] = contextValue ? api.handles(contextValue, 'context') : [];
  const id = api.newSocket({
    binding: ID,
    type,
    site,
    argCount: args.list.length,
    ...(contextValue === undefined ? { context: defaultContext(api) } : context ? { context: context.id } : {}),
    ...(options?.literal ? { optionsObject: options.literal } : {}),
    abortsWorker: true,
    leftToCollector: true,
    ...takeContext(options, context?.id, args, site, api),
  });
  if (given && !options && !nothing(given, api))
    api.optionsUnknown(id, 'the options come from something not known', site.place);
  if (args.open) api.optionsUnknown(id, 'the options are spread from something not known', site.place);
  if (options?.open) api.optionsUnknown(id, options.open, site.place);
  for (const [property, value] of options?.fields ?? []) {
    const place = options!.keys.get(property);
    if (property === 'context') continue;
    setOption(
      id,
      property,
      value,
      {
        via: 'constructor',
        place: place?.key ?? site.name,
        ...(place?.value ? { valuePlace: place.value } : {}),
        throws: true,
      },
      api,
    );
  }
  return api.handle(ID, 'socket', id);
}

/** By the object the context was taken out of. */
const takers = new WeakMap<HeapObject, { readonly context: number; readonly by: Place }>();

/** The constructor deletes `context` from the object it is given (socket.cc of 6.8.0; e09). */
function takeContext(
  options: HeapObject | undefined,
  context: number | undefined,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Pick<NewSocket, 'taken'> {
  if (!options) return {};
  const argument = args.placeAt(0) ?? site.name;
  const lost = context === undefined ? takers.get(options) : undefined;
  if (context === undefined && !lost) return {};
  if (context !== undefined) {
    api.setField(options, 'context', api.constant(undefined));
    takers.set(options, { context, by: argument });
  }
  return { taken: { argument, ...(options.literal ? { object: options.literal } : {}), ...(lost ? { lost } : {}) } };
}

function nothing(value: Value, api: EvaluatorApi): boolean {
  const known = api.constantOf(value);
  return known !== undefined && (known.value === undefined || known.value === null);
}

interface Written {
  readonly via: 'constructor' | 'property';
  readonly place: CallSite['place'];
  readonly valuePlace?: CallSite['place'];
  readonly statement?: CallSite['place'];
  /** An unknown name is an error here, not a silent no-op. */
  readonly throws: boolean;
}

function setOption(socket: number, property: string, value: Value, how: Written, api: EvaluatorApi): void {
  const { throws, ...written } = how;
  if (Object.hasOwn(PROPERTIES, property)) {
    const option = PROPERTIES[property]!;
    const known = INT32_OPTIONS.has(option) ? api.constantOf(value) : undefined;
    const arrives = known && typeof known.value === 'number' ? api.constant(asInt32(known.value)) : value;
    api.addOption(socket, { option, value: arrives, spelling: property, ...written });
  } else if (!MEMBERS.has(property)) {
    const meant = meantOption(property);
    const { via: _via, ...place } = written;
    if (meant)
      api.addIgnored(socket, { spelling: property, meant, effect: throws ? 'throws' : 'ignored', value, ...place });
  }
}

export function writeProperty(
  socket: number,
  property: string,
  value: Value,
  site: WriteSite,
  api: EvaluatorApi,
): boolean {
  if (!Object.hasOwn(PROPERTIES, property) && !MEMBERS.has(property) && !meantOption(property)) return false;
  setOption(
    socket,
    property,
    value,
    {
      via: 'property',
      place: site.name,
      ...(site.valuePlace ? { valuePlace: site.valuePlace } : {}),
      ...(site.statement ? { statement: site.statement } : {}),
      throws: !site.sloppy,
    },
    api,
  );
  return true;
}
