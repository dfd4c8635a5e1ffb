/**
 * `switch` as nested ifs whose arms exclude each other. Cases that fall through into the next form one arm together:
 * `case 1: a; case 2: b; break` becomes `if (x == 1 || x == 2) { if (x == 1) a; b }`, so that no statement is lowered twice.
 */
import { ts } from 'ts-morph';
import type { Expr, Stmt, VarId } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Lowering } from './context';
import { declareBlock } from './hoist';
import type { JumpTarget } from './jumps';
import { fallsThrough, jumpTarget, withoutJumps } from './jumps';

const K = ts.SyntaxKind;

/** More arms than this are searched by halves, to keep the nesting shallow. */
const MAX_ARMS = 48;

/** Clauses with one body: `case 1: case 2: body`. */
interface Group {
  readonly tests: Expr[];
  isDefault: boolean;
  body: Stmt[];
  end: number;
}

/** Groups of which each but the last falls through into the next. */
type Arm = readonly Group[];

export function switchStatement(cx: Lowering, node: ts.SwitchStatement, out: Stmt[]): void {
  const range = cx.range(node);
  const target = jumpTarget('switch', cx.takeLabels());
  const subject = subjectOf(cx, node.expression, range, out);
  cx.frame.jumps.push(target);
  const groups = cx.inScope(() => {
    for (const clause of node.caseBlock.clauses) declareBlock(cx, clause.statements);
    return groupsOf(cx, node.caseBlock.clauses, subject);
  });
  cx.frame.jumps.pop();
  const lowered = lowerArms(armsOf(groups, target), range);
  out.push(...withoutJumps(cx, lowered, target.breaks, range));
}

/** How a case asks: compare with the subject, which is evaluated once. */
type Ask = (value: Expr) => Expr;

function subjectOf(cx: Lowering, node: ts.Expression, range: Range, out: Stmt[]): Ask {
  const subject = cx.expr(node);
  // `switch (true)` asks each case itself.
  if (subject.k === 'lit' && subject.value === true) return (value) => value;
  let id: VarId;
  if (subject.k === 'var') ({ id } = subject);
  else {
    id = cx.newVar('(switch)', true);
    out.push({ k: 'assign', target: { t: 'var', id, range: subject.range }, value: subject, range });
  }
  return (right) => ({
    k: 'binary',
    op: '==',
    left: { k: 'var', id, range: { start: right.range.start, end: right.range.start } },
    right,
    range: right.range,
  });
}

function groupsOf(cx: Lowering, clauses: readonly ts.CaseOrDefaultClause[], ask: Ask): Group[] {
  const groups: Group[] = [];
  let open: Group | undefined;
  for (const clause of clauses) {
    open ??= { tests: [], isDefault: false, body: [], end: clause.end };
    if (clause.kind === K.CaseClause) open.tests.push(ask(cx.expr(clause.expression)));
    else open.isDefault = true;
    open.end = clause.end;
    cx.stmts(clause.statements, open.body);
    if (open.body.length === 0) continue;
    groups.push(open);
    open = undefined;
  }
  if (open) groups.push(open);
  return groups;
}

function armsOf(groups: readonly Group[], target: JumpTarget): Arm[] {
  const arms: Arm[] = [];
  let arm: Group[] = [];
  for (const group of groups) {
    arm.push(group);
    if (group.body.length > 0 && fallsThrough(group.body, target.breaks)) continue;
    arms.push(arm);
    arm = [];
  }
  if (arm.length > 0) arms.push(arm);
  return arms;
}

function lowerArms(arms: readonly Arm[], range: Range): Stmt[] {
  const isDefault = (arm: Arm): boolean => arm.some((group) => group.isDefault);
  const last = arms.find(isDefault);
  return choose(
    arms.filter((arm) => arm !== last),
    last ? armBody(last, range) : [],
    range,
  );
}

function choose(arms: readonly Arm[], otherwise: Stmt[], range: Range): Stmt[] {
  if (arms.length > MAX_ARMS && arms.every((arm) => arm.every((group) => group.tests.every(isConstant))))
    return halves(arms, otherwise, range);
  let rest = otherwise;
  for (const arm of [...arms].reverse()) {
    const test = testOf(arm);
    rest = test ? [{ k: 'if', test, then: armBody(arm, range), else: rest, range }] : rest;
  }
  return rest;
}

/** First ask whether it is any of the first half. Only for constants, which may be compared more than once. */
function halves(arms: readonly Arm[], otherwise: Stmt[], range: Range): Stmt[] {
  const find = (part: readonly Arm[]): Stmt[] => {
    if (part.length <= MAX_ARMS / 4) return choose(part, [], range);
    const middle = part.length >> 1;
    const first = part.slice(0, middle);
    return [
      {
        k: 'if',
        test: either(first.flatMap((arm) => arm.flatMap((group) => group.tests))),
        then: find(first),
        else: find(part.slice(middle)),
        range,
      },
    ];
  };
  const all = either(arms.flatMap((arm) => arm.flatMap((group) => group.tests)));
  return otherwise.length === 0 ? find(arms) : [{ k: 'if', test: all, then: find(arms), else: otherwise, range }];
}

function isConstant(test: Expr): boolean {
  if (test.k !== 'binary') return false;
  let value = test.right;
  while (value.k === 'member') value = value.object;
  return value.k === 'lit' || value.k === 'var' || value.k === 'global';
}

function testOf(arm: Arm): Expr | undefined {
  const tests = arm.flatMap((group) => group.tests);
  return tests.length > 0 ? either(tests) : undefined;
}

function either(tests: readonly Expr[]): Expr {
  if (tests.length === 1) return tests[0]!;
  const middle = tests.length >> 1;
  const left = either(tests.slice(0, middle));
  const right = either(tests.slice(middle));
  return { k: 'logic', op: 'or', left, right, range: { start: left.range.start, end: right.range.end } };
}

/**
 * What an arm does once it is chosen: each group runs if control came in at it or before it. Where the default is among the groups, the arm
 * is chosen for everything that is not tested elsewhere: then "came in later" is what can be asked.
 */
function armBody(arm: Arm, range: Range): Stmt[] {
  const at = arm.findIndex((group) => group.isDefault);
  const body: Stmt[] = [];
  arm.forEach((group, i) => {
    const tests = (groups: Arm): Expr[] => groups.flatMap((one) => one.tests);
    const later = tests(arm.slice(i + 1));
    if (i === arm.length - 1 || group.body.length === 0 || (at >= 0 && i >= at && later.length === 0)) {
      body.push(...group.body);
      return;
    }
    const test: Expr =
      at < 0 || i < at ? either(tests(arm.slice(0, i + 1))) : { k: 'unary', op: '!', value: either(later), range };
    body.push({ k: 'if', test, then: group.body, else: [], range });
  });
  return body;
}
