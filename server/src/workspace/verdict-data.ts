/** Verdicts as plain data, for the way from one thread to another: no model, no functions, and of a fix what it changes. */
import type { Fix, Level } from '../model/finding';
import type { Report } from '../rules/rule';
import type { RuleEntry } from '../threats/catalogue';
import type { Commented } from './acceptances';
import type { Problem, Verdict } from './judge';
import type { MitigationFacts } from './mitigation-facts';

export interface VerdictData {
  readonly findings: readonly {
    readonly rule: string;
    readonly level: Level;
    readonly report: Report;
    readonly fixes: readonly Fix[];
  }[];
  readonly problems: readonly Problem[];
  readonly secrets: readonly string[];
  readonly sockets: Readonly<Record<string, number>>;
  readonly mitigations: MitigationFacts;
  readonly commented: readonly (readonly [file: string, commented: Commented])[];
}

/** @param giveWay called between two findings: reading the code around them for fixes takes its time */
export function dataOf(verdict: Verdict, giveWay?: () => void): VerdictData {
  return {
    findings: verdict.findings.map(({ entry, level, report, fixes }) => {
      giveWay?.();
      // What a fix wants hangs on the model; here it is what it does.
      const { fixes: _intents, ...plain } = report;
      return { rule: entry.id, level, report: plain, fixes: fixes() };
    }),
    problems: verdict.problems,
    secrets: verdict.secrets,
    sockets: verdict.sockets,
    mitigations: verdict.mitigations(),
    commented: [...verdict.commented],
  };
}

export function verdictOf(data: VerdictData, rules: ReadonlyMap<string, RuleEntry>): Verdict {
  return {
    findings: data.findings.flatMap(({ rule, level, report, fixes }) => {
      const entry = rules.get(rule);
      return entry ? [{ entry, level, report, fixes: () => fixes }] : [];
    }),
    problems: data.problems,
    secrets: data.secrets,
    sockets: data.sockets,
    mitigations: () => data.mitigations,
    commented: new Map(data.commented),
  };
}
