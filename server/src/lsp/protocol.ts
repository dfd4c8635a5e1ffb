/**
 * What our server says beyond LSP, and what it asks of a client at the start. Shared with the VS Code client, so it imports nothing
 * of vscode-languageserver; any other editor may use the same requests.
 */

import type { ScrubbedError } from './scrub';

export const methods = {
  /** Request `StatusParams` → `Status`: what the sidebar shows. */
  status: 'zeromqThreatModel/status',
  /** Request `PageParams` → `Page | null`: a threat's page with its rules, as Markdown. */
  page: 'zeromqThreatModel/page',
  /** Request → `PageEntry[]`: which pages there are. */
  pages: 'zeromqThreatModel/pages',
  /** Request → null: read the workspace again from disk, and go on with a scan that was stopped. */
  rescan: 'zeromqThreatModel/rescan',
  /** Request `AcceptParams` → `AcceptAnswer`: the edit that accepts a finding. */
  accept: 'zeromqThreatModel/accept',
  /** Request `AcceptMitigationParams` → `AcceptAnswer`: the edit of `.zmq-threats.jsonc` that accepts a mitigation. */
  acceptMitigation: 'zeromqThreatModel/acceptMitigation',
  /** Request → `Facts | null`: what a bug report says. */
  facts: 'zeromqThreatModel/facts',
  /** Notification `Changed` from the server, to clients that ask for it at the start: ask for the status again. */
  changed: 'zeromqThreatModel/changed',
} as const;

/** Commands a client may offer; it names those it has in `InitializationOptions.commands`. */
export const commands = {
  /** Arguments: threat id, rule id (optional). */
  openPage: 'zeromqThreatModel.openPage',
  /** Argument: `AcceptCommand`. Asks for a reason and for how long, then for the edit (`methods.accept`), and applies it. */
  accept: 'zeromqThreatModel.acceptFinding',
} as const;

/** Scheme of threat pages: `zmq-threat:/<threat>.md#<rule>`. */
export const pageScheme = 'zmq-threat';

export function pageUri(threat: string, rule?: string): string {
  return `${pageScheme}:/${threat}.md${rule === undefined ? '' : `#${rule}`}`;
}

/**
 * Kind of the code action that makes all safe fixes of a file; for `editor.codeActionsOnSave`. With `.` and a rule's id behind it: those
 * of that rule.
 */
export const FIX_ALL = 'source.fixAll.zeromqThreatModel';

export interface InitializationOptions {
  /** Commands this client has registered. Hovers and code actions link to those only. */
  readonly commands?: readonly string[];
  /** This client shows diagnostics in the same window as hovers, so hovers need not repeat them. */
  readonly diagnosticsInHover?: boolean;
  /** This client listens to `methods.changed`. Others would complain of a notification they do not know. */
  readonly changed?: boolean;
  /** Is to be pushed what is found in cells of notebooks, whatever it pulls of documents. */
  readonly pushCells?: boolean;
}

export type WireLevel = 'error' | 'warning' | 'note';

/** LSP's range: zero-based lines, UTF-16 characters. */
export interface WireRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface WirePlace {
  readonly uri: string;
  readonly range: WireRange;
}

export interface WireAccepted {
  readonly reason: string;
  /** ISO date, inclusive. */
  readonly until?: string;
  /** The comment, or the entry in the configuration. */
  readonly place?: WirePlace;
}

export interface WireFinding extends WirePlace {
  readonly rule: string;
  readonly code: string;
  readonly title: string;
  readonly threat: string;
  readonly level: WireLevel;
  readonly message: string;
  readonly confidence: 'high' | 'medium' | 'low';
  /** Findings of one cause count once. */
  readonly cause: string;
  readonly fingerprint: string;
  readonly accepted?: WireAccepted;
  /** How the code calls the socket: `Server.sock`. Empty where there is none. */
  readonly holder: string;
  readonly fixable: boolean;
  /** Title of the first quick fix that changes nothing but the defect. */
  readonly fix?: string;
}

export interface WireMitigation {
  readonly id: string;
  readonly title: string;
  readonly state: 'in-place' | 'missing' | 'not-visible' | 'not-applicable' | 'accepted';
  readonly places: readonly WirePlace[];
  readonly note?: string;
  /** Also where the code shows it all the same. */
  readonly accepted?: WireAccepted;
}

export interface WireThreat {
  readonly threat: string;
  readonly title: string;
  /** Highest level among open findings; absent when there is none. */
  readonly level?: WireLevel;
  /** Open findings, once per cause. */
  readonly count: number;
  readonly findings: readonly WireFinding[];
  /** Bare defaults and habits: shown, not counted, and no diagnostics. */
  readonly postures: readonly WireFinding[];
  readonly mitigations: readonly WireMitigation[];
}

export interface WireFolder {
  /** Absent for what lies outside every folder: loose and untitled files. */
  readonly uri?: string;
  readonly name: string;
  readonly threats: readonly WireThreat[];
}

/** `stopped`: the user stopped the scan before every file was judged. */
export type WorkspaceState = 'scanning' | 'stopped' | 'ready';

export interface StatusParams {
  /** Only this folder. */
  readonly folder?: string;
}

export interface Status {
  readonly state: WorkspaceState;
  readonly speaksZeroMq: boolean;
  /** Files that speak ZeroMQ. */
  readonly files: number;
  /** Those of them that were not judged, because the scan was stopped. */
  readonly unjudged?: number;
  /** Open findings over all folders, once per cause, at the cause's highest level. */
  readonly counts: Readonly<Record<WireLevel, number>>;
  readonly folders: readonly WireFolder[];
}

export interface PageParams {
  readonly threat: string;
}

export interface Page {
  readonly title: string;
  readonly markdown: string;
}

export interface PageEntry {
  readonly threat: string;
  readonly title: string;
}

export interface Changed {
  readonly state: WorkspaceState;
  readonly speaksZeroMq: boolean;
}

/** Numbers, and names of ours: nothing in here is the workspace's. */
export interface Facts {
  readonly version: string;
  /** `Node 22.1.0`. */
  readonly runtime: string;
  readonly libraries: Readonly<Record<string, string>>;
  readonly state: WorkspaceState;
  readonly folders: number;
  readonly openDocuments: number;
  /** By language. */
  readonly files: Readonly<Record<string, number>>;
  /** By binding. */
  readonly sockets: Readonly<Record<string, number>>;
  /** By rule: open, and accepted. */
  readonly findings: Readonly<Record<string, number>>;
  readonly accepted: Readonly<Record<string, number>>;
  /** By code. */
  readonly notices: Readonly<Record<string, number>>;
  readonly problems: readonly (ScrubbedError & { readonly count: number })[];
}

export interface AcceptCommand {
  readonly uri: string;
  readonly fingerprint: string;
  readonly rule: string;
  /** What an acceptance beside it says of another rule. */
  readonly suggested?: { readonly reason: string; readonly until?: string };
}

export interface AcceptParams {
  readonly uri: string;
  readonly fingerprint: string;
  readonly reason: string;
  /** ISO date, inclusive. */
  readonly until?: string;
}

export interface AcceptMitigationParams {
  /** URI of the workspace folder whose configuration says so. */
  readonly folder: string;
  /** Id as on the threat page. */
  readonly mitigation: string;
  readonly reason: string;
  /** ISO date, inclusive. */
  readonly until?: string;
}

/** `edit` is LSP's `WorkspaceEdit`. */
export type AcceptAnswer = { readonly edit: object } | { readonly problem: string };
