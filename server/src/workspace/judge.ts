/**
 * One unit: files → model → reports → raw findings. What it depends on is in its arguments, so results can be kept under a key.
 * Raw findings are not yet what a user sees: levels of the configuration, fingerprints and acceptances are per file and come later.
 */
import type { FixContext } from '../bindings/binding';
import type { EvaluationInput, Islands } from '../evaluate/index';
import type { IrModule } from '../ir/ir';
import type { Fix, Level } from '../model/finding';
import type { Model } from '../model/model';
import { levelOf } from '../rules/level';
import type { Report } from '../rules/rule';
import type { RuleEntry } from '../threats/catalogue';
import type { Engine } from './engine';
import { mayAccept, type Commented } from './acceptances';
import { fixesOf } from './fixes';
import { mitigationFacts, type MitigationFacts } from './mitigation-facts';
import { redact, secretsOf } from './redact';
import { statementRanges } from './statements';

export interface RawFinding {
  readonly entry: RuleEntry;
  readonly level: Level;
  /** Texts in it carry no key material. */
  readonly report: Report;
  /** Worked out when somebody asks: reading the code around all findings takes longer than finding them, and few are looked at. */
  readonly fixes: () => readonly Fix[];
}

export interface Problem {
  readonly file: string;
  /** Offset; absent: the file as a whole. */
  readonly start?: number;
  readonly message: string;
}

export interface Verdict {
  /** Absent when the unit was judged in another thread: who needs it has the unit evaluated here. */
  readonly model?: Model;
  readonly findings: readonly RawFinding[];
  /** What went wrong inside, per file; never a reason to show nothing. */
  readonly problems: readonly Problem[];
  readonly secrets: readonly string[];
  /** How many sockets there are, by binding. */
  readonly sockets: Readonly<Record<string, number>>;
  readonly mitigations: () => MitigationFacts;
  /** Comments of the files in which some finding may be accepted. */
  readonly commented: ReadonlyMap<string, Commented>;
}

/** A verdict that was made here. */
export interface Judged extends Verdict {
  readonly model: Model;
}

export interface JudgeContext {
  readonly engine: Engine;
  readonly rules: ReadonlyMap<string, RuleEntry>;
  text(file: string): string;
  log(message: string): void;
  giveWay?(): void;
}

/**
 * Evaluates a unit; a crash costs its model, nothing else.
 * @param islands what the evaluations of the same unit before have left
 */
export function modelOf(
  input: EvaluationInput,
  context: JudgeContext,
  islands?: Islands,
): { readonly model: Model; readonly problem?: string } {
  try {
    return { model: context.engine.evaluate(input, islands) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    context.log(`evaluation failed: ${error instanceof Error ? (error.stack ?? problem) : problem}`);
    return { model: emptyModel(input), problem };
  }
}

/** Runs every rule over a model. */
export function judge(model: Model, modules: readonly IrModule[], context: JudgeContext): Judged {
  const secrets = secretsOf(model);
  const languages = new Map(modules.map((module) => [module.path, module.language]));
  // Fixes are asked for later and must be of the texts the model is of.
  const texts = new Map(model.files.map((file) => [file, context.text(file)]));
  const source: FixContext = { model, text: (file) => texts.get(file) ?? '' };
  const findings: RawFinding[] = [];
  for (const report of context.engine.check(model, context.giveWay)) {
    const entry = context.rules.get(report.rule);
    if (!entry) continue;
    const level = levelOf(report.impact ?? entry.impact, entry.exposure, report.exposure, report.confidence);
    if (level === 'silent') continue;
    const clean = (text: string): string => redact(text, secrets);
    findings.push({
      entry,
      level,
      report: {
        ...report,
        message: clean(report.message),
        holder: clean(report.holder),
        evidence: report.evidence.map((one) => ({ ...one, message: clean(one.message) })),
      },
      fixes: once(() => fixes(report, entry, source, languages, context)),
    });
  }
  const commented = modules.flatMap((module) =>
    mayAccept(context.text(module.path))
      ? [[module.path, { comments: module.comments, statements: statementRanges(module) }] as const]
      : [],
  );
  return {
    model,
    findings,
    problems: cuts(model),
    secrets,
    sockets: socketsOf(model),
    mitigations: once(() => mitigationFacts(model)),
    commented: new Map(commented),
  };
}

function socketsOf(model: Model): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { binding } of model.sockets) counts[binding] = (counts[binding] ?? 0) + 1;
  return counts;
}

function cuts(model: Model): readonly Problem[] {
  return (model.cuts ?? []).map(({ place: { file, range }, why }) => ({
    file,
    start: range.start,
    message:
      why === 'budget'
        ? 'Analysis was cut off here, because it takes too many steps: what follows is not judged.'
        : 'Analysis failed on this file or its neighbours: what it did not reach is not judged.',
  }));
}

function fixes(
  report: Report,
  entry: RuleEntry,
  source: FixContext,
  languages: ReadonlyMap<string, string>,
  context: JudgeContext,
): readonly Fix[] {
  if (!report.fixes || report.fixes.length === 0) return [];
  try {
    return fixesOf(report.fixes, entry, context.engine.bindings, source, (file) => languages.get(file));
  } catch (error) {
    context.log(
      `fix of ${entry.id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return [];
  }
}

/** Makes a value when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function emptyModel(input: EvaluationInput): Model {
  return {
    complete: false,
    files: input.modules.map((module) => module.path),
    sockets: [],
    contexts: [],
    tasks: [],
    loops: [],
    ignored: [],
    sinks: [],
    handlerCalls: [],
    waits: [],
    packages: input.packages,
  };
}
