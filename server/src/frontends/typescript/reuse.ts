/**
 * Classes and functions of a module that an edit left as and where they were are not lowered again: the parser hands out the same
 * node, and what was made of it is taken over with its numbers. That is the code before the edit; after it ranges are others.
 */
import { ts } from 'ts-morph';
import type { IrClass, IrFunction, Stmt } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Lowering } from './context';
import type { MutableVar } from './scopes';

const K = ts.SyntaxKind;

/** What a statement adds to the tables, from its first entry on. */
interface Made {
  readonly functions: readonly IrFunction[];
  readonly classes: readonly IrClass[];
  readonly vars: readonly MutableVar[];
  readonly literals: readonly Range[];
  readonly hoisted: readonly [functions: readonly Stmt[], classes: readonly Stmt[], exports: readonly Stmt[]];
  readonly body: readonly Stmt[];
}

/** Where the tables stood: an entry's number is part of what is made. */
interface Start {
  readonly position: number;
  /** What the module's names stand for. */
  readonly names: string;
  readonly functions: number;
  readonly classes: number;
  readonly vars: number;
}

const known = new WeakMap<ts.Node, { readonly start: Start; readonly made: Made }>();

/** The statements of an ES module, whose names are declared. */
export function moduleStatements(cx: Lowering, statements: readonly ts.Statement[], out: Stmt[]): void {
  const names = cx.scope.signature();
  for (const node of statements) {
    if (!isDeclaration(node)) {
      cx.stmt(node, out);
      continue;
    }
    const start = startOf(cx, node, names);
    const before = known.get(node);
    if (before && isSame(before.start, start)) take(cx, before.made, out);
    else lower(cx, node, start, out);
  }
}

/** Statements that do nothing but add to the tables, and need nothing but the names around them. */
function isDeclaration(node: ts.Statement): boolean {
  return (
    node.kind === K.ClassDeclaration ||
    (node.kind === K.FunctionDeclaration && (node as ts.FunctionDeclaration).body !== undefined)
  );
}

function startOf(cx: Lowering, node: ts.Statement, names: string): Start {
  const { functions, classes, vars } = cx;
  return { position: node.pos, names, functions: functions.length, classes: classes.length, vars: vars.length };
}

function isSame(a: Start, b: Start): boolean {
  return (
    a.position === b.position &&
    a.functions === b.functions &&
    a.classes === b.classes &&
    a.vars === b.vars &&
    a.names === b.names
  );
}

function lower(cx: Lowering, node: ts.Statement, start: Start, out: Stmt[]): void {
  const { frame, literals } = cx;
  const hoisted = [frame.functions, frame.classes, frame.exports] as const;
  const lengths = hoisted.map((list) => list.length);
  const [bodies, texts, problems, imports] = [out.length, literals.length, cx.problems.length, cx.importCount];
  const { awaits } = frame;
  frame.awaits = false;
  cx.stmt(node, out);
  // What it says of the whole file is not its own: said again each time.
  const isOwn = !frame.awaits && problems === cx.problems.length && imports === cx.importCount;
  frame.awaits ||= awaits;
  if (!isOwn) return;
  const made: Made = {
    functions: cx.functions.slice(start.functions),
    classes: cx.classes.slice(start.classes),
    vars: cx.vars.slice(start.vars),
    literals: literals.slice(texts),
    hoisted: [hoisted[0].slice(lengths[0]), hoisted[1].slice(lengths[1]), hoisted[2].slice(lengths[2])],
    body: out.slice(bodies),
  };
  known.set(node, { start, made });
}

function take(cx: Lowering, made: Made, out: Stmt[]): void {
  cx.functions.push(...made.functions);
  cx.classes.push(...made.classes);
  cx.vars.push(...made.vars);
  cx.literals.push(...made.literals);
  const [functions, classes, exports] = made.hoisted;
  cx.frame.functions.push(...functions);
  cx.frame.classes.push(...classes);
  cx.frame.exports.push(...exports);
  out.push(...made.body);
}
