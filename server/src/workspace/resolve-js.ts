/**
 * What a JavaScript or TypeScript specifier means: relative paths with TypeScript's extension rules, index files, tsconfig `paths`
 * and `baseUrl`, packages of the same workspace through `exports` and `main`, and `#imports`. node_modules are never entered.
 */
import { ancestors, dirname, extension, isInside, join } from './paths';
import type { PackageJson } from './project-files';
import type { Lookup } from './resolve';
import { mapped } from './tsconfig';

/** Endings a specifier without one may stand for, in TypeScript's order. Declarations are left out: nothing runs in them. */
const ENDINGS = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs'];
/** A specifier names the output; the source stands beside it under another ending. */
const SOURCE_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};
const SOURCES: ReadonlySet<string> = new Set(ENDINGS);
/** Folders builds write to; the sources of what is in them are usually in `src`, or beside. */
const OUTPUT = /^(?:\.\/)?(?:dist|lib|build|out|output|esm|cjs)\//;
/** Conditions of `exports`, the ones that point at sources first. */
const CONDITIONS = ['source', 'development', 'types', 'import', 'module', 'require', 'node', 'default'];

export function resolveJs(from: string, specifier: string, lookup: Lookup): string | undefined {
  if (specifier.startsWith('node:') || specifier === '') return undefined;
  if (/^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier)) return fileOrFolder(join(dirname(from), specifier), lookup);
  const root = lookup.rootOf(from);
  return (
    viaTsconfig(from, specifier, root, lookup) ??
    (specifier.startsWith('#') ? viaImports(from, specifier, root, lookup) : viaPackage(from, specifier, lookup))
  );
}

function fileOrFolder(path: string, lookup: Lookup): string | undefined {
  return file(path, lookup) ?? folder(path, lookup);
}

function file(path: string, lookup: Lookup): string | undefined {
  const ending = extension(path);
  const sources = SOURCE_OF[ending];
  if (sources) {
    const bare = path.slice(0, -ending.length);
    const found = sources.map((source) => bare + source).find((candidate) => lookup.exists(candidate));
    if (found !== undefined) return found;
  } else if (SOURCES.has(ending) && lookup.exists(path)) return path;
  return ENDINGS.map((source) => path + source).find((candidate) => lookup.exists(candidate));
}

function folder(path: string, lookup: Lookup): string | undefined {
  const manifest = packageJson(path, lookup);
  const main =
    manifest &&
    [manifest.source, manifest.module, manifest.main].find((entry): entry is string => typeof entry === 'string');
  if (main !== undefined) {
    const entry = output(path, main, lookup);
    if (entry !== undefined) return entry;
  }
  return file(join(path, 'index'), lookup);
}

function viaTsconfig(from: string, specifier: string, root: string | undefined, lookup: Lookup): string | undefined {
  for (const at of ancestors(from, root)) {
    const mapping = ['tsconfig.json', 'jsconfig.json']
      .map((name) => lookup.project.mapping(join(at, name)))
      .find((one) => one !== undefined);
    if (!mapping) continue;
    for (const candidate of mapped(specifier, mapping)) {
      const found = fileOrFolder(candidate, lookup);
      if (found !== undefined) return found;
    }
    // The nearest config decides, as in TypeScript; but a package's own config is often a stub below one that maps.
    if (mapping.paths.length > 0) return undefined;
  }
  return undefined;
}

function viaImports(from: string, specifier: string, root: string | undefined, lookup: Lookup): string | undefined {
  for (const at of ancestors(from, root)) {
    const manifest = packageJson(at, lookup);
    if (manifest) return firstTarget(manifest.imports, specifier, at, lookup);
  }
  return undefined;
}

function viaPackage(from: string, specifier: string, lookup: Lookup): string | undefined {
  const parts = specifier.split('/');
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  const rest = specifier.slice(name.length + 1);
  const folders = [...lookup.packageFolders(name)].sort(
    (a, b) => shared(b, from) - shared(a, from) || (a < b ? -1 : 1),
  );
  for (const at of folders) {
    const manifest = packageJson(at, lookup) ?? {};
    const exported = firstTarget(manifest.exports, rest === '' ? '.' : `./${rest}`, at, lookup);
    const found =
      exported ??
      (rest === ''
        ? (folder(at, lookup) ?? file(join(at, 'src/index'), lookup))
        : (fileOrFolder(join(at, rest), lookup) ?? fileOrFolder(join(at, `src/${rest}`), lookup)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Length of the folder two paths share; the nearest package of a name is the one that is meant. */
function shared(folder: string, path: string): number {
  let at = folder;
  while (!isInside(at, path) && at !== dirname(at)) at = dirname(at);
  return at.length;
}

/** The first existing file that an `exports` or `imports` map names for a key. */
function firstTarget(map: unknown, key: string, base: string, lookup: Lookup): string | undefined {
  for (const target of targets(map, key)) {
    const found = output(base, target, lookup);
    if (found !== undefined) return found;
  }
  return undefined;
}

function targets(map: unknown, key: string): readonly string[] {
  if (typeof map === 'string' || Array.isArray(map)) return key === '.' ? conditions(map, 0) : [];
  if (typeof map !== 'object' || map === null) return [];
  const entries = Object.entries(map as Record<string, unknown>);
  if (!entries.some(([name]) => name.startsWith('.') || name.startsWith('#')))
    return key === '.' ? conditions(map, 0) : [];
  const exact = entries.find(([name]) => name === key);
  if (exact) return conditions(exact[1], 0);
  for (const [pattern, value] of entries.sort((a, b) => b[0].length - a[0].length)) {
    const star = pattern.indexOf('*');
    if (star < 0 || !key.startsWith(pattern.slice(0, star)) || !key.endsWith(pattern.slice(star + 1))) continue;
    const middle = key.slice(star, key.length - (pattern.length - star - 1));
    return conditions(value, 0).map((target) => target.replaceAll('*', () => middle));
  }
  return [];
}

/** All targets of a conditional value, likeliest source first. Manifests are anybody's text: depth is bounded. */
function conditions(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (depth > 6 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => conditions(one, depth + 1));
  const record = value as Record<string, unknown>;
  return CONDITIONS.flatMap((name) => (Object.hasOwn(record, name) ? conditions(record[name], depth + 1) : []));
}

/** A target in a manifest: the file itself, or the source that a build makes it from. */
function output(base: string, target: string, lookup: Lookup): string | undefined {
  const bare = target.replace(/\.d\.([cm]?)ts$/, '.$1js');
  return (
    fileOrFolder2(join(base, bare), lookup) ??
    (OUTPUT.test(bare)
      ? (fileOrFolder2(join(base, bare.replace(OUTPUT, 'src/')), lookup) ??
        fileOrFolder2(join(base, bare.replace(OUTPUT, '')), lookup))
      : undefined)
  );
}

/** Like `fileOrFolder` without reading a manifest again: a `main` that names its own folder must not recurse. */
function fileOrFolder2(path: string, lookup: Lookup): string | undefined {
  return file(path, lookup) ?? file(join(path, 'index'), lookup);
}

function packageJson(at: string, lookup: Lookup): PackageJson | undefined {
  return lookup.project.packageJson(join(at, 'package.json'));
}
