/** Devices: two or three sockets made by their type, bound and configured by `bind_in`, `setsockopt_out` and so on (zmq/devices). */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import type { Handle } from '../binding';
import { ID } from './context';
import { socketTypeOf } from './names';
import { socketCall, type SocketData } from './socket';

/** `Device(kind, in, out)`; proxies and queues have no kind, and a third socket that gets copies. */
const DEVICES = /^devices\.(\w+\.)?(Thread|Process)?(Device|Proxy|ProxySteerable|MonitoredQueue)$/;

const SIDES = ['in', 'out', 'mon'] as const;
type Side = (typeof SIDES)[number];

type DeviceData = Readonly<Partial<Record<Side, number>>>;

export function deviceName(path: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  const match = DEVICES.exec(path);
  if (!match) return undefined;
  const first = match[3] === 'Device' ? 1 : 0;
  // Devices take Context.instance(); the ones in a process of their own make a new context there (zmq/devices/basedevice.py).
  const context = match[2] === 'Process' ? api.newContext(site, false) : api.sharedContext('pyzmq');
  const data: Partial<Record<Side, number>> = {};
  SIDES.forEach((side, index) => {
    const name = `${side}_type`;
    const type = args.at(first + index, name);
    const place = args.placeAt(first + index, name);
    if (!type || !place) return;
    const at: CallSite = { ...site, place, name: place, holder: `${site.holder}.${side}` };
    data[side] = api.newSocket({ binding: ID, type: socketTypeOf(type, api), site: at, context });
  });
  return api.handle(ID, 'device', site.place.range.start, data);
}

export function deviceCall(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const match = /^(bind|connect|setsockopt)_(in|out|mon)(_to_random_port)?$/.exec(method);
  const socket = match ? (handle.data as DeviceData)[match[2] as Side] : undefined;
  if (match && socket !== undefined) {
    // A device keeps options and addresses until it starts, and then sets all options first (_setup_sockets in zmq/devices/basedevice.py).
    const own = match[3] ? 'bind_to_random_port' : match[1]!;
    return socketCall(
      { binding: ID, kind: 'socket', id: socket, data: { async: false, early: true } satisfies SocketData },
      own,
      args,
      { ...site, receiver: '' },
      api,
    );
  }
  return /^(start|run|join)$/.test(method) ? api.constant(undefined) : undefined;
}
