/**
 * The workspace: which files there are, how they hang together, and what that makes of a change of one of them. Graph and programs are
 * made when asked for and stand until a file comes, goes or changes what it imports.
 */
import type { ServiceHost } from '../service-types';
import type { RuleEntry } from '../threats/catalogue';
import { isPlatform, type Engine } from './engine';
import { buildGraph, type Graph } from './graph';
import { isProjectFile, languageOf } from './languages';
import { innermost, relativeTo } from './paths';
import { createImportFilter, type ImportFilter, type Searchable } from './prefilter';
import { Programs } from './programs';
import { ProjectFiles } from './project-files';
import { Resolver } from './resolve';
import { skippedByName } from './skip';
import { names, SourceIndex } from './source-index';
import { Verdicts } from './verdicts';

export interface WorkspaceOptions {
  readonly engine: Engine;
  readonly host: ServiceHost;
  readonly rules: ReadonlyMap<string, RuleEntry>;
  /** The configuration leaves the file out. */
  excluded(path: string): boolean;
}

interface Built {
  readonly structure: number;
  readonly graph: Graph;
  readonly programs: Programs;
  readonly filter: ImportFilter;
}

/** Each build may load files of which the next one knows more; this many imports in a row lead from file to file that nobody named. */
const MAX_BUILDS = 20;

export class Workspace {
  readonly index: SourceIndex;
  readonly verdicts: Verdicts;
  roots: readonly string[] = [];
  complete = false;

  private readonly project: ProjectFiles;
  private readonly resolver: Resolver;
  private readonly needles = new Map<string, readonly string[]>();
  private built: Built | undefined;
  /** Grows when something other than a file's own text may change the graph. */
  private outside = 0;

  constructor(private readonly options: WorkspaceOptions) {
    const { host, engine } = options;
    const owns = (module: string): boolean => engine.bindings.some((one) => !isPlatform(one) && one.owns(module));
    this.index = new SourceIndex(
      { needles: (language) => this.needlesOf(language), owns, skips: (path) => this.skipped(path) },
      (path) => host.readText(path),
    );
    this.project = new ProjectFiles((path) => this.index.manifest(path)?.text ?? host.readText(path));
    this.resolver = new Resolver({
      // Imports do not lead out of the workspace's folders.
      exists: (path) =>
        !this.skipped(path) &&
        (this.roots.length === 0 || this.rootOf(path) !== undefined) &&
        (this.index.get(path) !== undefined || host.exists(path)),
      real: (path) => {
        const real = host.realPath?.(path) ?? path;
        return this.skipped(real) ? undefined : real;
      },
      project: this.project,
      packageFolders: (name) =>
        [...this.index.allManifests()].filter((manifest) => manifest.name === name).map((manifest) => manifest.folder),
      rootOf: (path) => this.rootOf(path),
      owned: owns,
    });
    this.verdicts = new Verdicts({
      index: this.index,
      engine,
      rules: options.rules,
      frontend: (language) => host.frontend(language),
      frontendProblem: (language) => host.frontendProblem?.(language),
      rootOf: (path) => this.rootOf(path),
      resolve: (from, specifier, level) => this.resolve(from, specifier, level),
      readText: (path) => host.readText(path),
      log: (message) => host.log(message),
      complete: () => this.complete,
      zapElsewhere: (unit) => this.state().programs.zapElsewhere(unit.files, unit.own),
      settlesTypes: host.settlesTypes === true,
      ...(host.giveWay ? { giveWay: () => host.giveWay?.() } : {}),
    });
  }

  /** See `ServiceHost.giveWay`. */
  giveWay(): void {
    this.options.host.giveWay?.();
  }

  // ------------------------------------------------------------ files

  /** Another number when something other than a file's own text may have changed what imports mean. */
  get surroundings(): number {
    return this.outside;
  }

  update(path: string, text: string, languageId?: string): boolean {
    const known = this.index.get(path) !== undefined;
    const changed = this.index.update(path, text, languageId);
    if (changed === 'structure' || isProjectFile(path)) this.touched(path, known);
    return (
      this.index.get(path)?.speaks === true || this.hasPackages(path) || this.built?.graph.unitsOf.has(path) === true
    );
  }

  /** Adds or replaces a file as it is on disk. */
  read(path: string, languageId?: string): void {
    const text = this.options.host.readText(path);
    if (text === undefined) this.remove(path);
    else this.update(path, text, languageId);
  }

  remove(path: string): void {
    this.index.remove(path);
    this.touched(path, false);
  }

  /** Everything that hangs on paths or folders is made anew. */
  invalidate(): void {
    this.project.clear();
    this.resolver.forgetAll();
    this.outside++;
  }

  /** The cheap test before a file is decoded; see `ThreatService.mayMatter`. */
  mayMatter(path: string, content: Searchable): boolean {
    if (isProjectFile(path)) return true;
    const language = languageOf(path);
    if (language === undefined || this.skipped(path)) return false;
    return names(content, this.needlesOf(language)) || this.resolver.isAskedFor(path);
  }

  mayImport(path: string, content: Searchable): boolean {
    const language = languageOf(path);
    return (
      language !== undefined &&
      !this.skipped(path) &&
      (this.state().filter(language, content) || this.resolver.isAskedFor(path))
    );
  }

  speaksZeroMq(): boolean {
    for (const entry of this.index.all()) if (entry.speaks && !this.options.excluded(entry.path)) return true;
    for (const manifest of this.index.allManifests()) if (this.hasPackages(manifest.path)) return true;
    return false;
  }

  /** Languages of all files that are judged, or of those that are judged together with some. */
  languages(paths?: Iterable<string>): readonly string[] {
    const { unitsOf } = this.graph();
    const files = paths
      ? [...new Set([...paths].flatMap((path) => unitsOf.get(path) ?? []))].flatMap((unit) => unit.files)
      : unitsOf.keys();
    const found = new Set<string>();
    for (const path of files) {
      const language = this.index.get(path)?.language;
      if (language !== undefined) found.add(language);
    }
    return [...found].sort();
  }

  rootOf(path: string): string | undefined {
    return innermost(this.roots, path);
  }

  // ------------------------------------------------------------ units

  graph(): Graph {
    return this.state().graph;
  }

  /** Manifests that ask for a package of ours. */
  manifests(): readonly string[] {
    return [...this.index.allManifests()]
      .map((manifest) => manifest.path)
      .filter((path) => this.hasPackages(path) && !this.options.excluded(path));
  }

  // ------------------------------------------------------------ inside

  private resolve(from: string, specifier: string, level: number): string | undefined {
    const language = this.index.get(from)?.language;
    return language === undefined ? undefined : this.resolver.resolve({ from, specifier, level, language });
  }

  /** Only what lies below the workspace's folder counts: the folder itself may well be in somebody's node_modules. */
  private skipped(path: string): boolean {
    const root = this.rootOf(path);
    return skippedByName(root === undefined ? path : `/${relativeTo(root, path)}`);
  }

  private hasPackages(path: string): boolean {
    return (
      this.index
        .manifest(path)
        ?.packages.some((use) =>
          this.options.engine.bindings.some(
            (binding) => !isPlatform(binding) && (binding.owns(use.name) || binding.owns(use.alias ?? use.name)),
          ),
        ) === true
    );
  }

  /** A path appeared, went, or says something new about others: whoever hangs on it asks again. */
  private touched(path: string, known: boolean): void {
    this.resolver.forget(path);
    if (isProjectFile(path)) {
      this.project.clear();
      this.resolver.forgetAll();
      this.outside++;
      return;
    }
    // Of a source file only its being there matters to others.
    for (const asker of known ? [] : this.resolver.askersOf(path)) {
      this.resolver.forget(asker);
      this.outside++;
    }
  }

  private state(): Built {
    if (this.built?.structure === this.stamp()) return this.built;
    const graph = this.build();
    this.index.release((path) => graph.unitsOf.has(path));
    const programs = new Programs({
      index: this.index,
      rootOf: (path) => this.rootOf(path),
      exists: (path) => this.options.host.exists(path),
    });
    this.built = { structure: this.stamp(), graph, programs, filter: createImportFilter(graph.tails) };
    this.verdicts.keep(graph.units);
    return this.built;
  }

  private stamp(): number {
    return this.index.structure + this.outside;
  }

  /** What is loaded on the way may speak, or import what does: the graph is that of all that is in, whoever asked first. */
  private build(round = 1): Graph {
    const before = this.stamp();
    const graph = buildGraph({
      index: this.index,
      resolver: this.resolver,
      project: this.project,
      rootOf: (path) => this.rootOf(path),
      readText: (path) => this.options.host.readText(path),
      excluded: (path) => this.options.excluded(path),
    });
    return this.stamp() === before || round >= MAX_BUILDS ? graph : this.build(round + 1);
  }

  private needlesOf(language: string): readonly string[] {
    let known = this.needles.get(language);
    if (!known) {
      known = [
        ...new Set(
          this.options.engine.bindings
            .filter((binding) => !isPlatform(binding) && binding.languages.includes(language))
            .flatMap((binding) => binding.needles),
        ),
      ];
      this.needles.set(language, known);
    }
    return known;
  }
}
