/**
 * A part of a unit in one version of it. What it calls depends on which of its functions are entries, and that on what the other parts
 * call. So it is rehearsed with a guess of that, again where the guess was wrong, and recorded.
 */
import type { Machine } from '../machine';
import type { Evaluation } from '../run';
import type { Entries } from '../state';
import type { IslandLook, Rehearsed, Remembered, TypeQuestion } from './memory';
import type { Island, Partition } from './partition';
import { keysOf } from './slice';

/** What the other parts call, and what a run of one part asked about it. */
export class Others {
  readonly asked = new Map<string, boolean>();

  /** @param called absent: nothing is known of them yet, and a guess has to do */
  constructor(public called?: ReadonlySet<string>) {}
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
  /** All that are known. The first was made with a guess, and is the same in each version. */
  private readonly all: Rehearsed[];
  private current: Rehearsed;

  /**
   * @param look what is remembered of it; absent: nothing ever is
   * @param started its first rehearsal, where that has been made
   */
  constructor(
    private readonly begin: Begin,
    private readonly look?: IslandLook,
    private started?: Started,
  ) {
    this.all = [...(look?.rehearsals ?? [])];
    this.current = started ? this.note(started) : (this.all[0] ?? this.rehearse(new Others()));
  }

  /** Whom it calls, as far as is known. */
  get rehearsed(): Rehearsed {
    return this.current;
  }

  /** Rehearses it again if it was told something else about the others than this. @returns true: it was */
  adapt(called: ReadonlySet<string>): boolean {
    if (agrees(this.current, called)) return false;
    this.current = this.all.find((one) => agrees(one, called)) ?? this.rehearse(new Others(called));
    return true;
  }

  /** The record. A rehearsal that was told the same of the others goes on. */
  finish(called: ReadonlySet<string>, maxSteps: number): Remembered {
    const recalled = this.look?.recall(called, maxSteps);
    if (recalled) return recalled;
    if (!agrees(this.current, called)) this.current = this.rehearse(new Others(called));
    const { evaluation, others, types } = this.started ?? this.start(new Others(called));
    others.called = called;
    const run = evaluation.finish();
    this.look?.keep(run, this.all, others.asked, types);
    return { run, called: run.called, used: run.used };
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

/**
 * What the others say of a part's functions. What they call is guessed while it is not known: nobody else calls what nobody else has, and
 * somebody calls what several have if its name is mentioned.
 */
export function entriesOf(island: Island, { defined }: Partition, others: Others, m: Machine): Entries {
  const { own } = island;
  let ownKeys: ReadonlySet<string> | undefined;
  const guess = (key: string, name: string): boolean =>
    !(ownKeys ??= new Set(keysOf([...own]))).has(key) && m.mentions(name);
  return {
    any: own.size > 0,
    isShared(key) {
      const piece = defined.get(key);
      return piece !== undefined && !own.has(piece);
    },
    isCalledElsewhere(key, name) {
      const answer = others.called ? others.called.has(key) : guess(key, name);
      others.asked.set(key, answer);
      return answer;
    },
  };
}
