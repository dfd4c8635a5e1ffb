/**
 * The disk, for the language server and the command line alike: which files of a folder could matter, and their texts. Symbolic links
 * are not followed in a walk (what they point at inside the folder is met under its own name), nor anywhere out of it.
 */
import { closeSync, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { innermost, isInside, join, relativeTo } from '../workspace/paths';
import { isProjectFile, languageOf } from '../workspace/languages';
import { isNotebook } from '../notebook/notebook';
import { NotebookPlaces } from '../notebook/places';
import { MAX_FILE_SIZE, MAX_NOTEBOOK_SIZE, skippedByName } from '../workspace/skip';
import { IgnoreRules } from './ignore-rules';

/** Git looks for a NUL in as much of a file to call it binary. */
const BINARY_PROBE = 8_000;

export class DiskFiles {
  private readonly ignored = new IgnoreRules();
  /** Folders that were walked or asked about: nothing is read through a link that leads out of them. */
  private readonly roots = new Set<string>();
  private readonly real = new Map<string, string | undefined>();

  /** Files of a folder that could matter by their names, sorted within each folder. Stops at `limit`. */
  *list(root: string, limit = Infinity): Generator<string> {
    this.roots.add(root);
    const folders = [root];
    let count = 0;
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      const inside: string[] = [];
      for (const entry of entriesOf(folder)) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
          if (!this.ignored.ignores(root, path, true)) inside.push(path);
        } else if (entry.isFile() && couldMatter(root, path) && !this.ignored.ignores(root, path, false)) {
          if (++count > limit) return;
          yield path;
        }
      }
      folders.push(...inside.reverse());
    }
  }

  // Asynchronous by contract: a walk of an editor's workspace gives the loop back between its slices.
  async *walk(root: string): AsyncGenerator<string> {
    yield* this.list(root);
  }

  /** Would `list` name this file? */
  wanted(root: string, path: string): boolean {
    this.roots.add(root);
    return isInside(root, path) && couldMatter(root, path) && !this.ignored.ignores(root, path, false);
  }

  /** Bytes of a file that is neither binary nor too big; of a notebook those of its module. */
  bytes(path: string): Buffer | undefined {
    if (!isNotebook(path)) return this.content(path, MAX_FILE_SIZE);
    const content = this.content(path, MAX_NOTEBOOK_SIZE);
    // A module without an import is none of our business, so most notebooks need not be parsed.
    return content && Buffer.from(content.includes('import') ? new NotebookPlaces(textOf(content)).module.text : '');
  }

  /** A notebook's cells and where they stand in its file; undefined when it cannot be read. */
  notebook(path: string): NotebookPlaces | undefined {
    const content = isNotebook(path) ? this.content(path, MAX_NOTEBOOK_SIZE) : undefined;
    return content && new NotebookPlaces(textOf(content));
  }

  private content(path: string, limit: number): Buffer | undefined {
    let file: number | undefined;
    try {
      file = openSync(path, 'r');
      const { size } = fstatSync(file);
      if (size > limit) return undefined;
      const buffer = Buffer.allocUnsafe(size);
      let length = 0;
      for (let read = -1; length < size && read !== 0; length += read)
        read = readSync(file, buffer, length, size - length, length);
      const content = buffer.subarray(0, length);
      return content.subarray(0, BINARY_PROBE).includes(0) ? undefined : content;
    } catch {
      return undefined;
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  read(path: string): string | undefined {
    const content = this.bytes(path);
    return content && textOf(content);
  }

  /** Is there a file of this name, inside the root it seems to be in? */
  exists(path: string): boolean {
    return isFile(path) && this.inPlace(path);
  }

  /** A file's own path, below the root it seems to be in: the one the walk meets it under. */
  realPath(path: string): string {
    const root = innermost([...this.roots], path);
    if (root === undefined) return path;
    const [top, own] = [this.realOf(root), this.realOf(path)];
    return top !== undefined && own !== undefined && isInside(top, own) ? join(root, relativeTo(top, own)) : path;
  }

  /** From now on nothing below a folder is taken for what a link leads to outside of it. */
  confine(root: string): void {
    this.roots.add(root);
  }

  /** Ignore rules and listings may have changed. */
  forget(): void {
    this.ignored.forget();
    this.real.clear();
  }

  /** False when a link on the way leads out of the root. */
  private inPlace(path: string): boolean {
    const root = innermost([...this.roots], path);
    if (root === undefined) return true;
    const [top, own] = [this.realOf(root), this.realOf(path)];
    return top !== undefined && own !== undefined && isInside(top, own);
  }

  private realOf(path: string): string | undefined {
    if (this.real.has(path)) return this.real.get(path);
    let real: string | undefined;
    try {
      real = posix(realpathSync(path));
    } catch {
      real = undefined;
    }
    this.real.set(path, real);
    return real;
  }
}

/** UTF-8 without a byte order mark. What is no UTF-8 becomes U+FFFD: positions stay those an editor shows. */
export function textOf(content: Buffer): string {
  const text = content.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** A path as the house writes it. */
export function posix(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

function couldMatter(root: string, path: string): boolean {
  return !skippedByName(`/${relativeTo(root, path)}`) && (languageOf(path) !== undefined || isProjectFile(path));
}

/** A path through a file (`package.json/index.ts`) throws in spite of `throwIfNoEntry`. */
function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** A folder that cannot be read has no entries. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
