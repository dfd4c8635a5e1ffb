/**
 * Giving memory back. V8 lets its heap grow with the work and shrinks it late or never, since a server that waits allocates nothing that
 * would make it look: after a minute of typing four fifths of the heap are garbage and empty space for new objects.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How long a server has to be quiet before each collection, in milliseconds. */
export const QUIET = 5000;

export class Memory {
  private collect: (() => void) | undefined;
  private collections = 0;

  /**
   * A full garbage collection, which takes some 10 to 100 ms: for a moment in which nobody waits. True when there shall be a second one
   * after the same quiet: only that gives the emptied pages back, and makes the space for new objects small, which V8 (11,
   * `Heap::HasLowAllocationRate`) does when hardly anything was allocated in the five seconds before and since the last collection.
   *
   * From the first on that space does not grow to 32 MB again: with 2 MB an edit takes as long. (Reading a whole workspace takes a sixth
   * longer, but that is done by then.)
   */
  release(): boolean {
    try {
      this.collect ??= collector();
      setFlagsFromString('--semi-space-growth-factor=1');
      this.collect();
    } catch {
      // Another engine, or one that does not let itself be told: memory stays where it is.
      return false;
    }
    return ++this.collections % 2 === 1;
  }
}

/** V8's own function, without starting the process with a flag: the editor starts it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return typeof gc === 'function' ? (gc as () => void) : () => undefined;
}
