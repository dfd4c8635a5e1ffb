/**
 * The evaluator: IR + bindings → socket model, one for all languages. An abstract run of a unit of files: module bodies first, then
 * what they leave to run later (callbacks, entry functions, methods), once as a rehearsal so that fields and variables hold what any
 * of them may put there, and once for the record. A large unit is run island by island.
 */
import type { Model } from '../model/model';
import { Islands } from './islands/islands';
import { run } from './run';
import type { EvaluationInput } from './state';

export type { EvaluationInput } from './state';
export { Islands } from './islands/islands';

/**
 * Evaluate a unit of files.
 * @param islands what is known of its islands from before: kept by who evaluates the unit again after an edit
 * @returns the model; always one, if incomplete: what the budget or an internal error cut off is not in it, and `cuts` says where
 */
export function evaluate(input: EvaluationInput, islands = new Islands()): Model {
  const { model, spent } = islands.run(input) ?? run(input);
  input.spent?.(spent);
  return model;
}
