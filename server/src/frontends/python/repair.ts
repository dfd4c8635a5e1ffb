/**
 * Half-typed code. `sock.` at the end of a line, an open bracket, a string without its end: the grammar then reads on into the next
 * statements, often without noticing. Such pieces are overwritten with spaces, which keeps every offset, and the text is parsed again.
 */
import type { Range } from '../../text/lines';
import { afterEscape, endOfLine, endOfString, nextMark } from './lexis';

export interface Repair {
  readonly text: string;
  /** What was taken out. */
  readonly blanked: readonly Range[];
}

/** No statement ends in one of these (`...`, `1.` and `import *` aside). */
const DANGLING_OPERATOR = /[-.=+*/%&|^@<>~!:]$/;
const DANGLING_WORD =
  /(?:^|[^\w.])(?:import|from|in|is|not|and|or|as|if|elif|else|while|for|with|del|lambda|await|assert|global|nonlocal|class|def)$/;
const WHOLE_NUMBER = /(?:^|[^\w.])\d[\d_]*\.$/;
/** Statements of which nothing is left without the missing part. */
const NEEDS_REST = /^\s*(?:import|from|for|async|while|if|elif|with|del|global|nonlocal|assert|class|def|@)(?!\w)/;
const NEEDS_COLON = /^\s*(?:if|elif|else|for|while|with|try|except|finally|class|def|async\s+(?:def|for|with))(?!\w)/;
/** `match` and `case` are names as well: with a colon they are taken for the keywords. */
const MAY_END_IN_COLON = /^\s*(?:match|case)(?!\w)/;
const FROM_WITHOUT_IMPORT = /^\s*from(?!\w)(?![^]*\bimport\b)/;
/** What a decorator stands before, behind blank lines and comments. */
const DECORATED = /(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*[ \t]*(?:@|def\b|class\b|async\b|#|$)/y;

/**
 * What can certainly not stand as it is, or with `guess` (the parser found errors) what probably makes the parser stumble; undefined
 * when there is nothing of the kind.
 */
export function repair(text: string, guess: boolean): Repair | undefined {
  const scan = new Scan(text, guess);
  scan.run();
  return scan.result();
}

class Scan {
  private readonly blanked: Range[] = [];
  private readonly comments: Range[] = [];
  /** Offsets of open brackets. */
  private readonly open: number[] = [];
  /** Where the statement begins that the scan is in. */
  private statement = 0;

  constructor(
    private readonly text: string,
    private readonly guess: boolean,
  ) {}

  run(): void {
    const { text } = this;
    for (let at = nextMark(text, 0); at >= 0;) at = nextMark(text, this.mark(text[at]!, at));
    this.lineEnd(text.length, text.length);
  }

  result(): Repair | undefined {
    if (this.blanked.length === 0) return undefined;
    let text = '';
    let from = 0;
    for (const { start, end } of this.blanked.sort((a, b) => a.start - b.start)) {
      if (end <= from) continue;
      text += this.text.slice(from, Math.max(from, start)) + this.spaces(Math.max(from, start), end);
      from = end;
    }
    return { text: text + this.text.slice(from), blanked: this.blanked };
  }

  /** Line breaks and comments stay. */
  private spaces(start: number, end: number): string {
    const kept = this.comments.filter((one) => one.start < end && one.end > start);
    const blank = (from: number, to: number): string => this.text.slice(from, to).replace(/[^\r\n]/g, ' ');
    let out = '';
    let at = start;
    for (const one of kept) {
      out += blank(at, Math.max(at, one.start)) + this.text.slice(Math.max(at, one.start), Math.min(end, one.end));
      at = Math.min(end, one.end);
    }
    return out + blank(at, end);
  }

  /** One mark; returns where to go on. */
  private mark(mark: string, at: number): number {
    const { text, open } = this;
    switch (mark) {
      case '#': {
        const end = endOfLine(text, at);
        this.comments.push({ start: at, end });
        return end;
      }
      case '\\':
        return afterEscape(text, at);
      case '"':
      case "'":
        return endOfString(text, at) ?? this.unterminated(at);
      case '(':
      case '[':
      case '{':
        open.push(at);
        return at + 1;
      case ')':
      case ']':
      case '}':
        open.pop();
        return at + 1;
      default: {
        const next = text.startsWith('\r\n', at) ? at + 2 : at + 1;
        this.lineEnd(at, next);
        return next;
      }
    }
  }

  private unterminated(at: number): number {
    const end = endOfLine(this.text, at);
    if (this.guess) {
      // With the letters in front: `f"`.
      const prefix = /[A-Za-z]{0,2}$/.exec(this.text.slice(Math.max(0, at - 2), at))![0].length;
      this.blanked.push({ start: at - prefix, end });
    }
    return end;
  }

  private lineEnd(at: number, next: number): void {
    const { open } = this;
    const [first] = open;
    if (first !== undefined) {
      if (!this.guess || !this.isLeft(first, next)) return;
      this.blanked.push({ start: first, end: at });
      open.length = 0;
    }
    this.endStatement(at, next);
    this.statement = next;
  }

  /** The bracket was left open: what follows stands no deeper than the line it is on, and does not close it. */
  private isLeft(bracket: number, next: number): boolean {
    if (next >= this.text.length) return true;
    const line = /[ \t]*/y;
    line.lastIndex = next;
    const indent = line.exec(this.text)![0];
    const first = this.text[next + indent.length];
    if (first === undefined) return true;
    if (')]}#\r\n'.includes(first)) return false;
    return indent.length <= indentOf(this.text, bracket).length;
  }

  private endStatement(at: number, next: number): void {
    let code = this.codeOf(at);
    if (code === '') return;
    const compound = NEEDS_COLON.test(code);
    if ((compound && !code.includes(':')) || FROM_WITHOUT_IMPORT.test(code) || this.decoratesNothing(code, next)) {
      return this.blank(this.statement, at);
    }
    if (code.endsWith(':') && (compound || MAY_END_IN_COLON.test(code))) return;
    while (code !== '' && isDangling(code)) {
      if (NEEDS_REST.test(code)) return this.blank(this.statement, at);
      const shorter = withoutLast(code).trimEnd();
      this.blank(this.statement + shorter.length, this.statement + code.length);
      code = shorter;
    }
  }

  private decoratesNothing(code: string, next: number): boolean {
    if (!/^\s*@/.test(code)) return false;
    DECORATED.lastIndex = next;
    return !DECORATED.test(this.text);
  }

  /** The statement's text up to here without comments, what is blanked and white space at its end. */
  private codeOf(at: number): string {
    const last = this.comments[this.comments.length - 1];
    let end = last && last.end === at && last.start >= this.statement ? last.start : at;
    const taken = this.blanked[this.blanked.length - 1];
    if (taken && taken.end >= end && taken.start >= this.statement) end = taken.start;
    // Only the end matters, and whether a compound statement has its colon.
    return this.text.slice(this.statement, end).trimEnd();
  }

  private blank(start: number, end: number): void {
    this.blanked.push({ start, end });
  }
}

/** Shorter by its last word or sign. Of a conditional without its end only the first value is left. */
function withoutLast(code: string): string {
  const conditional = code.endsWith('else') ? [...code.matchAll(/\bif\b/g)].at(-1)?.index : undefined;
  return conditional ? code.slice(0, conditional) : code.replace(/(?:\w+|[^\w\s])$/, '');
}

function isDangling(code: string): boolean {
  const end = code.slice(-40);
  if (!DANGLING_OPERATOR.test(end)) return DANGLING_WORD.test(end);
  if (end.endsWith('.')) return !end.endsWith('...') && !WHOLE_NUMBER.test(end);
  return !/\bimport\s*\*$/.test(end);
}

function indentOf(text: string, at: number): string {
  let start = at;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return /^[ \t]*/.exec(text.slice(start, at))![0];
}
