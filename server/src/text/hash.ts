/**
 * A short name for a text, to compare texts that two threads hold. FNV-1a over UTF-16 units, in two lanes of 32 bits with different
 * primes, and the length: quick enough for every keystroke, and no defence against somebody who wants two texts to look alike.
 */

/** FNV's offset basis and prime, and for the second lane others of their kind. */
const OFFSETS = [0x811c9dc5, 0x9747b28c] as const;
const PRIMES = [0x01000193, 0x85ebca6b] as const;

export function hashOf(text: string): string {
  let [a, b] = OFFSETS as readonly [number, number];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, PRIMES[0]);
    b = Math.imul(b ^ unit, PRIMES[1]);
  }
  return `${text.length.toString(36)}.${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
