/**
 * What tsconfigs and manifests say about imports, each file read and parsed once. They change rarely and matter to everybody below
 * them, so a change of one clears everything rather than being traced to those who asked.
 */
import { jsonValue } from './jsonc';
import { readMapping, type PathMapping } from './tsconfig';

/** package.json as far as resolution reads it; anybody's text, so nothing of it is taken for granted. */
export interface PackageJson {
  readonly main?: unknown;
  readonly module?: unknown;
  readonly source?: unknown;
  readonly exports?: unknown;
  readonly imports?: unknown;
}

export class ProjectFiles {
  private readonly mappings = new Map<string, PathMapping | undefined>();
  private readonly manifests = new Map<string, PackageJson | undefined>();

  constructor(private readonly readText: (path: string) => string | undefined) {}

  /** `paths` and `baseUrl` of a tsconfig; undefined when there is none. */
  mapping(path: string): PathMapping | undefined {
    if (!this.mappings.has(path)) this.mappings.set(path, readMapping(path, this.readText));
    return this.mappings.get(path);
  }

  packageJson(path: string): PackageJson | undefined {
    if (!this.manifests.has(path)) this.manifests.set(path, this.parsed(path));
    return this.manifests.get(path);
  }

  clear(): void {
    this.mappings.clear();
    this.manifests.clear();
  }

  private parsed(path: string): PackageJson | undefined {
    const text = this.readText(path);
    if (text === undefined) return undefined;
    const value = jsonValue(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  }
}
