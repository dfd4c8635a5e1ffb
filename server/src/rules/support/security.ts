/** What the encryption and authentication rules share: late options, cause ids, the options of their fix. */
import { always, type Data } from '../../model/data';
import type { EndpointUse, Model, OptionWrite, Socket } from '../../model/model';
import { SECURITY_OPTIONS } from '../../model/options';
import type { FixIntent, OptionIntent } from '../rule';
import { lateWrites, type Late } from './posture';

/** ENC and AUTH findings on one bind have one cause (policy). */
export function causeOf(use: EndpointUse): string {
  return `endpoint:${use.place.file}:${use.place.range.start}`;
}

function isOff(value: Data): boolean {
  return always(value, (one) => one === false || one === 0 || one === '' || one === null || one === undefined);
}

/** Security options that miss their endpoint. Switching something off late protects nobody, so it is not meant. */
export function lateSecurity(model: Model, socket: Socket): readonly Late[] {
  return lateWrites(model, socket, SECURITY_OPTIONS, (write: OptionWrite) => !isOff(write.value));
}

/** CURVE for a server: fails closed until a ZAP handler answers for the domain (e07, e33). */
const SERVER: readonly OptionIntent[] = [
  { option: 'CURVE_SERVER', value: { literal: true } },
  { option: 'CURVE_SECRETKEY', value: { env: 'ZMQ_SERVER_SECRET_KEY' } },
  { option: 'ZAP_DOMAIN', value: { literal: 'global' } },
  { option: 'ZAP_ENFORCE_DOMAIN', value: { literal: true } },
];

/** CURVE for a client: it verifies the server by its key. */
const CLIENT: readonly OptionIntent[] = [
  { option: 'CURVE_SERVERKEY', value: { env: 'ZMQ_SERVER_PUBLIC_KEY' } },
  { option: 'CURVE_PUBLICKEY', value: { env: 'ZMQ_CLIENT_PUBLIC_KEY' } },
  { option: 'CURVE_SECRETKEY', value: { env: 'ZMQ_CLIENT_SECRET_KEY' } },
];

export function setCurve(use: EndpointUse): FixIntent {
  return { kind: 'set-options', socket: use.socket, before: use, options: use.op === 'bind' ? SERVER : CLIENT };
}

/** Where libzmq applies no mechanism: raw TCP, datagrams and multicast (zmq(7), e25). Options do not help there. */
export function hasMechanisms(socket: Socket, scheme: string): boolean {
  return (
    socket.type !== 'STREAM' && socket.type !== 'DGRAM' && (scheme === 'tcp' || scheme === 'ws' || scheme === 'ipc')
  );
}
