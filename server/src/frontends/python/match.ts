/** `match` as a chain of `if`: what a pattern tests as far as an expression can say it, what it captures as assignments. */
import type { Expr, Stmt, Target } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { nested, type Arm } from './compound';
import { isSimple, kidOf, range, type Context } from './context';
import { dottedName } from './scopes';

interface Capture {
  readonly target: Target;
  readonly value: Expr;
}

interface Pattern {
  /** All of these hold; none: matches whatever comes. */
  readonly tests: Expr[];
  readonly captures: Capture[];
}

export function lowerMatch(cx: Context, node: Syntax, out: Stmt[]): void {
  const subject = subjectOf(cx, node, out);
  const clauses = (kidOf(node, 'block')?.kids ?? []).filter((kid) => kid.type === 'case_clause');
  const arms: Arm[] = [];
  for (const clause of clauses) {
    const arm = caseArm(cx, clause, subject);
    if (arm.test.k === 'lit' && arm.test.value === true) return void out.push(...nested(arms, arm.then));
    arms.push(arm);
  }
  out.push(...nested(arms, []));
}

/** Read by every case, evaluated once. */
function subjectOf(cx: Context, node: Syntax, out: Stmt[]): Expr {
  const nodes = node.kids.filter((kid) => kid.type !== 'block');
  const values = cx.exprs(nodes);
  const [first] = values;
  if (first && values.length === 1 && isSimple(first)) return first;
  const at = { start: nodes[0]?.start ?? node.start, end: nodes.at(-1)?.end ?? node.end };
  const value: Expr =
    first && values.length === 1
      ? first
      : { k: 'list', items: values.map((one) => ({ value: one })), of: 'tuple', range: at };
  const kept = cx.temporary('match', at);
  out.push({ k: 'assign', target: kept.target, value, range: at });
  return kept.read;
}

function caseArm(cx: Context, clause: Syntax, subject: Expr): Arm {
  const patterns = clause.kids.filter((kid) => kid.type === 'case_pattern');
  const found: Pattern = { tests: [], captures: [] };
  const [only] = patterns;
  if (only && patterns.length === 1) read(cx, only, subject, found);
  else items(cx, patterns, subject, clause, found);
  const guardNode = kidOf(clause, 'if_clause')?.kids[0];
  const at = range(clause);
  const sets = found.captures.map(({ target, value }): Expr => ({ k: 'set', target, value, range: target.range }));
  // A guard sees what was captured.
  const guard = guardNode && cx.expr(guardNode);
  if (guard) found.tests.push(sets.length > 0 ? { k: 'sequence', items: [...sets, guard], range: guard.range } : guard);
  const assigned: readonly Stmt[] = guard
    ? []
    : found.captures.map(({ target, value }) => ({ k: 'assign', target, value, range: target.range }));
  const body = cx.block(kidOf(clause, 'block'));
  return { test: all(found.tests) ?? { k: 'lit', value: true, range: at }, then: [...assigned, ...body], range: at };
}

function all(tests: readonly Expr[], op: 'and' | 'or' = 'and'): Expr | undefined {
  if (tests.length === 0) return undefined;
  return tests.reduce((left, right) => ({
    k: 'logic',
    op,
    left,
    right,
    range: { start: left.range.start, end: right.range.end },
  }));
}

function read(cx: Context, node: Syntax, subject: Expr, into: Pattern): void {
  const { kids } = node;
  const equals = (value: Expr): void =>
    void into.tests.push({ k: 'binary', op: '==', left: subject, right: value, range: range(node) });
  switch (node.type) {
    case 'case_pattern':
      if (kids[0]) read(cx, kids[0], subject, into);
      return;
    case 'string':
    case 'concatenated_string':
    case 'true':
    case 'false':
    case 'none':
      return equals(cx.expr(node));
    case 'integer':
    case 'float': {
      const value = cx.expr(node);
      return equals(isNegative(cx, node) ? { k: 'unary', op: '-', value, range: value.range } : value);
    }
    case 'dotted_name':
      if (kids.length > 1)
        return equals(dottedName(cx, cx.textOf(node), node.start) ?? cx.unknown('pattern', [], node));
      return capture(cx, kids[0], subject, into);
    case 'identifier':
      return capture(cx, node, subject, into);
    case 'as_pattern':
      if (kids[0]) read(cx, kids[0], subject, into);
      return capture(cx, kids[1], subject, into);
    case 'union_pattern':
      return union(cx, node, subject, into);
    case 'class_pattern':
      return classPattern(cx, node, subject, into);
    case 'dict_pattern':
      return dictPattern(cx, node, subject, into);
    case 'tuple_pattern':
      // Parentheses without a comma only group.
      if (kids.length === 1 && !/,\s*\)$/.test(cx.textOf(node)) && kids[0]!.kids[0]?.type !== 'splat_pattern')
        return read(cx, kids[0]!, subject, into);
      return items(cx, kids, subject, node, into);
    case 'list_pattern':
      return items(cx, kids, subject, node, into);
    default:
      into.tests.push(cx.unknown('pattern', [subject], node));
  }
}

function isNegative(cx: Context, node: Syntax): boolean {
  return /-\s*$/.test(cx.text.slice(Math.max(0, node.start - 8), node.start));
}

function capture(cx: Context, name: Syntax | undefined, value: Expr, into: Pattern): void {
  if (name && cx.textOf(name) !== '_') into.captures.push({ target: cx.target(name), value });
}

function union(cx: Context, node: Syntax, subject: Expr, into: Pattern): void {
  const tests: Expr[] = [];
  for (const kid of node.kids) {
    const one: Pattern = { tests: [], captures: into.captures };
    read(cx, kid, subject, one);
    const test = all(one.tests);
    if (!test) return;
    tests.push(test);
  }
  const any = all(tests, 'or');
  if (any) into.tests.push(any);
}

function classPattern(cx: Context, node: Syntax, subject: Expr, into: Pattern): void {
  const [nameNode, ...args] = node.kids;
  if (!nameNode) return;
  const type = dottedName(cx, cx.textOf(nameNode), nameNode.start) ?? cx.unknown('pattern', [], nameNode);
  into.tests.push({ k: 'binary', op: 'instanceof', left: subject, right: type, range: range(node) });
  for (const arg of args) {
    const keyword = kidOf(arg, 'keyword_pattern');
    const [name, value] = keyword?.kids ?? [];
    if (name && value)
      read(
        cx,
        value,
        { k: 'member', object: subject, name: cx.textOf(name), nameRange: range(name), range: range(name) },
        into,
      );
    // `str(x)` and the like capture the subject itself; other classes say in __match_args__ what they give.
    else read(cx, arg, args.length === 1 ? subject : cx.unknown('pattern', [subject], arg), into);
  }
}

function dictPattern(cx: Context, node: Syntax, subject: Expr, into: Pattern): void {
  into.tests.push(cx.unknown('pattern', [subject], node));
  for (let i = 0; i < node.kids.length; i++) {
    const kid = node.kids[i]!;
    if (kid.type === 'splat_pattern') capture(cx, kid.kids[0], cx.unknown('rest', [subject], kid), into);
    else if (node.kids[i + 1])
      read(cx, node.kids[++i]!, { k: 'index', object: subject, index: cx.expr(kid), range: range(kid) }, into);
  }
}

function items(cx: Context, patterns: readonly Syntax[], subject: Expr, at: Syntax, into: Pattern): void {
  into.tests.push(cx.unknown('pattern', [subject], at));
  const star = patterns.findIndex((one) => one.kids[0]?.type === 'splat_pattern');
  patterns.forEach((one, index) => {
    if (index === star) return capture(cx, one.kids[0]!.kids[0], cx.unknown('rest', [subject], one), into);
    // Behind the star Python counts from the end.
    const place = star >= 0 && index > star ? index - patterns.length : index;
    read(
      cx,
      one,
      { k: 'index', object: subject, index: { k: 'lit', value: place, range: range(one) }, range: range(one) },
      into,
    );
  });
}
