/** `template % values` and `template.format(…)` with a literal template, as pieces and values in order. */
import type { Expr } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { isSimple, range, text, type Context } from './context';
import { readName } from './scopes';
import { isPlain, joined, templateOf, type Part, type Template } from './strings';

const PERCENT = /%(?:\(([^)]*)\))?([#0\- +]*)(\d+)?(?:\.(\d+))?[hlL]?([diouxXeEfFgGcrsab%])/y;

/** A hole of a template: which value, and whether it is written as `str()` would. */
interface Hole {
  readonly from: number;
  readonly to: number;
  /** Position or name, with what is read of it: `0.host[port]`. */
  readonly field: number | string;
  readonly path: readonly { readonly name: string; readonly item: boolean }[];
  readonly plain: boolean;
}

type Piece = Hole | { readonly from: number; readonly to: number; readonly value: string };

/** `template % right`; undefined when it cannot be told apart (the caller keeps the operator). */
export function percentFormat(cx: Context, leftNode: Syntax, rightNode: Syntax, node: Syntax): Expr | undefined {
  const template = templateOf(cx, leftNode);
  const pieces = template && percentPieces(template.value);
  if (!template || !pieces) return undefined;
  const holes = pieces.filter((piece): piece is Hole => 'field' in piece);
  const named = holes.some((hole) => typeof hole.field === 'string');
  if (named && rightNode.type === 'dictionary') return fill(cx, template, pieces, pairsOf(cx, rightNode), node);
  if (named && rightNode.type === 'call' && cx.textOf(rightNode) === 'locals()') {
    return fill(
      cx,
      template,
      pieces,
      new Map(holes.map((hole) => [hole.field, readName(cx, String(hole.field), rightNode)])),
      node,
    );
  }
  if (!named && rightNode.type === 'tuple') {
    if (rightNode.kids.length !== holes.length || rightNode.kids.some((kid) => kid.type === 'list_splat'))
      return undefined;
    return fill(cx, template, pieces, new Map(rightNode.kids.map((kid, index) => [index, cx.expr(kid)])), node);
  }
  const right = cx.expr(rightNode);
  if (!named && holes.length === 1) return fill(cx, template, pieces, new Map([[0, right]]), node);
  if (holes.length > 0 && isSimple(right))
    return fill(cx, template, pieces, new Map(holes.map((hole) => [hole.field, item(right, hole.field)])), node);
  return {
    k: 'binary',
    op: '%',
    left: text(template.value, template.range, template.bytes),
    right,
    range: range(node),
  };
}

/** `template.format(args)`. */
export function methodFormat(cx: Context, templateNode: Syntax, argumentList: Syntax, node: Syntax): Expr | undefined {
  const template = templateOf(cx, templateNode);
  const pieces = template && bracePieces(template.value);
  if (!template || !pieces || argumentList.type !== 'argument_list') return undefined;
  const values = new Map<string | number, Expr>();
  const spreads: Expr[] = [];
  for (const kid of argumentList.kids) {
    if (kid.type === 'keyword_argument') values.set(cx.textOf(kid.kids[0]!), cx.expr(kid.kids[1]));
    else if (kid.type === 'dictionary_splat' || kid.type === 'list_splat') spreads.push(cx.expr(kid.kids[0]));
    else values.set(countNumbers(values), cx.expr(kid));
  }
  const [spread] = spreads;
  for (const piece of pieces) {
    if (!('field' in piece) || values.has(piece.field) || spread === undefined) continue;
    values.set(
      piece.field,
      spreads.length === 1 && isSimple(spread) ? item(spread, piece.field) : cx.unknown('format', spreads, node),
    );
  }
  return fill(cx, template, pieces, values, node);
}

function countNumbers(values: ReadonlyMap<string | number, Expr>): number {
  let count = 0;
  for (const key of values.keys()) if (typeof key === 'number') count++;
  return count;
}

function item(of: Expr, key: string | number): Expr {
  return { k: 'index', object: of, index: { k: 'lit', value: key, range: of.range }, range: of.range };
}

/** Values of a dictionary literal by their literal keys. */
function pairsOf(cx: Context, dictionary: Syntax): Map<string | number, Expr> {
  const values = new Map<string | number, Expr>();
  for (const pair of dictionary.kids) {
    const key = pair.type === 'pair' && pair.kids[0] ? templateOf(cx, pair.kids[0]) : undefined;
    if (key) values.set(key.value, cx.expr(pair.kids[1]));
  }
  return values;
}

function fill(
  cx: Context,
  template: Template,
  pieces: readonly Piece[],
  values: ReadonlyMap<string | number, Expr>,
  node: Syntax,
): Expr {
  const used = new Set<string | number>();
  const parts = pieces.map((piece): Part => {
    const at = template.rangeOf(piece.from, piece.to);
    if (!('field' in piece)) return { text: piece.value, range: at };
    used.add(piece.field);
    const value = values.get(piece.field);
    if (value === undefined) return { value: cx.unknown('format', [], at) };
    const read = piece.path.reduce<Expr>(
      (of, step) =>
        step.item
          ? item(of, /^\d+$/.test(step.name) ? Number(step.name) : step.name)
          : { k: 'member', object: of, name: step.name, nameRange: of.range, range: of.range },
      value,
    );
    return { value: piece.plain ? read : cx.unknown('format spec', [read], value.range) };
  });
  // Values that no hole takes are evaluated all the same.
  const unused = [...values].filter(([key, value]) => !used.has(key) && !isSimple(value)).map(([, value]) => value);
  const whole = joined(parts, node, template.bytes);
  return unused.length === 0 ? whole : { k: 'sequence', items: [...unused, whole], range: range(node) };
}

/** Undefined when the template is not one. */
function percentPieces(template: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  let from = 0;
  let count = 0;
  for (let at = template.indexOf('%'); at >= 0; at = template.indexOf('%', from)) {
    PERCENT.lastIndex = at;
    const match = PERCENT.exec(template);
    if (!match) return undefined;
    if (at > from) pieces.push({ from, to: at, value: template.slice(from, at) });
    const [whole, name, flags, width, precision, type] = match;
    from = at + whole.length;
    if (type === '%') pieces.push({ from: at, to: from, value: '%' });
    else {
      const plain = 'sdiu'.includes(type!) && !flags && !width && !precision;
      pieces.push({ from: at, to: from, field: name ?? count++, path: [], plain });
    }
  }
  if (from < template.length) pieces.push({ from, to: template.length, value: template.slice(from) });
  return pieces;
}

const FIELD = /^([^.[]*)((?:\.[^.[]+|\[[^\]]*\])*)$/;

function bracePieces(template: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  let from = 0;
  let count = 0;
  const literal = (to: number): void => {
    if (to > from) pieces.push({ from, to, value: template.slice(from, to) });
  };
  for (let at = 0; at < template.length; at++) {
    const c = template[at];
    if (c !== '{' && c !== '}') continue;
    if (template[at + 1] === c) {
      literal(at + 1);
      from = ++at + 1;
      continue;
    }
    if (c === '}') return undefined;
    const end = closingBrace(template, at);
    if (end === undefined) return undefined;
    literal(at);
    const hole = braceHole(template, at, end, count);
    if (!hole) return undefined;
    if (typeof hole.field === 'number' && hole.field === count) count++;
    pieces.push(hole);
    at = end;
    from = end + 1;
  }
  literal(template.length);
  return pieces;
}

function closingBrace(template: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < template.length; at++) {
    if (template[at] === '{') depth++;
    else if (template[at] === '}' && --depth === 0) return at;
  }
  return undefined;
}

function braceHole(template: string, open: number, close: number, next: number): Hole | undefined {
  const match = /^([^!:]*)(![rsa])?(?::([^]*))?$/.exec(template.slice(open + 1, close));
  const field = match && FIELD.exec(match[1]!);
  if (!match || !field) return undefined;
  const name = field[1]!;
  const path = [...field[2]!.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)].map(([, attribute, key]) => ({
    name: attribute ?? key ?? '',
    item: attribute === undefined,
  }));
  return {
    from: open,
    to: close + 1,
    field: name === '' ? next : /^\d+$/.test(name) ? Number(name) : name,
    path,
    plain: isPlain(match[2] ?? '', match[3] ?? ''),
  };
}
