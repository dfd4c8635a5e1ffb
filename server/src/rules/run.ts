/**
 * Runs the rules over a model. A rule that throws costs its own findings and one line in the log, never anybody else's. What comes
 * out are raw reports: levels (`level.ts`), fingerprints and suppression are the service's business.
 */
import type { Model, Place } from '../model/model';
import type { Confidence, Report, Rule } from './rule';
import { RULES } from './index';

export interface RawReport extends Report {
  readonly rule: string;
}

export interface RunOptions {
  /** Rules to run; all by default. */
  readonly enabled?: (rule: string) => boolean;
  /** Called between two rules; they go on when it returns. */
  readonly giveWay?: () => void;
}

/** One per session: it remembers which rules have already been complained about. */
export class RuleRunner {
  private readonly failed = new Set<string>();

  constructor(
    private readonly log: (message: string) => void,
    private readonly rules: readonly Rule[] = RULES,
  ) {}

  run(model: Model, options: RunOptions = {}): readonly RawReport[] {
    return this.rules
      .filter((rule) => options.enabled?.(rule.id) ?? true)
      .flatMap((rule) => {
        options.giveWay?.();
        return this.one(rule, model);
      });
  }

  private one(rule: Rule, model: Model): readonly RawReport[] {
    const found: RawReport[] = [];
    try {
      rule.check(model, (report) => found.push({ ...report, rule: rule.id }));
    } catch (error) {
      if (!this.failed.has(rule.id)) {
        this.failed.add(rule.id);
        this.log(
          `Rule ${rule.id} failed and is skipped where it does: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      }
      return [];
    }
    return merge(found);
  }
}

const STRENGTH: Readonly<Record<Confidence, number>> = { high: 2, medium: 1, low: 0 };

/**
 * One finding per rule and place: a line in a helper or loop stands for several sockets or call paths. The most certain report speaks;
 * the others add their evidence.
 */
export function merge(reports: readonly RawReport[]): readonly RawReport[] {
  const byPlace = new Map<string, RawReport>();
  for (const report of reports) {
    const key = keyOf(report.place);
    const known = byPlace.get(key);
    byPlace.set(key, known ? join(known, report) : report);
  }
  return [...byPlace.values()];
}

function join(a: RawReport, b: RawReport): RawReport {
  const [main, other] =
    STRENGTH[b.confidence] > STRENGTH[a.confidence] || (a.exposure !== 'remote' && b.exposure === 'remote')
      ? [b, a]
      : [a, b];
  const places = new Set(main.evidence.map((one) => keyOf(one.place)));
  return { ...main, evidence: [...main.evidence, ...other.evidence.filter((one) => !places.has(keyOf(one.place)))] };
}

export function keyOf(place: Place): string {
  return `${place.file}:${place.range.start}:${place.range.end}`;
}
