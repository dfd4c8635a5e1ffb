/** Globs of the configuration, matched against paths relative to the workspace folder. */
import picomatch from 'picomatch/posix';

/** Longest pattern, and most wildcards in one: a pattern becomes a regular expression, and a repository must not make it a slow one. */
const LONGEST = 300;
const MOST_WILDCARDS = 8;

export function isTame(pattern: string): boolean {
  return pattern.length <= LONGEST && (pattern.match(/\*+|\?|[+@!]\(/g)?.length ?? 0) <= MOST_WILDCARDS;
}

export type PathTest = (relative: string) => boolean;

/**
 * A test for several patterns. As in .gitignore and most linters, a pattern without a slash matches at any depth and a folder's
 * name stands for all that is in it.
 */
export function matcher(patterns: readonly string[]): PathTest {
  const expanded = patterns.flatMap(expand);
  if (expanded.length === 0) return () => false;
  const test = picomatch(expanded, { dot: true, noextglob: true });
  return (relative) => test(relative);
}

function expand(pattern: string): readonly string[] {
  const bare = pattern.replace(/^\.?\//, '').replace(/\/+$/, '');
  if (bare === '') return [];
  const anchored = pattern.startsWith('/') || pattern.startsWith('./') || bare.includes('/') ? bare : `**/${bare}`;
  return [anchored, `${anchored}/**`];
}
