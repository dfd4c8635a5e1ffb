/** Which language a file is in: the editor's word where there is one, the ending otherwise. Names are those the frontends register under. */
import { basename, extension } from './paths';
import { isRequirements } from './python-manifests';

const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
  '.tsx': 'typescript',
  '.js': 'typescript',
  '.mjs': 'typescript',
  '.cjs': 'typescript',
  '.jsx': 'typescript',
  '.py': 'python',
  '.pyw': 'python',
  // The Python of its cells; a notebook of another language has none.
  '.ipynb': 'python',
};

/** The editors' language ids, also those of Emacs and Vim. Any other id (`plaintext`) is taken at its word: not ours. */
const BY_ID: Readonly<Record<string, string>> = {
  typescript: 'typescript',
  typescriptreact: 'typescript',
  javascript: 'typescript',
  javascriptreact: 'typescript',
  python: 'python',
  // Eglot takes them from the names of modes; Vim has file types with a dot.
  js: 'typescript',
  js2: 'typescript',
  tsx: 'typescript',
  'typescript.tsx': 'typescript',
  'javascript.jsx': 'typescript',
};

/** What import rules and scanners a language follows. */
export type Family = 'js' | 'python';

export function languageOf(path: string, languageId?: string): string | undefined {
  const [table, key] = languageId === undefined ? [BY_EXTENSION, extension(path)] : [BY_ID, languageId];
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

export function familyOf(language: string): Family {
  return language === 'python' ? 'python' : 'js';
}

/** Files that say what a program is made of. */
export function isManifest(path: string): boolean {
  return MANIFESTS.has(basename(path)) || isRequirements(path);
}

/** A folder with one of these is a program of its own. */
export const PROGRAM_MARKERS = ['package.json', 'pyproject.toml', 'setup.py', 'setup.cfg'] as const;

const MANIFESTS: ReadonlySet<string> = new Set<string>(['package.json', 'pyproject.toml']);

const RESOLUTION = /^[tj]sconfig.*\.json$/;

/** Files that say what a program is and how its imports are resolved. */
export function isProjectFile(path: string): boolean {
  return (
    RESOLUTION.test(basename(path)) ||
    isManifest(path) ||
    (PROGRAM_MARKERS as readonly string[]).includes(basename(path))
  );
}
