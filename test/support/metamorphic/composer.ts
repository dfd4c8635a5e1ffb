/**
 * New text from pieces of an old one, which remembers where each piece went: a finding of the old text has its counterpart in the new
 * one.
 */
import type { Range } from '../../../server/src/text/lines';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A rewritten program: its files, and where ranges of the rewritten file have gone. */
export interface Rewritten {
  readonly files: ReadonlyMap<string, string>;
  /** Undefined when the text of the range is gone. */
  map(range: Range): { readonly file: string; readonly range: Range } | undefined;
}

interface Piece {
  readonly file: string;
  readonly at: number;
  readonly length: number;
  readonly from: Range;
  /** Not the old text: positions inside it have no counterpart of their own. */
  readonly replaced: boolean;
}

export class Composer {
  private readonly texts = new Map<string, string>();
  private readonly pieces: Piece[] = [];

  /** @param edits replacements inside the pieces that are kept; they must not overlap */
  constructor(
    private readonly source: string,
    edits: readonly Edit[] = [],
  ) {
    this.edits = [...edits].sort((a, b) => a.start - b.start);
  }
  private readonly edits: readonly Edit[];

  /** New text. */
  add(file: string, text: string): this {
    this.texts.set(file, (this.texts.get(file) ?? '') + text);
    return this;
  }

  /** A piece of the old text, with the edits that lie in it. */
  keep(file: string, start: number, end: number, indent = ''): this {
    let at = start;
    for (const edit of this.edits) {
      if (edit.start < start || edit.end > end) continue;
      this.copy(file, at, edit.start, indent);
      this.piece(file, edit.text, { start: edit.start, end: edit.end }, true);
      at = edit.end;
    }
    this.copy(file, at, end, indent);
    return this;
  }

  /** Line by line, so that an indentation can be put in without losing positions. */
  private copy(file: string, start: number, end: number, indent: string): void {
    let at = start;
    while (at < end) {
      const newline = this.source.indexOf('\n', at);
      const stop = newline < 0 || newline >= end ? end : newline + 1;
      this.piece(file, this.source.slice(at, stop), { start: at, end: stop }, false);
      if (indent !== '' && stop === newline + 1 && newline >= 0 && stop < end && this.source[stop] !== '\n')
        this.add(file, indent);
      at = stop;
    }
  }

  private piece(file: string, text: string, from: Range, replaced: boolean): void {
    const at = (this.texts.get(file) ?? '').length;
    this.pieces.push({ file, at, length: text.length, from, replaced });
    this.add(file, text);
  }

  result(others: ReadonlyMap<string, string> = new Map()): Rewritten {
    const { pieces } = this;
    return {
      files: new Map([...others, ...this.texts]),
      map(range) {
        const first = pieces.find(({ from }) => from.start <= range.start && range.start < from.end);
        const last = pieces.find(({ from }) => from.start < range.end && range.end <= from.end);
        if (!first || !last || first.file !== last.file) return undefined;
        const start = first.at + (first.replaced ? 0 : range.start - first.from.start);
        const end = last.at + (last.replaced ? last.length : range.end - last.from.start);
        return { file: first.file, range: { start, end } };
      },
    };
  }
}
