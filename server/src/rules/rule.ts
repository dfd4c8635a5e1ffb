/**
 * What a rule is: one file here and one Markdown page under `threats/`. A rule reads the model and reports; it never sees syntax,
 * a language or a binding. Its metadata (threat, impact, codes, fix class) is the page's front matter, joined by the catalogue.
 */
import type { Model, OptionWrite, Place, EndpointUse } from '../model/model';
import type { OptionName } from '../model/options';
import type { Exposure } from '../model/endpoint';
import type { Const } from '../model/data';

export type Confidence = 'high' | 'medium' | 'low';

/** What a rule says of one place. */
export interface Report {
  /** The smallest piece a person would edit. */
  readonly place: Place;
  /** What is wrong, why, what to do: one or two plain sentences. Never contains key material. */
  readonly message: string;
  /** What else shows it: the bind, the receive, the other end. */
  readonly evidence: readonly Evidence[];
  readonly confidence: Confidence;
  /** Who can reach the socket; lowers the level only where the page says `exposure: true`. */
  readonly exposure: Exposure;
  /** Findings with one cause share it (ENC and AUTH on one bind): one squiggle, one entry in counts. */
  readonly cause?: string;
  /** Path of the holder for the fingerprint: `Server.sock`. */
  readonly holder: string;
  readonly socket?: number;
  readonly fixes?: readonly FixIntent[];
  /** Overrides the page's impact (published test key: critical). */
  readonly impact?: 'critical' | 'high' | 'medium' | 'low';
}

export interface Evidence {
  readonly place: Place;
  readonly message: string;
}

export interface Rule {
  /** The page's file name without `.md`. */
  readonly id: string;
  check(model: Model, report: (finding: Report) => void): void;
}

/**
 * What a fix wants; a binding turns it into edits in its own idiom. `value` of an option is in libzmq's terms; `env` asks for a value
 * from the environment under that name, in the language's way.
 */
export type FixIntent =
  /** `beforeWrite`: put them right before this write (same object or statement list) instead of before the endpoint. */
  | {
      readonly kind: 'set-options';
      readonly socket: number;
      readonly before?: EndpointUse;
      readonly beforeWrite?: OptionWrite;
      readonly options: readonly OptionIntent[];
    }
  | {
      readonly kind: 'move-before';
      readonly socket: number;
      readonly writes: readonly OptionWrite[];
      readonly endpoint: EndpointUse;
    }
  /** `option`: what the value is for, where a binding spells values by option (bytes for text options in Python). */
  | { readonly kind: 'replace-value'; readonly place: Place; readonly value: Const; readonly option?: OptionName }
  /** Clamp a number of unknown size: 1 … max, `fallback` when it is none. */
  | { readonly kind: 'clamp'; readonly place: Place; readonly fallback: number; readonly max: number }
  | {
      readonly kind: 'respell-option';
      readonly socket: number;
      readonly place: Place;
      readonly statement?: Place;
      readonly option: OptionName;
      readonly valuePlace?: Place;
    }
  | { readonly kind: 'change-scheme'; readonly place: Place; readonly scheme: string }
  | { readonly kind: 'await-call'; readonly call: Place }
  /** Replace an unsafe decoder by its safe twin (`key` is the binding's). */
  | { readonly kind: 'safe-decoder'; readonly call: Place; readonly key: string }
  /** A copy of the object that is written here, in its place. */
  | { readonly kind: 'copy-object'; readonly place: Place }
  | { readonly kind: 'replace-text'; readonly place: Place; readonly text: string }
  /** Several at once. */
  | { readonly kind: 'all'; readonly intents: readonly FixIntent[] };

export interface OptionIntent {
  readonly option: OptionName;
  readonly value: { readonly literal: Const } | { readonly env: string };
}
