/**
 * Authenticators and certificates (zmq.auth). A started authenticator is a REP socket on inproc://zeromq.zap.01 in its context
 * (zmq/auth/base.py `start`); modelled as exactly that, so rules need to know nothing of it.
 */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import type { Handle } from '../binding';
import { ID, idOf } from './context';

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
  const data: AuthenticatorData = { context: none ? api.sharedContext('pyzmq') : idOf(context) };
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
      return api.constant(undefined);
    }
    case 'stop':
    case '(leave)':
      if (data.socket !== undefined) api.addClose(data.socket, site);
      return api.constant(undefined);
    default:
      // allow, deny, configure_curve and its kind: what the handler answers, not whether there is one.
      for (const value of args.list) if (value.v === 'function') api.startTask('callback', value, [], site);
      return api.constant(undefined);
  }
}
