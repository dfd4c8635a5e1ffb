/**
 * Files of the workspace that are not open: read once after the start, in slices and behind the open documents, and again as far as
 * the disk changes. The walk and its ignore rules are the host's.
 */
import { CONFIGURATION_NAME } from '../workspace/configuration';
import type { Analysis } from './analysis';
import { Slice } from './background';
import type { Folder, Session } from './session';
import { basename, dirname } from '../workspace/paths';

export class WorkspaceFiles {
  /** Every file that was looked at: what a deleted folder contained is looked up here. */
  private readonly known = new Set<string>();
  /** Those that do not matter as things stand. They may once a file they import does, so they are asked about again then. */
  private readonly refused = new Set<string>();
  /** The scan that runs, or ran last. */
  private scanning: Promise<void> = Promise.resolve();
  /** Grows with each scan; an older one that is still running stops. */
  private scan = 0;

  constructor(
    private readonly session: Session,
    private readonly analysis: Analysis,
  ) {}

  /** Folders of the workspace, at the start and when the user adds or removes one. */
  async setFolders(folders: readonly Folder[]): Promise<void> {
    const { session } = this;
    session.folders = folders;
    session.service.setRoots(folders.map((folder) => folder.path));
    for (const path of [...this.known]) if (session.folderOf(path) === undefined) this.drop(path);
    // What is in the new folders may answer what is missing in the old ones.
    session.service.setComplete(false);
    await this.rescan();
  }

  /**
   * Reads everything again. Rules of absence are silent until everything was read once; what is read again changes as it is found to
   * have changed, so that nothing flickers.
   */
  rescan(): Promise<void> {
    this.scanning = this.scanAll();
    return this.scanning;
  }

  private async scanAll(): Promise<void> {
    const { session, analysis } = this;
    const scan = ++this.scan;
    session.reading = true;
    session.environment.files.forget();
    session.texts.forgetAll();
    analysis.stateChanged();
    for (const folder of session.folders) this.readConfiguration(folder.path);
    const found = new Set<string>();
    const slice = new Slice(session.environment.pace.slice);
    for (const folder of session.folders) {
      await this.scanFolder(folder, found, slice, () => scan === this.scan);
      if (scan !== this.scan) return;
    }
    const gone = [...this.known].filter((path) => !found.has(path));
    for (const path of gone) this.drop(path);
    await this.askAgain(slice, () => scan === this.scan);
    if (scan !== this.scan) return;
    session.service.setComplete(true);
    session.reading = false;
    analysis.filesChanged(gone);
    analysis.stateChanged();
  }

  /** What the disk says of these paths now. A path may be a folder that is gone. */
  async refresh(paths: ReadonlySet<string>): Promise<void> {
    const { session, analysis } = this;
    const slice = new Slice(session.environment.pace.slice);
    // A scan under way has taken its list already and would take a new file for one that is gone.
    await this.scanning.catch(() => undefined);
    const gone: string[] = [];
    session.environment.files.forget();
    for (const path of paths) {
      if (this.configurationChanged(path)) continue;
      if (session.documents.ofPath(path)) continue;
      if (session.environment.files.exists(path)) {
        this.readAgain(path);
      } else {
        // A file, or a folder with all that was in it.
        for (const inside of this.inside(path)) {
          this.drop(inside);
          gone.push(inside);
        }
      }
      await slice.turn();
    }
    analysis.filesChanged(gone);
  }

  /** What the disk says of a file that is not open (any more). */
  readAgain(path: string): void {
    const folder = this.session.folderOf(path);
    if (folder === undefined || !this.session.environment.files.wanted(folder, path)) return this.drop(path);
    this.known.add(path);
    this.offer(path, true);
  }

  /** Once things have settled: files that speak ZeroMQ came in, so others may matter that import them. */
  async grown(): Promise<void> {
    if (!this.session.grown || this.session.reading) return;
    const { scan } = this;
    await this.askAgain(new Slice(this.session.environment.pace.slice), () => scan === this.scan);
    this.analysis.filesChanged();
  }

  /**
   * Round after round over the refused, until a round brings nothing new. All are asked about before the first is handed over: each
   * file that comes in makes the service work out anew who imports what.
   */
  private async askAgain(slice: Slice, current: () => boolean): Promise<void> {
    const { documents, environment, service } = this.session;
    while (this.session.grown) {
      this.session.grown = false;
      const importers: string[] = [];
      for (const path of this.refused) {
        const text = documents.ofPath(path) ? undefined : environment.files.read(path);
        if (text !== undefined && service.mayImport(path, text)) importers.push(path);
        await slice.turn();
        if (!current()) return;
      }
      for (const path of importers) {
        this.offer(path, true);
        await slice.turn();
        if (!current()) return;
      }
    }
  }

  /** Hands a file of the disk to the service, if it may matter. `importer`: it is known to import one that does, or that is to be asked. */
  private offer(path: string, importer: boolean): void {
    const { session } = this;
    const text = session.environment.files.read(path);
    if (text === undefined) return this.drop(path);
    session.texts.forget(path);
    if (session.service.mayMatter(path, text) || (importer && session.service.mayImport(path, text))) {
      this.refused.delete(path);
      session.put(path, text);
    } else {
      this.refused.add(path);
      session.remove(path);
    }
  }

  /** If the path is a folder's configuration, the service gets its text. */
  configurationChanged(path: string): boolean {
    if (basename(path) !== CONFIGURATION_NAME) return false;
    const root = dirname(path);
    if (!this.session.folders.some((folder) => folder.path === root)) return false;
    this.readConfiguration(root);
    this.analysis.filesChanged([path]);
    return true;
  }

  private readConfiguration(root: string): void {
    const path = `${root}/${CONFIGURATION_NAME}`;
    this.session.texts.forget(path);
    this.session.service.setConfiguration(root, this.session.texts.text(path));
  }

  private async scanFolder(folder: Folder, found: Set<string>, slice: Slice, current: () => boolean): Promise<void> {
    const { session } = this;
    try {
      for await (const path of session.environment.files.walk(folder.path)) {
        if (!current()) return;
        if (found.has(path)) continue;
        found.add(path);
        this.known.add(path);
        if (!session.documents.ofPath(path)) this.offer(path, false);
        await slice.turn();
      }
    } catch (error) {
      // A folder that cannot be read (gone, no permission) is a folder with fewer files.
      session.problem(`reading ${folder.path}`, error);
    }
  }

  private *inside(path: string): Iterable<string> {
    if (this.known.has(path)) yield path;
    const prefix = `${path}/`;
    for (const file of [...this.known]) if (file.startsWith(prefix)) yield file;
  }

  private drop(path: string): void {
    this.known.delete(path);
    this.refused.delete(path);
    if (!this.session.documents.ofPath(path)) this.session.remove(path);
  }
}
