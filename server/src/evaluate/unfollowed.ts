/** Calls of what nobody in the program defines: callbacks may run at any time, sockets may be changed out there. */
import type { Arguments, CallSite, Value } from './api';
import { Machine } from './machine';
import { recognise } from './sites';
import { taintOfValue } from './taint';
import { optionsOf, unknownValue } from './values';

/** Nobody knows this callee: callbacks may run at any time, sockets may be changed out there. */
export function notFollowed(m: Machine, callee: Value, args: Arguments, site: CallSite): Value {
  const recognised = site.construct && callee.v === 'unknown' ? recognise(m, args, site) : undefined;
  if (recognised) return recognised;
  if (m.loops.length > 0) m.recorder.list('unfollowed', m.now());
  for (const arg of [...args.list, ...args.named.values()]) {
    startCallbacks(m, arg, site);
    // A promise that somebody else gets may be waited for there.
    m.api.settle(arg, 'stored');
    m.api.escapes(arg, 'passed to code that is not part of the program', site.place);
  }
  const detail =
    callee.v === 'external'
      ? [callee.name.module.startsWith('global:') ? '' : callee.name.module, ...callee.name.path]
          .filter(Boolean)
          .join('.')
      : callee.v === 'unknown'
        ? callee.detail
        : undefined;
  // A method of received data gives received data; a free function may give anything.
  const taint =
    callee.v === 'unknown' || callee.v === 'text' || callee.v === 'const' ? taintOfValue(callee) : undefined;
  const origin =
    callee.v === 'unknown' && (callee.origin === 'environment' || callee.origin === 'received')
      ? callee.origin
      : 'call';
  return unknownValue(origin, detail, taint);
}

function startCallbacks(m: Machine, arg: Value, site: CallSite): void {
  const how = { repeats: true, outside: true };
  for (const one of optionsOf(arg)) {
    if (one.v === 'function') m.api.startTask('callback', one, [], site, how);
    else if (one.v === 'object')
      for (const field of one.object.fields.values())
        if (field.v === 'function') m.api.startTask('callback', field, [], site, how);
  }
}
