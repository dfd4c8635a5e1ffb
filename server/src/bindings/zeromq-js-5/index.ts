/**
 * zeromq.js 5: `zmq.socket('push')`, events for receiving, options by short key or setsockopt. Also the package `zmq` (2.x, the same
 * API) and `zeromq/v5-compat`. Source of every spelling: facts A.1 and A.2; behaviour: experiments e02, e08, e12, e39.
 */
import type { Binding } from '../binding';
import { DECLARATIONS } from './declarations';
import { fixV5 } from './fixes';
import { callV5, readV5 } from './functions';
import { SHORT_KEYS } from './options';
import { foreignSocket, ID, makeSocket, socketCall, writeProperty } from './socket';

export const zeromqJs5: Binding = {
  id: ID,
  languages: ['typescript'],
  needles: ['zmq', 'zeromq'],
  owns: (module) => module === 'zmq' || module === 'zeromq/v5-compat' || /^(zeromq@[345]|zmq@)/.test(module),
  declarations: DECLARATIONS,
  socketMethods: [
    'bind',
    'bindSync',
    'connect',
    'send',
    'unbind',
    'disconnect',
    'subscribe',
    'setsockopt',
    'on',
    'once',
  ],

  read: (name, api) => readV5(name, api),
  call: callV5,

  callOn: (handle, method, args, site, api) =>
    handle.kind === 'socket' ? socketCall(handle, method, args, site, api) : undefined,

  readOn(handle, property, api) {
    if (handle.kind !== 'socket') return undefined;
    if (property === 'closed' || property === 'type' || Object.hasOwn(SHORT_KEYS, property))
      return api.unknown('call', property);
    return undefined;
  },

  writeOn: (handle, property, value, site, api) =>
    handle.kind === 'socket' && writeProperty(handle, property, value, site, api),

  instanceOf: (name, args, site, api) =>
    name.path.join('.') === 'Socket' ? makeSocket(name.module, args, site, api) : undefined,

  ofType: (name, site, api) =>
    name.path.join('.') === 'Socket' ? foreignSocket(name.module.endsWith('v5-compat'), site, api) : undefined,

  fix: fixV5,
};
