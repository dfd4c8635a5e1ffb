/** The last internal errors, for a bug report: scrubbed at once, so that nothing of the workspace is kept for it. */
import { scrubbed, type ScrubbedError } from './scrub';

/** Different ones; the same error again counts up. */
const MOST = 10;

export class Problems {
  private readonly known = new Map<string, { readonly error: ScrubbedError; count: number }>();

  constructor(private readonly rules: () => ReadonlySet<string> = () => new Set()) {}

  /** @param text as it is logged; what does not look like an error is none */
  add(text: string): void {
    if (!/\bError\b|\w+Error\b|\n\s+at /.test(text)) return;
    const error = scrubbed(text, this.rules());
    const key = JSON.stringify(error);
    const count = (this.known.get(key)?.count ?? 0) + 1;
    // Again at the end: what was last is last.
    this.known.delete(key);
    this.known.set(key, { error, count });
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST) break;
      this.known.delete(oldest);
    }
  }

  /** Oldest first. */
  all(): readonly (ScrubbedError & { readonly count: number })[] {
    return [...this.known.values()].map(({ error, count }) => ({ ...error, count }));
  }
}
