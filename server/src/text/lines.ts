/**
 * Positions. Everything inside the house is a half-open range of UTF-16 offsets; lines exist only at the doors (LSP, SARIF, text).
 * One line map of our own, because TypeScript also breaks lines at U+2028 and U+2029 and LSP does not.
 */

/** Half-open range of UTF-16 offsets into one file's text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Zero-based line and UTF-16 character, as LSP counts them. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Line starts of a text under LSP's rules: `\n`, `\r\n` and a lone `\r` end a line, nothing else does. */
export class LineMap {
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    // The next of each kind is looked up natively: every edit makes a map of the whole text.
    let [lf, cr] = [text.indexOf('\n'), text.indexOf('\r')];
    while (lf >= 0 || cr >= 0) {
      const isCr = cr >= 0 && (lf < 0 || cr < lf);
      const end = (isCr && lf !== cr + 1 ? cr : lf) + 1;
      this.starts.push(end);
      if (lf >= 0 && lf < end) lf = text.indexOf('\n', end);
      if (cr >= 0 && cr < end) cr = text.indexOf('\r', end);
    }
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** Position of an offset; offsets outside the text are clamped. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - this.starts[low]! };
  }

  /** Offset of a position; a character past the end of its line is clamped to that end. */
  offset(position: Position): number {
    if (position.line < 0) return 0;
    const start = this.starts[position.line];
    if (start === undefined) return this.text.length;
    return Math.min(start + Math.max(0, position.character), this.lineEnd(position.line));
  }

  /** Offset where a line starts. */
  lineStart(line: number): number {
    return this.starts[line] ?? this.text.length;
  }

  /** Offset where a line's content ends, before its line break. */
  lineEnd(line: number): number {
    let end = this.starts[line + 1] ?? this.text.length;
    while (end > this.lineStart(line) && (this.text[end - 1] === '\n' || this.text[end - 1] === '\r')) end--;
    return end;
  }
}
