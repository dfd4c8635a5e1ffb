/**
 * Which files are judged together. Relevant are files that import ZeroMQ ("core"), files that import one of them, through barrels too
 * (with the core they are a unit's `own` files), and the files those import (context). A unit is a connected component of own files over resolved imports,
 * with its context. Context joins no components: a logger that everybody imports must not make one unit of the whole workspace.
 *
 * Depends on the index and the resolver alone, never on which file is open: the editor and the command line see the same units.
 */
import type { ImportRef } from './imports';
import { familyOf } from './languages';
import { ancestors, basename, dirname, isInside, join, stem } from './paths';
import type { ProjectFiles } from './project-files';
import type { Resolver } from './resolve';
import type { SourceEntry, SourceIndex } from './source-index';

export interface Unit {
  /** Its first own file; stable while that file stays in. */
  readonly id: string;
  /** Files whose findings this unit decides, sorted. */
  readonly own: readonly string[];
  /** Own files and their context, in the order the evaluator gets them: a budget that runs out cuts off what matters least. */
  readonly files: readonly string[];
  /** What every import of every file means, as text: part of what results depend on. */
  readonly links: string;
}

export interface Graph {
  readonly units: readonly Unit[];
  /** Units a file is in, as own file or as context. */
  readonly unitsOf: ReadonlyMap<string, readonly Unit[]>;
  /** Last pieces of specifiers that would mean a core file or a barrel before one, by language: who has one of them may belong here. */
  readonly tails: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface GraphSource {
  readonly index: SourceIndex;
  readonly resolver: Resolver;
  readonly project: ProjectFiles;
  rootOf(path: string): string | undefined;
  /** Text of a file that is not in the index. */
  readText(path: string): string | undefined;
  /** The configuration leaves the file out: it is context at most. */
  excluded(path: string): boolean;
}

/** Largest unit. Evaluation is linear in it; beyond this an edit would be felt. */
export const MAX_UNIT = 200;
/** Barrels behind barrels that are followed. */
const MAX_BARRELS = 3;
const PACKAGE_STEMS: ReadonlySet<string> = new Set(['index', '__init__', 'main', 'mod']);

export function buildGraph(source: GraphSource): Graph {
  const builder = new Builder(source);
  const own = builder.own();
  const units = builder
    .components(own)
    .flatMap((component) => builder.split(component))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const unitsOf = new Map<string, Unit[]>();
  for (const unit of units) for (const path of unit.files) unitsOf.set(path, [...(unitsOf.get(path) ?? []), unit]);
  return { units, unitsOf, tails: builder.soughtTails() };
}

class Builder {
  private readonly aliases = new Map<string, readonly string[]>();
  /** Own files that import each other, both ways. */
  private readonly edges = new Map<string, Set<string>>();
  /** Files whose importers belong here. */
  private readonly sought = new Set<string>();

  constructor(private readonly source: GraphSource) {}

  /** Core files and those that import them. */
  own(): readonly string[] {
    const { source } = this;
    const own = new Set<string>();
    for (const entry of source.index.all()) if (entry.speaks && !source.excluded(entry.path)) own.add(entry.path);
    let frontier = [...own].sort();
    for (let round = 0; round <= MAX_BARRELS && frontier.length > 0; round++) {
      const barrels: string[] = [];
      for (const path of frontier) {
        this.sought.add(path);
        for (const [importer, ref] of this.importersOf(path)) {
          if (source.excluded(importer)) continue;
          if (!own.has(importer) && ref.reexport) barrels.push(importer);
          own.add(importer);
        }
      }
      frontier = barrels.sort();
    }
    return [...own].sort();
  }

  soughtTails(): ReadonlyMap<string, ReadonlySet<string>> {
    const found = new Map<string, Set<string>>();
    for (const path of this.sought) {
      const language = this.source.index.get(path)?.language ?? '';
      const tails = found.get(language) ?? new Set();
      found.set(language, tails);
      for (const tail of this.tails(path)) tails.add(tail);
    }
    return found;
  }

  /** Connected components of the own files, each sorted. */
  components(own: readonly string[]): readonly (readonly string[])[] {
    const set = new Set(own);
    for (const path of own) {
      for (const target of this.targets(path)) {
        if (!set.has(target) || target === path) continue;
        this.link(path, target);
        this.link(target, path);
      }
    }
    const seen = new Set<string>();
    const found: string[][] = [];
    for (const path of own) if (!seen.has(path)) found.push(this.reach(path, seen, Infinity).sort());
    return found;
  }

  /** A component as one unit, or, when it is too large, as several: neighbours stay together and see each other's neighbours. */
  split(component: readonly string[]): readonly Unit[] {
    if (component.length <= MAX_UNIT) return [this.unit(component)];
    const seen = new Set<string>();
    const units: Unit[] = [];
    for (const path of component)
      if (!seen.has(path)) units.push(this.unit(this.reach(path, seen, MAX_UNIT / 2).sort()));
    return units;
  }

  private unit(own: readonly string[]): Unit {
    const mine = new Set(own);
    const files = new Set(own);
    const add = (path: string): void => {
      if (files.size < MAX_UNIT) files.add(path);
    };
    for (const path of own) for (const target of this.targets(path)) add(target);
    // Neighbours in another unit of a split component, as context.
    for (const path of own) for (const neighbour of this.edges.get(path) ?? []) add(neighbour);
    // Context behind a barrel that hands on what it imports.
    let barrels = [...files].filter((path) => !mine.has(path));
    for (let round = 0; round < MAX_BARRELS && barrels.length > 0; round++) {
      const next: string[] = [];
      for (const barrel of barrels) {
        for (const target of this.targets(barrel, true)) {
          if (!files.has(target)) next.push(target);
          add(target);
        }
      }
      barrels = next;
    }
    const weight = (path: string): number => (this.source.index.get(path)?.speaks ? 0 : mine.has(path) ? 1 : 2);
    const ordered = [...files].sort((a, b) => weight(a) - weight(b) || (a < b ? -1 : 1));
    // Import by import: two that change places mean something else, although the files are the same.
    const links = ordered.map((path) => `${path}>${this.meanings(path, !mine.has(path)).join(',')}`).join('\n');
    return { id: own[0]!, own, files: ordered, links };
  }

  /** Breadth first from a file, in order of names; stops at `limit` files. */
  private reach(from: string, seen: Set<string>, limit: number): string[] {
    const queue = [from];
    seen.add(from);
    for (let at = 0; at < queue.length; at++) {
      for (const next of [...(this.edges.get(queue[at]!) ?? [])].sort()) {
        if (seen.has(next) || queue.length >= limit) continue;
        seen.add(next);
        queue.push(next);
      }
    }
    return queue;
  }

  private link(from: string, to: string): void {
    const known = this.edges.get(from);
    if (known) known.add(to);
    else this.edges.set(from, new Set([to]));
  }

  /** Files that a file's imports mean; only those it hands on when `reexports`. Files the index does not have yet are loaded. */
  private targets(path: string, reexports = false): readonly string[] {
    return [...new Set(this.meanings(path, reexports))].filter((target) => target !== '').sort();
  }

  /** What each import of a file means, in the order of its text; empty where that is no other file. */
  private meanings(path: string, reexports: boolean): readonly string[] {
    const entry = this.source.index.get(path);
    if (!entry) return [];
    return entry.imports
      .filter((ref) => !reexports || ref.reexport)
      .map((ref) => {
        const target = this.resolve(entry, ref);
        return target !== undefined && target !== path && this.loaded(target) ? target : '';
      });
  }

  private resolve(entry: SourceEntry, ref: ImportRef): string | undefined {
    return this.source.resolver.resolve({
      from: entry.path,
      specifier: ref.specifier,
      level: ref.level,
      language: entry.language,
    });
  }

  private loaded(path: string): boolean {
    const { index } = this.source;
    if (index.get(path)) return true;
    const text = this.source.readText(path);
    if (text === undefined) return false;
    index.update(path, text);
    return index.get(path) !== undefined;
  }

  /** Files with an import that means `path`, found by the last piece of the specifier. */
  private importersOf(path: string): readonly (readonly [importer: string, ref: ImportRef])[] {
    const { index } = this.source;
    const found = new Map<string, ImportRef>();
    const candidates = new Set<string>();
    for (const tail of this.tails(path))
      for (const importer of index.importing(tail)) if (importer !== path) candidates.add(importer);
    for (const importer of [...candidates].sort()) {
      const entry = index.get(importer)!;
      for (const ref of entry.imports) {
        if (this.resolve(entry, ref) !== path) continue;
        if (!found.get(importer)?.reexport) found.set(importer, ref);
      }
    }
    return [...found];
  }

  /** How the last piece of a specifier that means this file may read. */
  private tails(path: string): readonly string[] {
    const own = stem(path);
    const tails = new Set([own]);
    if (PACKAGE_STEMS.has(own)) for (const tail of [basename(dirname(path)), '.', '']) tails.add(tail);
    if (familyOf(this.source.index.get(path)?.language ?? '') === 'js')
      for (const tail of this.aliasesAround(path)) tails.add(tail);
    return [...tails];
  }

  /** Names that do not look like the file: the package it is in, what that exports, aliases of the nearest tsconfig. */
  private aliasesAround(path: string): readonly string[] {
    const folder = dirname(path);
    const known = this.aliases.get(folder);
    if (known) return known;
    const found = new Set<string>();
    for (const manifest of this.source.index.allManifests()) {
      if (manifest.name === undefined || !isInside(manifest.folder, path)) continue;
      for (const name of [manifest.name, ...manifest.subpaths]) found.add(last(name));
    }
    for (const at of ancestors(path, this.source.rootOf(path))) {
      for (const name of ['tsconfig.json', 'jsconfig.json']) {
        const mapping = this.source.project.mapping(join(at, name));
        for (const { pattern } of mapping?.paths ?? []) if (!pattern.endsWith('*')) found.add(last(pattern));
      }
    }
    this.aliases.set(folder, [...found]);
    return [...found];
  }
}

function last(specifier: string): string {
  return stem(specifier.replace(/\/+$/, ''));
}
