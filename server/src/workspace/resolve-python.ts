/**
 * What a Python import means: relative levels, packages with and without `__init__.py`, the src layout, scripts beside each other.
 * Where the interpreter's path is not known, every folder from the file's own up to the workspace's is a candidate, nearest first.
 */
import { ancestors, dirname, join } from './paths';
import type { Lookup } from './resolve';

/** Folders beside a manifest that hold packages. */
const LAYOUTS = ['', '/src', '/lib', '/python'];

export function resolvePython(from: string, specifier: string, level: number, lookup: Lookup): string | undefined {
  const path = specifier
    .split('.')
    .filter((part) => part !== '')
    .join('/');
  if (level > 0) {
    let base = dirname(from);
    for (let i = 1; i < level; i++) base = dirname(base);
    return module(base, path, lookup);
  }
  if (path === '') return undefined;
  for (const base of searchPath(from, lookup)) {
    const found = module(base, path, lookup);
    if (found !== undefined && found !== from) return found;
  }
  return undefined;
}

function module(base: string, path: string, lookup: Lookup): string | undefined {
  const at = path === '' ? base : join(base, path);
  const candidates = path === '' ? [`${at}/__init__.py`] : [`${at}/__init__.py`, `${at}.py`];
  return candidates.find((candidate) => lookup.exists(candidate));
}

/** A package's own folder is not on the path; a script's is. It comes last for a package all the same: people run those files directly. */
function searchPath(from: string, lookup: Lookup): readonly string[] {
  const own = dirname(from);
  const inPackage = lookup.exists(`${own}/__init__.py`);
  const above = ancestors(from, lookup.rootOf(from));
  const ordered = inPackage ? [...above.slice(1), own] : above;
  return ordered.flatMap((folder) => LAYOUTS.map((layout) => (folder === '/' ? layout || '/' : folder + layout)));
}
