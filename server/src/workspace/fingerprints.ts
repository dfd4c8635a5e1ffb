/**
 * Fingerprints: what makes a finding the same one tomorrow. Rule, file relative to the workspace folder, path of the holder and the
 * evidence without formatting; and, where all that is equal, which one of them it is. No line, no column: edits above it and a
 * formatter change nothing. Key material is masked first, so that it can neither leak nor, by being rotated, make a finding new.
 */
import { redact } from './redact';
import { sha256 } from './sha256';

export interface Identity {
  readonly rule: string;
  /** Relative to the workspace folder. */
  readonly file: string;
  readonly holder: string;
  /** The code the finding stands on, as written. */
  readonly evidence: string;
  readonly start: number;
}

/** Fingerprints in step with the findings. Ordinals count along the file, whatever the order of the list. */
export function fingerprints(findings: readonly Identity[]): readonly string[] {
  const keys = findings.map((one) => [one.rule, one.file, one.holder, normalized(one.evidence)].join('\u0000'));
  const order = findings.map((_, i) => i).sort((a, b) => findings[a]!.start - findings[b]!.start || a - b);
  const seen = new Map<string, number>();
  const out = new Array<string>(findings.length);
  for (const i of order) {
    const ordinal = seen.get(keys[i]!) ?? 0;
    seen.set(keys[i]!, ordinal + 1);
    out[i] = hashOf(`${keys[i]!}\u0000${ordinal}`);
  }
  return out;
}

/** An edit leaves nearly all findings of a file as they are. */
const hashes = new Map<string, string>();
const MOST_HASHES = 2_000;

function hashOf(key: string): string {
  const known = hashes.get(key);
  if (known !== undefined) return known;
  const hash = sha256(key);
  if (hashes.size >= MOST_HASHES) hashes.clear();
  hashes.set(key, hash);
  return hash;
}

/** More text tells no more; a range of a whole file would cost time. */
const LONGEST = 5_000;

/** Without blanks, quotes of one kind, no trailing commas or semicolons: what a formatter may change is gone. */
export function normalized(evidence: string): string {
  return redact(evidence.slice(0, LONGEST))
    .replace(/\s+/g, '')
    .replace(/["'`]/g, '"')
    .replace(/,(?=[)\]}])/g, '')
    .replace(/[;,]+$/, '');
}
