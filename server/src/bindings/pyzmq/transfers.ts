/** Sending and receiving: the send_ and recv_ families of sockets and streams (zmq/sugar/socket.py, zmq/eventloop/zmqstream.py). */
import type { Arguments, CallSite, EvaluatorApi, Taint, Value } from '../../evaluate/api';
import { RECEIVED_LENGTH, TOPIC } from '../../model/data';
import type { SocketType } from '../../model/model';
import { messageOf } from '../received';
import { numberIn } from './names';
import type { SocketData } from './socket';

const SENDS: ReadonlySet<string> = new Set([
  'send',
  'send_multipart',
  'send_string',
  'send_unicode',
  'send_json',
  'send_pyobj',
  'send_serialized',
]);

/** zmq.SNDMORE: more frames of the same message follow. */
const SNDMORE = 2;

type Shape = 'message' | 'frames' | 'none';

const RECEIVES: Readonly<Record<string, Shape>> = {
  recv: 'message',
  recv_string: 'message',
  recv_unicode: 'message',
  recv_json: 'message',
  recv_pyobj: 'message',
  recv_multipart: 'frames',
  recv_serialized: 'frames',
  recv_into: 'none',
};

/** Methods that only sockets have: enough to know an object by that is not known otherwise. `recv` and `send` are not among them. */
export function onlyOfSockets(method: string): boolean {
  return /^(send|recv)_(multipart|string|json|pyobj|serialized)$|^(setsockopt_string|bind_to_random_port)$/.test(
    method,
  );
}

export function message(api: EvaluatorApi, taint: Taint | undefined): Value {
  return api.unknown('received', 'message', taint);
}

/** One frame. Of what a SUB receives so it may be the first, or the only one, which then begins with the topic. */
function single(type: SocketType, taint: Taint | undefined, api: EvaluatorApi): Value {
  return type === 'SUB' ? api.unknown('received', TOPIC, taint) : message(api, taint);
}

/** `zmq.COPY_THRESHOLD`: smaller messages are copied whatever the program says (zmq/sugar/socket.py). */
const COPY_THRESHOLD = 65536;

/** `copy=False`. Whoever also says `track=True` gets to know when the memory is free again. */
function sharesOf(method: string, args: Arguments, api: EvaluatorApi): { readonly shares?: number } {
  if (method !== 'send' && method !== 'send_multipart') return {};
  const [copies, tracks] = [args.at(2, 'copy'), args.at(3, 'track')];
  if (api.constantOf(copies)?.value !== false) return {};
  return tracks === undefined || api.constantOf(tracks)?.value === false ? { shares: COPY_THRESHOLD } : {};
}

/** ZMQ_NOBLOCK, ZMQ_DONTWAIT (zmq_msg_recv(3)). */
const NOBLOCK = 1;

/** Which positional argument the flags are. */
function flagsOf(method: string): number {
  if (method === 'recv_into') return NAMED_ONLY;
  return SENDS.has(method) || method === 'recv_serialized' ? 1 : 0;
}

const NAMED_ONLY = -1;

/** @returns undefined when the method neither sends nor receives */
export function transfer(
  socket: number,
  method: string,
  { async, assumed, stream }: SocketData,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const flag = args.at(flagsOf(method), 'flags');
  const flags = flag ? numberIn(flag, api) : 0;
  const atOnce = flags === undefined ? undefined : (flags & NOBLOCK) !== 0;
  // Whoever awaits the result knows that it is a future.
  const blocks = !async && !assumed && !site.awaited && atOnce === false;
  const how = { asynchronous: async, exclusive: false, ...(blocks ? { blocks } : {}) };
  if (SENDS.has(method)) {
    const multipart = flags !== undefined && (flags & SNDMORE) !== 0;
    // What has to wait is kept in a list of the package (zmq/_future.py `_send_futures`, e17).
    const unlimited = stream || (async && atOnce === false) ? { unlimited: true as const } : {};
    const paced = stream && args.named.has('callback') ? { paced: true as const } : {};
    const given = args.list[0] ?? args.named.values().next().value;
    return api.addSend(socket, given, site, {
      ...how,
      multipart,
      ...(atOnce ? { atOnce } : {}),
      ...unlimited,
      ...paced,
      ...sharesOf(method, args, api),
    });
  }
  if (!Object.hasOwn(RECEIVES, method)) return undefined;
  const shape = RECEIVES[method]!;
  if (method === 'recv_into') api.addMemoryWrite(args.at(0), site);
  const receive = { ...how, ...(atOnce ? { polls: true as const } : {}) };
  if (method === 'recv_serialized') return receiveSerialized(socket, how, args, site, api);
  let received: Taint | undefined;
  const result = api.addReceive(
    socket,
    (taint) => {
      received = taint;
      return shape === 'frames'
        ? messageOf(api.socketType(socket), taint, api)
        : shape === 'message'
          ? single(api.socketType(socket), taint, api)
          : api.unknown('call', RECEIVED_LENGTH, { ...taint, checked: true });
    },
    site,
    {
      ...receive,
      ...(shape === 'message' ? { single: true as const } : {}),
      ...(shape === 'none' ? { cuts: true as const } : {}),
      multipart: shape === 'frames',
      ...(method === 'recv_pyobj' ? { decodes: method } : {}),
    },
  );
  // Frames that are not copied know whether more follow (`frame.more`).
  if (shape === 'message' && args.named.has('copy')) api.addMoreCheck(socket);
  if (method === 'recv_json') api.addFragile('form', method, message(api, received), site);
  if (method === 'recv_pyobj')
    api.addSink({
      kind: 'deserialize',
      api: method,
      argument: message(api, received),
      site,
      replacement: 'recv_json',
    });
  return result;
}

/** `recv_serialized(deserialize)`: the function gets the frames. */
function receiveSerialized(
  socket: number,
  how: { readonly asynchronous: boolean; readonly exclusive: boolean; readonly blocks?: true },
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value {
  const decode = args.at(0, 'deserialize');
  const of = (taint: Taint): Value => {
    const parts = messageOf(api.socketType(socket), taint, api);
    return decode ? api.withTaint(api.callFunction(decode, [parts], site), taint) : parts;
  };
  return api.addReceive(socket, of, site, how);
}
