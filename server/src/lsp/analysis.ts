/**
 * When what is analysed. Order: the document being edited, other open documents, then closed files in slices, then word to the client.
 * Nothing here looks at findings. Results are computed on the loop's own time between two messages, so a text never changes during a
 * computation; one that changed before it is `dirty` and its old results are not shown.
 */
import { Quiet, Slice } from './background';
import type { OpenDocument } from './documents';
import type { Session } from './session';

/** What wants to know that results are there. */
export interface Audience {
  /** Results of an open document may have changed. `typed`: because of the client's own change of it. */
  documentChecked(document: OpenDocument, typed: boolean): void;
  /** Results of a file that is not open may have changed, or it is gone. */
  fileChecked(path: string): void;
  /** Things have settled for a moment. */
  settled(): void;
}

export class Analysis {
  /** Open documents whose text the service has not seen yet. */
  private readonly dirty = new Set<string>();
  /** Dirty ones that were handed over, but not shown since. */
  private readonly typed = new Set<string>();
  /** Files to look at although the service has nothing new: settings changed, documents were opened or closed. */
  private readonly again = new Set<string>();
  private readonly soon: Quiet;
  private readonly announce: Quiet;
  private running = false;
  private stopped = false;

  constructor(
    private readonly session: Session,
    private readonly audience: () => Audience,
  ) {
    const { debounce, announce } = session.environment.pace;
    this.soon = new Quiet(debounce, () => void this.run());
    this.announce = new Quiet(announce, () => this.audience().settled());
  }

  /** A document was opened or edited. */
  documentChanged(path: string): void {
    this.dirty.add(path);
    this.typed.add(path);
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

  /** Word to the client that the state (scanning, ready) changed. */
  stateChanged(): void {
    this.announce.soon();
  }

  stop(): void {
    this.stopped = true;
    this.soon.cancel();
    this.announce.cancel();
  }

  /** After this the service knows the latest texts and can read them: call before asking it anything. */
  async current(): Promise<void> {
    do {
      for (const path of this.dirty) {
        const document = this.session.documents.ofPath(path);
        if (document) this.session.put(path, document.text, document.languageId);
      }
      this.dirty.clear();
      await this.session.readable();
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
    }
    if (this.dirty.size > 0 && !this.stopped) this.soon.later();
  }

  /** One pass over all that is stale. Stops as soon as a document is edited: the next pass takes up what is left. */
  private async pass(): Promise<void> {
    const slice = new Slice(this.session.environment.pace.slice);
    // What is being typed comes first, before anybody works out what else is stale.
    if (!(await this.passOver(this.typed, slice))) return;
    if (!(await this.passOver([...this.again, ...this.session.service.stale()], slice))) return;
    this.announce.later();
  }

  /** False when it was interrupted. */
  private async passOver(paths: Iterable<string>, slice: Slice): Promise<boolean> {
    const { documents, service, settings, state } = this.session;
    const closed: string[] = [];
    for (const path of new Set(paths)) {
      const document = documents.ofPath(path);
      if (!document) {
        closed.push(path);
        continue;
      }
      this.audience().documentChecked(document, this.typed.has(path));
      this.typed.delete(path);
      this.again.delete(path);
      await slice.turn();
      if (this.dirty.size > 0 || this.stopped) return false;
    }
    // While the workspace is being read, every new file makes others stale: closed files wait until it is complete.
    if (state === 'scanning') return true;
    for (const path of closed) {
      if (settings.enable) service.results(path);
      this.audience().fileChecked(path);
      this.again.delete(path);
      await slice.turn();
      if (this.dirty.size > 0 || this.stopped) return false;
    }
    return true;
  }
}
