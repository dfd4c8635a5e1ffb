/**
 * The mutable side of the abstract run: variable frames and heap fields, with a log so that the arms of a branch run on the same
 * start and their ends are joined. Cheaper than copying the store: only what an arm wrote is looked at.
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

interface LogEntry {
  readonly slots: Slots;
  readonly key: unknown;
  readonly old: Value | undefined;
}

/** What an arm wrote: for each slot the value at its end. */
export type Changes = Map<Slots, Map<unknown, Value | undefined>>;

export class Store {
  private log: LogEntry[] = [];

  constructor(private readonly newBranch: () => number) {}

  write<K>(slots: Map<K, Value>, key: K, value: Value): void {
    this.log.push({ slots: slots as Slots, key, old: slots.get(key) });
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
    return this.log.length;
  }

  /** Some slot changed since the mark to a value that passes the test. */
  wrote(mark: number, test: (value: Value, before: Value | undefined) => boolean): boolean {
    for (let i = this.log.length - 1; i >= mark; i--) {
      const { slots, key, old } = this.log[i]!;
      const value = slots.get(key);
      if (value !== undefined && test(value, old)) return true;
    }
    return false;
  }

  /** Everything written since the mark, undone. */
  take(mark: number): Changes {
    const changes: Changes = new Map();
    for (let i = this.log.length - 1; i >= mark; i--) {
      const { slots, key, old } = this.log[i]!;
      let of = changes.get(slots);
      if (!of) changes.set(slots, (of = new Map()));
      if (!of.has(key)) of.set(key, slots.get(key));
      if (old === undefined) slots.delete(key);
      else slots.set(key, old);
    }
    this.log.length = mark;
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
    if (arms.length === 0) return;
    if (arms.length === 1 && !unchanged) {
      for (const [slots, keys] of arms[0]!) for (const [key, end] of keys) this.write(slots, key, end ?? UNDEFINED);
      return;
    }
    const done = arms.length > 1 ? new Map<Slots, Set<unknown>>() : undefined;
    let own: number | undefined;
    for (const [index, arm] of arms.entries())
      for (const [slots, keys] of arm) {
        let seen = done?.get(slots);
        if (done && !seen) done.set(slots, (seen = new Set()));
        for (const key of keys.keys()) {
          if (seen?.has(key)) continue;
          seen?.add(key);
          const base = slots.get(key);
          const ends: (Value | undefined)[] = arms.map((other) => {
            const of = other === arm ? keys : other.get(slots);
            return of?.has(key) ? of.get(key) : base;
          });
          if (unchanged) ends.push(base);
          // A slot that one arm writes and another never had is "maybe not written", and by which arm is known.
          const absent = (): Value => ({
            v: 'const',
            value: undefined,
            absent: [branch?.id ?? (own ??= this.newBranch()), branch?.arms[index] ?? index],
          });
          this.write(slots, key, joinAll(ends.map((end) => end ?? absent())));
        }
      }
  }
}
