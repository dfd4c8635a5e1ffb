/** One run of the evaluator over modules: their bodies, then what they leave to run later. */
import type { Model, Place } from '../model/model';
import { createApi } from './bridge';
import { endRun } from './cuts';
import { Machine } from './machine';
import { declareModules, runModule } from './modules';
import { type Queued, record, rehearse } from './schedule';
import { Cancelled, type Entries, type EvaluationInput, LimitReached } from './state';

/** How many numbers of each kind a run gave away. */
export interface Counts {
  readonly seq: number;
  readonly branch: number;
  readonly socket: number;
  readonly transfer: number;
  /** Threads, locks, workers. */
  readonly thing: number;
}

export interface Run {
  readonly model: Model;
  readonly counts: Counts;
  /** Contexts that the whole process shares, by what they are called. */
  readonly sharedContexts: ReadonlyMap<string, number>;
  /** Keys of the functions it called, and of the classes it made instances of or derived others from. */
  readonly called: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
  readonly spent: number;
  /** What it asked of the unit's code, and the answers: names that are mentioned, members that are written. */
  readonly mentioned: ReadonlyMap<string, boolean>;
  readonly written: ReadonlyMap<string, boolean>;
  /** It came to its end: what it says depends on nothing but its input. */
  readonly whole: boolean;
}

/**
 * Run all of it.
 * @returns always something, if incomplete: what the budget or an internal error cut off is not in it, and `cuts` says where
 */
export function run(input: EvaluationInput, begun?: Begun): Run {
  const evaluation = new Evaluation(input, begun);
  evaluation.rehearse();
  return evaluation.finish();
}

/** Called when the bodies are through, with where something was recorded so far: which part of the rest the run is of. */
type Begun = (m: Machine, events: () => readonly Place[]) => Entries | undefined;

/** A run in its stages. */
export class Evaluation {
  private readonly m: Machine;
  private queued: Queued | undefined;
  private whole = true;

  constructor(
    private readonly input: EvaluationInput,
    private readonly begun?: Begun,
  ) {
    this.m = new Machine(input);
    this.m.api = createApi(this.m);
  }

  /** The bodies of the modules, and the rehearsal of the rest. */
  rehearse(): void {
    const { m } = this;
    declareModules(m);
    this.guarded(() => {
      for (const module of m.modules.values()) runModule(m, module);
      m.entries = this.begun?.(m, () => m.recorder.places());
      if (m.pending.length > 0 || m.entries?.any !== false) this.queued = rehearse(m);
    });
  }

  /** Keys of the functions that are called, as far as it has come. */
  get called(): ReadonlySet<string> {
    return this.m.called;
  }

  /** Steps so far. */
  get spent(): number {
    return this.m.budget.spent;
  }

  /** The record of the rest. */
  finish(): Run {
    const { m, input, queued } = this;
    if (queued) this.guarded(() => record(m, queued));
    const { recorder } = m;
    return {
      model: recorder.model(
        input.modules.map((module) => module.path),
        input.packages,
        input.complete,
      ),
      counts: {
        seq: m.seq,
        branch: m.branchCount,
        thing: recorder.concurrency.count + m.workerIds.size,
        ...recorder.counts,
      },
      sharedContexts: recorder.sharedContexts(),
      called: m.called,
      used: new Set(m.classes.filter((cls) => cls.instantiated || cls.extended).map((cls) => cls.key)),
      spent: m.budget.spent,
      mentioned: m.mentioned,
      written: m.written,
      whole: this.whole,
    };
  }

  private guarded(stage: () => void): void {
    try {
      stage();
    } catch (error) {
      this.whole = false;
      this.queued = undefined;
      if (error instanceof Cancelled) return;
      endRun(this.m, error);
      const limit = error instanceof LimitReached;
      this.input.log?.(
        `evaluation stopped: ${error instanceof Error ? ((limit ? undefined : error.stack) ?? error.message) : String(error)}`,
      );
    }
  }
}
