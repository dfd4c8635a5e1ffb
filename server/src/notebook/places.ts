/**
 * Where the characters of a notebook's cells stand in its file. The file is walked once, without recursion and without looking into
 * what is no source of a cell: outputs may be megabytes of picture.
 */
import { LineMap, type Range } from '../text/lines';
import { cellAt, cellsOf, moduleOf, type NotebookModule } from './notebook';

/** A string of the file that holds some of a cell's source. */
interface Piece extends Range {
  /** Offset in the file of the first character behind the opening quote. */
  readonly at: number;
}

/** One-based, as people count. */
export interface CellPlace {
  readonly cell: number;
  readonly line: number;
  readonly column: number;
}

export class NotebookPlaces {
  readonly module: NotebookModule;
  private pieces: readonly Piece[] | undefined;
  private json: LineMap | undefined;
  private lines: LineMap | undefined;

  constructor(private readonly text: string) {
    this.module = moduleOf(cellsOf(text));
  }

  /** Cell and place in it. */
  place(offset: number): CellPlace {
    this.lines ??= new LineMap(this.module.text);
    const cell = cellAt(this.module.cells, offset);
    if (!cell) return { cell: 1, line: 1, column: 1 };
    const at = this.lines.position(offset);
    return {
      cell: cell.index + 1,
      line: at.line - this.lines.position(cell.start).line + 1,
      column: at.character + 1,
    };
  }

  /** Positions in the file, zero-based. The start of the file where its cells cannot be told apart. */
  range(range: Range): {
    readonly start: ReturnType<LineMap['position']>;
    readonly end: ReturnType<LineMap['position']>;
  } {
    this.json ??= new LineMap(this.text);
    const [start, end] = [this.offset(range.start), this.offset(Math.max(range.start, range.end), true)];
    return { start: this.json.position(start), end: this.json.position(Math.max(start, end)) };
  }

  /** @param last the end of a range: it stays in the string that holds what is before it */
  private offset(offset: number, last = false): number {
    this.pieces ??= this.find();
    const piece = cellAt(this.pieces, last && offset > 0 ? offset - 1 : offset);
    if (!piece) return 0;
    let at = piece.at;
    for (let left = Math.min(offset, piece.end) - piece.start; left > 0 && this.text[at] !== '"'; left--)
      at += this.text[at] !== '\\' ? 1 : this.text[at + 1] === 'u' ? 6 : 2;
    return at;
  }

  private find(): readonly Piece[] {
    const strings = sourceStrings(this.text);
    const pieces: Piece[] = [];
    for (const cell of this.module.cells) {
      let start = cell.start;
      for (const { from, to } of strings.get(cell.index) ?? []) {
        const length = lengthOf(this.text.slice(from, to));
        pieces.push({ start, end: start + length, at: from });
        start += length;
      }
    }
    return pieces;
  }
}

function lengthOf(escaped: string): number {
  try {
    return (JSON.parse(`"${escaped}"`) as string).length;
  } catch {
    return escaped.length;
  }
}

interface Text {
  readonly from: number;
  readonly to: number;
}

/** An object or list that is open while the file is walked: the key, or the number of the element, that comes next. */
interface Level {
  readonly list: boolean;
  key: string;
  index: number;
  /** A key has been read, its value is to come. */
  value: boolean;
  /** Something is in it. */
  filled: boolean;
}

/** The strings that make up the sources, by the cell's number. Of keys that come twice the last counts, as for JSON.parse. */
function sourceStrings(text: string): ReadonlyMap<number, readonly Text[]> {
  const found = new Map<number, Text[]>();
  const levels: Level[] = [];
  // Cells of the worksheets that are over.
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text[at]!;
    const top = levels.at(-1);
    if (c === '{' || c === '[') {
      if (top) top.filled = true;
      const opened: Level = { list: c === '[', key: '', index: 0, value: false, filled: false };
      levels.push(opened);
      const cell = sourceOwner(levels, opened.list);
      if (cell !== undefined) found.set(before + cell, []);
    } else if (c === '}' || c === ']') {
      if (levels.length === 4 && top?.list && levels[0]!.key === 'worksheets' && levels[2]!.key === 'cells')
        before += top.filled ? top.index + 1 : 0;
      levels.pop();
    } else if (c === ',' && top) {
      top.index++;
      top.value = false;
    } else if (c === ':' && top) top.value = true;
    else if (c === '"') {
      const to = closing(text, at + 1);
      if (top && !top.list && !top.value) top.key = text.slice(at + 1, to);
      else {
        const cell = sourceOwner(levels, false);
        if (cell !== undefined) found.set(before + cell, [{ from: at + 1, to }]);
        const owner = top?.list ? sourceOwner(levels, true) : undefined;
        if (owner !== undefined) found.get(before + owner)?.push({ from: at + 1, to });
      }
      at = to;
    }
  }
  return found;
}

/** The number of the cell whose source is the value that stands here, or (`inside`) the list that was opened last. */
function sourceOwner(levels: readonly Level[], inside: boolean): number | undefined {
  // Deeper there are outputs, or mischief.
  if (levels.length > 6) return undefined;
  const path = inside ? levels.slice(0, -1) : levels;
  const cell = path.at(-1);
  const list = path.at(-2);
  const holder = path.at(-3);
  if (!cell || cell.list || !list?.list || holder?.key !== 'cells') return undefined;
  if (cell.key !== 'source' && cell.key !== 'input') return undefined;
  const deep = path.length === 3 || (path.length === 5 && path[0]!.key === 'worksheets');
  return deep ? list.index : undefined;
}

/** Offset of the quote that closes a string. */
function closing(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}
