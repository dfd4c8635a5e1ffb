/** Small islands are run several at a time. */
import { nameOf, type Piece } from './pieces';

/** Functions in a batch of small islands: not many more than so many. */
const ENOUGH = 12;

/**
 * Small islands are run several at a time, since every run has its price. Where a batch ends names decide, so that an edit that adds or
 * takes a definition moves the ends near to it alone.
 */
export function batches(islands: readonly (readonly Piece[])[], few: number): readonly (readonly Piece[])[] {
  const all: Piece[][] = [];
  let size = ENOUGH;
  for (const island of islands) {
    if (size >= ENOUGH || few === 1 || (size >= few && endsBatch(nameOf(island[0]!)))) {
      all.push([]);
      size = 0;
    }
    all.at(-1)!.push(...island);
    for (const { uses } of island) size += uses.functions.length;
  }
  return all;
}

function endsBatch(name: string): boolean {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) | 0;
  return (sum & 3) === 0;
}
