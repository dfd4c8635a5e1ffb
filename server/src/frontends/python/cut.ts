/**
 * A text in pieces: a definition, a compound statement, or a few simple statements of the module. Each piece is parsed by itself. So what
 * an edit leaves alone need not be read again, and what is half-typed spoils its own piece and no other.
 *
 * Pieces begin where a line begins with code: outside of strings and brackets, not after a decorator, not with what goes on with the
 * statement before (`else`). How a text is cut from a piece's beginning on depends on what stands there and after it, not on what is before.
 */
import type { Range } from '../../text/lines';
import { afterEscape, endOfLine, endOfString, isLong, nextMark } from './lexis';

export interface Cut extends Range {
  /** A string in it has no end: whether it gets one is decided anywhere in the text behind. */
  readonly unending: boolean;
}

/** How far behind its end a piece may depend on the text: the word that begins the next line. */
export const FORESIGHT = 16;

/** Simple statements are collected up to this length: a call of the parser costs as much as reading a few lines. */
const SIMPLE = 1000;

/** They begin a piece. */
const COMPOUND = /(?:def|class|async|if|for|while|try|with|match)(?!\w)|@/y;
/** The statement before goes on. */
const CONTINUED = /(?:elif|else|except|finally)(?!\w)/y;
/** No expression has these: a bracket that is still open there was left open. */
const STATEMENT =
  /(?:def|class|import|while|with|try|return|raise|pass|del|global|nonlocal|assert|break|continue|async def)(?!\w)/y;

/** The pieces from an offset on, where one begins. Together they are all of the text. */
export function* cuts(text: string, from: number): Generator<Cut> {
  let start = from;
  let unending = false;
  let open = 0;
  let compound = isAt(COMPOUND, text, from);
  /** The code that began the last line is a decorator: what it decorates belongs to it. */
  let decorator = text[from] === '@';
  for (let at = from; ;) {
    const found = nextMark(text, at);
    if (found < 0) break;
    const mark = text[found]!;
    at = after(text, found);
    if ((mark === '"' || mark === "'") && isLong(text, found) && endOfString(text, found) === undefined)
      unending = true;
    else if (mark === '(' || mark === '[' || mark === '{') open++;
    else if (mark === ')' || mark === ']' || mark === '}') open = Math.max(0, open - 1);
    if (mark !== '\n' || !isCode(text.charCodeAt(at))) continue;
    if (open > 0) {
      if (!isAt(STATEMENT, text, at)) continue;
      open = 0;
    }
    const next = isAt(COMPOUND, text, at);
    if (!decorator && !isAt(CONTINUED, text, at) && (next || compound || at - start >= SIMPLE)) {
      yield { start, end: at, unending };
      start = at;
      unending = false;
      compound = next;
    }
    decorator = text[at] === '@';
  }
  yield { start, end: text.length, unending };
}

/** Where to go on after a mark. */
function after(text: string, at: number): number {
  switch (text[at]) {
    case '#':
      return endOfLine(text, at);
    case '\\':
      return afterEscape(text, at);
    case '"':
    case "'":
      return endOfString(text, at) ?? endOfLine(text, at);
    default:
      return at + 1;
  }
}

/** What begins a statement: no white space, no comment, no bracket that closes, not the end of the text. */
function isCode(c: number): boolean {
  return c > 32 && c !== 35 && c !== 41 && c !== 93 && c !== 125;
}

function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
