/**
 * What islands came to, from one version of a unit to the next. A run depends on the texts of its pieces and on what it asked: when all of
 * that is as it was, so is what it came to, perhaps at other places.
 */
import type { TypeName } from '../../frontends/frontend';
import type { Range } from '../../text/lines';
import type { Run } from '../run';
import type { EvaluationInput, ModuleState } from '../state';
import type { Shift } from './merge';
import type { Island } from './partition';
import { nameOf, type Piece } from './pieces';
import { keysOf } from './slice';

/** A run in terms of the present version of the unit. */
export interface Remembered {
  readonly run: Run;
  readonly shift?: Shift;
  readonly called: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
}

/** What an island calls when it is told so much of what the others call. */
export interface Rehearsed {
  readonly called: ReadonlySet<string>;
  /** What it asked about the others' calls, and what it was told. */
  readonly asked: ReadonlyMap<string, boolean>;
  /** Steps. */
  readonly spent: number;
}

interface Entry {
  readonly run: Run;
  readonly rehearsals: readonly Rehearsed[];
  /** The texts of its pieces, with what else decides how they are run. */
  readonly texts: readonly string[];
  readonly ranges: readonly Range[];
  readonly keys: readonly string[];
  /** What it asked about the others' calls, and what it was told. */
  readonly asked: ReadonlyMap<string, boolean>;
  readonly types: readonly TypeQuestion[];
}

export interface TypeQuestion {
  readonly piece: number;
  /** Relative to the piece. */
  readonly range: Range;
  readonly answer: TypeName | undefined;
}

export class IslandMemory {
  private former = new Map<string, Entry[]>();
  private present = new Map<string, Entry[]>();

  /** A version of the unit was evaluated: what it did not use is forgotten. */
  turn(): void {
    this.former = this.present;
    this.present = new Map();
  }

  /** An island in the present version of the unit. */
  look(island: Island, input: EvaluationInput): IslandLook {
    return new IslandLook(island, input, this);
  }

  entries(name: string): readonly Entry[] {
    return [...(this.present.get(name) ?? []), ...(this.former.get(name) ?? [])];
  }

  keep(name: string, entry: Entry): void {
    const list = this.present.get(name);
    if (!list) this.present.set(name, [entry]);
    else if (!list.includes(entry)) list.push(entry);
  }
}

/** One island in one version of the unit. */
export class IslandLook {
  private readonly keys: readonly string[];
  private readonly texts: readonly string[] | undefined;
  private readonly known: readonly Entry[];

  constructor(
    private readonly island: Island,
    private readonly input: EvaluationInput,
    private readonly memory: IslandMemory,
  ) {
    const { pieces } = island;
    this.keys = keysOf(pieces);
    this.texts = input.text && textsOf(island, input.text);
    this.known = memory.entries(titleOf(island)).filter((entry) => this.fits(entry));
  }

  /** What its rehearsals came to when they were made. */
  get rehearsals(): readonly Rehearsed[] {
    return this.known.flatMap(({ rehearsals, keys }) => rehearsals.map((one) => renamed(one, keys, this.keys)));
  }

  /** What it came to, when the others called the same. */
  recall(called: ReadonlySet<string>, maxSteps: number): Remembered | undefined {
    const entry = this.known.find(
      ({ run, keys, asked }) =>
        run.spent <= maxSteps &&
        keys.every((key, index) => (asked.get(key) ?? called.has(this.keys[index]!)) === called.has(this.keys[index]!)),
    );
    if (!entry) return undefined;
    this.memory.keep(titleOf(this.island), entry);
    return recalled(entry, this.island.pieces, this.keys);
  }

  /** The input, with an ear for what is asked about types. */
  listening(types: TypeQuestion[]): EvaluationInput {
    return listening(this.input, this.island.pieces, types);
  }

  /** Remember a run, unless it came to no end. */
  keep(
    run: Run,
    rehearsals: readonly Rehearsed[],
    asked: ReadonlyMap<string, boolean>,
    types: readonly TypeQuestion[],
  ): void {
    const isWhole = run.whole && run.model.cuts === undefined && run.model.complete === this.input.complete;
    if (!this.texts || !isWhole) return;
    this.memory.keep(titleOf(this.island), {
      run,
      rehearsals,
      texts: this.texts.map(apart),
      ranges: this.island.pieces.map(({ stmt }) => stmt.range),
      keys: this.keys,
      asked,
      types,
    });
  }

  /** It is of the same texts, and everything else the run asked is answered as it was then. */
  private fits({ run, texts, keys, types }: Entry): boolean {
    const { names, typeAt } = this.input;
    if (!this.texts || !same(texts, this.texts) || keys.length !== this.keys.length) return false;
    for (const [name, answer] of run.mentioned) if (names!.mentions(name) !== answer) return false;
    for (const [name, answer] of run.written) if (names!.writesMember(name) !== answer) return false;
    return types.every(({ piece, range, answer }) => {
      const asked = this.island.pieces[piece];
      if (!asked) return false;
      const { start } = asked.stmt.range;
      return sameType(typeAt?.(asked.module.path, { start: start + range.start, end: start + range.end }), answer);
    });
  }
}

function renamed(rehearsed: Rehearsed, before: readonly string[], now: readonly string[]): Rehearsed {
  if (same(before, now)) return rehearsed;
  const { called, asked, spent } = rehearsed;
  const name = renaming(before, now);
  return {
    called: new Set([...called].flatMap(name)),
    asked: new Map([...asked].flatMap(([key, answer]) => name(key).map((one) => [one, answer] as const))),
    spent,
  };
}

/** From keys to those that are at their place now; none: it is gone. */
function renaming(before: readonly string[], now: readonly string[]): (key: string) => readonly string[] {
  if (same(before, now)) return (key) => [key];
  const index = new Map(before.map((key, at) => [key, at]));
  return (key) => {
    const at = index.get(key);
    return at === undefined ? [] : [now[at]!];
  };
}

function recalled({ run, ranges, keys }: Entry, pieces: readonly Piece[], now: readonly string[]): Remembered {
  const name = renaming(keys, now);
  const shift = shiftOf(ranges, pieces);
  return {
    run,
    called: new Set([...run.called].flatMap(name)),
    used: new Set([...run.used].flatMap(name)),
    ...(shift ? { shift } : {}),
  };
}

/** From where the pieces were to where they are. Undefined: they are where they were. */
function shiftOf(ranges: readonly Range[], pieces: readonly Piece[]): Shift | undefined {
  const byFile = new Map<string, { readonly start: number; readonly end: number; readonly by: number }[]>();
  const all: number[] = [];
  for (const [index, { module, stmt }] of pieces.entries()) {
    const { start, end } = ranges[index]!;
    const by = stmt.range.start - start;
    all.push(by);
    const list = byFile.get(module.path);
    if (list) list.push({ start, end, by });
    else byFile.set(module.path, [{ start, end, by }]);
  }
  if (all.every((by) => by === 0)) return undefined;
  return {
    key: all.join(' '),
    place(place) {
      const { file, range } = place;
      const by = byFile.get(file)?.find(({ start, end }) => start <= range.start && range.end <= end)?.by ?? 0;
      return by === 0 ? place : { file, range: { start: range.start + by, end: range.end + by } };
    },
  };
}

function textsOf({ pieces, own }: Island, text: (path: string) => string): readonly string[] {
  const texts: string[] = [];
  let last: ModuleState | undefined;
  for (const piece of pieces) {
    const { module, stmt, uses } = piece;
    // What a module imports at all, bindings may ask.
    if (module !== last) texts.push(module.path, ...module.ir.imports.map((one) => one.specifier));
    last = module;
    const { start, end } = stmt.range;
    texts.push(
      own.has(piece) ? 'own' : 'shared',
      `${uses.functions.length} ${uses.classes.length}`,
      text(module.path).slice(start, end),
    );
  }
  return texts;
}

/** A copy that does not keep the text it was cut from. */
function apart(text: string): string {
  return text.length < 20 ? text : DECODER.decode(ENCODER.encode(text));
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** What an island is remembered under; several may have the same. */
function titleOf({ own, pieces }: Island): string {
  const [first = pieces[0]] = own;
  return first ? `${first.module.path}#${nameOf(first)}` : '';
}

function listening(input: EvaluationInput, pieces: readonly Piece[], types: TypeQuestion[]): EvaluationInput {
  const { typeAt } = input;
  if (!typeAt) return input;
  return {
    ...input,
    typeAt(file, range) {
      const answer = typeAt(file, range);
      const piece = pieces.findIndex(
        ({ module, stmt }) => module.path === file && stmt.range.start <= range.start && range.end <= stmt.range.end,
      );
      // Asked about what is in no piece, nobody can ask the same again.
      const start = pieces[piece]?.stmt.range.start ?? 0;
      types.push({ piece, range: { start: range.start - start, end: range.end - start }, answer });
      return answer;
    },
  };
}

function sameType(a: TypeName | undefined, b: TypeName | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
