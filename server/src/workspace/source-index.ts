/**
 * What the service knows of each file: its text while it matters, what it imports, whether it speaks ZeroMQ, and its lowered form.
 * Everything is derived from the text and kept until the text changes. Files that do not matter keep their imports only, so that
 * a workspace of a hundred thousand files costs its import lists and no texts.
 */
import type { IrModule } from '../ir/ir';
import type { Frontend } from '../frontends/frontend';
import { LineMap } from '../text/lines';
import { importsOf, importsUnknown, tailOf, type ImportRef } from './imports';
import { familyOf, isManifest, languageOf } from './languages';
import { readManifest, type Manifest } from './manifests';
import type { Searchable } from './prefilter';
import { skippedByText } from './skip';

export interface SourceEntry {
  readonly path: string;
  /** Undefined while the file does not matter; `textOf` asks the host again. */
  text: string | undefined;
  readonly language: string;
  readonly languageId?: string;
  /** Grows with every change of the text; results are cached under it. */
  readonly version: number;
  /** Imports a module that a binding explains, as far as its text tells. Merely naming ZeroMQ (a comment, a setting) is not enough. */
  readonly speaks: boolean;
  /** Mentions the inside of ZAP or an authenticator class: somebody may check who connects. */
  readonly mentionsZap: boolean;
  readonly imports: readonly ImportRef[];
  lowered?: { readonly module?: IrModule; readonly problem?: string };
  /** Lowered form of an earlier text, until this one's is made from it. */
  previous?: IrModule;
  lines?: LineMap;
}

/** What the index needs of the bindings. */
export interface Vocabulary {
  /** The byte search, per language. */
  needles(language: string): readonly string[];
  /** True for module specifiers that a binding explains. */
  owns(specifier: string): boolean;
  /** Nobody's source, by its name. */
  skips(path: string): boolean;
}

/** What a ZAP handler cannot be written without: its endpoint, or the name of a binding's helper. */
const ZAP = ['zeromq.zap', 'Authenticator', 'zauth'];

export class SourceIndex {
  private readonly entries = new Map<string, SourceEntry>();
  private readonly manifests = new Map<string, Manifest & { readonly version: number; readonly text: string }>();
  private readonly byTail = new Map<string, Set<string>>();
  private versions = 0;
  /** Grows when the set of files, what they import, or what they speak changes: the graph depends on nothing else. */
  structure = 0;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly readText: (path: string) => string | undefined,
  ) {}

  /** Grows with every change of anything in here. */
  get revision(): number {
    return this.versions + this.structure;
  }

  get(path: string): SourceEntry | undefined {
    return this.entries.get(path);
  }

  manifest(path: string): (Manifest & { readonly version: number; readonly text: string }) | undefined {
    return this.manifests.get(path);
  }

  allManifests(): Iterable<Manifest & { readonly version: number; readonly text: string }> {
    return this.manifests.values();
  }

  all(): Iterable<SourceEntry> {
    return this.entries.values();
  }

  /** Files that have an import whose last piece is `tail`. */
  importing(tail: string): Iterable<string> {
    return this.byTail.get(tail) ?? [];
  }

  hasTail(tail: string): boolean {
    return this.byTail.has(tail);
  }

  /** Adds or replaces a file. Returns what changed: nothing, its content, or also what it means for other files. */
  update(path: string, text: string, languageId?: string): 'same' | 'content' | 'structure' {
    if (isManifest(path)) return this.updateManifest(path, text);
    const language = languageOf(path, languageId);
    if (language === undefined || this.vocabulary.skips(path) || skippedByText(text)) return this.remove(path);
    const old = this.entries.get(path);
    if (old?.text === text && old.language === language) return 'same';

    const family = familyOf(language);
    const imports = importsOf(path, text, family);
    const named = names(text, this.vocabulary.needles(language));
    const entry: SourceEntry = {
      path,
      text,
      language,
      languageId,
      version: ++this.versions,
      speaks:
        named &&
        (imports.some((ref) => ref.level === 0 && this.vocabulary.owns(ref.specifier)) || importsUnknown(text, family)),
      mentionsZap: ZAP.some((needle) => text.includes(needle)),
      imports,
      previous: old?.language === language ? (old.lowered?.module ?? old.previous) : undefined,
    };
    this.entries.set(path, entry);
    if (
      old &&
      old.speaks === entry.speaks &&
      old.mentionsZap === entry.mentionsZap &&
      sameImports(old.imports, entry.imports)
    )
      return 'content';
    if (old) this.unlink(old);
    for (const ref of entry.imports) {
      const tail = tailOf(ref, family);
      const paths = this.byTail.get(tail);
      if (paths) paths.add(path);
      else this.byTail.set(tail, new Set([path]));
    }
    this.structure++;
    return 'structure';
  }

  remove(path: string): 'same' | 'structure' {
    const entry = this.entries.get(path);
    if (entry) this.unlink(entry);
    const known = this.entries.delete(path) || this.manifests.delete(path);
    if (known) this.structure++;
    return known ? 'structure' : 'same';
  }

  /** The text of a file of the index, asked of the host again when it was let go. */
  textOf(path: string): string | undefined {
    const entry = this.entries.get(path);
    if (!entry) return this.manifests.get(path)?.text;
    return (entry.text ??= this.readText(path));
  }

  linesOf(path: string): LineMap {
    const entry = this.entries.get(path);
    if (!entry) return new LineMap(this.manifests.get(path)?.text ?? '');
    return (entry.lines ??= new LineMap(this.textOf(path) ?? ''));
  }

  /** The lowered form; undefined while the language's frontend is not loaded. A frontend that throws costs its file, nothing else. */
  moduleOf(
    entry: SourceEntry,
    frontend: Frontend | undefined,
  ): { readonly module?: IrModule; readonly problem?: string } {
    if (entry.lowered) return entry.lowered;
    const text = frontend && this.textOf(entry.path);
    if (!frontend || text === undefined) return {};
    try {
      const source = { path: entry.path, text, languageId: entry.languageId };
      entry.lowered = { module: frontend.lower(source, entry.previous) };
    } catch (error) {
      entry.lowered = { problem: error instanceof Error ? error.message : String(error) };
    }
    entry.previous = undefined;
    return entry.lowered;
  }

  /** Let go of the texts of files that do not matter. */
  release(keep: (path: string) => boolean): void {
    for (const entry of this.entries.values()) {
      if (keep(entry.path)) continue;
      entry.text = undefined;
      entry.lowered = undefined;
      entry.previous = undefined;
      entry.lines = undefined;
    }
  }

  private updateManifest(path: string, text: string): 'same' | 'structure' {
    const old = this.manifests.get(path);
    if (old?.text === text) return 'same';
    this.manifests.set(path, { ...readManifest(path, text), version: ++this.versions, text });
    this.structure++;
    return 'structure';
  }

  private unlink(entry: SourceEntry): void {
    const family = familyOf(entry.language);
    for (const ref of entry.imports) {
      const tail = tailOf(ref, family);
      const paths = this.byTail.get(tail);
      paths?.delete(entry.path);
      if (paths?.size === 0) this.byTail.delete(tail);
    }
  }
}

/** The first round of the byte search. */
export function names(content: Searchable, needles: readonly string[]): boolean {
  return needles.some((needle) => content.includes(needle));
}

function sameImports(a: readonly ImportRef[], b: readonly ImportRef[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      (ref, i) => ref.specifier === b[i]!.specifier && ref.level === b[i]!.level && ref.reexport === b[i]!.reexport,
    )
  );
}
