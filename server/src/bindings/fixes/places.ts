/** Fixes of one place: a value, a scheme, a call. What differs between languages comes as an idiom. */
import type { Const } from '../../model/data';
import type { Model, Place } from '../../model/model';
import type { OptionName } from '../../model/options';
import type { Edit } from '../binding';
import type { Source } from './source';

/** An expression that binds tighter than any operator: a name, a call, a literal, with members and a sign. */
export function isPrimary(source: Source, { range }: Place): boolean {
  let depth = 0;
  const code = source.code.slice(range.start, range.end).replace(/^[+-]\s*/, '');
  for (const c of code.trim()) {
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    else if (depth === 0 && !/[\w$.?!"'`]/.test(c)) return false;
  }
  return code.trim() !== '' && !/\?(?!\.)/.test(code.replace(/\([^]*\)|\[[^]*\]/g, ''));
}

/** The binding whose option has its value here; undefined when it is no option's value. */
export function ownerOfValue(model: Model, place: Place): string | undefined {
  const here = (one: { readonly valuePlace?: Place }): boolean =>
    one.valuePlace !== undefined && samePlace(one.valuePlace, place);
  const found =
    model.sockets.find((socket) => socket.options.some(here)) ??
    model.sockets.find((socket) => model.ignored.some((one) => one.socket === socket.id && here(one)));
  return found?.binding;
}

export function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.range.start === b.range.start && a.range.end === b.range.end;
}

/** `{ sendHighWaterMark }`: the name is the value as well. */
export function isShorthand(source: Source, { range }: Place): boolean {
  if (!/^[\w$]+$/.test(source.slice(range))) return false;
  const before = source.code[source.codeBefore(range.start)];
  const after = source.code[source.codeFrom(range.end)];
  return (before === '{' || before === ',') && (after === '}' || after === ',');
}

/** A text literal in the quotes of what it replaces, or of the file. */
export function quoted(source: Source, value: string, instead: string | undefined): string | undefined {
  if (/[\\\r\n]/.test(value)) return undefined;
  const quote = /^[a-z]{0,2}(["'])/i.exec(instead ?? '')?.[1] ?? source.quote;
  return value.includes(quote) ? undefined : `${quote}${value}${quote}`;
}

/** `literal` answers for a value and what stands there now. */
export function replaceValue(
  source: Source,
  place: Place,
  value: Const,
  option: OptionName | undefined,
  literal: (value: Const, option: OptionName | undefined, instead: string) => string | undefined,
): readonly Edit[] | undefined {
  const instead = source.slice(place.range);
  const text = literal(value, option, instead);
  if (text === undefined || text === instead) return undefined;
  const shorthand = source.language === 'javascript' && isShorthand(source, place);
  return [{ file: place.file, range: place.range, text: shorthand ? `${instead}: ${text}` : text }];
}

/** 1 … max, with a fallback when the number is none: the value stays where it is and gets a frame. */
export function clamp(source: Source, place: Place, fallback: number, max: number): readonly Edit[] | undefined {
  const text = source.slice(place.range);
  if (text === '') return undefined;
  const operand = isPrimary(source, place) ? text : `(${text})`;
  const framed =
    source.language === 'python'
      ? `min(max(1, ${operand} or ${fallback}), ${max})`
      : `Math.min(Math.max(1, ${operand} || ${fallback}), ${max})`;
  const shorthand = source.language === 'javascript' && isShorthand(source, place);
  return [{ file: place.file, range: place.range, text: shorthand ? `${text}: ${framed}` : framed }];
}

/** Only what stands before `://` in a literal; an endpoint that is built elsewhere is not changed here. */
export function changeScheme(source: Source, place: Place, scheme: string): readonly Edit[] | undefined {
  const match = /^([a-z]{0,2}(?:"""|'''|["'`]))([A-Za-z][\w+.-]*):\/\//i.exec(source.slice(place.range));
  if (!match || match[2] === scheme) return undefined;
  const start = place.range.start + match[1]!.length;
  return [{ file: place.file, range: { start, end: start + match[2]!.length }, text: scheme }];
}

/** `options` → `{ ...options }` */
export function copyObject(source: Source, place: Place): readonly Edit[] | undefined {
  const text = source.slice(place.range);
  const copied = source.language === 'python' ? `{**${text}}` : `{ ...${text} }`;
  return text !== '' && isPrimary(source, place) ? [{ file: place.file, range: place.range, text: copied }] : undefined;
}

/** `await` in front of a call that is a statement of its own, or behind `void`. */
export function awaitCall(source: Source, call: Place): readonly Edit[] | undefined {
  const { start, end } = call.range;
  const next = source.code[source.codeFrom(end)];
  const lineBreak = /[\r\n]/.test(source.text.slice(end, source.codeFrom(end)));
  const ends = next === undefined || /[;}]/.test(next) || (lineBreak && /[\w$"'`@#]/.test(next));
  if (!ends) return undefined;
  const head = /\bvoid\s+$/.exec(source.code.slice(Math.max(0, start - 40), start));
  const from = start - (head?.[0].length ?? 0);
  if (!startsStatement(source, from)) return undefined;
  return [{ file: call.file, range: { start: from, end: start }, text: 'await ' }];
}

function startsStatement(source: Source, offset: number): boolean {
  if (source.language === 'python') return source.indentAt(offset) !== undefined;
  const last = source.codeBefore(offset);
  if (last < 0) return true;
  const c = source.code[last]!;
  if (/[;{}]/.test(c)) return true;
  const before = source.code.slice(0, last + 1);
  if (c === ')') {
    const open = source.openOf(last);
    // `if (x) f();` and `for (…) f();`, or the line before has no semicolon.
    return (
      open !== undefined &&
      (/\b(if|for|while)\s*(await\s*)?$/.test(source.code.slice(0, open)) || source.indentAt(offset) !== undefined)
    );
  }
  if (/\b(else|do)$/.test(before)) return true;
  return (
    source.indentAt(offset) !== undefined &&
    /[\w$\]"]$/.test(before) &&
    !/\b(return|await|new|typeof|void|throw|in|of|case)$/.test(before)
  );
}

/** The parentheses of a call, by its text: it ends with them. */
function parentheses(source: Source, call: Place): { readonly open: number; readonly close: number } | undefined {
  const close = call.range.end - 1;
  if (source.code[close] !== ')') return undefined;
  const open = source.openOf(close);
  return open === undefined || open <= call.range.start ? undefined : { open, close };
}

/** `recv_pyobj()` → `recv_json()`: another name, the same arguments. */
export function renameCallee(source: Source, call: Place, from: string, to: string): readonly Edit[] | undefined {
  const found = parentheses(source, call);
  if (!found) return undefined;
  const name = new RegExp(`\\b${from}\\s*$`).exec(source.text.slice(call.range.start, found.open));
  if (!name) return undefined;
  const start = call.range.start + name.index;
  return [{ file: call.file, range: { start, end: start + from.length }, text: to }];
}

/** The only argument of a call, as text that a member can follow. */
export function onlyArgument(source: Source, call: Place): string | undefined {
  const found = parentheses(source, call);
  if (!found) return undefined;
  const range = { start: found.open + 1, end: found.close };
  const text = source.slice(range).trim();
  let depth = 0;
  for (const c of source.code.slice(range.start, range.end)) {
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    else if (c === ',' && depth === 0) return undefined;
  }
  if (text === '' || text.startsWith('...') || /\/\*|\/\//.test(text)) return undefined;
  return isPrimary(source, { file: call.file, range }) ? text : `(${text})`;
}
