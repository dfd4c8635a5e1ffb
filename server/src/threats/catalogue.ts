/** The catalogue: threats, mitigations and rules as the Markdown pages under `threats/` state them. Read at build time, handed in. */

export type Impact = 'critical' | 'high' | 'medium' | 'low';

export interface MitigationEntry {
  readonly id: string;
  readonly title: string;
  /** Can code show it? */
  readonly visible: 'code' | 'partly' | 'not-in-code';
  readonly verdict: 'correct' | 'imprecise' | 'wrong';
}

export interface ThreatEntry {
  /** Page name without `.md`. */
  readonly id: string;
  readonly title: string;
  readonly stride: readonly string[];
  readonly cwe: readonly number[];
  readonly mitigations: readonly MitigationEntry[];
  readonly markdown: string;
}

export interface RuleEntry {
  /** Page name without `.md`. */
  readonly id: string;
  /** Catalogue codes it covers; the first is the one shown. */
  readonly covers: readonly string[];
  readonly threat: string;
  readonly title: string;
  readonly impact: Impact;
  /** The level depends on who can reach the socket. */
  readonly exposure: boolean;
  readonly stride: readonly string[];
  readonly cwe: readonly number[];
  readonly since: string;
  readonly bindings: readonly string[];
  readonly mitigations: readonly string[];
  /** Class of its fix; 'none' with the reason in `fixNote`. */
  readonly fix: 'safe' | 'changes-behaviour' | 'needs-input' | 'none';
  readonly fixNote?: string;
  /** First paragraph: the hover. */
  readonly summary: string;
  readonly markdown: string;
}

export interface Catalogue {
  readonly threats: readonly ThreatEntry[];
  readonly rules: readonly RuleEntry[];
}
