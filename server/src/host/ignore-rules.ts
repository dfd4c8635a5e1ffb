/**
 * .gitignore, as git reads it: one file per folder, the deepest match decides, and what lies in an ignored folder is ignored. Files of
 * the folders above the root count up to the repository's top.
 */
import { existsSync, readFileSync } from 'node:fs';
import ignore, { type Ignore } from 'ignore';
import { basename, dirname, isInside, join, relativeTo } from '../workspace/paths';
import { SKIPPED_FOLDERS } from '../workspace/skip';

export class IgnoreRules {
  private readonly rules = new Map<string, Ignore | undefined>();
  private readonly folders = new Map<string, boolean>();
  private readonly tops = new Map<string, string>();

  /** True when a file or folder below `root` is left out. The root itself never is: somebody asked for it. */
  ignores(root: string, path: string, isFolder: boolean): boolean {
    if (path === root || !isInside(root, path)) return false;
    return this.folderIgnored(root, dirname(path)) || this.named(path, isFolder) || this.matches(root, path, isFolder);
  }

  forget(): void {
    this.rules.clear();
    this.folders.clear();
    this.tops.clear();
  }

  private folderIgnored(root: string, folder: string): boolean {
    if (folder === root || !isInside(root, folder)) return false;
    const key = `${root}\n${folder}`;
    const known = this.folders.get(key);
    if (known !== undefined) return known;
    const ignored =
      this.folderIgnored(root, dirname(folder)) || this.named(folder, true) || this.matches(root, folder, true);
    this.folders.set(key, ignored);
    return ignored;
  }

  private named(path: string, isFolder: boolean): boolean {
    return isFolder && SKIPPED_FOLDERS.has(basename(path));
  }

  private matches(root: string, path: string, isFolder: boolean): boolean {
    let ignored = false;
    for (const folder of this.chain(this.top(root), dirname(path))) {
      const rules = this.rulesOf(folder);
      if (!rules) continue;
      const result = rules.test(relativeTo(folder, path) + (isFolder ? '/' : ''));
      if (result.ignored) ignored = true;
      else if (result.unignored) ignored = false;
    }
    return ignored;
  }

  /** Folders from `top` down to `folder`. */
  private chain(top: string, folder: string): readonly string[] {
    const found: string[] = [];
    for (let at = folder; isInside(top, at); at = dirname(at)) {
      found.push(at);
      if (at === top || at === dirname(at)) break;
    }
    return found.reverse();
  }

  /** The repository's top above a root, or the root. */
  private top(root: string): string {
    const known = this.tops.get(root);
    if (known !== undefined) return known;
    let top = root;
    for (let at = root; ; at = dirname(at)) {
      if (existsSync(join(at, '.git'))) {
        top = at;
        break;
      }
      if (at === dirname(at)) break;
    }
    this.tops.set(root, top);
    return top;
  }

  private rulesOf(folder: string): Ignore | undefined {
    if (this.rules.has(folder)) return this.rules.get(folder);
    let rules: Ignore | undefined;
    try {
      rules = ignore({ allowRelativePaths: true }).add(readFileSync(join(folder, '.gitignore'), 'utf8'));
    } catch {
      rules = undefined;
    }
    this.rules.set(folder, rules);
    return rules;
  }
}
