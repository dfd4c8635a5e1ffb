/** What users see: findings, notices, threat status. Made by the service, shown by LSP, command line and reports. Plain data. */
import type { Place } from './model';
import type { Confidence, Evidence } from '../rules/rule';
import type { Range } from '../text/lines';
import type { Edit } from '../bindings/binding';

export type Level = 'error' | 'warning' | 'note';

export interface Finding {
  /** Rule id = page name: `unbounded-hwm`. */
  readonly rule: string;
  /** Catalogue code: `HWM-01`. */
  readonly code: string;
  /** Threat page's name without `.md`. */
  readonly threat: string;
  readonly level: Level;
  readonly file: string;
  readonly range: Range;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly confidence: Confidence;
  /** Findings of one cause share it. */
  readonly cause: string;
  readonly holder: string;
  /** rule + holder + normalised evidence + ordinal; survives line shifts and formatting. */
  readonly fingerprint: string;
  readonly suppression?: Suppression;
  readonly fixes: readonly Fix[];
}

export interface Suppression {
  readonly reason: string;
  /** ISO date, inclusive. */
  readonly until?: string;
  readonly place: Place;
}

export type FixClass = 'safe' | 'changes-behaviour' | 'needs-input';

export interface Fix {
  readonly title: string;
  readonly class: FixClass;
  readonly edits: readonly Edit[];
}

/** Something to say that is no finding: a malformed configuration, an expired or unused acceptance, a rule that threw. */
export interface Notice {
  readonly kind: 'configuration' | 'acceptance' | 'internal';
  readonly level: Level;
  readonly file: string;
  readonly range: Range;
  readonly message: string;
  /** Stable code: `acceptance-expired`, `acceptance-unused`, `acceptance-without-reason`, `config-malformed` … */
  readonly code: string;
}
