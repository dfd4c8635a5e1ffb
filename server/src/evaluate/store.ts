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
   */
  merge(arms: readonly Changes[], unchanged: boolean): void {
    const slotsSeen = new Map<Slots, Set<unknown>>();
    for (const arm of arms) {
      for (const [slots, keys] of arm) {
        let seen = slotsSeen.get(slots);
        if (!seen) slotsSeen.set(slots, (seen = new Set()));
        for (const key of keys.keys()) seen.add(key);
      }
    }
    for (const [slots, keys] of slotsSeen) {
      for (const key of keys) {
        const base = slots.get(key);
        const ends = arms.map((arm) => {
          const of = arm.get(slots);
          return of?.has(key) ? of.get(key) : base;
        });
        if (unchanged) ends.push(base);
        // A slot that one arm sets and another never had is "maybe not assigned": undefined is one possibility.
        this.write(slots, key, joinAll(ends.map((end) => end ?? UNDEFINED)));
      }
    }
  }
}
