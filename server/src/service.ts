/**
 * The service: texts in, plain data out, no I/O. A thin layer over `workspace/`; the editor, the command line and the reports call it
 * and nothing below. See `service-types.ts` for what each method promises.
 */
import type { Finding, Notice } from './model/finding';
import type {
  FileResult,
  HoverResult,
  ReplicaChanges,
  ServiceOptions,
  SourceFile,
  ThreatService,
  ThreatStatus,
} from './service-types';
import type { Range } from './text/lines';
import type { TextChange } from './text/edits';
import type { RuleEntry } from './threats/catalogue';
import type { Accepted } from './workspace/acceptance-edits';
import { expiredNotices, isExpired } from './workspace/accepted-mitigations';
import { NOTHING_SAID, type Commented } from './workspace/acceptances';
import { Changes } from './workspace/changes';
import {
  CONFIGURATION_NAME,
  DEFAULTS,
  readConfiguration,
  ruleNames,
  type Configuration,
} from './workspace/configuration';
import { Delegated } from './workspace/delegation';
import { standardEngine, type Engine } from './workspace/engine';
import { fileResult } from './workspace/file-results';
import { hoverAt } from './workspace/hover';
import type { Unit } from './workspace/graph';
import type { Judged, Verdict } from './workspace/judge';
import { innermost, join, relativeTo } from './workspace/paths';
import type { Searchable } from './workspace/prefilter';
import { statusOf, type StatusSource } from './workspace/status';
import { Workspace } from './workspace/workspace';

export function createService(
  options: ServiceOptions,
  engine: Engine = standardEngine((message) => options.host.log(message)),
): ThreatService {
  return new Service(options, engine);
}

interface Configured {
  readonly path: string;
  readonly text: string;
  readonly configuration: Configuration;
  /** Grows with each change: part of the key of every result under the root. */
  readonly version: number;
}

class Service implements ThreatService {
  private readonly rules: ReadonlyMap<string, RuleEntry>;
  /** Rules under every name a person may use for them. */
  private readonly names: ReadonlyMap<string, RuleEntry>;
  private readonly configurations = new Map<string, Configured>();
  private readonly defaults: Configuration;
  private readonly workspace: Workspace;
  private readonly changes: Changes;
  readonly elsewhere: Delegated;
  private readonly cache = new Map<string, { readonly key: string; readonly result: FileResult }>();
  /** Key of the results that were last handed out, per file. */
  private readonly told = new Map<string, string>();
  private versions = 0;

  constructor(
    private readonly options: ServiceOptions,
    engine: Engine,
  ) {
    this.rules = new Map(options.catalogue.rules.map((rule) => [rule.id, rule]));
    this.names = ruleNames(options.catalogue);
    this.defaults = { ...DEFAULTS, profile: options.profile ?? DEFAULTS.profile };
    this.workspace = new Workspace({
      engine,
      host: options.host,
      rules: this.rules,
      excluded: (path) => this.excluded(path),
    });
    this.elsewhere = new Delegated({
      workspace: this.workspace,
      rules: this.rules,
      here: () => options.host.here?.(),
      configurations: () => [...this.configurations].map(([root, { path, text }]) => ({ root, path, text })),
      setConfigurations: (all) => this.setConfigurations(all),
    });
    const findings = (path: string): readonly Finding[] => this.results(path).findings;
    this.changes = new Changes(this.workspace, this.names, options.host.today, findings, (path) =>
      this.commented(path),
    );
  }

  // ------------------------------------------------------------ what is there

  update({ path, text, languageId }: SourceFile): boolean {
    return this.workspace.update(path, text, languageId);
  }

  remove(path: string): void {
    this.workspace.remove(path);
  }

  setRoots(roots: readonly string[]): void {
    if (roots.join('\n') === this.workspace.roots.join('\n')) return;
    this.workspace.roots = [...roots];
    this.workspace.invalidate();
  }

  setComplete(complete: boolean): void {
    this.workspace.complete = complete;
  }

  setConfiguration(root: string, text: string | undefined, path = join(root, CONFIGURATION_NAME)): void {
    const known = this.configurations.get(root);
    if (known?.text === text && (text === undefined || known?.path === path)) return;
    if (text === undefined) this.configurations.delete(root);
    else {
      const read = readConfiguration(path, text, this.options.catalogue);
      const configuration = { ...read, profile: this.options.profile ?? read.profile };
      this.configurations.set(root, { path, text, configuration, version: ++this.versions });
    }
    this.workspace.invalidate();
  }

  private setConfigurations(all: ReplicaChanges['configurations']): void {
    const roots = new Set(all.map(({ root }) => root));
    for (const root of this.configurations.keys()) if (!roots.has(root)) this.setConfiguration(root, undefined);
    for (const { root, path, text } of all) this.setConfiguration(root, text, path);
  }

  mayMatter(path: string, content: Searchable): boolean {
    return this.workspace.mayMatter(path, content);
  }

  mayImport(path: string, content: Searchable): boolean {
    return this.workspace.mayImport(path, content);
  }

  languages(paths?: Iterable<string>): readonly string[] {
    return this.workspace.languages(paths);
  }

  files(): readonly string[] {
    return [
      ...new Set([
        ...this.workspace.graph().unitsOf.keys(),
        ...this.workspace.manifests(),
        ...this.configurationFiles(),
      ]),
    ]
      .filter((path) => !this.excluded(path))
      .sort();
  }

  speaksZeroMq(): boolean {
    return this.workspace.speaksZeroMq();
  }

  get hasOpenTypes(): boolean {
    return this.workspace.verdicts.hasOpenTypes;
  }

  settleTypes(): boolean {
    return this.workspace.verdicts.settleTypes();
  }

  // ------------------------------------------------------------ what is found

  stale(): readonly string[] {
    const changed = this.files().filter((path) => this.told.get(path) !== this.key(path));
    const gone = [...this.told].filter(([path, key]) => key !== '' && this.key(path) === '').map(([path]) => path);
    return [...new Set([...changed, ...gone])];
  }

  results(path: string): FileResult {
    const key = this.key(path);
    if (key === '') this.told.delete(path);
    else this.told.set(path, key);
    const known = this.cache.get(path);
    if (known?.key === key) return known.result;
    const result = key === '' ? { path, findings: [], postures: [], notices: [] } : this.compute(path);
    if (key === '') this.cache.delete(path);
    else this.cache.set(path, { key, result });
    return result;
  }

  all(): readonly FileResult[] {
    return this.files().map((path) => this.results(path));
  }

  hover(path: string, offset: number, beside = false): HoverResult | undefined {
    if (this.excluded(path)) return undefined;
    return this.elsewhere.asking(path, () => {
      const verdicts = this.wholeVerdicts(path);
      if (verdicts.length === 0) return undefined;
      return hoverAt(
        {
          path,
          beside,
          catalogue: this.options.catalogue,
          rules: this.rules,
          findings: this.results(path).findings,
          postures: this.results(path).postures,
          models: verdicts.map((verdict) => verdict.model),
          secrets: verdicts.flatMap((verdict) => verdict.secrets),
          lines: (file) => this.workspace.index.linesOf(file),
        },
        offset,
      );
    });
  }

  fixes(path: string, range: Range): ReturnType<ThreatService['fixes']> {
    return this.results(path)
      .findings.filter(
        (finding) => !finding.suppression && finding.range.start <= range.end && range.start <= finding.range.end,
      )
      .flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
  }

  fixAll(path: string, rule?: string): readonly TextChange[] {
    return this.elsewhere.asking(path, () => this.changes.fixAll(path, rule));
  }

  acceptable(path: string, finding: Finding): Accepted | null | undefined {
    return this.elsewhere.asking(path, () => this.changes.acceptable(path, finding));
  }

  accept(path: string, fingerprint: string, accepted: Accepted): TextChange | undefined {
    return this.elsewhere.asking(path, () => this.changes.accept(path, fingerprint, accepted));
  }

  status(root?: string): readonly ThreatStatus[] {
    const inside = (path: string): boolean => root === undefined || this.workspace.rootOf(path) === root;
    const results = this.all().filter((result) => inside(result.path));
    const units = this.workspace.graph().units.filter((unit) => unit.own.some(inside));
    const verdicts = [
      ...units.flatMap((unit) => this.elsewhere.get(unit) ?? []),
      ...this.workspace
        .manifests()
        .filter(inside)
        .map((path) => this.workspace.verdicts.ofManifest(path)),
    ];
    return statusOf({
      catalogue: this.options.catalogue,
      findings: results.flatMap((result) => result.findings),
      postures: results.flatMap((result) => result.postures),
      facts: verdicts.map((verdict) => verdict.mitigations()),
      ...this.said(root),
    });
  }

  sockets(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const unit of this.workspace.graph().units)
      for (const [binding, count] of Object.entries(this.elsewhere.get(unit)?.sockets ?? {}))
        counts[binding] = (counts[binding] ?? 0) + count;
    return counts;
  }

  // ------------------------------------------------------------ inside

  /** What configurations say of mitigations: what they vouch for today, and which rules they turn off. */
  private said(root: string | undefined): Pick<StatusSource, 'accepted' | 'off'> {
    const all = [...this.configurations.values()].map((one) => one.configuration);
    const sources = root === undefined ? all : [this.configured(root).configuration];
    const today = this.options.host.today();
    const accepted = sources.flatMap(({ mitigations }) => [...mitigations].filter(([, one]) => !isExpired(one, today)));
    const off = sources.flatMap(({ rules }) => [...rules].flatMap(([rule, level]) => (level === 'off' ? [rule] : [])));
    return { accepted: new Map(accepted), off: new Set(off) };
  }

  private compute(path: string): FileResult {
    const root = this.workspace.rootOf(path);
    const { configuration } = this.configured(path);
    const text = this.workspace.index.textOf(path);
    if (text === undefined) return { path, findings: [], postures: [], notices: this.configurationNotices(path) };
    const verdicts = this.verdicts(path);
    const result = fileResult({
      path,
      relative: root === undefined ? path : relativeTo(root, path),
      text,
      lines: this.workspace.index.linesOf(path),
      ...this.commented(path),
      verdicts,
      configuration,
      rules: this.names,
      today: this.options.host.today(),
      complete: this.workspace.complete && this.elsewhere.judged(path),
    });
    return { ...result, notices: [...this.configurationNotices(path), ...result.notices] };
  }

  private commented(path: string): Commented {
    return (
      this.verdicts(path)
        .find((verdict) => verdict.commented.has(path))
        ?.commented.get(path) ?? NOTHING_SAID
    );
  }

  /** Verdicts of the units a file is in, those that are there. */
  private verdicts(path: string): readonly Verdict[] {
    return this.ofManifest(path) ?? this.unitsOf(path).flatMap((unit) => this.elsewhere.get(unit) ?? []);
  }

  private wholeVerdicts(path: string): readonly Judged[] {
    return this.ofManifest(path) ?? this.unitsOf(path).flatMap((unit) => this.elsewhere.whole(unit) ?? []);
  }

  private ofManifest(path: string): readonly Judged[] | undefined {
    if (!this.workspace.index.manifest(path)) return undefined;
    return this.workspace.manifests().includes(path) ? [this.workspace.verdicts.ofManifest(path)] : [];
  }

  private unitsOf(path: string): readonly Unit[] {
    return this.workspace.graph().unitsOf.get(path) ?? [];
  }

  /** All that a file's results depend on; empty when there can be none. */
  private key(path: string): string {
    if (this.excluded(path)) return '';
    const { version } = this.configured(path);
    if (this.configurationFiles().includes(path))
      return `c${[...this.configurations.values()].find((one) => one.path === path)!.version}|${this.options.host.today()}`;
    const manifest = this.workspace.index.manifest(path);
    if (manifest)
      return this.workspace.manifests().includes(path)
        ? `m${version}|${this.workspace.verdicts.manifestKey(path)}`
        : '';
    const units = this.unitsOf(path);
    return units.length === 0
      ? ''
      : [
          version,
          this.options.host.today(),
          this.workspace.complete,
          ...units.map((unit) => this.elsewhere.keyOf(unit)),
        ].join('|');
  }

  private configured(path: string): { readonly configuration: Configuration; readonly version: number } {
    const root = innermost([...this.configurations.keys()], path);
    return (
      (root === undefined ? undefined : this.configurations.get(root)) ?? { configuration: this.defaults, version: 0 }
    );
  }

  private excluded(path: string): boolean {
    const root = innermost([...this.configurations.keys()], path);
    const configured = root === undefined ? undefined : this.configurations.get(root);
    return (
      root !== undefined &&
      configured !== undefined &&
      path !== configured.path &&
      !configured.configuration.includes(relativeTo(root, path))
    );
  }

  /** Configurations that say something: only those are files with results. */
  private configurationFiles(): readonly string[] {
    const paths = [...this.configurations.values()].map(({ path }) => path);
    return [...new Set(paths)].filter((path) => this.configurationNotices(path).length > 0);
  }

  private configurationNotices(path: string): readonly Notice[] {
    const found = [...this.configurations.values()].find((one) => one.path === path)?.configuration;
    return found ? [...found.notices, ...expiredNotices(found.mitigations, this.options.host.today())] : [];
  }
}
