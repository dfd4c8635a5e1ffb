/** What may have been meant by a name that is not known. */

export function quote(text: string): string {
  return `"${text}"`;
}

/** The nearest known name, when a typing slip explains the unknown one. */
export function suggestion(name: string, names: ReadonlyMap<string, { readonly id: string }>): string {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 4)) + 1;
  for (const known of names.keys()) {
    const off = distance(name.toLowerCase(), known, least);
    if (off < least) [best, least] = [known, off];
  }
  const meant = best === undefined ? undefined : names.get(best);
  return meant ? ` Did you mean ${quote(meant.id === best ? meant.id : best!.toUpperCase())}?` : '';
}

/** Edit distance, given up at `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
