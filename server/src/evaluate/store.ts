/**
 * The mutable side of the abstract run: variable frames and heap fields, with a log so that the arms of a branch run on the same
 * start and their ends are joined. Cheaper than copying the store: only what an arm wrote is looked at. Log and changes are columns
 * instead of objects and maps: most arms write a handful of slots, and there are thousands of arms.
 */
import type { FunctionId, VarId } from '../ir/ir';
import type { Value } from './api';
import { joinAll, UNDEFINED } from './values';

/** One activation of a function: the variables it owns. */
export interface Frame {
  readonly module: string;
  readonly owner: FunctionId;
  readonly cells: Map<VarId, Value>;
  readonly parent: Frame | undefined;
}

type Slots = Map<unknown, Value>;

/** Up to so many changes are looked through; more are found by an index. */
const FEW = 12;

/** What an arm wrote: for each slot the value at its end. A slot is in it once. */
export class Changes {
  readonly slots: Slots[] = [];
  readonly keys: unknown[] = [];
  readonly ends: (Value | undefined)[] = [];
  private index: Map<Slots, Map<unknown, number>> | undefined;

  /** Where the slot stands in the columns; -1 when the arm did not write it. */
  find(slots: Slots, key: unknown): number {
    if (this.index) return this.index.get(slots)?.get(key) ?? -1;
    for (let i = 0; i < this.keys.length; i++) if (this.keys[i] === key && this.slots[i] === slots) return i;
    return -1;
  }

  add(slots: Slots, key: unknown, end: Value | undefined): void {
    const at = this.keys.length;
    this.slots.push(slots);
    this.keys.push(key);
    this.ends.push(end);
    if (this.index) this.enter(slots, key, at);
    else if (at === FEW) {
      this.index = new Map();
      for (let i = 0; i <= at; i++) this.enter(this.slots[i]!, this.keys[i], i);
    }
  }

  private enter(slots: Slots, key: unknown, at: number): void {
    const known = this.index!.get(slots);
    if (known) known.set(key, at);
    else this.index!.set(slots, new Map([[key, at]]));
  }
}

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

  mark(): number {
    return this.keys.length;
  }

  /** Some slot changed since the mark to a value that passes the test. */
  wrote(mark: number, test: (value: Value, before: Value | undefined) => boolean): boolean {
    for (let i = this.keys.length - 1; i >= mark; i--) {
      const value = this.slots[i]!.get(this.keys[i]);
      if (value !== undefined && test(value, this.olds[i])) return true;
    }
    return false;
  }

  /** Everything written since the mark, undone; last writes first. */
  take(mark: number): Changes {
    const changes = new Changes();
    for (let i = this.keys.length - 1; i >= mark; i--) {
      const slots = this.slots[i]!;
      const key = this.keys[i];
      const old = this.olds[i];
      if (changes.find(slots, key) < 0) changes.add(slots, key, slots.get(key));
      if (old === undefined) slots.delete(key);
      else slots.set(key, old);
    }
    this.slots.length = mark;
    this.keys.length = mark;
    this.olds.length = mark;
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
      const { slots, keys, ends } = arms[0]!;
      for (let i = 0; i < keys.length; i++) this.write(slots[i]!, keys[i], ends[i] ?? UNDEFINED);
      return;
    }
    let own: number | undefined;
    for (let index = 0; index < arms.length; index++) {
      const { slots: written, keys } = arms[index]!;
      for (let i = 0; i < keys.length; i++) {
        const slots = written[i]!;
        const key = keys[i];
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
          const at = arm.find(slots, key);
          join(at < 0 ? base : arm.ends[at]);
        }
        if (unchanged) join(base);
        this.write(slots, key, joinAll(ends));
      }
    }
  }
}

/** One of the first `count` arms wrote the slot: it is joined already. */
function isIn(arms: readonly Changes[], count: number, slots: Slots, key: unknown): boolean {
  for (let i = 0; i < count; i++) if (arms[i]!.find(slots, key) >= 0) return true;
  return false;
}
