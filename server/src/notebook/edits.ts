/** Changes of a notebook's one module → changes that stay in one cell each, below what only a notebook understands. */
import type { TextChange } from '../text/edits';
import type { CellSpan } from './notebook';

type Cell = Pick<CellSpan, 'start' | 'end' | 'fixed'>;

/** @returns undefined where cells cannot have the change: half of it is none */
export function inCells(cells: readonly Cell[], change: TextChange): readonly TextChange[] | undefined {
  const { range, text } = change;
  if (range.start === range.end) return inserted(cells, range.start, text);
  if (text === '') return removed(cells, change);
  const cell = cells.findLast(({ start }) => start <= range.start);
  if (!cell || range.start < cell.fixed || range.end > cell.end + 1) return undefined;
  if (range.end <= cell.end) return [change];
  // The line break behind the cell's last line is none of the cell's.
  return [{ range: { start: range.start, end: cell.end }, text: text.replace(/\n$/, '') }];
}

/** A cell magic stays its cell's first line, and nothing goes into a cell of another language: lines move below. */
function inserted(cells: readonly Cell[], at: number, text: string): readonly TextChange[] | undefined {
  for (const { end, fixed } of cells) {
    if (at > end) continue;
    if (at >= fixed) return [{ range: { start: at, end: at }, text }];
    if (!text.endsWith('\n')) return undefined;
    if (fixed < end) return [{ range: { start: fixed, end: fixed }, text }];
  }
  return undefined;
}

/** What goes is taken out of each cell. The line breaks between cells are in none of them. */
function removed(cells: readonly Cell[], { range, text }: TextChange): readonly TextChange[] | undefined {
  const touched = cells.filter(({ start, end }) => start < range.end && range.start < end);
  if (touched.length === 0 || touched.some(({ start, fixed }) => Math.max(range.start, start) < fixed))
    return undefined;
  return touched.map(({ start, end }) => ({
    range: { start: Math.max(start, range.start), end: Math.min(end, range.end) },
    text,
  }));
}
