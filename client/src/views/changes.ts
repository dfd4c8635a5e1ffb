/** Which files have changed since the last commit, by what the built-in Git extension says. Knows nothing of VS Code: see git.ts. */

/** As much of the Git extension's API (version 1) as is needed here. A URI is anything that prints as one. */
export interface GitApi {
  /** Repositories are looked for in the background after a start. */
  readonly state: 'uninitialized' | 'initialized';
  readonly repositories: readonly GitRepository[];
}

export interface GitRepository {
  readonly rootUri: object;
  readonly state: {
    readonly workingTreeChanges: readonly GitChange[];
    readonly indexChanges: readonly GitChange[];
    readonly mergeChanges: readonly GitChange[];
    /** Absent in old versions; those list new files among `workingTreeChanges`. */
    readonly untrackedChanges?: readonly GitChange[];
  };
}

export interface GitChange {
  readonly uri: object;
  readonly renameUri?: object;
}

/** What is not known is not hidden. */
export type Changes =
  | { readonly known: false; readonly reason: string }
  | {
      readonly known: true;
      /** URIs of files with changes that are not committed: new, edited, staged, in conflict. */
      readonly files: ReadonlySet<string>;
      /** URIs of the repositories' folders. */
      readonly roots: readonly string[];
    };

export const NO_GIT: Changes = { known: false, reason: "VS Code's Git extension is not there or switched off" };

/** @param api undefined when the Git extension is not there, switched off, or has found no Git */
export function changesOf(api: GitApi | undefined): Changes {
  if (!api) return NO_GIT;
  if (api.state !== 'initialized') return { known: false, reason: 'Git is still looking for repositories' };
  if (api.repositories.length === 0) return { known: false, reason: 'no folder here is in a Git repository' };
  const files = api.repositories.flatMap(({ state }) =>
    [state.workingTreeChanges, state.indexChanges, state.mergeChanges, state.untrackedChanges ?? []]
      .flat()
      .flatMap(({ uri, renameUri }) => [String(uri), ...(renameUri ? [String(renameUri)] : [])]),
  );
  return { known: true, files: new Set(files), roots: api.repositories.map(({ rootUri }) => String(rootUri)) };
}

/** Undefined for a file of which Git knows nothing: it lies in no repository. */
export function hasChanged(changes: Changes, uri: string): boolean | undefined {
  if (!changes.known) return undefined;
  if (changes.files.has(uri)) return true;
  return changes.roots.some((root) => uri.startsWith(root.endsWith('/') ? root : `${root}/`)) ? false : undefined;
}
