/**
 * What TypeScript's language service gets to see: texts and resolutions of the `TypeProject`, declarations of libraries as files of
 * their own, and the small library. Knows when any of it changed.
 */
import { ts } from 'ts-morph';
import { changeBetween } from '../../text/change';
import type { TypeProject } from '../frontend';
import { changeRange } from './parse';
import { declaredModules, DECLARED } from './type-declarations';
import { LIBRARY, LIBRARY_PATH } from './type-library';

interface HostFile {
  readonly text: string;
  readonly version: number;
  readonly snapshot: Snapshot;
}

/** A question pulls in what its file imports, and so on; these end it in a workspace that imports everything from everywhere. */
const MAX_FILES = 400;
const MAX_CHARACTERS = 6_000_000;
/** Files that were asked about and stay in the program, so that going to and fro costs nothing. */
const MAX_ROOTS = 40;

const OPTIONS: ts.CompilerOptions = {
  allowJs: true,
  checkJs: false,
  noLib: true,
  skipLibCheck: true,
  // `let sock; sock = open();` has a type only under noImplicitAny.
  strict: true,
  allowSyntheticDefaultImports: true,
  esModuleInterop: true,
  experimentalDecorators: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  types: [],
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.Preserve,
};

/** A text that knows what was edited since another one: TypeScript parses only that. */
class Snapshot implements ts.IScriptSnapshot {
  constructor(private readonly text: string) {}

  getText(start: number, end: number): string {
    return this.text.slice(start, end);
  }

  getLength(): number {
    return this.text.length;
  }

  getChangeRange(old: ts.IScriptSnapshot): ts.TextChangeRange | undefined {
    const change = old instanceof Snapshot ? changeBetween(old.text, this.text) : undefined;
    return change && changeRange(change);
  }
}

export class TypeHost implements ts.LanguageServiceHost {
  /** Read where it carries types, which is in JavaScript. */
  readonly jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  /** Specifier under which a file of a package was first reached: `name/sub` for what `name/sub` imports. */
  readonly reachedAs = new Map<string, string>();
  private readonly files = new Map<string, HostFile>();
  private readonly resolutions = new Map<string, Map<string, string | undefined>>();
  private readonly declared: ReadonlyMap<string, string>;
  private roots: string[] = [];
  private versions = 0;
  private characters = 0;
  private generation = 0;
  private seen: number | undefined;

  constructor(readonly project: TypeProject) {
    this.declared = declaredModules(project.declarations);
    this.add(LIBRARY_PATH, LIBRARY);
  }

  /** Make a file part of the program and bring everything up to date. True if answers from before may no longer hold. */
  prepare(path: string): boolean {
    const changed = this.refresh();
    if (!this.roots.includes(path)) {
      this.roots = [...this.roots.slice(1 - MAX_ROOTS), path];
      this.generation++;
    }
    return changed;
  }

  private refresh(): boolean {
    const version = this.project.version?.();
    if (version !== undefined && version === this.seen) return false;
    this.seen = version;
    let changed = false;
    for (const [path, file] of this.files) {
      if (path === LIBRARY_PATH || path.startsWith(DECLARED)) continue;
      // Without a version to go by, what is installed is taken to stay as it is: looking means reading the disk.
      if (version === undefined && path.includes('/node_modules/')) continue;
      const text = this.project.text(path);
      if (text === file.text && !(version !== undefined && this.resolvesAnew(path))) continue;
      changed = true;
      this.drop(path, file);
      if (text !== undefined) this.add(path, text);
    }
    if (changed) this.generation++;
    return changed;
  }

  /** TypeScript asks again where a file's imports lead when the file is another one. */
  private resolvesAnew(from: string): boolean {
    for (const [specifier, target] of this.resolutions.get(from) ?? [])
      if (this.find(from, specifier) !== target) return true;
    return false;
  }

  private add(path: string, text: string): HostFile {
    const file = { text, version: ++this.versions, snapshot: new Snapshot(text) };
    this.files.set(path, file);
    this.characters += text.length;
    return file;
  }

  private drop(path: string, file: HostFile): void {
    this.files.delete(path);
    this.resolutions.delete(path);
    this.characters -= file.text.length;
  }

  private file(path: string): HostFile | undefined {
    const known = this.files.get(path);
    if (known) return known;
    const text = path.startsWith(DECLARED) ? this.declared.get(path) : this.project.text(path);
    return text === undefined ? undefined : this.add(path, text);
  }

  private find(from: string, specifier: string): string | undefined {
    if (!from.startsWith(DECLARED)) {
      const path = this.project.resolve(from, specifier);
      if (path !== undefined && EXTENSION.test(path)) return path;
    }
    const declared = DECLARED + specifier + '.d.ts';
    return this.declared.has(declared) ? declared : undefined;
  }

  // -- what the language service asks

  resolveModuleNameLiterals(
    literals: readonly ts.StringLiteralLike[],
    from: string,
  ): readonly ts.ResolvedModuleWithFailedLookupLocations[] {
    let known = this.resolutions.get(from);
    if (!known) this.resolutions.set(from, (known = new Map<string, string | undefined>()));
    return literals.map(({ text: specifier }) => {
      const path = this.find(from, specifier);
      known.set(specifier, path);
      if (path === undefined || (!this.files.has(path) && this.isFull())) return { resolvedModule: undefined };
      this.reach(path, from, specifier);
      const extension = EXTENSION.exec(path)![0].toLowerCase();
      return {
        resolvedModule: { resolvedFileName: path, extension, isExternalLibraryImport: path.includes('/node_modules/') },
      };
    });
  }

  private isFull(): boolean {
    return this.files.size >= MAX_FILES || this.characters >= MAX_CHARACTERS;
  }

  private reach(path: string, from: string, specifier: string): void {
    const bare = !/^[./]/.test(specifier);
    const as = bare ? specifier : this.reachedAs.get(from);
    if (as !== undefined && (bare || !this.reachedAs.has(path))) this.reachedAs.set(path, as);
  }

  getProjectVersion(): string {
    return String(this.generation);
  }

  getScriptFileNames(): string[] {
    return [LIBRARY_PATH, ...this.roots];
  }

  getScriptVersion(path: string): string {
    return String(this.file(path)?.version ?? 0);
  }

  getScriptSnapshot(path: string): ts.IScriptSnapshot | undefined {
    return this.file(path)?.snapshot;
  }

  getCompilationSettings(): ts.CompilerOptions {
    return OPTIONS;
  }

  getCurrentDirectory(): string {
    return '/';
  }

  getDefaultLibFileName(): string {
    return LIBRARY_PATH;
  }

  fileExists(path: string): boolean {
    return this.files.has(path);
  }

  readFile(path: string): string | undefined {
    return this.files.get(path)?.text;
  }

  useCaseSensitiveFileNames(): boolean {
    return true;
  }
}

const EXTENSION = /(?:\.d)?\.[cm]?ts$|\.tsx$|\.[cm]?js$|\.jsx$/i;
