/**
 * Options as pyzmq spells them: attributes in any case, setsockopt and its relatives, and defaults on a context for the sockets it
 * makes. Unknown attributes raise AttributeError, so nothing is silently ignored (e31).
 */
import type { Arguments, CallSite, EvaluatorApi, NewOption, Value, WriteSite } from '../../evaluate/api';
import { optionById, optionByName, type OptionName } from '../../model/options';
import { numberIn } from './names';

/** Options that cannot be set: assigning them is no configuration. */
const READ_ONLY: ReadonlySet<OptionName> = new Set<OptionName>([
  'TYPE',
  'FD',
  'EVENTS',
  'RCVMORE',
  'LAST_ENDPOINT',
  'MECHANISM',
  'THREAD_SAFE',
]);

/** Options whose value is bytes (`_OptType.bytes` in zmq/constants.py): a str raises TypeError (e31). */
const BYTES: ReadonlySet<OptionName> = new Set<OptionName>([
  'ROUTING_ID',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'PLAIN_USERNAME',
  'PLAIN_PASSWORD',
  'CURVE_PUBLICKEY',
  'CURVE_SECRETKEY',
  'CURVE_SERVERKEY',
  'ZAP_DOMAIN',
  'CONNECT_ROUTING_ID',
  'GSSAPI_PRINCIPAL',
  'GSSAPI_SERVICE_PRINCIPAL',
  'SOCKS_PROXY',
  'XPUB_WELCOME_MSG',
  'BINDTODEVICE',
  'TCP_ACCEPT_FILTER',
]);

export function takesBytes(option: OptionName): boolean {
  return BYTES.has(option);
}

/** The attribute that sets an option. */
export function attributeOf(option: OptionName): string | undefined {
  return READ_ONLY.has(option) ? undefined : option.toLowerCase();
}

/** Both high-water marks at once (zmq/sugar/socket.py `set_hwm`). */
const BOTH_HWM: readonly OptionName[] = ['SNDHWM', 'RCVHWM'];

/** What an attribute sets; undefined when it is no option. An empty list for an option that cannot be set. */
export function byAttribute(name: string): readonly OptionName[] | undefined {
  if (name.toLowerCase() === 'hwm') return BOTH_HWM;
  if (!/^([a-z0-9_]+|[A-Z0-9_]+)$/.test(name) || /^zmq_/i.test(name)) return undefined;
  const option = optionByName(name);
  if (!option) return undefined;
  return READ_ONLY.has(option) ? [] : [option];
}

/** Where an option is set: on a socket, or as a context's default for the sockets to come. */
export interface OptionSink {
  add(option: NewOption): void;
  /** An option that libzmq refuses. */
  refuse(spelling: string, meant: OptionName, option: Omit<NewOption, 'option' | 'via' | 'spelling'>): void;
  unknown(reason: string): void;
}

/** `sock.sndhwm = 10`. @returns whether the attribute is an option */
export function writeAttribute(name: string, value: Value, site: WriteSite, sink: OptionSink): boolean {
  const options = byAttribute(name);
  if (!options) return false;
  for (const option of options) {
    sink.add({
      option,
      value,
      place: site.name,
      via: 'property',
      spelling: name,
      ...(site.valuePlace ? { valuePlace: site.valuePlace } : {}),
      ...(site.statement ? { statement: site.statement } : {}),
    });
  }
  return true;
}

const SETTERS: ReadonlySet<string> = new Set([
  'setsockopt',
  'set',
  'setsockopt_string',
  'set_string',
  'setsockopt_unicode',
]);

/** `sock.setsockopt(zmq.SNDHWM, 10)`, `sock.set_hwm(10)`. @returns whether the method sets options */
export function callSetter(
  method: string,
  args: Arguments,
  site: CallSite,
  sink: OptionSink,
  api: EvaluatorApi,
): boolean {
  const statement = site.statement ? { statement: site.statement } : {};
  if (method === 'set_hwm') {
    const valuePlace = args.placeAt(0, 'value');
    const value = args.at(0, 'value') ?? api.unknown('parameter', 'value');
    for (const option of BOTH_HWM)
      sink.add({
        option,
        value,
        place: site.name,
        via: 'call',
        spelling: method,
        ...(valuePlace ? { valuePlace } : {}),
        ...statement,
      });
    return true;
  }
  if (!SETTERS.has(method)) return false;
  const id = numberIn(args.at(0, 'option'), api);
  const valuePlace = args.placeAt(1, 'optval') ?? args.placeAt(1, 'value');
  const write = {
    value: args.at(1, 'optval') ?? args.at(1, 'value') ?? api.unknown('parameter', 'value'),
    place: args.nameAt(0, 'option') ?? site.name,
    ...(valuePlace ? { valuePlace } : {}),
    ...statement,
  };
  if (id === undefined) sink.unknown('an option chosen at run time');
  // zmq.HWM is libzmq 2's: EINVAL since 3.0 (e31).
  else if (id === 1) sink.refuse('HWM', 'SNDHWM', write);
  else {
    const option = optionById(id);
    if (option && !READ_ONLY.has(option)) sink.add({ option, via: 'call', spelling: option, ...write });
  }
  return true;
}
