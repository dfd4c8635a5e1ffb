/**
 * A part of a unit in one version of it. What it calls depends on which of its functions are entries, and that on what the other parts
 * call. So it is rehearsed with what those before it call, again where others call something else that matters to it, and recorded.
 */
import type { Evaluation } from '../run';
import type { Entries } from '../state';
import type { IslandLook, Rehearsed, Remembered, TypeQuestion } from './memory';
import type { Island, Partition } from './partition';

/** What the other parts call, and what a run of one part asked about it. */
export class Others {
  readonly asked = new Map<string, boolean>();

  constructor(public called: ReadonlySet<string> = new Set()) {}
}

/** A run of a part. */
export interface Started {
  readonly evaluation: Evaluation;
  readonly others: Others;
  readonly types: TypeQuestion[];
}

export type Begin = (others: Others) => Started;

/** A part in this version: of what it was rehearsed with, and of that what the run before has left. */
export class Part {
  /** All that are known. */
  private readonly all: Rehearsed[];
  private current: Rehearsed;

  /**
   * @param before what the parts before it call: all that is known of the others yet
   * @param look what is remembered of it; absent: nothing ever is
   * @param started its first rehearsal, where that has been made
   */
  constructor(
    private readonly begin: Begin,
    before: ReadonlySet<string>,
    private readonly look?: IslandLook,
    private started?: Started,
  ) {
    this.all = [...(look?.rehearsals ?? [])];
    this.current = started ? this.note(started) : this.rehearsedWith(before);
  }

  /** Whom it calls, as far as is known. */
  get rehearsed(): Rehearsed {
    return this.current;
  }

  /** Rehearses it again if it was told something else about the others than this. @returns true: it was */
  adapt(called: ReadonlySet<string>): boolean {
    if (agrees(this.current, called)) return false;
    this.current = this.rehearsedWith(called);
    return true;
  }

  /** The record. A rehearsal that was told the same of the others goes on. */
  finish(called: ReadonlySet<string>, maxSteps: number): Remembered {
    const recalled = this.look?.recall(called, maxSteps);
    if (recalled) return recalled;
    if (!agrees(this.current, called)) this.current = this.rehearsedWith(called);
    const { evaluation, others, types } = this.started ?? this.start(new Others(called));
    others.called = called;
    const run = evaluation.finish();
    this.look?.keep(run, this.all, others.asked, types);
    return { run, called: run.called, used: run.used };
  }

  private rehearsedWith(called: ReadonlySet<string>): Rehearsed {
    const known = this.all.find((one) => agrees(one, called));
    // What was started was told something else: it is not what is known here.
    if (known) this.started = undefined;
    return known ?? this.rehearse(new Others(called));
  }

  private rehearse(others: Others): Rehearsed {
    this.started = this.start(others);
    return this.note(this.started);
  }

  private start(others: Others): Started {
    const started = this.begin(others);
    started.evaluation.rehearse();
    return started;
  }

  private note({ evaluation, others }: Started): Rehearsed {
    const { asked } = others;
    const noted = { called: new Set(evaluation.called), asked: new Map(asked), spent: evaluation.spent };
    this.all.push(noted);
    return noted;
  }
}

/** What the others call, for each part. */
export function calledElsewhere(parts: readonly Part[]): readonly ReadonlySet<string>[] {
  const callers = new Map<string, number>();
  for (const { rehearsed } of parts) for (const key of rehearsed.called) callers.set(key, (callers.get(key) ?? 0) + 1);
  return parts.map(({ rehearsed: { called } }) => {
    const elsewhere = [...callers].filter(([key, count]) => count > (called.has(key) ? 1 : 0));
    return new Set(elsewhere.map(([key]) => key));
  });
}

function agrees({ asked }: Rehearsed, called: ReadonlySet<string>): boolean {
  for (const [key, answer] of asked) if (called.has(key) !== answer) return false;
  return true;
}

/** What the others say of a part's functions. */
export function entriesOf({ own }: Island, { defined }: Partition, others: Others): Entries {
  return {
    any: own.size > 0,
    isShared(key) {
      const piece = defined.get(key);
      return piece !== undefined && !own.has(piece);
    },
    isCalledElsewhere(key) {
      const answer = others.called.has(key);
      others.asked.set(key, answer);
      return answer;
    },
  };
}
