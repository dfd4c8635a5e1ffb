/** What the language server is given by main.ts (or by a test): the service, the disk, the pages. It reaches for nothing itself. */
import type { Frontend } from '../frontends/frontend';
import type { NotebookPlaces } from '../notebook/places';
import type { Judge } from '../host/judge';
import type { Turns } from '../host/turns';
import type { ServiceHost, ThreatService } from '../service-types';
import type { Catalogue } from '../threats/catalogue';
import { defaultPauses, type Pauses } from './closed-units';

/** The disk, as far as the server needs it. Paths are absolute with forward slashes; texts come without a byte order mark. */
export interface Files {
  /** Files of a folder that could matter (our languages, manifests), without those its ignore rules leave out. In small slices. */
  walk(root: string): AsyncIterable<string>;
  /** A file that appeared or changed: would `walk` have named it? */
  wanted(root: string, path: string): boolean;
  /** Text of a file; undefined when it is absent, binary or too big. */
  read(path: string): string | undefined;
  /** A notebook's cells and where they stand in its file; undefined when it cannot be read. `read` gives the module they make. */
  notebook(path: string): NotebookPlaces | undefined;
  exists(path: string): boolean;
  /** The path without the links on the way, within its workspace folder. */
  realPath(path: string): string;
  /** Ignore rules and listings may have changed. */
  forget(): void;
}

export interface Environment {
  readonly version: string;
  /** What runs the server, with its version. */
  readonly runtime: string;
  createService(host: ServiceHost): ThreatService;
  catalogue(): Catalogue;
  readonly files: Files;
  /** URI of a page's file, for editors that cannot open our own documents; undefined when it is not there. */
  pageFile(threat: string, rule?: string): string | undefined;
  /** Loads the frontend that reads a language; undefined when there is none. Called only for files that speak ZeroMQ. */
  loadFrontend(language: string): Promise<Frontend> | undefined;
  /** A thread that judges closed files; absent: they are judged in slices on this one. */
  startJudge?(log: (message: string) => void): Judge;
  /** The processor, which that thread leaves to this one while somebody types. */
  readonly turns?: Pick<Turns, 'take' | 'giveBack'>;
  today(): string;
  readonly pace: Pace;
  /** What is done in a longer pause, when everything is judged and nobody types; again after as long, so many times in all. */
  readonly rest?: { readonly after: number; readonly times: number; run(): void };
}

/** Waiting times in milliseconds; tests use others. */
export interface Pace {
  /**
   * From the last keystroke to the analysis. Enough for notifications that come together; keys come tens of milliseconds apart: a
   * longer wait would gather none of them.
   */
  readonly debounce: number;
  /** From an answer to the moment when other threads may go on: who types goes on typing, and pauses between words are longer. */
  readonly turn: number;
  /** Longest stretch of background work before the loop is given back. */
  readonly slice: number;
  /** Quiet time before `changed` is sent and other documents are refreshed. */
  readonly announce: number;
  /** Quiet time before static types are looked at again that an edit may have changed elsewhere in its file. */
  readonly settle: number;
  /** Quiet time before changes on disk are read: a branch switch comes as thousands of events. */
  readonly watch: number;
  /** A scan that lasts longer than this shows its progress. */
  readonly progress: number;
  readonly closed: Pauses;
}

export const defaultPace: Pace = {
  debounce: 2,
  turn: 150,
  slice: 8,
  announce: 120,
  settle: 150,
  watch: 80,
  progress: 500,
  closed: defaultPauses,
};
