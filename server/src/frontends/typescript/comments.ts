/**
 * Comments of a file. Every `//` and `/*` begins one unless it stands in a literal; the lowering has noted the literals in which such
 * text occurs, so that nobody has to scan the file a second time token by token.
 */
import type { IrComment } from '../../ir/ir';
import type { Range } from '../../text/lines';

export function commentsOf(text: string, literals: readonly Range[]): IrComment[] {
  const inside = [...literals].sort((a, b) => a.start - b.start);
  const comments: IrComment[] = [];
  let next = 0;
  let at = text.startsWith('#!') ? lineEnd(text, 0) : 0;
  for (;;) {
    at = text.indexOf('/', at);
    if (at < 0) return comments;
    const second = text.charCodeAt(at + 1);
    if (second !== SLASH && second !== STAR) {
      at++;
      continue;
    }
    while (next < inside.length && inside[next]!.end <= at) next++;
    const literal = inside[next];
    if (literal && literal.start <= at) {
      at = literal.end;
      continue;
    }
    const comment = second === SLASH ? lineComment(text, at) : blockComment(text, at);
    comments.push(comment);
    at = comment.range.end;
  }
}

const SLASH = 47;
const STAR = 42;

function lineComment(text: string, start: number): IrComment {
  const end = lineEnd(text, start);
  return {
    range: { start, end },
    text: text
      .slice(start + 2, end)
      .replace(/^\/+/, '')
      .trim(),
  };
}

function blockComment(text: string, start: number): IrComment {
  const close = text.indexOf('*/', start + 2);
  const end = close < 0 ? text.length : close + 2;
  const body = text.slice(start + 2, close < 0 ? end : close);
  return {
    range: { start, end },
    text: body.includes('\n') ? body.replace(/^[ \t]*\*+ ?/gm, '').trim() : body.replace(/^\*+/, '').trim(),
  };
}

/** TypeScript ends a line comment at every line break it knows, also at U+2028. */
function lineEnd(text: string, from: number): number {
  LINE_BREAK.lastIndex = from;
  return LINE_BREAK.exec(text)?.index ?? text.length;
}

const LINE_BREAK = /[\n\r\u2028\u2029]/g;
