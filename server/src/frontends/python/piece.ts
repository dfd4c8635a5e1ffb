/**
 * A piece of a module, lowered by itself: what it adds to the module's lists, and what it asked of the rest of the file. It can be taken
 * over into the module of a later text as long as its own text is the same and the answers would be.
 */
import type { IrClass, IrComment, IrFunction, IrImport, IrModule, IrVar, Expr, Stmt, VarId } from '../../ir/ir';
import { moduleBody } from '../../ir/module-body';
import { moved, movedFrom, movedFunction, type Move } from '../../ir/moved';
import { Context, type Lowerers, type StarImport } from './context';
import type { Reading } from './read';
import { Scope } from './scopes';

/** The module's variables, numbered in this order. */
export class ModuleNames {
  readonly ids: Map<string, VarId>;

  constructor(readonly list: readonly string[]) {
    this.ids = new Map(list.map((name, id) => [name, id]));
  }
}

/** Where a piece is, in the text and in the module's lists. */
export interface Place {
  readonly offset: number;
  readonly names: ModuleNames;
  readonly firstVar: VarId;
  readonly firstFunction: number;
  readonly firstClass: number;
}

/** IR of a piece, as it is at its place. */
export interface PieceIr {
  readonly body: readonly Stmt[];
  readonly functions: readonly IrFunction[];
  readonly classes: readonly IrClass[];
  /** Without the module's. */
  readonly vars: readonly IrVar[];
  readonly imports: readonly IrImport[];
  readonly comments: readonly IrComment[];
  readonly problems: IrModule['problems'];
  readonly stars: readonly StarImport[];
  /** What annotations here say of the module's variables. */
  readonly types: readonly { readonly name: string; readonly type: Expr }[];
}

interface PlacedIr {
  readonly place: Place;
  readonly ir: PieceIr;
}

export interface Piece extends PlacedIr {
  /** As it was in the first module it was part of. */
  readonly first?: PlacedIr;
  readonly bound: readonly string[];
  readonly globals: readonly string[];
  /** Variables of the module that it assigns without its syntax having told. */
  readonly undeclared: readonly string[];
  /** How often it assigns each variable of the module. */
  readonly writes: readonly (readonly [name: string, times: number])[];
  /** Names it looked for in the module: its IR depends on which of them are there. */
  readonly asked: readonly string[];
  /** How many star imports there were, and whether its IR has them in it: with their own places, which are not its own. */
  readonly stars: number;
  readonly usesStars: boolean;
  readonly incomplete: boolean;
  /** Some of its code is nested too deep and left out. */
  readonly tooDeep: boolean;
}

/** @param stars star imports of the whole file, at their places */
export function lowerPiece(
  reading: Reading,
  offset: number,
  names: ModuleNames,
  stars: readonly StarImport[],
  lowerers: Lowerers,
): Piece {
  const { text, root, bound, globals, incomplete } = reading;
  const own = stars.map((star) => moved(star, shift(-offset)));
  const cx = new Context(text, { names: names.ids, stars: own }, lowerers);
  cx.functions.push(moduleBody(text.length));
  cx.scope = new Scope('module', undefined, 0, names.ids);
  const body = cx.block(root);
  const ir: PieceIr = {
    body,
    functions: cx.functions.slice(1),
    classes: cx.classes,
    vars: cx.vars,
    imports: [...cx.imports.values()],
    comments: reading.comments.map((at) => ({ range: at, text: text.slice(at.start + 1, at.end).trim() })),
    problems: reading.problems,
    stars: reading.stars,
    types: [...cx.types].map(([id, type]) => ({ name: names.list[id]!, type })),
  };
  return {
    place: { offset: 0, names, firstVar: names.list.length, firstFunction: 1, firstClass: 0 },
    ir,
    bound,
    globals,
    undeclared: [...cx.undeclared],
    writes: [...cx.writes].map(([id, times]) => [names.list[id]!, times]),
    asked: [...cx.asked],
    stars: stars.length,
    usesStars: cx.usesStars,
    incomplete,
    tooDeep: cx.tooDeepSomewhere,
  };
}

/** The piece at another place; itself when it is there already. Copies are made of its first place, and so of no copies. */
export function placed(piece: Piece, to: Place): Piece {
  if (isSame(piece.place, to)) return piece;
  const { first } = piece;
  if (!first) {
    const here = { place: to, ir: moved(piece.ir, moveBetween(piece.place, to)) };
    return { ...piece, ...here, first: here };
  }
  if (isSame(first.place, to)) return { ...piece, ...first };
  return { ...piece, place: to, ir: copied(first.ir, moveBetween(first.place, to), moveBetween(to, first.place)) };
}

function isSame(a: Place, b: Place): boolean {
  return (
    a.offset === b.offset &&
    a.names === b.names &&
    a.firstVar === b.firstVar &&
    a.firstFunction === b.firstFunction &&
    a.firstClass === b.firstClass
  );
}

function copied({ body, functions, ...rest }: PieceIr, to: Move, from: Move): PieceIr {
  return {
    ...moved(rest, to),
    body: body.map((stmt) => movedFrom(stmt, to, from)),
    functions: functions.map((fn) => movedFunction(fn, to, from)),
  };
}

function moveBetween(from: Place, to: Place): Move {
  const shared = from.names.list.length;
  return {
    offset: to.offset - from.offset,
    variable: (id) => (id < shared ? to.names.ids.get(from.names.list[id]!)! : id - from.firstVar + to.firstVar),
    fn: (id) => (id === 0 ? 0 : id - from.firstFunction + to.firstFunction),
    class: (id) => id - from.firstClass + to.firstClass,
  };
}

const same = (id: number): number => id;

function shift(offset: number): Move {
  return { offset, variable: same, fn: same, class: same };
}
