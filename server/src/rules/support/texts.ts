/** Small pieces of messages. Texts from the code are clipped; a message never carries key material. */
import type { EndpointUse, OptionWrite, Socket } from '../../model/model';
import type { Evidence } from '../rule';
import { reachOf } from './reach';

const LONGEST = 60;

/** Text of the program as code, short and on one line. */
export function code(text: string): string {
  const flat = text.replace(/\s+/g, ' ').replaceAll('`', "'");
  return `\`${flat.length > LONGEST ? `${flat.slice(0, LONGEST - 1)}…` : flat}\``;
}

/** `PUB socket`, or just `socket`. */
export function kindOf(socket: Socket): string {
  return socket.type === 'unknown' ? 'socket' : `${socket.type} socket`;
}

export function endpointEvidence(use: EndpointUse): Evidence {
  return { place: use.place, message: `${use.op} to ${code(reachOf(use).endpoint.text)}` };
}

export function writeEvidence(write: OptionWrite, message: string): Evidence {
  return { place: write.place, message: `${code(write.spelling)} ${message}` };
}
