/**
 * Frontends are megabytes of parser, so they are loaded when the first file that speaks ZeroMQ needs one, and asynchronously. The
 * service asks for them synchronously: `settled()` is awaited before it is asked for results.
 */
import type { Frontend } from '../frontends/frontend';

export class Frontends {
  private readonly ready = new Map<string, Frontend | undefined>();
  private readonly pending = new Map<string, Promise<void>>();
  private readonly failed = new Map<string, string>();

  constructor(
    private readonly load: (language: string) => Promise<Frontend> | undefined,
    private readonly log: (message: string) => void,
  ) {}

  get(language: string): Frontend | undefined {
    return this.ready.get(language);
  }

  /** Why it could not be loaded the last time. */
  problem(language: string): string | undefined {
    return this.failed.get(language);
  }

  /** Starts loading, unless that was done. A frontend that cannot be loaded is tried again when it is next wanted. */
  want(language: string): void {
    if (this.ready.has(language) || this.pending.has(language)) return;
    const promise = this.load(language);
    if (!promise) {
      this.ready.set(language, undefined);
      return;
    }
    const settled = promise.then(
      (frontend) => {
        this.ready.set(language, frontend);
        this.failed.delete(language);
      },
      (error: unknown) => {
        this.failed.set(language, String(error));
        this.log(`the frontend for ${language} could not be loaded: ${String(error)}`);
      },
    );
    this.pending.set(
      language,
      settled.finally(() => this.pending.delete(language)),
    );
  }

  async settled(): Promise<void> {
    if (this.pending.size > 0) await Promise.all(this.pending.values());
  }
}
