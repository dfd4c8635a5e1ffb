/**
 * A scan: folders → a service that knows all of them. Two rounds of byte search, so that of a large workspace only what matters is
 * decoded: first for the bindings' names, then for imports of what was found. Always the whole root is read, even when only a part of
 * it is asked for: what a file means depends on who imports it, and the command line must say what the editor says.
 */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { Frontend } from '../frontends/frontend';
import type { FolderStatus } from '../reports/report';
import { createService } from '../service';
import type { FileResult, ThreatService } from '../service-types';
import { catalogue } from '../threats/load';
import { CONFIGURATION_NAME, type Profile } from '../workspace/configuration';
import { PROGRAM_MARKERS } from '../workspace/languages';
import { ancestors, dirname, isInside, join } from '../workspace/paths';
import { DiskFiles, posix, textOf } from './files';
import { loadFrontends } from './load-frontend';

export interface ScanOptions {
  /** As the user wrote them. */
  readonly paths: readonly string[];
  readonly folder: string;
  readonly profile?: Profile;
  readonly configuration?: { readonly path: string; readonly text: string };
  readonly maxFiles?: number;
  readonly today: string;
  log(message: string): void;
}

export interface Scan {
  readonly service: ThreatService;
  readonly files: DiskFiles;
  readonly roots: readonly string[];
  /** Results of the files that were asked for. */
  readonly results: readonly FileResult[];
  /** Threats and mitigations per root. Empty when only a part of the roots was asked for: mitigations are judged over the whole. */
  readonly status: readonly FolderStatus[];
  /** Source files and manifests that were looked at. */
  readonly seen: number;
  /** Files that import ZeroMQ or are judged with one that does. */
  readonly relevant: number;
  /** The cap was reached: rules of absence stay silent. */
  readonly capped: boolean;
}

/** A path that cannot be scanned; the message is for the user. */
export class UnusablePath extends Error {}

/** More files than this is a whole disk, not a project. */
export const MAX_FILES = 200_000;
/** Bytes of refused files that are kept for the second round; the rest is read again. */
const KEPT = 64_000_000;
/** Importers of importers through barrels; the graph follows no more. */
const MAX_ROUNDS = 4;

export async function scan(options: ScanOptions): Promise<Scan> {
  const targets = options.paths.map((path) => targetOf(path, options.folder));
  const roots = rootsOf(targets);
  const files = new DiskFiles();
  const frontends = new Map<string, Frontend>();
  const failed = new Map<string, string>();
  const service = createService({
    catalogue: catalogue(),
    profile: options.profile,
    host: {
      exists: (path) => files.exists(path),
      realPath: (path) => files.realPath(path),
      readText: (path) => (roots.some((root) => isInside(root, path)) ? files.read(path) : undefined),
      frontend: (language) => frontends.get(language),
      frontendProblem: (language) => failed.get(language),
      today: () => options.today,
      log: (message) => options.log(message),
    },
  });
  service.setRoots(roots);
  for (const root of roots) configure(service, root, files, options.configuration);

  const reading = new Reading(service, files);
  const limit = options.maxFiles ?? MAX_FILES;
  for (const root of roots) reading.firstRound(root, limit);
  reading.furtherRounds();
  await loadFrontends(service.languages(), frontends, failed, options.log);
  service.setComplete(!reading.capped);

  const asked = service.files().filter((path) => targets.some((target) => isInside(target, path)));
  const results = asked.map((path) => service.results(path));
  const whole = service.speaksZeroMq() && asked.length === service.files().length;
  const status = (whole ? roots : []).map((root) => ({ folder: root, threats: service.status(root) }));
  return { service, files, roots, results, status, seen: reading.seen, relevant: asked.length, capped: reading.capped };
}

class Reading {
  seen = 0;
  capped = false;
  private refused: { readonly path: string; readonly content?: Buffer }[] = [];
  private kept = 0;

  constructor(
    private readonly service: ThreatService,
    private readonly files: DiskFiles,
  ) {}

  firstRound(root: string, limit: number): void {
    for (const path of this.files.list(root)) {
      if (this.seen >= limit) {
        this.capped = true;
        return;
      }
      this.seen++;
      const content = this.files.bytes(path);
      if (!content) continue;
      if (this.service.mayMatter(path, content)) this.service.update({ path, text: textOf(content) });
      else if (this.kept + content.length <= KEPT) {
        this.kept += content.length;
        this.refused.push({ path, content });
      } else this.refused.push({ path });
    }
  }

  /** Nothing to look for: nothing is looked at. */
  furtherRounds(): void {
    for (let round = 0; round < MAX_ROUNDS && this.service.speaksZeroMq(); round++) {
      const taken = new Set<string>();
      const texts: { path: string; text: string }[] = [];
      for (const { path, content = this.files.bytes(path) } of this.refused) {
        if (!content || !this.service.mayImport(path, content)) continue;
        taken.add(path);
        texts.push({ path, text: textOf(content) });
      }
      // Handed over together: each update makes the next question build the graph anew.
      for (const file of texts) this.service.update(file);
      this.refused = this.refused.filter(({ path }) => !taken.has(path));
      if (taken.size === 0) return;
    }
  }
}

function configure(service: ThreatService, root: string, files: DiskFiles, given: ScanOptions['configuration']): void {
  if (given) service.setConfiguration(root, given.text, given.path);
  else service.setConfiguration(root, files.read(join(root, CONFIGURATION_NAME)));
}

/** Absolute, without links: what a link points at is what was asked for. */
function targetOf(path: string, folder: string): string {
  const absolute = resolve(folder, path);
  if (!existsSync(absolute)) throw new UnusablePath(`no such file or folder: ${path}`);
  return posix(realpathSync(absolute));
}

/**
 * Folders that paths are relative to: the nearest one above a path that has a configuration or is a repository; otherwise that of its
 * program, by its manifest; otherwise the folder itself.
 */
function rootsOf(targets: readonly string[]): readonly string[] {
  const roots = [...new Set(targets.map(rootOf))].sort();
  return roots.filter((root) => !roots.some((other) => other !== root && isInside(other, root)));
}

function rootOf(target: string): string {
  const own = statSync(target).isDirectory() ? target : dirname(target);
  const above = ancestors(`${own === '/' ? '' : own}/x`, undefined);
  const has = (names: readonly string[], folders: readonly string[]): string | undefined =>
    folders.find((at) => names.some((name) => existsSync(join(at, name))));
  return (
    has([CONFIGURATION_NAME, '.git'], above) ??
    has(
      PROGRAM_MARKERS,
      above.filter((at) => at === own || !holdsEverything(at)),
    ) ??
    own
  );
}

/** Home, the folder of temporary files, and what is above: a manifest that lies about there is not the program of all that is in it. */
function holdsEverything(folder: string): boolean {
  return [homedir(), tmpdir()].some((one) => existsSync(one) && isInside(folder, posix(realpathSync(one))));
}
