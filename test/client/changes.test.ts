/** Which files have changed, by what the Git extension says; what it does not know is not hidden. */
import { describe, expect, it } from 'vitest';
import { changesOf, hasChanged, NO_GIT, type GitApi, type GitChange } from '../../client/src/views/changes';
import { filterMessage, isShown, type ViewOptions } from '../../client/src/views/view-options';
import { all, finding, status, threat } from './support';

const uri = (text: string): object => ({ toString: () => text });
const change = (path: string, renamed?: string): GitChange => ({
  uri: uri(path),
  ...(renamed === undefined ? {} : { renameUri: uri(renamed) }),
});

function git(changes: Partial<GitApi['repositories'][number]['state']> = {}, root = 'file:///w'): GitApi {
  const state = { workingTreeChanges: [], indexChanges: [], mergeChanges: [], ...changes };
  return { state: 'initialized', repositories: [{ rootUri: uri(root), state }] };
}

describe('a changed file', () => {
  it.each([
    ['edited', { workingTreeChanges: [change('file:///w/a.ts')] }],
    ['staged', { indexChanges: [change('file:///w/a.ts')] }],
    ['in conflict', { mergeChanges: [change('file:///w/a.ts')] }],
    ['new', { untrackedChanges: [change('file:///w/a.ts')] }],
    ['renamed', { indexChanges: [change('file:///w/old.ts', 'file:///w/a.ts')] }],
  ])('is one that is %s', (_, changes) => {
    const found = changesOf(git(changes));
    expect(hasChanged(found, 'file:///w/a.ts')).toBe(true);
    expect(hasChanged(found, 'file:///w/b.ts')).toBe(false);
  });

  it('is not known outside of repositories, also beside one', () => {
    expect(hasChanged(changesOf(git()), 'file:///w2/a.ts')).toBeUndefined();
    expect(hasChanged(changesOf(git({}, 'file:///')), 'file:///w2/a.ts')).toBe(false);
    expect(hasChanged(NO_GIT, 'file:///w/a.ts')).toBeUndefined();
  });

  it.each([
    ['the extension is missing', undefined, /not there or switched off/],
    ['Git has not looked yet', { state: 'uninitialized', repositories: [] } as const, /still looking/],
    ['there is no repository', { state: 'initialized', repositories: [] } as const, /no folder .* repository/],
  ])('is not known while %s, with the reason', (_, api, reason) => {
    const changes = changesOf(api);
    expect(changes.known).toBe(false);
    expect(!changes.known && changes.reason).toMatch(reason);
  });
});

describe('the filter for changed files', () => {
  const only = (api: GitApi | undefined): ViewOptions => ({
    ...all,
    changedOnly: true,
    changes: changesOf(api),
  });
  const a = finding({ uri: 'file:///w/a.ts', cause: 'a' });
  const b = finding({ uri: 'file:///w/b.ts', cause: 'b' });
  const message = (options: ViewOptions, ...findings: (typeof a)[]): string | undefined =>
    filterMessage(status({ name: 'w', threats: [threat('t', findings)] }), options);

  it('leaves what has changed, and says what it hides', () => {
    const options = only(git({ workingTreeChanges: [change('file:///w/a.ts')] }));
    expect([a, b].map((one) => isShown(one, options))).toEqual([true, false]);
    expect(message(options, a, b)).toBe('1 finding is hidden (changed files only).');
    expect(message(options, a)).toBeUndefined();
  });

  it('hides nothing where nothing is known, and says so', () => {
    const options = only(undefined);
    expect([a, b].map((one) => isShown(one, options))).toEqual([true, true]);
    expect(message(options, a, b)).toBe(
      "Which files have changed is not known: VS Code's Git extension is not there or switched off. All are shown.",
    );
    expect(message({ ...options, level: 'error' }, a)).toMatch(
      /All are shown\. 1 finding is hidden \(errors only\)\.$/,
    );
  });

  it('shows what lies outside of the repository, and says so', () => {
    const outside = finding({ uri: 'file:///v/c.ts', cause: 'c' });
    const options = only(git());
    expect(isShown(outside, options)).toBe(true);
    expect(message(options, a, outside)).toBe(
      'Files outside of Git repositories are shown, changed or not. 1 finding is hidden (changed files only).',
    );
  });
});
