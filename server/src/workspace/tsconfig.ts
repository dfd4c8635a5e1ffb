/** tsconfig.json as far as imports need it: `baseUrl`, `paths`, `extends` and project references. JSON with comments, never executed. */
import { jsonValue } from './jsonc';
import { dirname, join } from './paths';

export interface PathMapping {
  /** Folder that plain specifiers are looked up in; undefined when `baseUrl` is not set. */
  readonly baseUrl?: string;
  /** Patterns in the order TypeScript tries them is by longest prefix; targets are absolute patterns. */
  readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
}

interface RawConfig {
  readonly extends?: string | readonly string[];
  readonly references?: readonly { readonly path?: string }[];
  readonly compilerOptions?: {
    readonly baseUrl?: string;
    readonly paths?: Readonly<Record<string, readonly string[]>>;
  };
}

/**
 * The mapping a config states, its bases' where it states none. Vite's and Angular's templates keep `paths` in a referenced project
 * (`tsconfig.app.json`) beside an empty `tsconfig.json`: those count when the config itself has no paths.
 */
export function readMapping(path: string, readText: (path: string) => string | undefined): PathMapping | undefined {
  return read(path, readText, new Set(), true);
}

function read(
  path: string,
  readText: (path: string) => string | undefined,
  seen: Set<string>,
  references: boolean,
): PathMapping | undefined {
  // Cycles end, and a config that is extended many times over is read once.
  const text = seen.has(path) ? undefined : readText(path);
  seen.add(path);
  if (text === undefined) return undefined;
  const config = jsonValue(text) as RawConfig | undefined;
  if (typeof config !== 'object' || config === null) return { paths: [] };

  const folder = dirname(path);
  let merged: PathMapping = { paths: [] };
  for (const base of typeof config.extends === 'string' ? [config.extends] : texts(config.extends)) {
    const inherited =
      base.startsWith('.') || base.startsWith('/') ? read(extended(folder, base), readText, seen, false) : undefined;
    if (inherited)
      merged = {
        baseUrl: inherited.baseUrl ?? merged.baseUrl,
        paths: inherited.paths.length > 0 ? inherited.paths : merged.paths,
      };
  }

  const options = config.compilerOptions ?? {};
  const baseUrl = typeof options.baseUrl === 'string' ? join(folder, options.baseUrl) : merged.baseUrl;
  const own = typeof options.paths === 'object' && options.paths !== null ? Object.entries(options.paths) : undefined;
  const paths =
    own?.map(([pattern, targets]) => ({
      pattern,
      targets: texts(targets).map((target) => join(baseUrl ?? folder, target)),
    })) ?? merged.paths;
  if (paths.length === 0 && references) {
    for (const reference of list(config.references)) {
      if (typeof reference?.path !== 'string') continue;
      const at = join(folder, reference.path);
      const found = read(at.endsWith('.json') ? at : `${at}/tsconfig.json`, readText, seen, false);
      if (found && found.paths.length > 0) return found;
    }
  }
  return { baseUrl, paths };
}

/** The strings of a list; whatever else a malformed file has there is passed over. */
function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function extended(folder: string, base: string): string {
  const path = join(folder, base);
  return path.endsWith('.json') ? path : `${path}.json`;
}

/** Configuration is anybody's text: what should be a list of strings may be anything. */
function list<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

/** Candidates for a specifier, best first: the pattern with the longest literal prefix wins, an exact one over all. */
export function mapped(specifier: string, mapping: PathMapping): readonly string[] {
  let best: { readonly length: number; readonly candidates: readonly string[] } | undefined;
  for (const { pattern, targets } of mapping.paths) {
    const star = pattern.indexOf('*');
    if (star < 0) {
      if (pattern === specifier) return [...targets];
      continue;
    }
    const prefix = pattern.slice(0, star);
    const suffix = pattern.slice(star + 1);
    if (
      !specifier.startsWith(prefix) ||
      !specifier.endsWith(suffix) ||
      specifier.length < prefix.length + suffix.length
    )
      continue;
    if (best && best.length >= prefix.length) continue;
    const middle = specifier.slice(prefix.length, specifier.length - suffix.length);
    best = { length: prefix.length, candidates: targets.map((target) => target.replace('*', () => middle)) };
  }
  return [...(best?.candidates ?? []), ...(mapping.baseUrl !== undefined ? [join(mapping.baseUrl, specifier)] : [])];
}
