/** A file's text as a fix needs it: lines, indentation, line ends, and the code without its strings and comments. */
import type { Range } from '../../text/lines';

export type Language = 'javascript' | 'python';

export class Source {
  private masked: string | undefined;

  constructor(
    readonly text: string,
    readonly language: Language,
  ) {}

  slice({ start, end }: Range): string {
    return this.text.slice(start, end);
  }

  /** The same text with comments and the insides of strings blanked out, so that what is left is code. Same offsets. */
  get code(): string {
    return (this.masked ??= this.language === 'python' ? maskPython(this.text) : maskJavaScript(this.text));
  }

  lineStart(offset: number): number {
    let at = offset;
    while (at > 0 && !isBreak(this.text[at - 1]!)) at--;
    return at;
  }

  /** After the line break, or the end of the text. */
  nextLine(offset: number): number {
    let at = offset;
    while (at < this.text.length && !isBreak(this.text[at]!)) at++;
    return at + this.breakAt(at).length;
  }

  /** The line break that starts here; empty when none does. */
  breakAt(offset: number): string {
    if (this.text.startsWith('\r\n', offset)) return '\r\n';
    const one = this.text[offset];
    return one !== undefined && isBreak(one) ? one : '';
  }

  /** The line break before a line's start; empty on the first line. */
  breakBefore(lineStart: number): string {
    if (this.text.slice(0, lineStart).endsWith('\r\n')) return '\r\n';
    const one = this.text[lineStart - 1];
    return one !== undefined && isBreak(one) ? one : '';
  }

  /** How this file ends its lines. */
  get eol(): string {
    return /\r\n|\n|\r/.exec(this.text)?.[0] ?? '\n';
  }

  /** Blanks in front of an offset when nothing else is in front of it on its line. */
  indentAt(offset: number): string | undefined {
    const before = this.text.slice(this.lineStart(offset), offset);
    return /^[ \t]*$/.test(before) ? before : undefined;
  }

  /** The quote that this file uses more. */
  get quote(): string {
    const count = (quote: string): number => this.text.split(quote).length;
    return count("'") > count('"') ? "'" : '"';
  }

  /** Offset of the last piece of code before an offset; -1 when there is none. */
  codeBefore(offset: number): number {
    let at = offset - 1;
    while (at >= 0 && /\s/.test(this.code[at]!)) at--;
    return at;
  }

  /** Offset of the first piece of code from an offset on. */
  codeFrom(offset: number): number {
    let at = offset;
    while (at < this.code.length && /\s/.test(this.code[at]!)) at++;
    return at;
  }

  /** Opening bracket for the closing one at an offset. */
  openOf(close: number): number | undefined {
    const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
    const wanted: string[] = [];
    for (let at = close; at >= 0; at--) {
      const c = this.code[at]!;
      if (Object.hasOwn(pairs, c)) wanted.push(pairs[c]!);
      else if (c === '(' || c === '[' || c === '{') {
        if (wanted.pop() !== c) return undefined;
        if (wanted.length === 0) return at;
      }
    }
    return undefined;
  }
}

function isBreak(c: string): boolean {
  return c === '\n' || c === '\r';
}

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ');

/** A comment disappears; of a string its ends stay, so that one sees that something stands there. */
function hide(token: string): string {
  if (/^(#|\/\/|\/\*)/.test(token) || token.length < 2) return blank(token);
  return `"${blank(token.slice(1, -1))}"`;
}

function maskPython(text: string): string {
  return text.replace(
    /#[^\r\n]*|\b[rRbBuUfFtT]{0,3}("""|''')[^]*?(?:\1|$)|\b[rRbBuUfFtT]{0,3}(?:"(?:[^"\\\r\n]|\\[^])*"?|'(?:[^'\\\r\n]|\\[^])*'?)|("""|''')[^]*?(?:\2|$)|"(?:[^"\\\r\n]|\\[^])*"?|'(?:[^'\\\r\n]|\\[^])*'?/g,
    hide,
  );
}

/** After these a slash starts a regular expression. */
const BEFORE_REGEX = /(^|[(,=:[!&|?{};+\-*%~^<>]|\b(return|typeof|case|in|of|void|delete|throw|await|yield))\s*$/;

const JS_TOKEN =
  /\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\r\n]|\\[^])*"?|'(?:[^'\\\r\n]|\\[^])*'?|`|\/(?:[^/\\\r\n[]|\\.|\[(?:[^\]\\\r\n]|\\.)*\])+\/[a-z]*/y;

function maskJavaScript(text: string): string {
  let out = '';
  for (let at = 0; at < text.length;) {
    JS_TOKEN.lastIndex = at;
    const token = JS_TOKEN.exec(text)?.[0];
    if (token === undefined) out += text[at++]!;
    else if (token === '`') {
      const end = templateEnd(text, at);
      out += hide(text.slice(at, end));
      at = end;
    } else if (token.startsWith('/') && !/^\/[/*]/.test(token) && !BEFORE_REGEX.test(out.slice(-60))) {
      out += text[at++]!;
    } else {
      out += hide(token);
      at += token.length;
    }
  }
  return out;
}

/** End of a template literal, over the templates inside its holes. */
function templateEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < text.length; at++) {
    const c = text[at];
    if (c === '\\') at++;
    else if (depth === 0 && c === '`') return at + 1;
    else if (depth === 0 && c === '$' && text[at + 1] === '{') {
      depth = 1;
      at++;
    } else if (depth > 0) {
      if (c === '{') depth++;
      else if (c === '}') depth--;
      else if (c === '`') at = templateEnd(text, at) - 1;
    }
  }
  return text.length;
}
