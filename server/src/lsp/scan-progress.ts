/** `window/workDoneProgress` of a scan: only when it lasts, with counts of files, and with a way to stop it. */
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';

/** Milliseconds between two reports: more is flicker. */
const OFTEN = 100;

export class ScanProgress {
  private begins: ReturnType<typeof setTimeout> | undefined;
  private reporter: WorkDoneProgressServerReporter | undefined;
  private text = '';
  private percentage = 0;
  private said = 0;
  /** Grows with each scan: what was asked for during an older one comes too late. */
  private scan = 0;

  constructor(
    private readonly connection: Connection,
    /** Milliseconds that a scan may last without a word of it. */
    private readonly patience: number,
    private readonly stop: () => void,
  ) {}

  report(done: number, total: number): void {
    this.text = `${done} of ${total} ${total === 1 ? 'file' : 'files'}`;
    this.percentage = Math.floor((100 * done) / Math.max(1, total));
    this.begins ??= setTimeout(() => void this.begin(), this.patience);
    const now = performance.now();
    if (!this.reporter || now - this.said < OFTEN) return;
    this.said = now;
    this.reporter.report(this.percentage, this.text);
  }

  end(): void {
    clearTimeout(this.begins);
    this.begins = undefined;
    this.scan++;
    this.reporter?.done();
    this.reporter = undefined;
  }

  private async begin(): Promise<void> {
    const { scan } = this;
    try {
      const reporter = await this.connection.window.createWorkDoneProgress();
      if (scan !== this.scan) return reporter.done();
      reporter.token.onCancellationRequested(() => this.stop());
      reporter.begin('ZeroMQ threats', this.percentage, this.text, true);
      this.reporter = reporter;
    } catch {
      // A client that takes it back (or is on its way out) sees no progress.
    }
  }
}
