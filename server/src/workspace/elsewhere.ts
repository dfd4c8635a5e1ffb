/**
 * Verdicts of units that are judged elsewhere: a replica of this service in another thread is told what has changed and asked for one
 * unit after the other. Both sides count versions of their own, so what an answer is of is told by content: an answer of other texts
 * than ours is no answer. Knows no threads; `lsp/closed-units.ts` does the asking.
 */
import type { ReplicaChanges, Told, UnitAnswer, UnitOrder } from '../service-types';
import { hashOf } from '../text/hash';
import type { RuleEntry } from '../threats/catalogue';
import type { Unit } from './graph';
import type { Verdict } from './judge';
import { dataOf, verdictOf } from './verdict-data';
import type { Workspace } from './workspace';

interface Kept {
  readonly key: string;
  readonly verdict: Verdict;
  /** It could not be judged: nothing tries again until something of it changes. */
  readonly failed: boolean;
}

export class Elsewhere {
  private readonly kept = new Map<string, Kept>();
  private readonly keys = new WeakMap<Unit, { readonly revision: string; readonly key: string }>();
  /** By unit: what hangs on the graph. By entry of the index: its text. New ones come with every change. */
  private readonly hashes = new WeakMap<object, string>();
  /** Those that were there when `kept` was last tidied. */
  private units: readonly Unit[] = [];

  constructor(
    private readonly workspace: Workspace,
    private readonly rules: ReadonlyMap<string, RuleEntry>,
  ) {}

  /** Names all that a unit's verdict depends on, in the same way in every thread. */
  keyOf(unit: Unit): string {
    const { index, verdicts } = this.workspace;
    const concludes = verdicts.mayConclude(unit);
    const revision = `${index.revision}|${concludes}`;
    const known = this.keys.get(unit);
    if (known?.revision === revision) return known.key;
    const texts = unit.files.map((path) => {
      const entry = index.get(path);
      return entry ? this.hash(entry, () => index.textOf(path) ?? '') : '';
    });
    const manifests = verdicts.manifestsOf(unit).map((path) => {
      const manifest = index.manifest(path)!;
      return this.hash(manifest, () => manifest.text);
    });
    const links = this.hash(unit, () => `${unit.own.join('\n')}\n\n${unit.links}`);
    const key = hashOf([links, texts.join(), manifests.join(), concludes].join('|'));
    this.keys.set(unit, { revision, key });
    return key;
  }

  /** What was found of the unit as it stands. */
  get(unit: Unit): Verdict | undefined {
    return this.of(unit)?.verdict;
  }

  hasFailed(unit: Unit): boolean {
    return this.of(unit)?.failed === true;
  }

  adopt({ id, key, data }: UnitAnswer): boolean {
    return this.keepIt(id, key, () => ({ key, verdict: verdictOf(data, this.rules), failed: false }));
  }

  giveUp({ id, key }: UnitOrder, message: string): void {
    this.keepIt(id, key, (unit) => {
      const problems = unit.own.map((file) => ({ file, message }));
      const verdict: Verdict = {
        findings: [],
        problems,
        secrets: [],
        sockets: {},
        mitigations: () => ({}),
        commented: new Map(),
      };
      return { key, verdict, failed: true };
    });
  }

  /** What could not be judged may be tried again. */
  retry(): void {
    for (const [id, { failed }] of [...this.kept]) if (failed) this.kept.delete(id);
  }

  /** What a replica must be told so that it knows what is known here; notes that it was told. */
  changes(told: Told, configurations: ReplicaChanges['configurations']): ReplicaChanges {
    const { index, roots, complete, surroundings } = this.workspace;
    // The graph first: it may load files.
    this.workspace.graph();
    const changes: ReplicaChanges = {
      roots: [...roots],
      configurations,
      complete,
      surroundings: told.surroundings !== surroundings,
      ...(told.revision === index.revision ? { files: [], removed: [] } : this.files(told)),
    };
    told.revision = index.revision;
    told.surroundings = surroundings;
    return changes;
  }

  /** In a replica: judges a unit and forgets what it took to do so. */
  judge(id: string): UnitAnswer | undefined {
    const unit = this.unit(id);
    if (!unit) return undefined;
    const answer = {
      id,
      key: this.keyOf(unit),
      data: dataOf(this.workspace.verdicts.of(unit), () => this.workspace.giveWay()),
    };
    this.workspace.verdicts.forget(unit);
    return answer;
  }

  private files(told: Told): Pick<ReplicaChanges, 'files' | 'removed'> {
    const { index } = this.workspace;
    const files: ReplicaChanges['files'][number][] = [];
    const there = new Set<string>();
    const look = (path: string, version: number, text: string | undefined, languageId?: string): void => {
      there.add(path);
      if (told.files.get(path) === version) return;
      told.files.set(path, version);
      files.push({
        path,
        ...(text === undefined ? {} : { text }),
        ...(languageId === undefined ? {} : { languageId }),
      });
    };
    for (const { path, version, text, languageId } of index.all()) look(path, version, text, languageId);
    for (const { path, version, text } of index.allManifests()) look(path, version, text);
    const removed = [...told.files.keys()].filter((path) => !there.has(path));
    for (const path of removed) told.files.delete(path);
    return { files, removed };
  }

  private keepIt(id: string, key: string, kept: (unit: Unit) => Kept): boolean {
    const { units } = this.workspace.graph();
    const unit = this.unit(id);
    if (!unit || this.keyOf(unit) !== key) return false;
    if (units !== this.units) {
      // Units that are no more.
      const ids = new Set(units.map((one) => one.id));
      for (const known of [...this.kept.keys()]) if (!ids.has(known)) this.kept.delete(known);
      this.units = units;
    }
    this.kept.set(id, kept(unit));
    return true;
  }

  private of(unit: Unit): Kept | undefined {
    const kept = this.kept.get(unit.id);
    return kept && kept.key === this.keyOf(unit) ? kept : undefined;
  }

  private unit(id: string): Unit | undefined {
    return this.workspace.graph().units.find((unit) => unit.id === id);
  }

  private hash(of: object, text: () => string): string {
    const known = this.hashes.get(of) ?? hashOf(text());
    this.hashes.set(of, known);
    return known;
  }
}
