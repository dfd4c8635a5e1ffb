/** Which pieces of a text were pieces of the text before, wherever they stood there. */
import { changeBetween } from '../../text/change';
import { cuts, FORESIGHT } from './cut';
import type { Slot } from './link';
import type { ModuleNames, Piece } from './piece';

/** What is kept of a text beside its module. */
export interface Before {
  readonly text: string;
  readonly pieces: readonly KeptPiece[];
  readonly names: ModuleNames;
}

export interface KeptPiece {
  readonly start: number;
  readonly end: number;
  readonly unending: boolean;
  readonly piece: Piece;
}

/** The pieces of a text, those with their lowered form that an edit has left alone. */
export function slotsOf(text: string, before: Before | undefined): Slot[] {
  if (!before) return Array.from(cuts(text, 0), ({ start, end, unending }) => ({ start, end, unending }));
  const change = changeBetween(before.text, text) ?? { start: text.length, oldEnd: text.length, newEnd: text.length };
  const { pieces } = before;
  const shift = change.newEnd - change.oldEnd;
  const slots: Slot[] = [];
  // In front of the edit the same, with the word that ended the piece.
  let next = 0;
  for (const one of pieces) {
    if (one.unending || one.end + FORESIGHT > change.start) break;
    slots.push({ ...one });
    next++;
  }
  for (const cut of cuts(text, pieces[next]?.start ?? 0)) {
    const at = cut.start - (cut.start >= change.newEnd ? shift : 0);
    while (next < pieces.length && pieces[next]!.start < at) next++;
    const old = pieces[next]?.start === at ? pieces[next] : undefined;
    if (old && cut.start >= change.newEnd) {
      // Behind the edit, where a piece began: what follows is cut as it was.
      for (const one of pieces.slice(next)) slots.push({ ...one, start: one.start + shift, end: one.end + shift });
      return slots;
    }
    const untouched = old?.end === cut.end && cut.end <= change.start;
    slots.push({
      start: cut.start,
      end: cut.end,
      unending: cut.unending,
      ...(untouched ? { piece: old.piece } : {}),
    });
  }
  return slots;
}
