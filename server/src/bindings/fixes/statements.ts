/** Whole statements: whether code can be put in front of one, and whether one is nothing but an option write. */
import type { Place } from '../../model/model';
import type { Edit } from '../binding';
import type { Source } from './source';

/** Words whose brace-less body or head would be torn apart. */
const HEADS = /\b(if|for|while|with|else|do|await)\s*$/;

/**
 * A statement starts its line and stands in a list of statements, so that lines can go in front of it. In JavaScript a body without
 * braces and the body of an arrow function are no list.
 * @returns the indentation; undefined when nothing can go there
 */
export function listIndent(source: Source, statement: Place): string | undefined {
  const { start } = statement.range;
  const indent = source.indentAt(start);
  if (indent === undefined || source.language === 'python') return indent;
  const last = source.codeBefore(start);
  if (last < 0) return indent;
  const c = source.code[last]!;
  if (/[;{}:]/.test(c)) return indent;
  if (c === ')') {
    const open = source.openOf(last);
    return open === undefined || HEADS.test(source.code.slice(0, open)) ? undefined : indent;
  }
  // Code without semicolons; a string or comment before it was blanked, so what is seen may be further up.
  const before = source.code.slice(0, last + 1);
  return /[\w$\]"'`]$/.test(before) && !HEADS.test(before) ? indent : undefined;
}

/** Lines in front of a statement, with its indentation, line ends and semicolons. */
export function linesBefore(source: Source, statement: Place, lines: readonly string[]): Edit | undefined {
  const indent = listIndent(source, statement);
  if (indent === undefined || lines.length === 0) return undefined;
  const semicolon =
    source.language === 'javascript' && source.slice(statement.range).trimEnd().endsWith(';') ? ';' : '';
  const at = source.lineStart(statement.range.start);
  const eol = source.breakBefore(at) || source.eol;
  const text = lines.map((line) => `${indent}${line}${semicolon}${eol}`).join('');
  return { file: statement.file, range: { start: at, end: at }, text };
}

/** What a statement that only writes one option consists of. */
export interface WriteParts {
  /** `sock`, `this.sock`. */
  readonly receiver: string;
  /** Name of the setter, when it is a call. */
  readonly setter?: string;
}

interface Written {
  readonly place: Place;
  readonly valuePlace?: Place;
  readonly statement?: Place;
}

const CHAIN = String.raw`[\w$#]+(?:!?\.[\w$#]+)*!?`;
const PROPERTY = new RegExp(`^(${CHAIN})\\.$`);
const CALL = new RegExp(`^(${CHAIN})\\.(\\w+)\\(\\s*(?:[\\w$]+\\.)*$`);
const CALL_BY_STRING = new RegExp(`^(${CHAIN})\\.(\\w+)\\(\\s*$`);

/** The parts of a write that is a statement of its own: `sock.linger = 0`, `sock.setsockopt(zmq.LINGER, 0)`, `sock.set_hwm(10)`. */
export function writeParts(source: Source, write: Written): WriteParts | undefined {
  const { statement, place, valuePlace } = write;
  if (!statement || !valuePlace || valuePlace.file !== statement.file || place.file !== statement.file)
    return undefined;
  const inside = place.range.start >= statement.range.start && valuePlace.range.end <= statement.range.end;
  if (!inside || place.range.end > valuePlace.range.start) return undefined;
  const head = source.text.slice(statement.range.start, place.range.start);
  const middle = source.text.slice(place.range.end, valuePlace.range.start);
  const tail = source.text.slice(valuePlace.range.end, statement.range.end);
  const property = PROPERTY.exec(head);
  if (property && /^\s*=\s*$/.test(middle) && /^!?(\s+(as|satisfies)\s+[^;=()]+)?\s*;?\s*$/.test(tail))
    return { receiver: property[1]! };
  if (!/^!?(\s+(as|satisfies)\s+[^;=()]+)?\s*,?\s*\)\s*;?\s*$/.test(tail)) return undefined;
  // `set_hwm(10)`: the name is the method's.
  if (property && /^\(\s*$/.test(middle)) return { receiver: property[1]!, setter: source.slice(place.range) };
  const call = CALL.exec(head) ?? CALL_BY_STRING.exec(head);
  return call && /^\s*,\s*$/.test(middle) ? { receiver: call[1]!, setter: call[2]! } : undefined;
}

/**
 * The receiver of a call as the source spells it (`this.sock!`), for an assignment to it.
 * @param called the method's name
 */
export function receiverText(source: Source, called: Place, expected: string): string | undefined {
  if (expected === '') return undefined;
  const before = source.text.slice(Math.max(0, called.range.start - 300), called.range.start);
  const found = new RegExp(`(${CHAIN})\\.\\s*$`).exec(before)?.[1];
  const plain = found?.replaceAll('!', '');
  if (plain === undefined || plain === expected) return found;
  // The binding named a part of what is called: `stream.socket` of `stream.bind(…)`.
  return expected.startsWith(`${plain}.`) ? `${found}${expected.slice(plain.length)}` : undefined;
}
