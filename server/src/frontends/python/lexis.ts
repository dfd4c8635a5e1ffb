/** What can be told of a text without a parser: where its lines, strings and comments end. */

/** Brackets, quotes, comments, line ends and backslashes: a scan for what is between strings stops at these alone. */
const MARKS = /["'#()[\]{}\r\n\\]/g;

/** Offset of the next of them; -1 when there is none. */
export function nextMark(text: string, from: number): number {
  MARKS.lastIndex = from;
  return MARKS.test(text) ? MARKS.lastIndex - 1 : -1;
}

export function endOfLine(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || c === 13) return i;
  }
  return text.length;
}

/** After the backslash at an offset and what it escapes; a line ending of two characters is one. */
export function afterEscape(text: string, at: number): number {
  return text.startsWith('\r\n', at + 1) ? at + 3 : at + 2;
}

/** After the string whose quote stands at an offset; undefined when it has no end (on its line, unless it is a long one). */
export function endOfString(text: string, at: number): number | undefined {
  const quote = text[at]!;
  if (isLong(text, at)) {
    for (let from = at + 3; ;) {
      const end = text.indexOf(quote.repeat(3), from);
      if (end < 0) return undefined;
      if (!isEscaped(text, end)) return end + 3;
      from = end + 1;
    }
  }
  for (let i = at + 1; i < text.length; i++) {
    const c = text[i];
    if (c === '\\') i = afterEscape(text, i) - 1;
    else if (c === quote) return i + 1;
    else if (c === '\n' || c === '\r') return undefined;
  }
  return undefined;
}

/** Three quotes: only three more end it. */
export function isLong(text: string, at: number): boolean {
  return text.startsWith(text[at]!.repeat(3), at);
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}
