/**
 * Who judges which unit. Units that hold a file the host calls its own (an open document) are judged here, when somebody asks; the others
 * elsewhere, and until that is done there is no verdict of them. A verdict from elsewhere counts here as well, for the same texts: a
 * document that is opened shows at once what was found of it while it was closed.
 */
import type { Delegation, ReplicaChanges, Told, UnitAnswer, UnitOrder } from '../service-types';
import type { RuleEntry } from '../threats/catalogue';
import { Elsewhere } from './elsewhere';
import type { Graph, Unit } from './graph';
import type { Judged, Verdict } from './judge';
import type { Workspace } from './workspace';

export interface DelegationSource {
  readonly workspace: Workspace;
  readonly rules: ReadonlyMap<string, RuleEntry>;
  /** See `ServiceHost.here`. */
  here(): ReadonlySet<string> | undefined;
  configurations(): ReplicaChanges['configurations'];
  setConfigurations(all: ReplicaChanges['configurations']): void;
}

export class Delegated implements Delegation {
  private readonly elsewhere: Elsewhere;
  private near:
    { readonly paths: ReadonlySet<string>; readonly graph: Graph; readonly units: ReadonlySet<Unit> } | undefined;
  /** A file somebody wants to know all of, open or not. */
  private asked: string | undefined;

  constructor(private readonly source: DelegationSource) {
    this.elsewhere = new Elsewhere(source.workspace, source.rules);
  }

  // ------------------------------------------------------------ for the service

  /** Names what `get` returns. */
  keyOf(unit: Unit): string {
    if (this.isHere(unit)) return this.source.workspace.verdicts.keyOf(unit);
    return `${this.elsewhere.keyOf(unit)}${this.known(unit) ? '' : '?'}`;
  }

  /** The unit's verdict; undefined while it is judged elsewhere. */
  get(unit: Unit): Verdict | undefined {
    return this.known(unit) ?? (this.isHere(unit) ? this.source.workspace.verdicts.of(unit) : undefined);
  }

  /** The verdict with its model, wherever the unit was judged; undefined when judging it has failed. */
  whole(unit: Unit): Judged | undefined {
    return this.elsewhere.hasFailed(unit) ? undefined : this.source.workspace.verdicts.of(unit);
  }

  /** Within `question` the units of a file are judged here. */
  asking<T>(path: string, question: () => T): T {
    const before = this.asked;
    this.asked = path;
    try {
      return question();
    } finally {
      this.asked = before;
    }
  }

  // ------------------------------------------------------------ for the host

  pending(): readonly UnitOrder[] {
    if (!this.source.here()) return [];
    return this.graph()
      .units.filter((unit) => !this.isHere(unit) && !this.known(unit))
      .map((unit) => ({ id: unit.id, key: this.elsewhere.keyOf(unit), own: unit.own }));
  }

  judged(path: string): boolean {
    return this.unitsOf(path).every((unit) => this.isHere(unit) || this.known(unit) !== undefined);
  }

  changes(told: Told): ReplicaChanges {
    return this.elsewhere.changes(told, this.source.configurations());
  }

  adopt(answer: UnitAnswer): boolean {
    return this.elsewhere.adopt(answer);
  }

  giveUp(order: UnitOrder, message: string): void {
    this.elsewhere.giveUp(order, message);
  }

  retry(): void {
    this.elsewhere.retry();
  }

  prepare(path: string): void {
    for (const unit of this.unitsOf(path)) if (unit.own.includes(path)) this.whole(unit);
  }

  judgeHere({ id }: UnitOrder): void {
    const unit = this.graph().units.find((one) => one.id === id);
    if (unit) this.source.workspace.verdicts.of(unit);
  }

  replay({ roots, complete, configurations, files, removed, surroundings }: ReplicaChanges): void {
    const { workspace } = this.source;
    if (roots.join('\n') !== workspace.roots.join('\n')) {
      workspace.roots = roots;
      workspace.invalidate();
    }
    this.source.setConfigurations(configurations);
    for (const path of removed) workspace.remove(path);
    for (const { path, text, languageId } of files) {
      if (text === undefined) workspace.read(path, languageId);
      else workspace.update(path, text, languageId);
    }
    if (surroundings) workspace.invalidate();
    workspace.complete = complete;
  }

  judge(id: string): UnitAnswer | undefined {
    return this.elsewhere.judge(id);
  }

  // ------------------------------------------------------------ inside

  private known(unit: Unit): Verdict | undefined {
    return this.source.workspace.verdicts.known(unit) ?? this.elsewhere.get(unit);
  }

  private isHere(unit: Unit): boolean {
    const paths = this.source.here();
    if (!paths) return true;
    const graph = this.graph();
    if (this.near?.paths !== paths || this.near.graph !== graph)
      this.near = { paths, graph, units: new Set([...paths].flatMap((path) => this.unitsOf(path))) };
    return this.near.units.has(unit) || (this.asked !== undefined && this.unitsOf(this.asked).includes(unit));
  }

  private unitsOf(path: string): readonly Unit[] {
    return this.graph().unitsOf.get(path) ?? [];
  }

  private graph(): Graph {
    return this.source.workspace.graph();
  }
}
