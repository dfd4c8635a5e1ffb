/** Which language a file is in: the editor's word where there is one, the ending otherwise. Names are those the frontends register under. */
import { basename, extension } from './paths';

const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.ts': 'typescript', '.mts': 'typescript', '.cts': 'typescript', '.tsx': 'typescriptreact',
  '.js': 'javascript', '.mjs': 'javascript', '.cjs': 'javascript', '.jsx': 'javascriptreact',
  '.py': 'python', '.pyw': 'python',
  '.c': 'c', '.h': 'c',
  '.cc': 'cpp', '.cpp': 'cpp', '.cxx': 'cpp', '.hpp': 'cpp', '.hh': 'cpp', '.hxx': 'cpp',
};

/** Editor language ids that stand for a language we read. Any other id (`plaintext`) is taken at its word: not ours. */
const KNOWN_IDS: ReadonlySet<string> = new Set(Object.values(BY_EXTENSION));

/** What import rules and scanners a language follows. */
export type Family = 'js' | 'python' | 'c';

export function languageOf(path: string, languageId?: string): string | undefined {
  if (languageId !== undefined) return KNOWN_IDS.has(languageId) ? languageId : undefined;
  return BY_EXTENSION[extension(path)];
}

export function familyOf(language: string): Family {
  if (language === 'python') return 'python';
  return language === 'c' || language === 'cpp' ? 'c' : 'js';
}

/** Files that say what a program is made of. */
export function isManifest(path: string): boolean {
  return MANIFESTS.has(basename(path));
}

/** A folder with one of these is a program of its own. */
export const PROGRAM_MARKERS = ['package.json', 'pyproject.toml', 'setup.py', 'setup.cfg'] as const;

const MANIFESTS: ReadonlySet<string> = new Set<string>(['package.json']);
