/**
 * Functions and constants of zeromq.js 5. The package `zeromq` has this API in version 5 and another one in version 6; code says which by
 * what it calls, so the binding of version 6 asks here for `socket`, `createSocket` and their kind.
 */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import type { ExternalName } from '../binding';
import { CONSTANTS, SHORT_KEYS } from './options';
import { OPTION_IDS } from '../../model/options';
import { makeSocket } from './socket';

/** A call of a name only version 5 has; undefined when it is none of them. */
export function callV5(name: ExternalName, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  const [first, second] = name.path;
  switch (first) {
    case 'socket':
    case 'createSocket':
      return second === undefined ? makeSocket(name.module, args, site, api) : undefined;
    case 'Socket':
      return second === undefined && site.construct ? makeSocket(name.module, args, site, api) : undefined;
    case 'Context':
      // setMaxSockets, setMaxThreads and their getters: the one context of the process.
      return second === undefined ? undefined : api.unknown('call', `Context.${second}`);
    case 'curveKeypair':
    case 'zmqCurveKeypair':
      return api.object({ public: api.unknown('call', 'public key'), secret: api.unknown('call', 'secret key') });
    case 'proxy':
    case 'device':
      // JavaScript that passes messages from one end to the other; the sockets stay the program's.
      for (const end of args.list) api.keep(end);
      return api.constant(undefined);
    default:
      return undefined;
  }
}

/** A constant (`ZMQ_SNDHWM`, `options.linger`); undefined for every other name. */
export function readV5(name: ExternalName, api: EvaluatorApi): Value | undefined {
  const [first, second] = name.path;
  if (first === undefined) return undefined;
  if (second === undefined && CONSTANTS.has(first)) return api.constant(CONSTANTS.get(first)!);
  if (first === 'options' && second !== undefined && Object.hasOwn(SHORT_KEYS, second))
    return api.constant(OPTION_IDS[SHORT_KEYS[second]!]);
  if (first === 'version' && second === undefined) return api.unknown('other', 'version');
  return undefined;
}
