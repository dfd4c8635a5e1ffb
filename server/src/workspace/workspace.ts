/**
 * The workspace: files, units, verdicts, each made when asked for and kept under a key of all it depends on. There are no events to
 * miss: whether a result is stale is whether its key has changed.
 */
import type { TypeProject } from '../frontends/frontend';
import type { IrModule } from '../ir/ir';
import type { PackageUse } from '../model/model';
import type { ServiceHost } from '../service-types';
import type { RuleEntry } from '../threats/catalogue';
import { isPlatform, type Engine } from './engine';
import { buildGraph, type Graph, type Unit } from './graph';
import { judge, modelOf, type JudgeContext, type Verdict } from './judge';
import { isManifest, languageOf, PROGRAM_MARKERS } from './languages';
import { ancestors, basename, dirname, innermost, join } from './paths';
import { createImportFilter, type ImportFilter, type Searchable } from './prefilter';
import { Programs } from './programs';
import { packageQuestion, Resolver } from './resolve';
import { skippedByName } from './skip';
import { SourceIndex, speaks } from './source-index';

export interface WorkspaceOptions {
  readonly engine: Engine;
  readonly host: ServiceHost;
  readonly rules: ReadonlyMap<string, RuleEntry>;
  /** The configuration leaves the file out. */
  excluded(path: string): boolean;
}

interface Cached<T> {
  readonly key: string;
  readonly value: T;
}

const PROJECT_FILE = /^(?:[tj]sconfig.*\.json)$/;

export class Workspace {
  readonly index: SourceIndex;
  roots: readonly string[] = [];
  complete = false;

  private readonly resolver: Resolver;
  private readonly needles = new Map<string, readonly string[]>();
  private built: { readonly structure: number; readonly graph: Graph; readonly programs: Programs; readonly filter: ImportFilter } | undefined;
  /** Grows when something other than a file's own text may change the graph. */
  private outside = 0;
  private readonly models = new Map<string, Cached<ReturnType<typeof modelOf>>>();
  private readonly verdicts = new Map<string, Cached<Verdict>>();
  private readonly judging: JudgeContext;
  private readonly project: TypeProject;

  constructor(private readonly options: WorkspaceOptions) {
    const { host, engine } = options;
    this.index = new SourceIndex((language) => this.needlesOf(language), (path) => host.readText(path));
    this.resolver = new Resolver({
      // Imports do not lead out of the workspace's folders.
      exists: (path) => !skippedByName(path) && (this.roots.length === 0 || this.rootOf(path) !== undefined) && (this.index.get(path) !== undefined || host.exists(path)),
      readText: (path) => this.index.manifest(path)?.text ?? host.readText(path),
      packageFolders: (name) => [...this.index.allManifests()].filter((manifest) => manifest.name === name).map((manifest) => manifest.folder),
      rootOf: (path) => this.rootOf(path),
      owned: (module) => engine.bindings.some((binding) => !isPlatform(binding) && binding.owns(module)),
    });
    this.judging = { engine, rules: options.rules, text: (file) => this.index.textOf(file) ?? '', log: (message) => host.log(message) };
    this.project = {
      text: (path) => this.index.textOf(path) ?? host.readText(path),
      resolve: (from, specifier) => this.resolve(from, specifier, 0),
      declarations: new Map(engine.bindings.flatMap((binding) => [...(binding.declarations ?? [])])),
    };
  }

  // ------------------------------------------------------------ files

  update(path: string, text: string, languageId?: string): boolean {
    const known = this.index.get(path) !== undefined || this.index.manifest(path) !== undefined;
    const named = this.index.manifest(path)?.name;
    const changed = this.index.update(path, text, languageId);
    if (changed === 'structure' || !languageOf(path)) this.touched(path, known, named);
    return this.index.get(path)?.speaks === true || this.hasPackages(path) || this.built?.graph.unitsOf.has(path) === true;
  }

  remove(path: string): void {
    const named = this.index.manifest(path)?.name;
    this.index.remove(path);
    this.touched(path, false, named);
  }

  /** Everything that hangs on paths or folders is made anew. */
  invalidate(): void {
    this.outside++;
  }

  /** The cheap test before a file is decoded; see `ThreatService.mayMatter`. */
  mayMatter(path: string, content: Searchable): boolean {
    const name = basename(path);
    if (isManifest(path) || PROJECT_FILE.test(name) || (PROGRAM_MARKERS as readonly string[]).includes(name)) return true;
    const language = languageOf(path);
    if (language === undefined || skippedByName(path)) return false;
    return speaks(content, this.needlesOf(language)) || this.resolver.isAskedFor(path);
  }

  mayImport(path: string, content: Searchable): boolean {
    const language = languageOf(path);
    return language !== undefined && !skippedByName(path) && (this.state().filter(language, content) || this.resolver.isAskedFor(path));
  }

  speaksZeroMq(): boolean {
    for (const entry of this.index.all()) if (entry.speaks && !this.options.excluded(entry.path)) return true;
    for (const manifest of this.index.allManifests()) if (this.hasPackages(manifest.path)) return true;
    return false;
  }

  /** Languages of the files that are judged: what the host should have loaded. */
  languages(): readonly string[] {
    const found = new Set<string>();
    for (const path of this.graph().unitsOf.keys()) {
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
    return [...this.index.allManifests()].map((manifest) => manifest.path).filter((path) => this.hasPackages(path) && !this.options.excluded(path));
  }

  /** Key of all that a unit's verdict depends on. */
  unitKey(unit: Unit): string {
    return `${this.modelKey(unit)}|${this.mayConclude(unit)}`;
  }

  verdict(unit: Unit): Verdict {
    const key = this.unitKey(unit);
    const known = this.verdicts.get(unit.id);
    if (known?.key === key) return known.value;
    const modules = this.modules(unit);
    const { model, problem } = this.model(unit, modules);
    const verdict = judge({ ...model, complete: model.complete && this.mayConclude(unit) }, modules, this.judging);
    const problems = problem === undefined ? [] : [{ file: unit.own[0]!, message: `The analysis of this file and its neighbours failed: ${problem}` }];
    const value = { ...verdict, problems: [...problems, ...this.unread(unit), ...verdict.problems] };
    this.verdicts.set(unit.id, { key, value });
    return value;
  }

  manifestKey(path: string): string {
    return `${this.index.manifest(path)?.version ?? 0}|${this.complete}`;
  }

  /** A manifest is judged alone: what it asks for is a finding whether or not the code is any good. */
  manifestVerdict(path: string): Verdict {
    const id = `manifest:${path}`;
    const key = this.manifestKey(path);
    const known = this.verdicts.get(id);
    if (known?.key === key) return known.value;
    const input = { modules: [], resolve: () => undefined, bindings: this.options.engine.bindings, packages: this.index.manifest(path)?.packages ?? [], complete: this.complete };
    const value = judge({ ...modelOf(input, this.judging).model, files: [path] }, [], this.judging);
    this.verdicts.set(id, { key, value });
    return value;
  }

  // ------------------------------------------------------------ inside

  private model(unit: Unit, modules: readonly IrModule[]): ReturnType<typeof modelOf> {
    const key = this.modelKey(unit);
    const known = this.models.get(unit.id);
    if (known?.key === key) return known.value;
    const { host, engine } = this.options;
    const value = modelOf(
      {
        modules,
        resolve: (from, specifier, level) => this.resolve(from, specifier, level),
        bindings: engine.bindings,
        packages: this.packagesOf(unit),
        complete: true,
        typeAt: (file, range) => host.frontend(this.index.get(file)?.language ?? '')?.typeAt?.(file, range, this.project),
        log: (message) => host.log(message),
      },
      this.judging,
    );
    this.models.set(unit.id, { key, value });
    return value;
  }

  private modelKey(unit: Unit): string {
    const { host } = this.options;
    const versions = unit.files.map((path) => {
      const entry = this.index.get(path);
      return entry && host.frontend(entry.language) ? entry.version : 0;
    });
    const manifests = this.manifestsOf(unit).map((path) => `${path}@${this.index.manifest(path)!.version}`);
    return [versions.join(), unit.links, manifests.join()].join('|');
  }

  private modules(unit: Unit): readonly IrModule[] {
    return unit.files.flatMap((path) => {
      const entry = this.index.get(path);
      return (entry && this.index.moduleOf(entry, this.options.host.frontend(entry.language)).module) ?? [];
    });
  }

  private unread(unit: Unit): Verdict['problems'] {
    return unit.own.flatMap((file) => {
      const problem = this.index.get(file)?.lowered?.problem;
      return problem === undefined ? [] : [{ file, message: `This file could not be read: ${problem}` }];
    });
  }

  /** May a rule conclude from absence in this unit? */
  private mayConclude(unit: Unit): boolean {
    return this.complete && !this.state().programs.zapElsewhere(unit.files, unit.own);
  }

  /** Manifests above the unit's files, nearest first. */
  private manifestsOf(unit: Unit): readonly string[] {
    const found = new Set<string>();
    for (const folder of new Set(unit.own.map(dirname))) for (const at of ancestors(`${folder}/x`, this.rootOf(folder))) {
      const path = join(at, 'package.json');
      if (this.index.manifest(path)) found.add(path);
    }
    return [...found].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  }

  /** What the unit's manifests ask for; a nearer one hides a farther one. */
  private packagesOf(unit: Unit): readonly PackageUse[] {
    const seen = new Map<string, string>();
    return this.manifestsOf(unit).flatMap((path) =>
      this.index.manifest(path)!.packages.filter((use) => {
        const name = use.alias ?? use.name;
        if (!seen.has(name)) seen.set(name, path);
        return seen.get(name) === path;
      }),
    );
  }

  private resolve(from: string, specifier: string, level: number): string | undefined {
    const language = this.index.get(from)?.language;
    return language === undefined ? undefined : this.resolver.resolve({ from, specifier, level, language });
  }

  private hasPackages(path: string): boolean {
    return this.index.manifest(path)?.packages.some((use) => this.options.engine.bindings.some((binding) => !isPlatform(binding) && binding.owns(use.name))) === true;
  }

  /** A path appeared, went, or says something new about others: whoever asked about it asks again. */
  private touched(path: string, known: boolean, named: string | undefined): void {
    const questions = [path, ...[named, this.index.manifest(path)?.name].flatMap((name) => (name === undefined ? [] : [packageQuestion(name)]))];
    // Of a source file only its being there matters to others; of a manifest or tsconfig, what it says.
    const content = !languageOf(path);
    if (!known || content) {
      for (const asker of questions.flatMap((question) => this.resolver.askersOf(question))) {
        this.resolver.forget(asker);
        this.outside++;
      }
    }
    this.resolver.forget(path);
    if (content && (PROJECT_FILE.test(basename(path)) || (PROGRAM_MARKERS as readonly string[]).includes(basename(path)))) this.outside++;
  }

  private state(): NonNullable<Workspace['built']> {
    const stamp = (): number => this.index.structure + this.outside;
    if (this.built?.structure === stamp()) return this.built;
    const { host } = this.options;
    const rootOf = (path: string): string | undefined => this.rootOf(path);
    const graph = buildGraph({ index: this.index, resolver: this.resolver, rootOf, readText: (path) => host.readText(path), excluded: (path) => this.options.excluded(path) });
    this.index.release((path) => graph.unitsOf.has(path));
    const programs = new Programs({ index: this.index, rootOf, exists: (path) => host.exists(path) });
    // Building the graph may have loaded files: the stamp is taken afterwards.
    this.built = { structure: stamp(), graph, programs, filter: createImportFilter(graph.tails) };
    for (const id of [...this.models.keys()]) if (!graph.units.some((unit) => unit.id === id)) this.models.delete(id);
    return this.built;
  }

  private needlesOf(language: string): readonly string[] {
    let known = this.needles.get(language);
    if (!known) {
      known = [...new Set(this.options.engine.bindings.filter((binding) => !isPlatform(binding) && binding.languages.includes(language)).flatMap((binding) => binding.needles))];
      this.needles.set(language, known);
    }
    return known;
  }
}
