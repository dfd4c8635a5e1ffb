/**
 * The evaluator: IR + bindings → socket model, one for all languages. An abstract run of a unit of files: module bodies first, then
 * what they leave to run later (callbacks, entry functions, methods), once as a rehearsal so that fields and variables hold what any
 * of them may put there, and once for the record.
 */
import type { Model } from '../model/model';
import { createApi } from './bridge';
import { endRun } from './cuts';
import { Machine } from './machine';
import { declareModules, runModule } from './modules';
import { runLater } from './schedule';
import { Cancelled, type EvaluationInput, LimitReached } from './state';

export type { EvaluationInput } from './state';

/**
 * Evaluate a unit of files.
 * @returns the model; always one, if incomplete: what the budget or an internal error cut off is not in it, and `cuts` says where
 */
export function evaluate(input: EvaluationInput): Model {
  const m = new Machine(input);
  m.api = createApi(m);
  declareModules(m);
  try {
    for (const module of m.modules.values()) runModule(m, module);
    runLater(m);
  } catch (error) {
    if (!(error instanceof Cancelled)) {
      endRun(m, error);
      const limit = error instanceof LimitReached;
      input.log?.(
        `evaluation stopped: ${error instanceof Error ? ((limit ? undefined : error.stack) ?? error.message) : String(error)}`,
      );
    }
  }
  input.spent?.(m.budget.spent);
  return m.recorder.model(
    input.modules.map((module) => module.path),
    input.packages,
    input.complete,
  );
}
