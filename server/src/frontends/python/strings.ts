/** String literals, f-strings and implicit concatenation. */
import type { Expr } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Syntax } from '../tree-sitter/syntax';
import { kidOf, range, text, type Context } from './context';
import { isInterpolated } from './grammar';
import { stringLiteral, unescape } from './literals';
import { dottedName } from './scopes';

/** A literal without holes, as a template for `%` and `.format`. */
export interface Template {
  readonly value: string;
  readonly bytes: boolean;
  readonly range: Range;
  /** Range of a piece of the value; the whole literal where escapes make that a guess. */
  rangeOf(from: number, to: number): Range;
}

export function lowerString(cx: Context, node: Syntax): Expr {
  if (cx.text[node.start] === '`') return backticks(cx, node);
  const parts: Part[] = [];
  const bytes = pieces(cx, node, parts);
  return joined(parts, node, bytes);
}

/** `"a" f"{b}" 'c'`: one text. */
export function lowerConcatenated(cx: Context, node: Syntax): Expr {
  const parts: Part[] = [];
  let bytes = false;
  for (const kid of node.kids) if (kid.type === 'string') bytes = pieces(cx, kid, parts) || bytes;
  return joined(parts, node, bytes);
}

/** A piece of a text: written as such, or a value. */
export type Part = { readonly text: string; readonly range: Range } | { readonly value: Expr };

/** Written pieces next to each other become one; a text without values is a literal. */
export function joined(parts: readonly Part[], at: Range, bytes = false): Expr {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged[merged.length - 1];
    if (last && 'text' in last && 'text' in part) {
      merged[merged.length - 1] = {
        text: last.text + part.text,
        range: { start: last.range.start, end: part.range.end },
      };
    } else if (!('text' in part && part.text === '')) merged.push(part);
  }
  const [only] = merged;
  if (only === undefined || (merged.length === 1 && 'text' in only))
    return text(only && 'text' in only ? only.text : '', at, bytes);
  return {
    k: 'format',
    parts: merged.map((part) => ('text' in part ? text(part.text, part.range, bytes) : part.value)),
    range: range(at),
  };
}

/** Adds a literal's pieces; true for bytes. */
function pieces(cx: Context, node: Syntax, parts: Part[]): boolean {
  const literal = stringLiteral(cx.text, node.start, node.end);
  if (!isInterpolated(cx.text, node.start)) {
    parts.push({ text: unescape(cx.textOf(literal), literal), range: range(literal) });
    return literal.bytes;
  }
  for (const kid of node.kids) {
    if (kid.type === 'string_content')
      parts.push({
        text: unescape(
          cx.textOf(kid).replace(/\{\{|\}\}/g, (two) => two[0]!),
          literal,
        ),
        range: range(kid),
      });
    else if (kid.type === 'interpolation') interpolation(cx, kid, parts);
  }
  return false;
}

function interpolation(cx: Context, node: Syntax, parts: Part[]): void {
  const [valueNode] = node.kids;
  if (valueNode === undefined) return;
  const equals = node.tokens.find((token) => token.type === '=');
  if (equals) {
    // `{x = }` also writes what stands there.
    const rest = /^\s*/.exec(cx.text.slice(equals.end, node.end))![0].length;
    const written = { start: node.start + 1, end: equals.end + rest };
    parts.push({ text: cx.textOf(written), range: written });
  }
  const value = cx.expr(valueNode);
  const conversion = kidOf(node, 'type_conversion');
  const spec = kidOf(node, 'format_specifier');
  const nested = (spec?.kids ?? []).flatMap((kid) => (kid.type === 'format_expression' ? kid.kids.slice(0, 1) : []));
  const mark = conversion ? cx.textOf(conversion) : equals && !spec ? '!r' : '';
  const plain = isPlain(mark, spec ? cx.textOf(spec).slice(1) : '') && nested.length === 0;
  parts.push({ value: plain ? value : cx.unknown('format spec', [value, ...cx.exprs(nested)], valueNode) });
}

/** Whether a value looks as `str()` would write it. */
export function isPlain(conversion: string, spec: string): boolean {
  return (conversion === '' || conversion === '!s') && (spec === '' || spec === 's' || spec === 'd');
}

/** Python 2: `` `x` `` is repr(x). Only a name inside is looked at. */
function backticks(cx: Context, node: Syntax): Expr {
  const inside = { start: node.start + 1, end: Math.max(node.start + 1, node.end - 1) };
  const callee: Expr = { k: 'global', name: 'repr', range: range(node) };
  const value = dottedName(cx, cx.textOf(inside), inside.start) ?? cx.unknown('backticks', [], inside);
  return { k: 'call', callee, args: [{ value, range: inside }], range: range(node) };
}

/** The template that a node is, if it is a literal without holes. */
export function templateOf(cx: Context, node: Syntax): Template | undefined {
  let inner = node;
  while (inner.type === 'parenthesized_expression' && inner.kids.length === 1) inner = inner.kids[0]!;
  if (inner.type !== 'string' && inner.type !== 'concatenated_string') return undefined;
  const strings = inner.type === 'string' ? [inner] : inner.kids;
  if (strings.some((one) => isInterpolated(cx.text, one.start) || cx.text[one.start] === '`')) return undefined;
  const literals = strings.map((one) => stringLiteral(cx.text, one.start, one.end));
  const values = literals.map((one) => unescape(cx.textOf(one), one));
  const whole = range(inner);
  const [first] = literals;
  const exact = first !== undefined && literals.length === 1 && first.end - first.start === values[0]!.length;
  return {
    value: values.join(''),
    bytes: first?.bytes ?? false,
    range: whole,
    rangeOf: (from, to) => (exact ? { start: first.start + from, end: first.start + to } : whole),
  };
}
