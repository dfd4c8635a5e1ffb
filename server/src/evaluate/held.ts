/** Who holds a socket: where references are counted, what nobody holds is closed. */
import type { Value } from './api';
import { idsIn } from './effects';
import type { Machine } from './machine';
import type { Activation } from './state';
import type { Frame } from './store';
import { optionsOf } from './values';

/**
 * Sockets that something certainly refers to now: a variable of a function under way or of a module, a field of an object whose method
 * runs. Those in lists, and in other objects, are left out.
 */
export function heldSockets(m: Machine): readonly number[] {
  const held = new Set<number>();
  const look = (values: Iterable<Value>): void => {
    for (const value of values) {
      const [id, ...others] = idsIn(value, 'socket');
      // What is not there yet on another path is no other object.
      const certain = optionsOf(value).every((one) => one.v === 'handle' || one.v === 'const');
      if (id !== undefined && others.length === 0 && certain) held.add(id);
    }
  };
  for (const module of m.modules.values()) look(module.frame.cells.values());
  for (let at: Activation | undefined = m.activation; at; at = at.caller) {
    for (let frame: Frame | undefined = at.frame; frame; frame = frame.parent) look(frame.cells.values());
    if (at.thisValue?.v === 'instance') look(at.thisValue.object.fields.values());
  }
  return [...held];
}
