/** Pieces → module: variables of the module are numbered, pieces that do not know them as they are now are lowered (again), and put together. */
import type { Expr, IrModule, IrVar } from '../../ir/ir';
import { moduleBody } from '../../ir/module-body';
import type { Lowerers, StarImport, Writable } from './context';
import { lowerPiece, ModuleNames, placed, type Piece } from './piece';
import type { Reading } from './read';

/** One piece of the text. */
export interface Slot {
  readonly start: number;
  readonly end: number;
  readonly unending: boolean;
  /** Its lowered form, perhaps at another place and under other circumstances. */
  piece?: Piece;
  reading?: Reading;
}

export interface Linked {
  readonly slots: readonly (Slot & { readonly piece: Piece })[];
  readonly names: ModuleNames;
  readonly module: Pick<IrModule, 'functions' | 'classes' | 'vars' | 'imports' | 'comments' | 'problems' | 'unread'>;
  readonly incomplete: boolean;
}

/**
 * @param read reads a slot that was taken over and has to be lowered again
 * @param known names of the module of the text before: kept as they are when nothing changed, so that pieces need not move
 */
export function link(
  slots: readonly Slot[],
  length: number,
  read: (slot: Slot) => Reading,
  lowerers: Lowerers,
  known?: ModuleNames,
): Linked {
  let names = namesOf(slots, known);
  for (;;) {
    const stars = starsOf(slots);
    const differ = new Map<ModuleNames, ReadonlySet<string>>();
    for (const slot of slots) {
      if (slot.piece && holds(slot.piece, names, stars, differ)) continue;
      slot.reading ??= read(slot);
      const again = lowerPiece(slot.reading, slot.start, names, stars, lowerers);
      const undeclared = [...new Set([...(slot.piece?.undeclared ?? []), ...again.undeclared])];
      slot.piece = { ...again, undeclared };
    }
    // Some assign what nobody has declared: they are variables as well, for everybody.
    const next = namesOf(slots, names);
    if (next === names) break;
    names = next;
  }
  return put(slots as Linked['slots'], length, names);
}

/** The module's variables: bound by its own statements, then assigned by functions alone, then those that only lowering met. */
function namesOf(slots: readonly Slot[], known: ModuleNames | undefined): ModuleNames {
  const names = new Set<string>();
  for (const slot of slots) for (const name of (slot.piece ?? slot.reading)!.bound) names.add(name);
  for (const slot of slots) for (const name of (slot.piece ?? slot.reading)!.globals) names.add(name);
  const late = new Set<string>();
  for (const slot of slots) for (const name of slot.piece?.undeclared ?? []) late.add(name);
  // In an order that does not depend on who was lowered when.
  for (const name of [...late].sort()) names.add(name);
  const list = [...names];
  const same = known?.list.length === list.length && list.every((name, id) => name === known.list[id]);
  return same ? known : new ModuleNames(list);
}

function starsOf(slots: readonly Slot[]): readonly StarImport[] {
  return slots.flatMap((slot) => {
    const { stars, at } = slot.piece
      ? { stars: slot.piece.ir.stars, at: slot.piece.place.offset }
      : { stars: slot.reading!.stars, at: 0 };
    const by = slot.start - at;
    return stars.map((star) => ({
      ...star,
      range: { start: star.range.start + by, end: star.range.end + by },
    }));
  });
}

/** Whether a piece would be lowered to the same again. */
function holds(
  piece: Piece,
  names: ModuleNames,
  stars: readonly StarImport[],
  differ: Map<ModuleNames, ReadonlySet<string>>,
): boolean {
  if (piece.usesStars || (piece.stars === 0) !== (stars.length === 0)) return false;
  const before = piece.place.names;
  if (before === names) return true;
  let changed = differ.get(before);
  if (!changed) {
    changed = new Set([
      ...before.list.filter((name) => !names.ids.has(name)),
      ...names.list.filter((name) => !before.ids.has(name)),
    ]);
    differ.set(before, changed);
  }
  return changed.size === 0 || !piece.asked.some((name) => changed.has(name));
}

const MAX_PROBLEMS = 20;

function put(slots: Linked['slots'], length: number, names: ModuleNames): Linked {
  const module = {
    functions: [moduleBody(length)],
    classes: [] as IrModule['classes'][number][],
    vars: names.list.map((name): Writable<IrVar> => ({ name, owner: 0 })),
    imports: new Map<string, IrModule['imports'][number]>(),
    comments: [] as IrModule['comments'][number][],
    problems: [] as IrModule['problems'][number][],
  };
  const body: (typeof module.functions)[number]['body'][number][] = [];
  const types = new Map<string, Expr>();
  for (const slot of slots) {
    slot.piece = placed(slot.piece, {
      offset: slot.start,
      names,
      firstVar: module.vars.length,
      firstFunction: module.functions.length,
      firstClass: module.classes.length,
    });
    const { ir } = slot.piece;
    for (const stmt of ir.body) body.push(stmt);
    for (const fn of ir.functions) module.functions.push(fn);
    for (const one of ir.classes) module.classes.push(one);
    for (const one of ir.vars) module.vars.push(one);
    for (const one of ir.comments) module.comments.push(one);
    for (const one of ir.problems) if (module.problems.length < MAX_PROBLEMS) module.problems.push(one);
    for (const one of ir.imports) {
      const key = `${one.level} ${one.specifier}`;
      if (!module.imports.has(key)) module.imports.set(key, one);
    }
    for (const { name, type } of ir.types) if (!types.has(name)) types.set(name, type);
  }
  for (const [name, type] of types) module.vars[names.ids.get(name)!]!.type = type;
  module.functions[0] = { ...module.functions[0]!, body };
  markConstants(slots, names, body, module.vars);
  return {
    slots,
    names,
    module: {
      ...module,
      imports: [...module.imports.values()],
      ...(slots.some((slot) => slot.piece.tooDeep) ? { unread: 'Parts of the code are nested too deeply' } : {}),
    },
    incomplete: slots.some((slot) => slot.piece.incomplete),
  };
}

/** Written in capitals and assigned once, by a statement of the module itself: by convention nobody changes it. */
function markConstants(
  slots: Linked['slots'],
  names: ModuleNames,
  body: IrModule['functions'][number]['body'],
  vars: Writable<IrVar>[],
): void {
  const writes = new Map<string, number>();
  for (const slot of slots)
    for (const [name, times] of slot.piece.writes) writes.set(name, (writes.get(name) ?? 0) + times);
  for (const stmt of body) {
    if (stmt.k !== 'assign' || stmt.target.t !== 'var' || stmt.target.id >= names.list.length) continue;
    const variable = vars[stmt.target.id]!;
    if (writes.get(variable.name) === 1 && /^_*[A-Z][A-Z0-9_]*$/.test(variable.name)) variable.constant = true;
  }
}
