/**
 * When what is analysed. Order: the document being edited, other open documents, then closed files in slices, then word to the client.
 * Nothing here looks at findings. Results are computed on the loop's own time between two messages, so a text never changes during a
 * computation; one that changed before it is `dirty` and its old results are not shown.
 */
import { Quiet, Slice } from './background';
import type { FileResult } from '../service-types';
import type { OpenDocument } from './documents';
import type { Session } from './session';

/** What wants to know that results are there. */
export interface Audience {
  /** Results of an open document may have changed. */
  documentChecked(document: OpenDocument): void;
  /** Results of a file that is not open may have changed, or it is gone. */
  fileChecked(path: string): void;
  /** Open documents are up to date and every file is read: the others' turn. */
  openChecked(): void;
  /** Things have settled for a moment. */
  settled(): void;
}

export class Analysis {
  /** Open documents whose text the service has not seen yet. */
  private readonly dirty = new Set<string>();
  /** Documents edited since they were last shown. */
  private readonly typed = new Set<string>();
  /** Files to show again although their results are the same: settings changed, documents were opened or closed. */
  private readonly again = new Set<string>();
  /**
   * Results the audience has been told of. The service hands out the same object until something changes. (Its own list of what is
   * stale will not do: whoever asks for results, such as the status, shortens it.)
   */
  private readonly told = new Map<string, FileResult>();
  private readonly soon: Quiet;
  private readonly announce: Quiet;
  private readonly settle: Quiet;
  private readonly rest: Quiet;
  private readonly turn: Quiet;
  /** How often it rested since it last had something to do. */
  private rested = 0;
  /** Something was shown that the client's overview does not know of yet. */
  private news = false;
  private running = false;
  private stopped = false;

  constructor(
    private readonly session: Session,
    private readonly audience: () => Audience,
  ) {
    const { debounce, turn, announce, settle } = session.environment.pace;
    this.turn = new Quiet(turn, () => session.environment.turns?.giveBack());
    this.soon = new Quiet(debounce, () => void this.run());
    this.announce = new Quiet(announce, () => this.audience().settled());
    this.settle = new Quiet(settle, () => this.settleTypes());
    this.rest = new Quiet(session.environment.rest?.after ?? 0, () => this.takeRest());
  }

  /** A document was opened or edited. */
  documentChanged(path: string): void {
    this.dirty.add(path);
    this.typed.add(path);
    this.turn.cancel();
    this.session.environment.turns?.take();
    this.soon.later();
  }

  documentClosed(path: string): void {
    this.dirty.delete(path);
    this.typed.delete(path);
    this.again.add(path);
    this.soon.soon();
  }

  /** The service was told something: files came, went or changed, configuration changed. */
  filesChanged(gone: Iterable<string> = []): void {
    for (const path of gone) this.again.add(path);
    this.soon.soon();
  }

  /** Show everything anew. */
  everythingChanged(): void {
    for (const document of this.session.documents.all()) this.again.add(document.path);
    for (const path of this.session.service.files()) this.again.add(path);
    this.soon.soon();
    this.announce.later();
  }

  /** Results of closed files have come in from elsewhere. */
  closedChecked(paths: Iterable<string>): void {
    for (const path of paths) if (!this.session.documents.ofPath(path)) this.look(path);
    if (this.news) this.announce.later();
    this.news = false;
  }

  /** Word to the client that the state (scanning, ready) changed. */
  stateChanged(): void {
    this.announce.soon();
  }

  stop(): void {
    this.stopped = true;
    this.soon.cancel();
    this.announce.cancel();
    this.settle.cancel();
    this.rest.cancel();
    this.turn.cancel();
    this.session.environment.turns?.giveBack();
  }

  /** After this the service knows the latest texts and can read them: call before asking it anything, of open documents or of `others`. */
  async current(...others: readonly string[]): Promise<void> {
    do {
      for (const path of this.dirty) {
        const document = this.session.documents.ofPath(path);
        if (document) this.session.put(path, document.text, document.languageId);
      }
      this.dirty.clear();
      await this.session.readable(others);
    } while (this.dirty.size > 0);
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      await this.current();
      await this.pass();
    } catch (error) {
      this.session.problem('analysis', error);
    } finally {
      this.running = false;
      // Whoever types meanwhile has the turn again with the next run.
      if (this.dirty.size === 0) this.turn.soon();
    }
    if (this.stopped) return;
    if (this.dirty.size > 0) this.soon.later();
    else if (this.session.service.hasOpenTypes) this.settle.later();
    this.rested = 0;
    if (this.session.environment.rest) this.rest.later();
  }

  private takeRest(): void {
    const { environment, state } = this.session;
    if (this.running || this.dirty.size > 0 || state !== 'ready') return this.rest.later();
    environment.rest?.run();
    if (++this.rested < (environment.rest?.times ?? 0)) this.rest.later();
  }

  /** Types that were carried over an edit are looked at again, unless there is an edit to look at first. */
  private settleTypes(): void {
    if (this.running || this.dirty.size > 0) this.settle.later();
    else if (this.session.service.settleTypes()) this.soon.soon();
  }

  /** One pass over everything. Stops as soon as a document is edited: the next pass takes up what is left. */
  private async pass(): Promise<void> {
    const { documents, service, environment, settings } = this.session;
    const slice = new Slice(environment.pace.slice);
    // What is being typed comes first, then what the user sees, then the rest.
    if (!(await this.passOver(this.typed, slice))) return;
    if (
      !(await this.passOver(
        [...documents.all()].map(({ path }) => path),
        slice,
      ))
    )
      return;
    // What was found of a document while it was closed is shown by now; hovers and edits need more than that.
    for (const { path } of [...documents.all()]) {
      if (settings.enable) service.elsewhere.prepare(path);
      await slice.turn();
      if (this.dirty.size > 0 || this.stopped) return;
    }
    // While the workspace is being read, every new file may change the others: closed files wait until it is complete.
    if (!this.session.reading) {
      this.audience().openChecked();
      const closed = new Set([...this.again, ...this.told.keys(), ...service.files()]);
      if (!(await this.passOver(closed, slice))) return;
    }
    if (this.news) this.announce.later();
    this.news = false;
  }

  /** False when it was interrupted. */
  private async passOver(paths: Iterable<string>, slice: Slice): Promise<boolean> {
    for (const path of [...paths]) {
      this.look(path);
      await slice.turn();
      if (this.dirty.size > 0 || this.stopped) return false;
    }
    return true;
  }

  private look(path: string): void {
    const { documents, service, settings } = this.session;
    const document = documents.ofPath(path);
    // What was shown of a closed file stands until it has been judged anew.
    if (!document && settings.enable && !service.elsewhere.judged(path)) return;
    const result = settings.enable ? service.results(path) : undefined;
    const news = result !== this.told.get(path) || this.again.has(path) || this.typed.has(path);
    this.news ||= news;
    if (result) this.told.set(path, result);
    if (news && document) this.audience().documentChecked(document);
    if (news && !document) this.audience().fileChecked(path);
    this.typed.delete(path);
    this.again.delete(path);
    // A file that is gone has nothing to be told of any more.
    if (!document && result && result.findings.length + result.notices.length === 0) this.told.delete(path);
  }
}
