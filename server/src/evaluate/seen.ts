/** What a pass has run already: functions, and on which receiver or closure each. */
export class Seen {
  private readonly keys = new Map<string, Set<number> | undefined>();
  private entries = 0;

  /** Grows with everything that is new. */
  get size(): number {
    return this.entries;
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  add(key: string): void {
    if (this.keys.has(key)) return;
    this.keys.set(key, undefined);
    this.entries++;
  }

  /** @returns false when the function was run on this before */
  once(key: string, of: number): boolean {
    let known = this.keys.get(key);
    if (known?.has(of)) return false;
    this.add(key);
    if (!known) this.keys.set(key, (known = new Set()));
    known.add(of);
    this.entries++;
    return true;
  }

  clear(): void {
    this.keys.clear();
    this.entries = 0;
  }
}
