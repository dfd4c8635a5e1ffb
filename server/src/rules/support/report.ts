/** What reports have in common. */
import type { EndpointUse, OptionWrite, Socket } from '../../model/model';
import type { Const } from '../../model/data';
import type { OptionName } from '../../model/options';
import type { FixIntent, Report } from '../rule';
import { exposureOfSocket, reachOf } from './reach';
import { causeOf } from './security';

type AboutEndpoint = Pick<Report, 'confidence' | 'exposure' | 'cause' | 'holder' | 'socket'>;

/** Of a report about one endpoint of a socket: how sure its address is, who can reach it, one cause for all that is found there, whose it is. */
export function atEndpoint(socket: Socket, use: EndpointUse): AboutEndpoint {
  const { exposure, confidence } = reachOf(use);
  return { confidence, exposure, cause: causeOf(use), holder: socket.holder, socket: socket.id };
}

/** Of a report about a socket as a whole, which its endpoints have no part in. */
export function aboutSocket(socket: Socket): Omit<AboutEndpoint, 'cause'> {
  return { confidence: 'high', exposure: exposureOfSocket(socket), holder: socket.holder, socket: socket.id };
}

/** Options to be set before an endpoint takes them over, with values in libzmq's terms. */
export function setBefore(
  use: EndpointUse,
  values: Readonly<Partial<Record<OptionName, Const>>>,
): readonly FixIntent[] {
  const options = Object.entries(values).map(([option, literal]) => ({
    option: option as OptionName,
    value: { literal: literal as Const },
  }));
  return [{ kind: 'set-options', socket: use.socket, before: use, options }];
}

/** Another value in the place of the one that is written; no fix where the option is set by a name alone. */
export function replaceValue(write: OptionWrite, value: Const): readonly FixIntent[] {
  if (!write.valuePlace) return [];
  return [{ kind: 'replace-value', place: write.valuePlace, value, option: write.option }];
}
