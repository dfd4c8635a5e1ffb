/**
 * Authenticators and certificates (zmq.auth). A started authenticator is a REP socket on inproc://zeromq.zap.01 in its context
 * (zmq/auth/base.py `start`); modelled as exactly that, so rules need to know nothing of it.
 */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import type { Admission } from '../../model/model';
import type { Handle } from '../binding';
import { ID, idOf } from './context';

/** `zmq.auth.CURVE_ALLOW_ANY`: every key is admitted (zmq/auth/base.py). */
export const ALLOW_ANY = '*';

const ZAP = 'inproc://zeromq.zap.01';

const CLASSES: ReadonlySet<string> = new Set([
  'auth.Authenticator',
  'auth.base.Authenticator',
  'auth.thread.ThreadAuthenticator',
  'auth.asyncio.AsyncioAuthenticator',
  'auth.ioloop.IOLoopAuthenticator',
]);

interface AuthenticatorData {
  /** Undefined: not known which. */
  readonly context: number | undefined;
  /** Once it was started. */
  socket?: number;
  /** What it was told before. */
  readonly told: Omit<Admission, 'order'>[];
}

export function authName(path: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  if (CLASSES.has(path)) return authenticator(args, site, api);
  switch (path.replace(/^auth\.certs\./, 'auth.')) {
    case 'auth.create_certificates':
      return api.list([api.unknown('call', 'public key file'), api.unknown('call', 'secret key file')]);
    case 'auth.load_certificate':
      return api.list([api.unknown('configuration', 'public key'), api.unknown('configuration', 'secret key')]);
    case 'auth.load_certificates':
      return api.unknown('configuration', 'certificates');
    default:
      return undefined;
  }
}

/** `ThreadAuthenticator(context=None)`: without one it is `Context.instance()`. */
function authenticator(args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const given = args.at(0, 'context');
  const [context] = api.handles(given, 'context');
  const none = !given || (given.v === 'const' && !given.value);
  const data: AuthenticatorData = { context: none ? api.sharedContext('pyzmq') : idOf(context), told: [] };
  return api.handle(ID, 'authenticator', site.place.range.start, data);
}

export function authenticatorCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const data = handle.data as AuthenticatorData;
  switch (method) {
    case 'start': {
      data.socket = api.newSocket({
        binding: ID,
        type: 'REP',
        site,
        ...(data.context === undefined ? {} : { context: data.context }),
      });
      api.addEndpoint(data.socket, 'bind', api.constant(ZAP), undefined, { ...site, receiver: '' }, false);
      api.keep(api.handle(ID, 'socket', data.socket, { async: false }));
      for (const rule of data.told) api.addAdmission(data.socket, rule);
      return api.constant(undefined);
    }
    case 'stop':
    case '(leave)':
      if (data.socket !== undefined) api.addClose(data.socket, site);
      return api.constant(undefined);
    default: {
      const rule = admission(method, args, site, api);
      if (rule && data.socket === undefined) data.told.push(rule);
      else if (rule) api.addAdmission(data.socket!, rule);
      for (const value of args.list) if (value.v === 'function') api.startTask('callback', value, [], site);
      return api.constant(undefined);
    }
  }
}

/** The provider's `callback(domain, key)` decides: it may say yes to all (zmq/auth/base.py `_authenticate_curve`). */
function alwaysYes(args: Arguments, site: CallSite, api: EvaluatorApi): boolean {
  const provider = args.at(1, 'credentials_provider');
  if (provider?.v !== 'instance') return false;
  const callback: Value = { v: 'method', on: provider, name: 'callback', nameRange: site.name };
  const asked = [api.unknown('other', 'domain'), api.unknown('received', 'key')];
  return api.constantOf(api.callFunction(callback, asked, site))?.value === true;
}

/** What a method tells the authenticator (zmq/auth/base.py); undefined for others. */
function admission(
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Omit<Admission, 'order'> | undefined {
  switch (method) {
    case 'allow':
    case 'deny':
      return { kind: 'addresses', place: site.name, spelling: method };
    case 'configure_plain': {
      const known = [...(api.fields(args.at(1, 'passwords'))?.fields.values() ?? [])];
      const literal = known.some((value) => api.stringOf(value));
      return { kind: 'passwords', place: site.name, spelling: method, ...(literal ? { literal } : {}) };
    }
    case 'configure_curve_callback':
      return { kind: alwaysYes(args, site, api) ? 'any-key' : 'asked', place: site.name, spelling: method };
    case 'configure_curve': {
      const any = api.stringOf(args.at(1, 'location')) === ALLOW_ANY;
      const place = args.nameAt(1, 'location') ?? site.name;
      return any
        ? { kind: 'any-key', place, spelling: 'CURVE_ALLOW_ANY' }
        : { kind: 'keys', place: site.name, spelling: method };
    }
    default:
      return undefined;
  }
}
