/**
 * Which parts of a unit have nothing to do with each other: two definitions belong to one island when they share something that can
 * change. What they share otherwise (functions, classes, constants, imports) is in each of their islands. Where it cannot be told, there
 * are no islands, and the unit is run as a whole.
 */
import type { Place } from '../../model/model';
import type { Value } from '../api';
import type { Machine } from '../machine';
import type { ModuleState } from '../state';
import { batches } from './batches';
import { circlesOf, Groups } from './circles';
import { isFrozen, isStateful, isTypeOnly, kindOf, mayChange } from './kinds';
import { isImport, isModule, type Piece, Pieces, Unclear, valueOf, type Variable } from './pieces';
import { definedKeys } from './slice';
import type { Use } from './uses';

export interface Island {
  /** What it takes to run it: its own pieces and what they share with others, in the order of the modules. */
  readonly pieces: readonly Piece[];
  /** Those that no other island has. */
  readonly own: ReadonlySet<Piece>;
}

export interface Partition {
  /** What the modules' bodies do, with what they alone use. It is run with all pieces. */
  readonly main: Island;
  readonly islands: readonly Island[];
  /** Definitions that several islands have: entries only if none of them calls them. */
  readonly shared: readonly Piece[];
  /** Definitions by the keys of what they define. */
  readonly defined: ReadonlyMap<string, Piece>;
  /** An island of some pieces and what they need. */
  islandOf(own: readonly Piece[]): Island;
}

/** So many pieces, and so many times those of the unit, all islands together may have. */
const MANY = 2000;
const COMMON = 8;

/**
 * @param m a run in which the bodies of the modules are through, and nothing else
 * @param events where something was recorded
 * @param few islands of fewer functions are run together with others
 * @returns undefined: it is one island, or it cannot be told
 */
export function partition(m: Machine, events: Iterable<Place>, few: number): Partition | undefined {
  try {
    const found = new Partitioning(m, new Pieces(m), events, few).result();
    return found.islands.length > 1 ? found : undefined;
  } catch (error) {
    // Code that is nested too deep for this, or a defect of ours: the unit as a whole can be run all the same.
    if (!(error instanceof Unclear))
      m.input.log?.(`not divided into islands: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

class Partitioning {
  private readonly needs = new Map<Piece, Set<Piece>>();
  private reached = 0;
  private readonly uses = new Map<Piece, { readonly by: Piece; readonly variable: Variable; readonly use: Use }[]>();
  private readonly actions = new Set<Piece>();
  private readonly changing = new Set<Piece>();
  private readonly position = new Map<Piece, number>();
  private readonly loose = new Map<string, { readonly pieces: Set<Piece>; written: boolean }>();

  constructor(
    m: Machine,
    private readonly pieces: Pieces,
    events: Iterable<Place>,
    private readonly few: number,
  ) {
    const { all } = pieces;
    for (const [index, piece] of all.entries()) {
      this.position.set(piece, index);
      if (piece.kind === 'action') this.actions.add(piece);
    }
    this.noteEvents(m, events);
    for (const piece of all) this.link(piece);
    for (const piece of all) this.judge(piece);
  }

  /** Whatever was recorded while the bodies ran is done once. */
  private noteEvents(m: Machine, events: Iterable<Place>): void {
    const places = [...events, ...m.pending.map(({ place }) => place)];
    for (const { file, range } of places)
      for (const piece of this.pieces.all)
        if (piece.module.path === file && piece.stmt.range.start <= range.start && range.end <= piece.stmt.range.end)
          this.actions.add(piece);
  }

  private link(piece: Piece): void {
    const needs = new Set<Piece>();
    const { module, uses } = piece;
    const need = (other: Piece): void => {
      if (other !== piece) needs.add(other);
    };
    const use = (variable: Variable, how: Use): void => {
      if (this.pieces.of(variable).length === 0) this.useLoose(piece, variable, how);
      for (const one of this.pieces.of(variable)) {
        need(one);
        const list = this.uses.get(one);
        if (list) list.push({ by: piece, variable, use: how });
        else this.uses.set(one, [{ by: piece, variable, use: how }]);
      }
    };
    for (const [id, { bare, members }] of uses.variables) {
      const found = this.pieces.follow({ module, id }, need);
      if (!found) continue;
      if (!isModule(found)) {
        for (const how of [...(bare ? [bare] : []), ...members.values()]) use(found, how);
        continue;
      }
      if (bare) throw new Unclear();
      for (const [name, how] of members) {
        const inner = this.pieces.imported(module, { ...this.specifierOf(module, id), name }, need);
        if (!inner) continue;
        if (isModule(inner)) throw new Unclear();
        // A method of a module is a function of it.
        use(inner, how);
      }
    }
    for (const one of uses.imports) {
      const found = this.pieces.imported(module, one, need);
      if (!found || isModule(found)) {
        if (found && piece.kind !== 'value') throw new Unclear();
        continue;
      }
      if (piece.kind !== 'value' || piece.stmt.k !== 'assign') use(found, ANYHOW);
      else for (const other of this.pieces.of(found)) need(other);
    }
    this.needs.set(piece, needs);
  }

  /** A variable that nobody defines at the top: functions alone write it. */
  private useLoose(piece: Piece, { module, id }: Variable, { written }: Use): void {
    const key = `${module.path}#${id}`;
    const known = this.loose.get(key) ?? { pieces: new Set(), written: false };
    known.pieces.add(piece);
    known.written ||= written;
    this.loose.set(key, known);
  }

  private specifierOf(module: ModuleState, id: number): { readonly specifier: string; readonly level: number } {
    const [piece, another] = this.pieces.of({ module, id });
    const value = piece?.stmt.k === 'assign' ? piece.stmt.value : undefined;
    if (another || value?.k !== 'import') throw new Unclear();
    return value;
  }

  /** What a piece defines may change after it was run. */
  private judge(piece: Piece): void {
    if (this.actions.has(piece)) return;
    for (const id of piece.defines) {
      const variable = { module: piece.module, id };
      const uses = (this.uses.get(piece) ?? []).filter((one) => one.variable.id === id);
      if (uses.some(({ use }) => use.written)) this.changing.add(piece);
      // What it imports is judged where that is.
      if (isImport(piece)) continue;
      const value = valueOf(variable);
      const kind = value ? kindOf(value) : 'scalar';
      if (kind === 'other') this.actions.add(piece);
      else if (kind === 'class') this.judgeClass(piece, value!, uses);
      else if (uses.some(({ use }) => mayChange(kind, use))) this.changing.add(piece);
    }
  }

  /** What a type names is any instance of the class: those have to be there. */
  private judgeClass(piece: Piece, value: Value, uses: readonly { readonly by: Piece; readonly use: Use }[]): void {
    const typed = uses.filter(({ use }) => use.typed);
    const makers = new Set(uses.flatMap(({ by, use }) => (use.called && by !== piece ? [by] : [])));
    if (isStateful(value)) this.changing.add(piece);
    if (typed.length === 0 || isTypeOnly(value)) return;
    if (
      isFrozen(value) &&
      makers.size > 0 &&
      [...makers].every((maker) => maker.kind === 'value' && !this.actions.has(maker))
    ) {
      for (const { by } of typed) for (const maker of makers) if (maker !== by) this.needs.get(by)!.add(maker);
    } else this.changing.add(piece);
  }

  result(): Partition {
    const { all } = this.pieces;
    const circles = circlesOf(all, (piece) => this.needs.get(piece)!);
    const circleOf = new Map(circles.flatMap((circle) => circle.map((piece) => [piece, circle] as const)));
    const groups = this.groups(circles, circleOf);
    const isMain = (piece: Piece): boolean => groups.of(piece) === groups.of(MAIN);
    const needed = new Set<Piece>();
    for (const piece of all)
      for (const other of this.needs.get(piece)!) if (circleOf.get(other) !== circleOf.get(piece)) needed.add(other);
    const roots = new Map<unknown, Piece[]>();
    for (const circle of circles) {
      if (isMain(circle[0]!) || circle.some((piece) => needed.has(piece))) continue;
      const definitions = circle.filter(({ kind }) => kind === 'definition');
      const group = groups.of(circle[0]!);
      if (definitions.length > 0) roots.set(group, [...(roots.get(group) ?? []), ...definitions]);
    }
    const inOrder = [...roots.values()].sort((a, b) => this.first(a) - this.first(b));
    const reaches = [this.reach(all.filter((piece) => this.actions.has(piece) || isMain(piece)))];
    for (const own of batches(inOrder, this.few)) reaches.push(this.reach(own));
    const times = new Map<Piece, number>();
    for (const reach of reaches) for (const piece of reach) times.set(piece, (times.get(piece) ?? 0) + 1);
    const [main, ...islands] = reaches.map((reach) => this.island(reach, (piece) => times.get(piece) === 1));
    return {
      main: main!,
      islands,
      shared: all.filter((piece) => piece.kind === 'definition' && times.get(piece) !== 1),
      defined: new Map(all.flatMap((piece) => definedKeys(piece).map((key) => [key, piece] as const))),
      islandOf: (own) => this.island(this.reach(own), (piece) => own.includes(piece)),
    };
  }

  /** Who needs what may change belongs to all the others who need it. */
  private groups(
    circles: readonly (readonly Piece[])[],
    circleOf: ReadonlyMap<Piece, readonly Piece[]>,
  ): Groups<unknown> {
    const groups = new Groups<unknown>();
    for (const piece of this.actions) groups.join(piece, MAIN);
    for (const variable of this.loose.values())
      if (variable.written) for (const piece of variable.pieces) groups.join(piece, variable);
    const isLoose = new Set([...this.loose.values()].flatMap(({ written, pieces }) => (written ? [...pieces] : [])));
    const stateful = new Set<readonly Piece[]>();
    for (const circle of circles) {
      for (const piece of circle) {
        groups.join(piece, circle[0]);
        if (this.actions.has(piece) || this.changing.has(piece) || isLoose.has(piece)) stateful.add(circle);
        for (const other of this.needs.get(piece)!) {
          if (!stateful.has(circleOf.get(other)!)) continue;
          stateful.add(circle);
          groups.join(piece, other);
        }
      }
    }
    return groups;
  }

  private first(pieces: readonly Piece[]): number {
    return Math.min(...pieces.map((piece) => this.position.get(piece)!));
  }

  /** The pieces, and everything that running them may take. */
  private reach(pieces: Iterable<Piece>): ReadonlySet<Piece> {
    const found = new Set(pieces);
    for (const one of found) for (const next of this.needs.get(one)!) found.add(next);
    this.reached += found.size;
    // Islands that have nearly everything in common are none.
    if (this.reached > MANY + COMMON * this.pieces.all.length) throw new Unclear();
    return found;
  }

  private island(pieces: Iterable<Piece>, isOwn: (piece: Piece) => boolean): Island {
    const list = [...pieces].sort((a, b) => this.position.get(a)! - this.position.get(b)!);
    return { pieces: list, own: new Set(list.filter(isOwn)) };
  }
}

const ANYHOW: Use = { read: true, taken: true, called: true, handed: true, written: false, typed: false };

/** What the bodies of the modules do. */
const MAIN = 'main';
