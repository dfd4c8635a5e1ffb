/** How long to wait before a crashed server is started again: longer each time, and not for ever. Knows neither clock nor VS Code. */

export interface BackoffOptions {
  /** First wait in milliseconds; doubles each time. */
  readonly first: number;
  readonly longest: number;
  /** This many restarts within `window` milliseconds, then it is given up. */
  readonly attempts: number;
  readonly window: number;
}

export const restartBackoff: BackoffOptions = { first: 500, longest: 15_000, attempts: 5, window: 180_000 };

export class Backoff {
  private crashes: number[] = [];

  constructor(private readonly options: BackoffOptions) {}

  /** The server crashed at this time: milliseconds to wait, or undefined to give up. */
  crashed(now: number): number | undefined {
    const { first, longest, attempts, window } = this.options;
    this.crashes = this.crashes.filter((time) => now - time < window);
    this.crashes.push(now);
    const count = this.crashes.length;
    return count > attempts ? undefined : Math.min(first * 2 ** (count - 1), longest);
  }

  /** The user started it anew: the past does not count. */
  reset(): void {
    this.crashes = [];
  }
}
