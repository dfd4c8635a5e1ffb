/** What was edited: the one stretch in which two versions of a text differ. */
import type { Range } from './lines';

export interface Change {
  readonly start: number;
  /** Where the stretch ended in the old text, and where it ends in the new one. */
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The smallest stretch outside of which both texts are the same; undefined when they are the same altogether. */
export function changeBetween(before: string, after: string): Change | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
}

/** Where a range of the new text stood in the old one; undefined for what was touched. */
export function before({ start, oldEnd, newEnd }: Change, range: Range): Range | undefined {
  if (range.end <= start) return range;
  if (range.start < newEnd) return undefined;
  const moved = oldEnd - newEnd;
  return { start: range.start + moved, end: range.end + moved };
}
