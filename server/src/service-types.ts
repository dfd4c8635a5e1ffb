/**
 * The service without a connection: what the language server, the command line and the reports all call. It does no I/O: hosts hand
 * it texts and answer `resolve`; it hands back plain data. See `service.ts` for the implementation.
 */
import type { Range } from './text/lines';
import type { Finding, Fix, Level, Notice, Suppression } from './model/finding';
import type { Place } from './model/model';
import type { Frontend } from './frontends/frontend';
import type { TextChange } from './text/edits';
import type { Catalogue } from './threats/catalogue';
import type { Accepted } from './workspace/acceptance-edits';
import type { VerdictData } from './workspace/verdict-data';

/** What the service asks of its host. All synchronous and free of I/O: answers come from what the host has indexed. */
export interface ServiceHost {
  /** Does this file exist, as far as the host knows (index, open documents)? Used for import resolution. */
  exists(path: string): boolean;
  /** The path of a file without the links on the way, within its workspace folder; the path itself where there are none or they lead out. */
  realPath?(path: string): string;
  /** Text of a file that is not in the service yet but is imported by one that is; undefined when absent, binary or too big. */
  readText(path: string): string | undefined;
  /** Frontend for a language id, loaded on first use; undefined when the language is not supported. */
  frontend(language: string): Frontend | undefined;
  /** Why the frontend of a supported language could not be loaded; undefined while it is there or on its way. */
  frontendProblem?(language: string): string | undefined;
  /**
   * Files whose units are judged here, the same set until it changes; absent or undefined: all. Units without one of them are judged
   * elsewhere (`ThreatService.elsewhere`), and what is asked of their files is answered from what is known by then.
   */
  here?(): ReadonlySet<string> | undefined;
  /**
   * The host calls `settleTypes` once things are quiet. Until then static types of code that an edit did not touch are taken to be what
   * they were: a type checker takes longer than the rest of an edit. Without it every result is final.
   */
  readonly settlesTypes?: boolean;
  /** Called now and then in the middle of the work, for a host that has to let others go first: the work goes on when it returns. */
  giveWay?(): void;
  /** ISO date of today, for acceptances that expire. */
  today(): string;
  log(message: string): void;
}

export interface ServiceOptions {
  readonly catalogue: Catalogue;
  readonly host: ServiceHost;
  /** Wins over the profile of the configuration. */
  readonly profile?: 'recommended' | 'strict';
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly languageId?: string;
}

/** Findings and notices of one file, sorted by place. */
export interface FileResult {
  readonly path: string;
  readonly findings: readonly Finding[];
  /** What is no finding but deserves a look: postures, where the profile does not warn of them. Accepted ones too. */
  readonly postures: readonly Finding[];
  readonly notices: readonly Notice[];
}

export type MitigationState = 'in-place' | 'missing' | 'not-visible' | 'not-applicable' | 'accepted';

export interface ThreatStatus {
  readonly threat: string;
  readonly title: string;
  /** Highest level among open findings; undefined when there is none. */
  readonly level?: Level;
  readonly findings: readonly Finding[];
  /** Findings counted once per cause. */
  readonly count: number;
  /** Not counted, and of no level: bare defaults and habits. Accepted ones too. */
  readonly postures: readonly Finding[];
  readonly mitigations: readonly MitigationStatus[];
}

export interface MitigationStatus {
  /** Unique over all threats. */
  readonly id: string;
  readonly title: string;
  readonly state: MitigationState;
  readonly places: readonly Place[];
  readonly note?: string;
  /** Who accepted it: findings in comments, or the mitigation itself in the configuration. Also where code shows it all the same. */
  readonly accepted?: Suppression;
}

export interface HoverResult {
  readonly range: Range;
  /** Markdown; text from the code is escaped, key material never appears. Links are `zmq-threat:` ids, rendered by the front. */
  readonly markdown: string;
  /** Rule and threat ids the front may offer to open. */
  readonly pages: readonly { readonly threat: string; readonly rule?: string }[];
}

/** A unit that is to be judged: which, and as what it stands now. */
export interface UnitOrder {
  readonly id: string;
  readonly key: string;
  /** Files whose findings it decides. */
  readonly own: readonly string[];
}

/** What was found of a unit; `key` says of which texts. */
export interface UnitAnswer {
  readonly id: string;
  readonly key: string;
  readonly data: VerdictData;
}

/** What a replica was told. `changes` writes it. */
export interface Told {
  revision: number;
  surroundings: number;
  readonly files: Map<string, number>;
}

export function toldNothing(): Told {
  return { revision: -1, surroundings: -1, files: new Map() };
}

/** What a replica is told before it judges. Plain data. */
export interface ReplicaChanges {
  readonly roots: readonly string[];
  readonly complete: boolean;
  readonly configurations: readonly { readonly root: string; readonly path: string; readonly text: string }[];
  /** Without a text: as it is on disk. */
  readonly files: readonly { readonly path: string; readonly text?: string; readonly languageId?: string }[];
  readonly removed: readonly string[];
  /** What lies around the files (tsconfigs, files that are imported) may have changed on disk. */
  readonly surroundings: boolean;
}

/** Units that are judged elsewhere, in a replica of the service. */
export interface Delegation {
  /** Those whose verdict is not there. */
  pending(): readonly UnitOrder[];
  /** Nothing is pending for a file: its results are all that there is to know. */
  judged(path: string): boolean;
  /** What has changed since a replica was last told. */
  changes(told: Told): ReplicaChanges;
  /** Takes over what a replica found; false when that is of other texts than those that are here now. */
  adopt(answer: UnitAnswer): boolean;
  /** The unit could not be judged: its files say so until one of them changes. */
  giveUp(order: UnitOrder, message: string): void;
  /** Units that could not be judged are pending again. */
  retry(): void;
  /**
   * Judges the units that decide a file's findings here, too. A file that was opened shows what was found elsewhere; what is asked
   * next, a hover or an edit, needs models.
   */
  prepare(path: string): void;
  /** Judges it here after all. */
  judgeHere(order: UnitOrder): void;
  /** In the replica: takes over what has changed. */
  replay(changes: ReplicaChanges): void;
  /** In the replica: judges a unit, and forgets what it took to do so. Undefined when there is no such unit. */
  judge(id: string): UnitAnswer | undefined;
}

export interface ThreatService {
  /** Add or replace a file. Cheap: nothing is evaluated until somebody asks. Returns false when the file is none of our business. */
  update(file: SourceFile): boolean;
  remove(path: string): void;
  /**
   * The byte search before a file is decoded, for hosts that read many: does it hold a name of a binding, or is it a manifest? Others
   * need not be handed over, except those for which `mayImport` is true once all of the first round are in.
   */
  mayMatter(path: string, content: { includes(text: string): boolean; toString(encoding?: 'latin1'): string }): boolean;
  /** The second round, for files that the first refused: could it import one that is in? Ask until a round brings no more. */
  mayImport(path: string, content: { includes(text: string): boolean; toString(encoding?: 'latin1'): string }): boolean;
  /** Languages of the files that are judged, all or together with some: frontends the host should have loaded before it asks for results. */
  languages(paths?: Iterable<string>): readonly string[];
  /** Workspace folders, for configuration and programs; absolute paths. */
  setRoots(roots: readonly string[]): void;
  /** The workspace is completely indexed: rules of absence may speak. */
  setComplete(complete: boolean): void;
  /** Configuration of a root as text of its `.zmq-threats.jsonc`, or of the file at `path`; undefined = none (defaults). */
  setConfiguration(root: string, text: string | undefined, path?: string): void;
  /** Files that are judged: those that speak ZeroMQ, import one that does or are imported by one; manifests; wrong configurations. */
  files(): readonly string[];
  /** Files whose results may have changed since the last call for them. */
  stale(): readonly string[];
  results(path: string): FileResult;
  all(): readonly FileResult[];
  /** `beside`: the reader sees the findings' messages and evidence next to the hover, so it need not repeat them. */
  hover(path: string, offset: number, beside?: boolean): HoverResult | undefined;
  fixes(path: string, range: Range): readonly { readonly finding: Finding; readonly fix: Fix }[];
  /** Edits after which no safe fix (of a rule) is left in a file, applied together; empty when there is nothing to do. */
  fixAll(path: string, rule?: string): readonly TextChange[];
  /**
   * The edit of its file that accepts an open finding in a comment; undefined when it is gone, or no comment can stand there. The
   * reason must be one (`reasonProblem`).
   */
  accept(path: string, fingerprint: string, accepted: Accepted): TextChange | undefined;
  /** What an acceptance beside an open finding says of another rule; null: none does; undefined: this one cannot be accepted. */
  acceptable(path: string, finding: Finding): Accepted | null | undefined;
  status(root?: string): readonly ThreatStatus[];
  /** How many sockets are known, by binding. */
  sockets(): Readonly<Record<string, number>>;
  /** True when some file speaks ZeroMQ. */
  speaksZeroMq(): boolean;
  /** Some static type is taken to be what it was before an edit: `settleTypes` has something to do. */
  readonly hasOpenTypes: boolean;
  /** Asks for such types again; takes as long as a type checker takes. Returns true when results have become stale by it. */
  settleTypes(): boolean;
  readonly elsewhere: Delegation;
}
