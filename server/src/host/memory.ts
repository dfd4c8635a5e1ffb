/**
 * Giving memory back. V8 lets its heap grow with the work and shrinks it late or never, since a server that waits allocates nothing that
 * would make it look: after a minute of typing four fifths of the heap are garbage and empty space for new objects.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * How long a server has to be quiet before a collection, in milliseconds, and how often in one pause. Only the second gives the emptied
 * pages back, and makes the space for new objects small, which V8 (11, `Heap::HasLowAllocationRate`) does when hardly anything was
 * allocated in the five seconds before and since the last collection.
 */
export const REST = { after: 5000, times: 2 };

let collect: (() => void) | undefined;

/**
 * A full garbage collection, which takes some 10 to 100 ms: for a moment in which nobody waits. Nothing keeps the heap small while somebody
 * types: with 2 MB for new objects in place of up to 32 an edit of 100 kB takes 52 ms in place of 43.
 */
export function releaseMemory(): void {
  try {
    collect ??= collector();
    collect();
  } catch {
    // Another engine, or one that does not let itself be told: memory stays where it is.
    collect = () => undefined;
  }
}

/** V8's own function, without starting the process with a flag: the editor starts it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return typeof gc === 'function' ? (gc as () => void) : () => undefined;
}
