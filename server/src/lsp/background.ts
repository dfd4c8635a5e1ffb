/** Work that yields: the loop is given back after each slice, because cancellations and keystrokes cannot arrive while it is busy. */

export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Counts a slice of background work: `await slice.turn()` between its pieces. */
export class Slice {
  private started = performance.now();

  constructor(private readonly length: number) {}

  async turn(): Promise<void> {
    if (performance.now() - this.started < this.length) return;
    await breathe();
    this.started = performance.now();
  }
}

/** Runs something once things have been quiet for a while. */
export class Quiet {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly milliseconds: number,
    private readonly run: () => void,
  ) {}

  /** Puts the run off again, so that a burst ends in one run. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), this.milliseconds);
  }

  /** Runs at the latest after the quiet time, however many more calls come. */
  soon(): void {
    this.timer ??= setTimeout(() => this.now(), this.milliseconds);
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private now(): void {
    this.timer = undefined;
    this.run();
  }
}
