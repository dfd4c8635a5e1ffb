/** One run of the evaluator over modules: their bodies, then what they leave to run later. */
import type { Model, Place } from '../model/model';
import { createApi } from './bridge';
import { endRun } from './cuts';
import { Machine } from './machine';
import { declareModules, runModule } from './modules';
import { runLater } from './schedule';
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
 * @param begun called when the bodies are through, with where something was recorded so far: which part of the rest this run is of
 * @returns always something, if incomplete: what the budget or an internal error cut off is not in it, and `cuts` says where
 */
export function run(
  input: EvaluationInput,
  begun?: (m: Machine, events: () => readonly Place[]) => Entries | undefined,
): Run {
  const m = new Machine(input);
  m.api = createApi(m);
  declareModules(m);
  let whole = true;
  try {
    for (const module of m.modules.values()) runModule(m, module);
    m.entries = begun?.(m, () => m.recorder.places());
    if (m.pending.length > 0 || m.entries?.any !== false) runLater(m);
  } catch (error) {
    whole = false;
    if (!(error instanceof Cancelled)) {
      endRun(m, error);
      const limit = error instanceof LimitReached;
      input.log?.(
        `evaluation stopped: ${error instanceof Error ? ((limit ? undefined : error.stack) ?? error.message) : String(error)}`,
      );
    }
  }
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
    whole,
  };
}
