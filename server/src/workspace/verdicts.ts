/**
 * Verdicts of units and manifests, made when asked for and kept under a key of all they depend on. There are no events to miss:
 * whether a result is stale is whether its key has changed.
 */
import type { Frontend, TypeName, TypeProject } from '../frontends/frontend';
import { Islands } from '../evaluate/index';
import type { IrModule } from '../ir/ir';
import type { PackageUse } from '../model/model';
import type { Range } from '../text/lines';
import type { RuleEntry } from '../threats/catalogue';
import type { Engine } from './engine';
import type { Unit } from './graph';
import { judge, modelOf, type JudgeContext, type Judged } from './judge';
import { ancestors, dirname, join } from './paths';
import type { SourceIndex } from './source-index';
import { TypeAnswers } from './type-answers';

export interface VerdictSource {
  readonly index: SourceIndex;
  readonly engine: Engine;
  readonly rules: ReadonlyMap<string, RuleEntry>;
  frontend(language: string): Frontend | undefined;
  /** Why a language's frontend could not be loaded; undefined while it is there or on its way. */
  frontendProblem(language: string): string | undefined;
  rootOf(path: string): string | undefined;
  resolve(from: string, specifier: string, level: number): string | undefined;
  readText(path: string): string | undefined;
  log(message: string): void;
  /** Is the workspace completely indexed? */
  complete(): boolean;
  /** May a file of the same program outside the unit handle ZAP? */
  zapElsewhere(unit: Unit): boolean;
  /** Somebody calls `settleTypes` once there is time for it. */
  readonly settlesTypes: boolean;
  giveWay?(): void;
}

interface Cached<T> {
  readonly key: string;
  readonly value: T;
}

interface UnitFacts {
  readonly links: number;
  readonly manifests: readonly string[];
  readonly zapElsewhere: boolean;
}

/** What the type checker said of a unit's files. */
interface UnitTypes {
  readonly answers: TypeAnswers;
  /** How often it said something else when it was asked again: part of the key. */
  corrections: number;
}

type Evaluated = ReturnType<typeof modelOf>;

export class Verdicts {
  private readonly models = new Map<string, Cached<Evaluated>>();
  private readonly verdicts = new Map<string, Cached<Judged>>();
  /** Per unit, what hangs on the graph and not on texts; a new graph brings new units. */
  private readonly facts = new WeakMap<Unit, UnitFacts>();
  /** Numbers for link texts: a key of a few bytes instead of kilobytes. */
  private readonly linkNumbers = new Map<string, { readonly links: string; readonly number: number }>();
  private readonly types = new Map<string, UnitTypes>();
  private readonly islands = new Map<string, Cached<Islands>>();
  private readonly judging: JudgeContext;
  private readonly project: TypeProject;

  constructor(private readonly source: VerdictSource) {
    const { index, engine, rules } = source;
    this.judging = {
      engine,
      rules,
      text: (file) => index.textOf(file) ?? '',
      log: (message) => source.log(message),
      ...(source.giveWay ? { giveWay: source.giveWay } : {}),
    };
    this.project = {
      text: (path) => {
        // A type checker that reads its files takes longer than anything else.
        source.giveWay?.();
        return index.textOf(path) ?? source.readText(path);
      },
      resolve: (from, specifier) => source.resolve(from, specifier, 0),
      declarations: new Map(engine.bindings.flatMap((binding) => [...(binding.declarations ?? [])])),
    };
  }

  /** Key of all that a unit's verdict depends on. */
  keyOf(unit: Unit): string {
    return `${this.modelKey(unit)}|${this.mayConclude(unit)}`;
  }

  /** The verdict, if it is there and still holds. */
  known(unit: Unit): Judged | undefined {
    const known = this.verdicts.get(unit.id);
    return known && known.key === this.keyOf(unit) ? known.value : undefined;
  }

  of(unit: Unit): Judged {
    const key = this.keyOf(unit);
    const known = this.verdicts.get(unit.id);
    if (known?.key === key) return known.value;
    const modules = this.modules(unit);
    const { model, problem } = this.model(unit, modules);
    const unread = this.unread(unit);
    const complete = model.complete && unread.length === 0 && this.mayConclude(unit);
    const verdict = judge({ ...model, complete }, modules, this.judging);
    const failed =
      problem === undefined
        ? []
        : [{ file: unit.own[0]!, message: `The analysis of this file and its neighbours failed: ${problem}` }];
    const value = { ...verdict, problems: [...failed, ...unread, ...verdict.problems] };
    this.verdicts.set(unit.id, { key, value });
    return value;
  }

  manifestKey(path: string): string {
    return `${this.source.index.manifest(path)?.version ?? 0}|${this.source.complete()}`;
  }

  /** A manifest is judged alone: what it asks for is a finding whether or not the code is any good. */
  ofManifest(path: string): Judged {
    const id = `manifest:${path}`;
    const key = this.manifestKey(path);
    const known = this.verdicts.get(id);
    if (known?.key === key) return known.value;
    const { model } = modelOf(
      {
        modules: [],
        resolve: () => undefined,
        bindings: this.source.engine.bindings,
        packages: this.source.index.manifest(path)?.packages ?? [],
        complete: this.source.complete(),
      },
      this.judging,
    );
    const value = judge({ ...model, files: [path] }, [], this.judging);
    this.verdicts.set(id, { key, value });
    return value;
  }

  /** Forget units that are no more. */
  keep(units: readonly Unit[]): void {
    const ids = new Set(units.map((unit) => unit.id));
    for (const id of [...this.models.keys()]) if (!ids.has(id)) this.models.delete(id);
    for (const id of [...this.islands.keys()]) if (!ids.has(id)) this.islands.delete(id);
    for (const id of [...this.types.keys()]) if (!ids.has(id)) this.types.delete(id);
    for (const id of [...this.verdicts.keys()])
      if (!ids.has(id) && !id.startsWith('manifest:')) this.verdicts.delete(id);
  }

  /** Forget a unit's verdict and what it was made from. Texts stay, and lowered context, which other units may share. */
  forget(unit: Unit): void {
    this.types.delete(unit.id);
    this.models.delete(unit.id);
    this.islands.delete(unit.id);
    this.verdicts.delete(unit.id);
    for (const path of unit.own) {
      const entry = this.source.index.get(path);
      if (entry) entry.lowered = undefined;
    }
  }

  private model(unit: Unit, modules: readonly IrModule[]): Evaluated {
    const key = this.modelKey(unit);
    const known = this.models.get(unit.id);
    if (known?.key === key) return known.value;
    const { source } = this;
    const own = new Set(unit.own);
    const typeAt = source.settlesTypes
      ? this.typesOf(unit).answers.during(this.textsKey(unit))
      : (file: string, range: Range) => this.askType(file, range);
    const value = modelOf(
      {
        modules,
        resolve: (from, specifier, level) => source.resolve(from, specifier, level),
        bindings: source.engine.bindings,
        packages: this.packagesOf(unit),
        // Whether the program is complete is decided per run of the rules: it must not cost an evaluation.
        complete: true,
        // A checker is asked about files that hold ZeroMQ code or call it; what they merely import is not worth its milliseconds.
        typeAt: (file, range) => (own.has(file) ? typeAt(file, range) : undefined),
        log: (message) => source.log(message),
        text: (path) => this.judging.text(path),
        ...(source.giveWay ? { giveWay: source.giveWay } : {}),
      },
      this.judging,
      this.islandsOf(unit),
    );
    this.models.set(unit.id, { key, value });
    return value;
  }

  /** What is left of the evaluations before, unless more than texts changed since. */
  private islandsOf(unit: Unit): Islands {
    const { links, manifests } = this.factsOf(unit);
    const key = [links, ...manifests.map((path) => `${path} ${this.source.index.manifest(path)!.version}`)].join('|');
    const known = this.islands.get(unit.id);
    if (known?.key === key) return known.value;
    const value = new Islands();
    this.islands.set(unit.id, { key, value });
    return value;
  }

  /** Is there an answer of the type checker that is to be asked for again? */
  get hasOpenTypes(): boolean {
    for (const { answers } of this.types.values()) if (answers.isOpen) return true;
    return false;
  }

  /**
   * Ask the type checker again where answers of former texts were made do with. Takes as long as a checker takes.
   * @returns true when results have become stale by it
   */
  settleTypes(): boolean {
    let corrected = false;
    for (const types of this.types.values()) {
      if (!types.answers.settle()) continue;
      types.corrections++;
      corrected = true;
    }
    return corrected;
  }

  private typesOf(unit: Unit): UnitTypes {
    let types = this.types.get(unit.id);
    if (!types) {
      const answers = new TypeAnswers({
        text: (file) => this.source.index.textOf(file),
        ask: (file, range) => this.askType(file, range),
      });
      this.types.set(unit.id, (types = { answers, corrections: 0 }));
    }
    return types;
  }

  private askType(file: string, range: Range): TypeName | undefined {
    const { index, frontend } = this.source;
    this.source.giveWay?.();
    return frontend(index.get(file)?.language ?? '')?.typeAt?.(file, range, this.project);
  }

  private modelKey(unit: Unit): string {
    return `${this.textsKey(unit)}|${this.types.get(unit.id)?.corrections ?? 0}`;
  }

  private textsKey(unit: Unit): string {
    const { index } = this.source;
    const { links, manifests } = this.factsOf(unit);
    /** By language: it can be read; it is not known yet whether; it cannot. */
    const states = new Map<string, 'loaded' | 'awaited' | 'failed'>();
    const stateOf = (language: string): 'loaded' | 'awaited' | 'failed' => {
      const known =
        states.get(language) ??
        (this.source.frontend(language)
          ? 'loaded'
          : this.source.frontendProblem(language) === undefined
            ? 'awaited'
            : 'failed');
      states.set(language, known);
      return known;
    };
    const versions = unit.files.map((path) => {
      const entry = index.get(path);
      const state = entry ? stateOf(entry.language) : 'awaited';
      return entry && state === 'loaded' ? entry.version : state === 'failed' ? -1 : 0;
    });
    return [links, versions.join(), manifests.map((path) => index.manifest(path)!.version).join()].join('|');
  }

  private factsOf(unit: Unit): UnitFacts {
    const known = this.facts.get(unit);
    if (known) return known;
    const before = this.linkNumbers.get(unit.id);
    const links = before?.links === unit.links ? before : { links: unit.links, number: (before?.number ?? 0) + 1 };
    this.linkNumbers.set(unit.id, links);
    const facts = {
      links: links.number,
      manifests: this.findManifests(unit),
      zapElsewhere: this.source.zapElsewhere(unit),
    };
    this.facts.set(unit, facts);
    return facts;
  }

  private modules(unit: Unit): readonly IrModule[] {
    const { index } = this.source;
    return unit.files.flatMap((path) => {
      this.source.giveWay?.();
      const entry = index.get(path);
      return (entry && index.moduleOf(entry, this.source.frontend(entry.language)).module) ?? [];
    });
  }

  private unread(unit: Unit): Judged['problems'] {
    const { index } = this.source;
    return unit.own.flatMap((file) => {
      const entry = index.get(file);
      if (!entry) return [];
      const failed = this.source.frontendProblem(entry.language);
      if (failed !== undefined)
        return [
          { file, message: `This file was not analysed: what reads its language could not be loaded. ${failed}` },
        ];
      const { problem, module } = entry.lowered ?? {};
      if (problem !== undefined) return [{ file, message: `This file could not be read: ${problem}` }];
      return module?.unread === undefined
        ? []
        : [
            {
              file,
              message: `${module.unread}: not all of this file was analysed, and what is missing is not judged.`,
            },
          ];
    });
  }

  /** May a rule conclude from absence in this unit? */
  mayConclude(unit: Unit): boolean {
    return this.source.complete() && !this.factsOf(unit).zapElsewhere;
  }

  /** Manifests above the unit's files, nearest first. */
  manifestsOf(unit: Unit): readonly string[] {
    return this.factsOf(unit).manifests;
  }

  private findManifests(unit: Unit): readonly string[] {
    const found = new Set<string>();
    for (const folder of new Set(unit.own.map(dirname))) {
      for (const at of ancestors(join(folder, 'x'), this.source.rootOf(folder))) {
        const path = join(at, 'package.json');
        if (this.source.index.manifest(path)) found.add(path);
      }
    }
    return [...found].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  }

  /** What the unit's manifests ask for; a nearer one hides a farther one. */
  private packagesOf(unit: Unit): readonly PackageUse[] {
    const seen = new Map<string, string>();
    return this.factsOf(unit).manifests.flatMap((path) =>
      this.source.index.manifest(path)!.packages.filter((use) => {
        const name = use.alias ?? use.name;
        if (!seen.has(name)) seen.set(name, path);
        return seen.get(name) === path;
      }),
    );
  }
}
