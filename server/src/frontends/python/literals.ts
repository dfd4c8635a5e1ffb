/** Values of Python's literals, read from their text. */

export interface StringLiteral {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** Between the quotes. */
  readonly start: number;
  readonly end: number;
}

/** Takes a string literal's text apart; a missing closing quote (half-typed code) ends with the text. */
export function stringLiteral(text: string, start: number, end: number): StringLiteral {
  let at = start;
  let raw = false;
  let bytes = false;
  for (; at < end; at++) {
    const letter = text[at]!.toLowerCase();
    if (letter === 'r') raw = true;
    else if (letter === 'b') bytes = true;
    else if (letter !== 'f' && letter !== 'u' && letter !== 't') break;
  }
  const quote = text[at] ?? '';
  const marks =
    text.startsWith(quote + quote + quote, at) && end - at >= 3 && !(end - at === 2) ? quote.repeat(3) : quote;
  const from = Math.min(at + marks.length, end);
  const closed = end - marks.length >= from && text.startsWith(marks, end - marks.length);
  return { raw, bytes, start: from, end: closed ? end - marks.length : end };
}

const SIMPLE: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};
const ESCAPE = /\\(\r\n|[\\'"abfnrtv\n\r]|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\})/g;

/** What a piece of a literal stands for. An escape that Python does not know stays as it is, backslash included. */
export function unescape(piece: string, literal: { readonly raw: boolean; readonly bytes: boolean }): string {
  const lines = piece.includes('\r') ? piece.replace(/\r\n?/g, '\n') : piece;
  if (literal.raw || !lines.includes('\\')) return lines;
  return lines.replace(ESCAPE, (whole, escape: string) => {
    const simple = SIMPLE[escape];
    if (simple !== undefined) return simple;
    const kind = escape[0]!;
    if (kind >= '0' && kind <= '7') return String.fromCharCode(parseInt(escape, 8) & (literal.bytes ? 255 : 511));
    if (kind === 'x') return String.fromCharCode(parseInt(escape.slice(1), 16));
    if (literal.bytes) return whole;
    if (kind === 'N') return '\uFFFD';
    const code = parseInt(escape.slice(1), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** An integer or float; undefined for a complex one. */
export function numberOf(literal: string): number | undefined {
  const digits = literal.replaceAll('_', '').toLowerCase();
  if (digits.startsWith('0x')) return Number(digits.replace(/l$/, ''));
  if (digits.endsWith('j')) return undefined;
  const plain = digits.replace(/l$/, '');
  // Python 2 wrote octal numbers without the `o`.
  if (/^0[0-7]+$/.test(plain)) return parseInt(plain, 8);
  const value = Number(plain);
  return Number.isNaN(value) ? undefined : value;
}
