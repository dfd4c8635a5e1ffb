/**
 * What islands came to, from one version of a unit to the next. A run depends on the texts of its pieces and on what it asked: when all of
 * that is as it was, so is what it came to, perhaps at other places.
 */
import type { TypeName } from '../../frontends/frontend';
import type { Place } from '../../model/model';
import type { Range } from '../../text/lines';
import type { Run } from '../run';
import type { EvaluationInput, ModuleState } from '../state';
import type { Island } from './partition';
import type { Piece } from './pieces';
import { keysOf } from './slice';

/** What an island is run with, besides its code. */
export interface Circumstances {
  readonly input: EvaluationInput;
  /** What other parts call. */
  readonly called: ReadonlySet<string>;
}

/** A run in terms of the present version of the unit. */
export interface Remembered {
  readonly run: Run;
  readonly move: ((place: Place) => Place) | undefined;
  readonly called: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
  /** Keys that it asked the other parts about. */
  readonly asked: ReadonlySet<string>;
}

interface Entry {
  readonly run: Run;
  /** The texts of its pieces, with what else decides how they are run. */
  readonly texts: readonly string[];
  readonly ranges: readonly Range[];
  readonly keys: readonly string[];
  readonly asked: ReadonlySet<string>;
  /** Of those it asked about, the ones that another part calls. */
  readonly called: ReadonlySet<string>;
  readonly types: readonly TypeQuestion[];
}

interface TypeQuestion {
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

  /** @param run runs the island; told what it asks */
  of(
    island: Island,
    circumstances: Circumstances,
    run: (input: EvaluationInput, asked: Set<string>) => Run,
  ): Remembered {
    const { pieces } = island;
    const { text } = circumstances.input;
    const texts = text && textsOf(island, text);
    const keys = keysOf(pieces);
    const name = nameOf(island);
    const known = texts && this.find(name, texts, keys, pieces, circumstances);
    if (known) return recalled(known, pieces, keys);
    const asked = new Set<string>();
    const types: TypeQuestion[] = [];
    const found = run(listening(circumstances.input, pieces, types), asked);
    const isWhole =
      found.whole && found.model.cuts === undefined && found.model.complete === circumstances.input.complete;
    if (texts && isWhole) {
      const called = new Set([...asked].filter((key) => circumstances.called.has(key)));
      const ranges = pieces.map(({ stmt }) => stmt.range);
      this.keep(name, { run: found, texts: texts.map(apart), ranges, keys, asked, called, types });
    }
    return { run: found, move: undefined, called: found.called, used: found.used, asked };
  }

  private keep(name: string, entry: Entry): void {
    const list = this.present.get(name);
    if (list) list.push(entry);
    else this.present.set(name, [entry]);
  }

  private find(
    name: string,
    texts: readonly string[],
    keys: readonly string[],
    pieces: readonly Piece[],
    circumstances: Circumstances,
  ): Entry | undefined {
    for (const entry of [...(this.present.get(name) ?? []), ...(this.former.get(name) ?? [])]) {
      if (!same(entry.texts, texts) || entry.keys.length !== keys.length) continue;
      if (!holds(entry, keys, pieces, circumstances)) continue;
      if (!this.present.get(name)?.includes(entry)) this.keep(name, entry);
      return entry;
    }
    return undefined;
  }
}

/** Everything the run asked is answered as it was then. */
function holds(
  entry: Entry,
  keys: readonly string[],
  pieces: readonly Piece[],
  { input, called }: Circumstances,
): boolean {
  const { run } = entry;
  if (input.maxSteps !== undefined && run.spent > input.maxSteps) return false;
  for (let index = 0; index < keys.length; index++) {
    const key = entry.keys[index]!;
    if (entry.asked.has(key) && entry.called.has(key) !== called.has(keys[index]!)) return false;
  }
  for (const [name, answer] of run.mentioned) if (input.names!.mentions(name) !== answer) return false;
  for (const [name, answer] of run.written) if (input.names!.writesMember(name) !== answer) return false;
  return entry.types.every(({ piece, range, answer }) => {
    const { module, stmt } = pieces[piece]!;
    const at = { start: stmt.range.start + range.start, end: stmt.range.start + range.end };
    return sameType(input.typeAt?.(module.path, at), answer);
  });
}

function recalled(entry: Entry, pieces: readonly Piece[], keys: readonly string[]): Remembered {
  const { run, asked } = entry;
  const move = mover(entry.ranges, pieces);
  if (same(entry.keys, keys)) return { run, move, called: run.called, used: run.used, asked };
  const now = indexes(entry.keys);
  const renamed = (all: ReadonlySet<string>): ReadonlySet<string> =>
    new Set([...all].flatMap((key) => keys[now.get(key) ?? -1] ?? []));
  return { run, move, called: renamed(run.called), used: renamed(run.used), asked: renamed(asked) };
}

/** From where the pieces were to where they are. Undefined: they are where they were. */
function mover(ranges: readonly Range[], pieces: readonly Piece[]): Remembered['move'] {
  const byFile = new Map<string, { readonly start: number; readonly end: number; readonly by: number }[]>();
  let any = false;
  for (const [index, { module, stmt }] of pieces.entries()) {
    const { start, end } = ranges[index]!;
    const by = stmt.range.start - start;
    any ||= by !== 0;
    const list = byFile.get(module.path);
    if (list) list.push({ start, end, by });
    else byFile.set(module.path, [{ start, end, by }]);
  }
  if (!any) return undefined;
  return (place) => {
    const { file, range } = place;
    const by = byFile.get(file)?.find(({ start, end }) => start <= range.start && range.end <= end)?.by ?? 0;
    return by === 0 ? place : { file, range: { start: range.start + by, end: range.end + by } };
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

function nameOf({ own, pieces }: Island): string {
  const [first = pieces[0]] = own;
  return first ? `${first.module.path}#${first.module.ir.vars[first.defines[0]!]?.name ?? ''}` : '';
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
      const { start } = pieces[piece]!.stmt.range;
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

function indexes(keys: readonly string[]): ReadonlyMap<string, number> {
  return new Map(keys.map((key, index) => [key, index]));
}
