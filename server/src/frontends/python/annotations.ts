/**
 * Type annotations as the expressions they would be: `zmq.Socket` a member, `A | None` and `Optional[A]` a union, `list[A]` a
 * generic. An annotation in quotes is read the same way.
 */
import type { Expr, ListItem } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Syntax } from '../tree-sitter/syntax';
import { none, range, type Context } from './context';
import { stringLiteral } from './literals';
import { dottedName } from './scopes';

export function lowerAnnotation(cx: Context, node: Syntax): Expr {
  const { kids } = node;
  switch (node.type) {
    case 'type':
    case 'parenthesized_expression':
      return kids.length === 1 ? cx.annotation(kids[0])! : cx.unknown('type', types(cx, kids), node);
    case 'generic_type': {
      const args = kids[1]?.kids ?? [];
      return generic(cx, cx.expr(kids[0]), args, node);
    }
    case 'subscript':
      return generic(cx, cx.expr(kids[0]), kids.slice(1), node);
    case 'union_type':
      return union(types(cx, kids), node);
    case 'binary_operator':
      return node.tokens[0]?.type === '|' ? union(types(cx, kids), node) : cx.expr(node);
    case 'member_type':
      return dottedName(cx, cx.textOf(node), node.start) ?? cx.unknown('type', types(cx, kids), node);
    case 'string':
      return quoted(cx, node);
    case 'list':
    case 'tuple':
    case 'expression_list':
      return {
        k: 'list',
        items: types(cx, kids).map((value) => ({ value })),
        ...(node.type === 'list' ? {} : { of: 'tuple' }),
        range: range(node),
      };
    default:
      return cx.expr(node);
  }
}

function types(cx: Context, nodes: readonly Syntax[]): Expr[] {
  return nodes.map((node) => cx.annotation(node)!);
}

function union(members: readonly Expr[], at: Range): Expr {
  const items = members.flatMap((one): readonly ListItem[] =>
    one.k === 'list' && one.of === 'union' ? one.items : [{ value: one }],
  );
  return { k: 'list', items, of: 'union', range: range(at) };
}

function generic(cx: Context, head: Expr, args: readonly Syntax[], at: Range): Expr {
  // What is literal in `Literal["tcp"]` is no type, and in `Annotated[T, …]` only the first argument is one.
  switch (lastName(head)) {
    case 'Literal':
      return {
        k: 'generic',
        head,
        args: args.map((arg) => cx.expr(arg.type === 'type' ? arg.kids[0] : arg)),
        range: range(at),
      };
    case 'Annotated':
      return special(head, types(cx, args.slice(0, 1)), at);
    default:
      return special(head, types(cx, args), at);
  }
}

/** Generics that only say something about the type inside. */
function special(head: Expr, args: readonly Expr[], at: Range): Expr {
  const [first] = args;
  switch (lastName(head)) {
    case 'Optional':
      if (first) return union([first, none(at)], at);
      break;
    case 'Union':
      if (first) return union(args, at);
      break;
    case 'Annotated':
    case 'ClassVar':
    case 'Final':
    case 'Required':
    case 'NotRequired':
      if (first) return first;
      break;
  }
  return { k: 'generic', head, args, range: range(at) };
}

function lastName(head: Expr): string {
  return head.k === 'member' || head.k === 'global' ? head.name : '';
}

/** An annotation in quotes: names, subscripts and `|`; anything else is unknown. */
function quoted(cx: Context, node: Syntax): Expr {
  const literal = stringLiteral(cx.text, node.start, node.end);
  return new QuotedType(cx, literal.start, literal.end).whole() ?? cx.unknown('type', [], node);
}

const NAME = /\s*([^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*)\s*/uy;
const MAX_QUOTED_DEPTH = 20;

class QuotedType {
  private at: number;

  constructor(
    private readonly cx: Context,
    private readonly start: number,
    private readonly end: number,
  ) {
    this.at = start;
  }

  whole(): Expr | undefined {
    const type = this.union(0);
    return type && this.at === this.end ? type : undefined;
  }

  private union(depth: number): Expr | undefined {
    const members: Expr[] = [];
    do {
      const member = this.one(depth);
      if (!member) return undefined;
      members.push(member);
    } while (this.take('|'));
    const [first] = members;
    return members.length === 1 ? first : union(members, { start: first!.range.start, end: this.at });
  }

  private one(depth: number): Expr | undefined {
    NAME.lastIndex = this.at;
    const match = NAME.exec(this.cx.text);
    if (!match || this.at + match[0].length > this.end || depth > MAX_QUOTED_DEPTH) return undefined;
    const from = this.at + match[0].indexOf(match[1]!);
    this.at += match[0].length;
    const at = { start: from, end: from + match[1]!.length };
    if (match[1] === 'None') return none(at);
    const head = dottedName(this.cx, match[1]!, from);
    if (!head || !this.take('[')) return head;
    const args: Expr[] = [];
    do {
      const arg = this.union(depth + 1);
      if (!arg) return undefined;
      args.push(arg);
    } while (this.take(','));
    const close = this.at + 1;
    return this.take(']') ? special(head, args, { start: from, end: close }) : undefined;
  }

  /** A mark and the white space after it. */
  private take(mark: string): boolean {
    if (this.at >= this.end || this.cx.text[this.at] !== mark) return false;
    this.at++;
    while (this.at < this.end && /\s/.test(this.cx.text[this.at]!)) this.at++;
    return true;
  }
}
