/**
 * Something that is fetched whenever there is news of it, once at a time: what comes in while an answer is on its way is one more
 * question after it, however much it was. While a workspace is scanned the answer takes as long as the scan, and is large.
 */
export class Refresh {
  private running: Promise<void> | undefined;
  private again = false;

  /** @param ask must not reject */
  constructor(private readonly ask: () => Promise<void>) {}

  /** Resolves with the next answer, which may be to a question that was asked before. */
  now(): Promise<void> {
    if (this.running) this.again = true;
    else this.running = this.ask().finally(() => this.ended());
    return this.running;
  }

  private ended(): void {
    this.running = undefined;
    if (!this.again) return;
    this.again = false;
    void this.now();
  }
}
