/**
 * The mutable side of the abstract run: variable frames and heap fields, with a log so that the arms of a branch run on the same
 * start and their ends are joined. Cheaper than copying the store: only what an arm wrote is looked at, and not that in variables of
 * calls that are over.
 */
import type { FunctionId, VarId } from '../ir/ir';
import type { Value } from './api';
import { joinAll, UNDEFINED } from './values';

/** One activation of a function: the variables it owns. */
export class Frame {
  readonly cells = new Cells();
  private captured = false;

  constructor(
    readonly module: string,
    readonly owner: FunctionId,
    readonly parent: Frame | undefined,
  ) {}

  /** A function or class made here can look at its variables later, and at those around it. */
  capture(): void {
    for (let frame: Frame | undefined = this; frame && !frame.captured; frame = frame.parent) frame.captured = true;
  }

  /** The activation is over. @returns whether something made in it lives on and may look at its variables */
  leave(): boolean {
    if (!this.captured) this.cells.over = true;
    return this.captured;
  }
}

class Cells extends Map<VarId, Value> {
  /** Nobody can look at them any more: what was written no longer matters to anybody. */
  over = false;
}

type Slots = Map<unknown, Value>;

function isOver(slots: Slots): boolean {
  return (slots as Partial<Cells>).over === true;
}

/** Up to so many changes are looked through; more are found by an index. */
const FEW = 12;

interface Change {
  readonly slots: Slots;
  readonly key: unknown;
  readonly end: Value | undefined;
}

/** What an arm wrote: for each slot the value at its end. A slot is in it once. */
export class Changes {
  readonly all: Change[] = [];
  private index: Map<Slots, Map<unknown, Change>> | undefined;

  find(slots: Slots, key: unknown): Change | undefined {
    if (this.index) return this.index.get(slots)?.get(key);
    for (const change of this.all) if (change.key === key && change.slots === slots) return change;
    return undefined;
  }

  add(change: Change): void {
    this.all.push(change);
    if (this.index) this.enter(change);
    else if (this.all.length > FEW) {
      this.index = new Map();
      for (const one of this.all) this.enter(one);
    }
  }

  private enter(change: Change): void {
    const known = this.index!.get(change.slots);
    if (known) known.set(change.key, change);
    else this.index!.set(change.slots, new Map([[change.key, change]]));
  }
}

/** Most arms write nothing that lasts. */
const NOTHING = new Changes();

export class Store {
  private readonly slots: Slots[] = [];
  private readonly keys: unknown[] = [];
  private readonly olds: (Value | undefined)[] = [];

  constructor(private readonly newBranch: () => number) {}

  write<K>(slots: Map<K, Value>, key: K, value: Value): void {
    this.slots.push(slots as Slots);
    this.keys.push(key);
    this.olds.push(slots.get(key));
    slots.set(key, value);
  }

  /** Slots that were read before anything was in them, while somebody wants to know. */
  missing: { readonly slots: Slots; readonly key: unknown }[] | undefined;

  read<K>(slots: Map<K, Value>, key: K): Value | undefined {
    const value = slots.get(key);
    if (value === undefined) this.missing?.push({ slots: slots as Slots, key });
    return value;
  }

  /** What was missing is there now, and somebody may look at it again. */
  gained(): boolean {
    return this.missing?.some(({ slots, key }) => !isOver(slots) && slots.get(key) !== undefined) === true;
  }

  mark(): number {
    return this.keys.length;
  }

  /** Some slot changed since the mark to a value that passes the test. */
  wrote(mark: number, test: (value: Value, before: Value | undefined) => boolean): boolean {
    for (let i = this.keys.length - 1; i >= mark; i--) {
      const slots = this.slots[i]!;
      const value = isOver(slots) ? undefined : slots.get(this.keys[i]);
      if (value !== undefined && test(value, this.olds[i])) return true;
    }
    return false;
  }

  /** Everything written since the mark, undone; last writes first. */
  take(mark: number): Changes {
    let changes = NOTHING;
    for (let i = this.keys.length - 1; i >= mark; i--) {
      const slots = this.slots[i]!;
      if (isOver(slots)) continue;
      const key = this.keys[i];
      const old = this.olds[i];
      if (changes === NOTHING) changes = new Changes();
      if (!changes.find(slots, key)) changes.add({ slots, key, end: slots.get(key) });
      if (old === undefined) slots.delete(key);
      else slots.set(key, old);
    }
    if (this.keys.length > mark) {
      this.slots.length = mark;
      this.keys.length = mark;
      this.olds.length = mark;
    }
    return changes;
  }

  /**
   * Join the ends of several arms into the present state.
   * @param unchanged an arm that wrote nothing is possible too (a branch without else, a task that may not run)
   * @param branch the branch whose arms they are, with the number of each
   */
  merge(
    arms: readonly Changes[],
    unchanged: boolean,
    branch?: { readonly id: number; readonly arms: readonly number[] },
  ): void {
    if (arms.length === 1 && !unchanged) {
      for (const { slots, key, end } of arms[0]!.all) this.write(slots, key, end ?? UNDEFINED);
      return;
    }
    let own: number | undefined;
    for (let index = 0; index < arms.length; index++) {
      for (const { slots, key } of arms[index]!.all) {
        if (isIn(arms, index, slots, key)) continue;
        const base = slots.get(key);
        const ends: Value[] = [];
        const join = (end: Value | undefined): void => {
          // A slot that one arm writes and another never had is "maybe not written", and by which arm is known.
          ends.push(
            end ?? {
              v: 'const',
              value: undefined,
              absent: [branch?.id ?? (own ??= this.newBranch()), branch?.arms[index] ?? index],
            },
          );
        };
        for (const arm of arms) {
          const change = arm.find(slots, key);
          join(change ? change.end : base);
        }
        if (unchanged) join(base);
        this.write(slots, key, joinAll(ends));
      }
    }
  }
}

/** One of the first `count` arms wrote the slot: it is joined already. */
function isIn(arms: readonly Changes[], count: number, slots: Slots, key: unknown): boolean {
  for (let i = 0; i < count; i++) if (arms[i]!.find(slots, key)) return true;
  return false;
}
