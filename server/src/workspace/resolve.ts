/**
 * Which file an import means. One entry for all languages; the rules of each are in `resolve-js.ts` and `resolve-python.ts`.
 *
 * Every file that was looked for is recorded under the file that asked, also when the answer was "not there": a file that appears
 * later and would have been the answer makes exactly its askers stale. A tsconfig or a manifest that changes makes all ask again.
 */
import { familyOf } from './languages';
import type { ProjectFiles } from './project-files';
import { resolveJs } from './resolve-js';
import { resolvePython } from './resolve-python';

/** What resolution may look at. Whether a file exists is a dependency of whoever asks. */
export interface Lookup {
  exists(path: string): boolean;
  /** The file's own path, where the one that was found leads through links; undefined when that is nobody's source. */
  real(path: string): string | undefined;
  readonly project: ProjectFiles;
  /** Folders of packages of the workspace that go by a name. */
  packageFolders(name: string): readonly string[];
  /** The workspace folder that holds a path: nothing above it is looked at. */
  rootOf(path: string): string | undefined;
  /** True for modules that a binding explains: they are the outside world, even inside the binding's own repository. */
  owned(specifier: string): boolean;
}

export type Question = {
  readonly from: string;
  readonly specifier: string;
  readonly level: number;
  readonly language: string;
};

export class Resolver {
  /** Path that was asked about → files whose imports asked. */
  private readonly askers = new Map<string, Set<string>>();
  private readonly answers = new Map<string, Map<string, string | undefined>>();

  constructor(private readonly lookup: Lookup) {}

  /** The file an import means; undefined when it is outside the workspace or not there. */
  resolve(question: Question): string | undefined {
    const known = this.answers.get(question.from) ?? new Map<string, string | undefined>();
    this.answers.set(question.from, known);
    const key = `${question.level} ${question.specifier}`;
    if (known.has(key)) return known.get(key);
    const answer = this.ask(question);
    known.set(key, answer);
    return answer;
  }

  /** Files whose answers may change when `path` appears or goes. */
  askersOf(path: string): readonly string[] {
    return [...(this.askers.get(path) ?? [])];
  }

  /** True when somebody's import would look at this path. */
  isAskedFor(path: string): boolean {
    return this.askers.has(path);
  }

  /** Forget what a file's imports mean; they are asked again. */
  forget(from: string): void {
    this.answers.delete(from);
  }

  /** A tsconfig or a manifest changed: every import may mean something else. */
  forgetAll(): void {
    this.answers.clear();
    this.askers.clear();
  }

  private ask({ from, specifier, level, language }: Question): string | undefined {
    if (specifier.length > 500 || this.lookup.owned(specifier)) return undefined;
    const recording: Lookup = {
      ...this.lookup,
      exists: (path) => (this.note(path, from), this.lookup.exists(path)),
    };
    const found =
      familyOf(language) === 'python'
        ? resolvePython(from, specifier, level, recording)
        : resolveJs(from, specifier, recording);
    // A file that links lead to is the same file for whoever imports it.
    const real = found === undefined ? undefined : this.lookup.real(found);
    if (real !== undefined && real !== found) this.note(real, from);
    return real;
  }

  private note(path: string, from: string): void {
    const asking = this.askers.get(path);
    if (asking) asking.add(from);
    else this.askers.set(path, new Set([from]));
  }
}
