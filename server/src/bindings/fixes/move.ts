/** Moving option writes in front of a bind or connect, line by line. */
import type { EndpointUse, OptionWrite } from '../../model/model';
import type { Range } from '../../text/lines';
import type { Edit } from '../binding';
import type { Source } from './source';
import { listIndent, writeParts } from './statements';

/**
 * Statements of the writes, moved in order to before the endpoint's statement.
 * @returns undefined when a write is no statement of its own, does not stand in the same block after the endpoint, or its value
 * depends on something that happens in between
 */
export function moveBefore(
  source: Source,
  writes: readonly OptionWrite[],
  use: EndpointUse,
): readonly Edit[] | undefined {
  const bind = use.statement;
  if (!bind || writes.length === 0) return undefined;
  const indent = listIndent(source, bind);
  if (indent === undefined) return undefined;
  const statements: Range[] = [];
  for (const write of writes) {
    const parts = writeParts(source, write);
    const { statement, valuePlace } = write;
    if (!parts || !statement || !valuePlace || statement.file !== bind.file) return undefined;
    if (!sameBlock(source, bind.range, statement.range, indent)) return undefined;
    if (!sameArms(write, use)) return undefined;
    const names = namesIn(
      source.slice(valuePlace.range),
      source.code.slice(valuePlace.range.start, valuePlace.range.end),
    );
    if (parts.receiver.replaceAll('!', '') !== use.receiver) names.push(parts.receiver);
    if (names.some((name) => mentioned(source, name, bind.range.start, statement.range.start))) return undefined;
    if (!statements.some((one) => one.start === statement.range.start)) statements.push(statement.range);
  }
  statements.sort((a, b) => a.start - b.start);
  const lines = wholeLines(source, statements);
  return lines && moved(source, bind.file, source.lineStart(bind.range.start), lines);
}

/** Neither is in a branch that the other is not in. */
function sameArms(write: OptionWrite, use: EndpointUse): boolean {
  const text = (arms: OptionWrite['order']['arms']): string => arms.map((arm) => arm.join(':')).join(',');
  return write.order.task === use.order.task && text(write.order.arms) === text(use.order.arms);
}

/** The second statement follows the first in one list of statements. */
function sameBlock(source: Source, first: Range, second: Range, indent: string): boolean {
  if (second.start < first.end || source.indentAt(second.start) === undefined)
    return onLineOfAnother(source, first, second);
  if (source.indentAt(second.start) !== indent) return false;
  const between = source.code.slice(first.end, second.start);
  return source.language === 'python' ? indentedAtLeast(between, indent) : balanced(between);
}

/** `a.x = 1; a.y = 2` on one line: the block is that of the line's first statement. */
function onLineOfAnother(source: Source, first: Range, second: Range): boolean {
  if (second.start < first.end) return false;
  const line = source.lineStart(second.start);
  const start = source.codeFrom(line);
  const before = source.code.slice(start, second.start);
  if (start >= second.start || !/;\s*$/.test(before) || !balanced(before) || line < first.end) return false;
  return sameBlock(source, first, { start, end: second.end }, source.indentAt(first.start) ?? '');
}

function balanced(code: string): boolean {
  let depth = 0;
  for (const c of code) {
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c) && --depth < 0) return false;
  }
  return depth === 0;
}

function indentedAtLeast(code: string, indent: string): boolean {
  const [, ...lines] = code.split(/\r\n|\r|\n/);
  return lines.every((line) => line.trim() === '' || line.startsWith(indent)) && balanced(code);
}

/** Names a value depends on: variables, and whole chains of members of the receiver (`self.key`). */
function namesIn(text: string, code: string): string[] {
  const chains = /(?<![\w$.])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*/g;
  const inHoles = text.includes('{') ? [...text.matchAll(chains)] : [];
  return [...code.matchAll(chains), ...inHoles].map(([chain]) =>
    /^(this|self)\./.test(chain) ? chain : chain.split('.')[0]!,
  );
}

const GLOBAL =
  /^(true|false|null|undefined|None|True|False|process|os|zmq|Buffer|Number|String|this|self|await|int|str|bytes|b|f|r|rb|new)$/;

function mentioned(source: Source, name: string, start: number, end: number): boolean {
  if (GLOBAL.test(name)) return false;
  const escaped = name.replace(/[$.]/g, '\\$&');
  return new RegExp(`(?<![\\w$.])${escaped}(?![\\w$])`).test(source.text.slice(start, end));
}

/** The lines of the statements, when nothing else stands on them but comments. */
function wholeLines(source: Source, statements: readonly Range[]): readonly Range[] | undefined {
  const lines: { start: number; end: number }[] = [];
  for (const { start, end } of statements) {
    const line = { start: source.lineStart(start), end: source.nextLine(end) };
    const last = lines[lines.length - 1];
    if (last && line.start < last.end) last.end = Math.max(last.end, line.end);
    else lines.push(line);
  }
  for (const line of lines) {
    let rest = source.code.slice(line.start, line.end);
    for (const { start, end } of statements)
      if (start >= line.start && end <= line.end)
        rest = rest.slice(0, start - line.start) + ' '.repeat(end - start) + rest.slice(end - line.start);
    if (/[^\s;]/.test(rest)) return undefined;
  }
  return lines;
}

function moved(source: Source, file: string, to: number, lines: readonly Range[]): readonly Edit[] {
  const { text } = source;
  const block = lines.map((line) => {
    const one = source.slice(line);
    return /[\r\n]$/.test(one) ? one : `${one}${source.breakBefore(line.start) || source.eol}`;
  });
  const gone: { start: number; end: number }[] = [];
  for (const { start, end } of lines) {
    const last = gone[gone.length - 1];
    if (last?.end === start) last.end = end;
    else gone.push({ start, end });
  }
  const last = gone[gone.length - 1]!;
  // The file ended without a line break, and still does.
  if (last.end === text.length && !/[\r\n]$/.test(text)) last.start -= source.breakBefore(last.start).length;
  return [
    { file, range: { start: to, end: to }, text: block.join('') },
    ...gone.map((range): Edit => ({ file, range, text: '' })),
  ];
}
