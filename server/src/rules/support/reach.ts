/**
 * Who can reach an endpoint, and how sure that is. One value may be several endpoints (branches, fallbacks): a certain remote one
 * counts; otherwise a loopback default wins over pieces that are not known.
 */
import type { Data } from '../../model/data';
import { alternatives } from '../../model/data';
import { endpointsOf, type Endpoint, type Exposure } from '../../model/endpoint';
import type { EndpointUse, Socket } from '../../model/model';
import type { Confidence } from '../rule';
import { opens } from './sockets';

export interface Reach {
  readonly exposure: Exposure;
  readonly confidence: Confidence;
  /** The possibility that decides, for messages. */
  readonly endpoint: Endpoint;
}

export function reachOf(use: EndpointUse): Reach {
  // Nobody connects to `*`: libzmq refuses it (EINVAL, seen on 4.3.5), so the address is one of the others.
  const all = endpointsOf(use.value).filter((one) => use.op !== 'connect' || one.host !== '*');
  const of = (test: (one: Endpoint) => boolean): Endpoint | undefined => all.find(test);
  const certain = of((one) => one.exposure === 'remote' && !one.assumed);
  const local = of((one) => one.exposure === 'local');
  const inproc = of((one) => one.exposure === 'inproc');
  // Two known possibilities (`production ? 'tcp://*:1' : 'tcp://127.0.0.1:1'`): remote in one of them.
  if (certain) return { exposure: 'remote', confidence: local || inproc ? 'medium' : 'high', endpoint: certain };
  if (local) return { exposure: 'local', confidence: 'high', endpoint: local };
  if (inproc) return { exposure: 'inproc', confidence: 'high', endpoint: inproc };
  const assumed = of((one) => one.exposure === 'remote');
  if (assumed) return { exposure: 'remote', confidence: ownLimit(use.value) ? 'low' : 'medium', endpoint: assumed };
  return {
    exposure: 'unknown',
    confidence: 'low',
    endpoint: all[0] ?? { text: '…', exposure: 'unknown', assumed: false, wildcard: false },
  };
}

/** A host that is not known because the evaluator stopped, not because the program leaves it open. */
function ownLimit(value: Data): boolean {
  return alternatives(value).some(
    (one) =>
      one.kind === 'text' &&
      one.parts.some((part) => typeof part !== 'string' && (part.origin === 'limit' || part.origin === 'syntax')),
  );
}

const ORDER: readonly Exposure[] = ['remote', 'unknown', 'local', 'inproc'];

/** The worst exposure of a socket's endpoints; unknown when it has none that are seen. */
export function exposureOfSocket(socket: Socket): Exposure {
  const found = opens(socket).map((use) => reachOf(use).exposure);
  if (found.length === 0) return 'unknown';
  return worst(found);
}

export function worst(exposures: readonly Exposure[]): Exposure {
  return ORDER.find((level) => exposures.includes(level)) ?? 'unknown';
}

/** Every endpoint is known to be inproc: both ends are this program. */
export function inprocOnly(socket: Socket): boolean {
  const uses = opens(socket);
  return uses.length > 0 && uses.every((use) => endpointsOf(use.value).every((one) => one.exposure === 'inproc'));
}
