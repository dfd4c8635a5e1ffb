/**
 * A replica of the language server's service: the same units over the same texts, told what changes and asked for one unit at a time.
 * It has a disk of its own for what texts do not say (is there a file that an import means?), and reads nothing outside the workspace's
 * folders either.
 */
import type { Frontend } from '../frontends/frontend';
import { createService } from '../service';
import type { ThreatService, UnitAnswer } from '../service-types';
import { catalogue } from '../threats/load';
import { innermost } from '../workspace/paths';
import { DiskFiles } from './files';
import type { JudgeRequest } from './judge';
import { loadFrontends } from './load-frontend';

export class Replica {
  private readonly files = new DiskFiles();
  private readonly frontends = new Map<string, Frontend>();
  private readonly failed = new Map<string, string>();
  private readonly service: ThreatService;
  private roots: readonly string[] = [];
  private open: ReadonlyMap<string, string | undefined> = new Map();

  /** @param giveWay called between the pieces of the work; returns when it may go on */
  constructor(
    private readonly log: (message: string) => void,
    giveWay?: () => void,
  ) {
    this.service = createService({
      catalogue: catalogue(),
      host: {
        exists: (path) => this.open.has(path) || (this.isInside(path) && this.files.exists(path)),
        realPath: (path) => (this.open.has(path) ? path : this.files.realPath(path)),
        readText: (path) => this.open.get(path) ?? (this.isInside(path) ? this.files.read(path) : undefined),
        frontend: (language) => this.frontends.get(language),
        frontendProblem: (language) => this.failed.get(language),
        // Nothing of a verdict depends on the day.
        today: () => '',
        ...(giveWay ? { giveWay } : {}),
        log,
      },
    });
  }

  async judge({ unit, changes, open }: JudgeRequest): Promise<UnitAnswer | undefined> {
    this.roots = changes.roots;
    for (const root of changes.roots) this.files.confine(root);
    this.open = new Map(open.map(({ path, text }) => [path, text]));
    if (changes.surroundings) this.files.forget();
    const { elsewhere } = this.service;
    elsewhere.replay(changes);
    await loadFrontends(this.service.languages([unit]), this.frontends, this.failed, this.log);
    return elsewhere.judge(unit);
  }

  private isInside(path: string): boolean {
    return innermost(this.roots, path) !== undefined;
  }
}
