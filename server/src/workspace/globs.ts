/**
 * Globs of the configuration, matched against paths relative to the workspace folder: `*` and `?` within a folder, `**` for any folders,
 * `[a-z]`, `[!a]`, `{a,b}`; everything else is itself, a name's brackets and plus signs too.
 *
 * Matched by hand and not through a regular expression: the configuration is anybody's text, and a regular expression made of it can
 * take for ever (`(a+)+b`). This takes at most the product of the lengths of pattern and path, for each alternative of the braces.
 */

const LONGEST = 300;
const MOST_WILDCARDS = 8;
/** Patterns that one with braces stands for. */
const MOST_ALTERNATIVES = 100;

export function isTame(pattern: string): boolean {
  return (
    pattern.length <= LONGEST &&
    !pattern.startsWith('!') &&
    (pattern.match(/\*+|\?/g)?.length ?? 0) <= MOST_WILDCARDS &&
    alternatives(pattern) !== undefined
  );
}

export type PathTest = (relative: string) => boolean;

/**
 * A test for several patterns. As in .gitignore and most linters, a pattern without a slash matches at any depth and a folder's
 * name stands for all that is in it.
 */
export function matcher(patterns: readonly string[]): PathTest {
  const globs = patterns.flatMap(expand);
  return (relative) => {
    const path = relative.split('/');
    return globs.some((glob) => matches(glob, path));
  };
}

type Token = { readonly any: true } | { readonly one: (char: string) => boolean };
/** A path's piece, or any number of them. */
type Segment = '**' | readonly Token[];

function expand(pattern: string): readonly (readonly Segment[])[] {
  const bare = pattern.replace(/^\.?\//, '').replace(/\/+$/, '');
  if (bare === '') return [];
  const anchored = pattern.startsWith('/') || pattern.startsWith('./') || bare.includes('/');
  return (alternatives(bare) ?? []).map((one) => [
    ...(anchored ? [] : ['**' as const]),
    ...one.split('/').map(segment),
    '**' as const,
  ]);
}

/** A pattern without its braces: one for each choice; undefined when they are too many. Braces without a comma are text. */
function alternatives(pattern: string): readonly string[] | undefined {
  let heads: readonly string[] = [''];
  let at = 0;
  while (at < pattern.length) {
    const group = pattern[at] === '{' ? choices(pattern, at) : undefined;
    if (!group) {
      const char = pattern[at++]!;
      heads = heads.map((head) => head + char);
      continue;
    }
    const inner: string[] = [];
    for (const choice of group.choices) {
      const expanded = alternatives(choice);
      if (!expanded) return undefined;
      inner.push(...expanded);
    }
    if (heads.length * inner.length > MOST_ALTERNATIVES) return undefined;
    heads = heads.flatMap((head) => inner.map((one) => head + one));
    at = group.end;
  }
  return heads;
}

function choices(
  pattern: string,
  open: number,
): { readonly choices: readonly string[]; readonly end: number } | undefined {
  const found: string[] = [];
  let start = open + 1;
  for (let at = start, depth = 1; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === '{') depth++;
    else if (char === '}' && --depth === 0) {
      found.push(pattern.slice(start, at));
      return found.length > 1 ? { choices: found, end: at + 1 } : undefined;
    } else if (char === ',' && depth === 1) {
      found.push(pattern.slice(start, at));
      start = at + 1;
    }
  }
  return undefined;
}

function segment(text: string): Segment {
  if (text === '**') return '**';
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    const end = char === '[' ? text.indexOf(']', at + 2) : -1;
    if (char === '*') {
      if (!isAny(tokens[tokens.length - 1])) tokens.push({ any: true });
    } else if (char === '?') tokens.push({ one: () => true });
    else if (end > 0) {
      tokens.push({ one: charClass(text.slice(at + 1, end)) });
      at = end;
    } else tokens.push({ one: (other) => other === char });
  }
  return tokens;
}

function isAny(token: Token | undefined): boolean {
  return token !== undefined && 'any' in token;
}

/** `a-z`, `!abc`, `^abc` */
function charClass(text: string): (char: string) => boolean {
  const negated = text.startsWith('!') || text.startsWith('^');
  const set = negated ? text.slice(1) : text;
  return (char) => {
    let inside = false;
    for (let at = 0; at < set.length; at++) {
      const range = set[at + 1] === '-' && at + 2 < set.length;
      if (range ? set[at]! <= char && char <= set[at + 2]! : set[at] === char) inside = true;
      if (range) at += 2;
    }
    return inside !== negated;
  };
}

function matches(glob: readonly Segment[], path: readonly string[]): boolean {
  return wild(glob.length, path.length, {
    any: (at) => glob[at] === '**',
    one: (at, to) => matchesName(glob[at] as readonly Token[], path[to]!),
  });
}

function matchesName(tokens: readonly Token[], name: string): boolean {
  return wild(tokens.length, name.length, {
    any: (at) => isAny(tokens[at]),
    one: (at, to) => (tokens[at] as { one: (char: string) => boolean }).one(name[to]!),
  });
}

/**
 * The one place where something may stand for many: after a mismatch only the latest of them takes one more, which suffices, since an
 * earlier one that took more would only leave less.
 */
function wild(
  length: number,
  size: number,
  is: { any(at: number): boolean; one(at: number, to: number): boolean },
): boolean {
  let at = 0;
  let to = 0;
  let star = -1;
  let taken = 0;
  while (to < size) {
    if (at < length && is.any(at)) {
      star = at++;
      taken = to;
    } else if (at < length && is.one(at, to)) {
      at++;
      to++;
    } else if (star >= 0) {
      at = star + 1;
      to = ++taken;
    } else return false;
  }
  while (at < length && is.any(at)) at++;
  return at === length;
}
