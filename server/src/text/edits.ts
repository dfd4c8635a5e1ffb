/** Replacements in one text. */
import type { Range } from './lines';

export interface TextChange {
  readonly range: Range;
  readonly text: string;
}

/** The text with all changes made at once. They must not overlap; insertions at one place keep their order. */
export function applied(text: string, changes: readonly TextChange[]): string {
  const sorted = [...changes].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const pieces: string[] = [];
  let at = 0;
  for (const { range, text: by } of sorted) {
    pieces.push(text.slice(at, range.start), by);
    at = Math.max(at, range.end);
  }
  return [...pieces, text.slice(at)].join('');
}

/** The one change that makes `after` of `before`, without what both begin and end with; undefined when they are equal. */
export function difference(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  // Half a character or half a line ending is no text of its own.
  if (splits(before, start) || splits(after, start)) start--;
  if (end > 0 && (splits(before, before.length - end) || splits(after, after.length - end))) end--;
  return { range: { start, end: before.length - end }, text: after.slice(start, after.length - end) };
}

/** Does this offset lie between two halves of a surrogate pair or of `\r\n`? */
function splits(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const pair = /[\uD800-\uDBFF]/.test(text[at - 1]!) && /[\uDC00-\uDFFF]/.test(text[at]!);
  return pair || (text[at - 1] === '\r' && text[at] === '\n');
}
