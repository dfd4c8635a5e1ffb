/**
 * What only a notebook understands is taken out of a cell, so that what remains is Python. Nothing moves: each character that goes is
 * replaced by one, and line breaks stay. What a magic or a shell command does is unknown, so it becomes a name that nobody gave a value.
 * Which lines are meant is decided as IPython does (inputtransformer2.py): at the start of a logical line, never inside of a bracket or
 * a string, where `%` is an operator or text.
 */

/** Cell magics whose body is Python that runs in this module. The body of any other is another language's, or runs elsewhere. */
const HERE: ReadonlySet<string> = new Set(['capture', 'debug', 'memit', 'prun', 'pyinstrument', 'time', 'timeit']);

/** `%magic`, `!shell`, `?name`, `name?`. */
const LINE = /^[ \t]*(?:[%!?]|[\w.*%]+\?{1,2}[ \t]*$)/;
/** `files = !ls`, `a, b = %magic`. */
const ASSIGNED = /^[\w.,()[\]'" \t]*[^=!<>:%*/+\-|&^@]=[ \t]*(?=[%!])/;
const CELL = /^\s*%%(\w*)[^\n]*/;
/** What stands for a value that nobody knows: IPython's own name for the last result. */
const UNKNOWN = '_';

export interface Plain {
  /** As long as the cell's text. */
  readonly text: string;
  /** Nothing may be inserted before this offset: a cell magic must stay the cell's first line. */
  readonly fixed: number;
}

export function withoutMagics(cell: string): Plain {
  const magic = CELL.exec(cell);
  if (!magic) return { text: plainLines(cell), fixed: 0 };
  const end = magic[0].length;
  if (!HERE.has(magic[1]!)) return { text: blank(cell), fixed: cell.length };
  return { text: blank(cell.slice(0, end)) + plainLines(cell.slice(end)), fixed: Math.min(end + 1, cell.length) };
}

function plainLines(cell: string): string {
  const pieces: string[] = [];
  const scan = new Scan();
  let at = 0;
  // Where the logical line starts in which a string was opened that is still open.
  let opened = 0;
  while (at < cell.length) {
    let end = cell.indexOf('\n', at);
    end = end < 0 ? cell.length : end + 1;
    const line = cell.slice(at, end);
    if (scan.fresh) opened = at;
    const from = scan.fresh ? magicIn(line) : undefined;
    if (from === undefined) {
      scan.line(line);
      pieces.push(line);
    } else {
      const masked = continued(cell, at + from);
      end = masked.end;
      pieces.push(line.slice(0, from), UNKNOWN, blank(masked.text.slice(1)));
    }
    at = end;
  }
  const text = pieces.join('');
  // Python ends with the cell: a string that is still open there must not swallow the cells below.
  return scan.inString ? text.slice(0, opened) + blank(text.slice(opened)) : text;
}

/** Offset in a line at which a magic starts. */
function magicIn(line: string): number | undefined {
  const text = line.replace(/[\r\n]+$/, '');
  if (LINE.test(text)) return text.length - text.trimStart().length;
  return ASSIGNED.exec(text)?.[0].length;
}

/** A command goes on in the next line after a backslash. */
function continued(cell: string, start: number): { readonly text: string; readonly end: number } {
  let end = start;
  do {
    const next = cell.indexOf('\n', end);
    end = next < 0 ? cell.length : next + 1;
  } while (end < cell.length && /\\\r?\n$/.test(cell.slice(start, end)));
  return { text: cell.slice(start, end), end };
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/** Follows strings and brackets from line to line, as far as needed to know where a logical line starts. */
class Scan {
  private depth = 0;
  private quote = '';
  private backslash = false;

  /** Does a logical line start here? */
  get fresh(): boolean {
    return this.depth === 0 && this.quote === '' && !this.backslash;
  }

  get inString(): boolean {
    return this.quote !== '';
  }

  line(line: string): void {
    this.backslash = false;
    for (let at = 0; at < line.length; at++) at = this.step(line, at);
    // Only a string in three quotes goes on in the next line, or any after a backslash.
    if (this.quote.length === 1 && !this.backslash) this.quote = '';
  }

  /** Takes one token; returns the offset of its last character. */
  private step(line: string, at: number): number {
    const c = line[at]!;
    if (c === '\\') {
      this.backslash = /^\\\r?\n?$/.test(line.slice(at));
      return this.quote === '' ? at : at + 1;
    }
    if (this.quote !== '') {
      if (!line.startsWith(this.quote, at)) return at;
      const { length } = this.quote;
      this.quote = '';
      return at + length - 1;
    }
    if (c === '#') return line.length;
    if (c === '"' || c === "'") {
      this.quote = line.startsWith(c.repeat(3), at) ? c.repeat(3) : c;
      return at + this.quote.length - 1;
    }
    if ('([{'.includes(c)) this.depth++;
    else if (')]}'.includes(c)) this.depth = Math.max(0, this.depth - 1);
    return at;
  }
}
