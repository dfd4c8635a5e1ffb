/** What the service needs of the rest of the house to judge a unit. A seam: tests put their own in. */
import { BINDINGS } from '../bindings/index';
import type { Binding } from '../bindings/binding';
import { evaluate, type EvaluationInput, type Islands } from '../evaluate/index';
import type { Model } from '../model/model';
import { RuleRunner, type RawReport } from '../rules/run';

export interface Engine {
  readonly bindings: readonly Binding[];
  /** @param islands what the evaluations of the same unit before have left */
  evaluate(input: EvaluationInput, islands?: Islands): Model;
  /** Every rule over a model; a rule that throws is logged and costs its own findings only. */
  check(model: Model, giveWay?: () => void): readonly RawReport[];
}

/** The house's own. */
export function standardEngine(log: (message: string) => void): Engine {
  const runner = new RuleRunner(log);
  return { bindings: BINDINGS, evaluate, check: (model, giveWay) => runner.run(model, giveWay ? { giveWay } : {}) };
}

/** Bindings of ZeroMQ itself have names to search for; the others explain a language's standard library. */
export function isPlatform(binding: Binding): boolean {
  return binding.needles.length === 0;
}
