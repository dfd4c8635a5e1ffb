/** tornado's ZMQStream: a socket with callbacks (zmq/eventloop/zmqstream.py). */
import type { Arguments, CallSite, EvaluatorApi, Taint, Value, WriteSite } from '../../evaluate/api';
import type { Handle } from '../binding';
import { messageOf } from '../received';
import { ID } from './context';
import { byAttribute } from './options';
import { socketCall, socketHandle, type SocketData } from './socket';

export function makeStream(args: Arguments, api: EvaluatorApi): Value | undefined {
  const sockets = api.handles(args.at(0, 'socket'), 'socket');
  return sockets.length === 0 ? undefined : api.oneOf(sockets.map(({ id }) => streamHandle(id, api)));
}

/** What a stream sends it queues until the loop finds that there is room. */
export function streamHandle(socket: number, api: EvaluatorApi): Value {
  return api.handle(ID, 'stream', socket, { async: false, assumed: true, stream: true } satisfies SocketData);
}

export function streamCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const callback = args.at(0, 'callback');
  switch (method) {
    case 'on_recv':
    case 'on_recv_stream': {
      if (!callback) return undefined;
      let received: Taint | undefined;
      api.addReceive(handle.id, (taint) => ((received = taint), api.constant(undefined)), site, {
        asynchronous: false,
        exclusive: false,
        continuous: true,
        registered: true,
      });
      const transfer = received?.transfers[0];
      const parts = messageOf(api.socketType(handle.id), received, api);
      const given = method === 'on_recv' ? [parts] : [streamHandle(handle.id, api), parts];
      api.startTask('message', callback, given, site, {
        repeats: true,
        socket: handle.id,
        ...(transfer === undefined ? {} : { transfer }),
      });
      return api.constant(undefined);
    }
    case 'on_send':
    case 'on_send_stream':
    case 'on_err':
    case 'set_close_callback':
      if (callback) api.startTask('callback', callback, [], site, { repeats: true });
      return api.constant(undefined);
    case 'stop_on_recv':
    case 'stop_on_send':
    case 'stop_on_err':
    case 'flush':
      return api.constant(undefined);
    case 'receiving':
    case 'sending':
    case 'closed':
      return api.unknown('call', method);
    default:
      // Options are the socket's, so that is what a fix has to name.
      return socketCall(handle, method, args, { ...site, receiver: site.receiver && `${site.receiver}.socket` }, api);
  }
}

/** An option that is assigned to a stream is an attribute of the stream, and no option (e52). */
export function writeStream(handle: Handle, name: string, value: Value, site: WriteSite, api: EvaluatorApi): boolean {
  const [meant] = byAttribute(name) ?? [];
  if (!meant) return false;
  const places = {
    ...(site.valuePlace ? { valuePlace: site.valuePlace } : {}),
    ...(site.statement ? { statement: site.statement } : {}),
  };
  api.addIgnored(handle.id, { spelling: name, meant, effect: 'ignored', value, place: site.name, ...places });
  return true;
}

/** A logging handler has the socket it publishes with (zmq/log/handlers.py). */
export function readHandler(handle: Handle, name: string, api: EvaluatorApi): Value | undefined {
  return name === 'socket' ? socketHandle(handle.id, false, api) : undefined;
}

export function readStream(handle: Handle, name: string, api: EvaluatorApi): Value | undefined {
  return name === 'socket' ? socketHandle(handle.id, false, api) : undefined;
}
