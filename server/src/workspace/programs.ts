/**
 * Programs: what an absence is judged over. A program is what the nearest manifest above a file holds. Where there is no manifest
 * every unit is a program of its own: a folder of examples is no program, and a ZAP handler in one of them protects no other.
 *
 * A unit (a component of the import graph) is evaluated alone; what it must know of the rest of its program is one fact: may another
 * file of it handle ZAP? Text decides that, generously: then nothing is concluded from this unit's having none. So no unit's result
 * waits for the evaluation of another, and an edit redoes one unit.
 */
import { ancestors, join } from './paths';
import { PROGRAM_MARKERS } from './languages';
import type { SourceIndex } from './source-index';

export interface ProgramSource {
  readonly index: SourceIndex;
  rootOf(path: string): string | undefined;
  exists(path: string): boolean;
}

export class Programs {
  private readonly byFolder = new Map<string, string | undefined>();
  private zap: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(private readonly source: ProgramSource) {}

  /** Folder of the program a file belongs to; undefined when no manifest says. */
  folderOf(path: string): string | undefined {
    const visited: string[] = [];
    let found: string | undefined;
    for (const folder of ancestors(path, this.source.rootOf(path))) {
      if (this.byFolder.has(folder)) {
        found = this.byFolder.get(folder);
        break;
      }
      visited.push(folder);
      if (PROGRAM_MARKERS.some((marker) => this.marks(join(folder, marker)))) {
        found = folder;
        break;
      }
    }
    for (const folder of visited) this.byFolder.set(folder, found);
    return found;
  }

  /** True when a file of the same programs, outside the unit, may handle ZAP. */
  zapElsewhere(files: readonly string[], own: readonly string[]): boolean {
    this.zap ??= this.mentions();
    const inside = new Set(files);
    const programs = new Set(own.map((path) => this.folderOf(path)));
    for (const program of programs)
      if (program !== undefined && this.zap.get(program)?.some((path) => !inside.has(path))) return true;
    return false;
  }

  private mentions(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    for (const entry of this.source.index.all()) {
      const program = entry.mentionsZap ? this.folderOf(entry.path) : undefined;
      if (program !== undefined) found.set(program, [...(found.get(program) ?? []), entry.path]);
    }
    return found;
  }

  /** `{ "type": "module" }` in an output folder is a manifest of nothing. */
  private marks(path: string): boolean {
    const manifest = path.endsWith('package.json') ? this.source.index.manifest(path) : undefined;
    if (manifest) return manifest.name !== undefined || manifest.packages.length > 0;
    return !path.endsWith('package.json') && this.source.exists(path);
  }
}
