/** What counts as the reason of an acceptance: the same for comments that are read and for the one a user is asked for. Imports nothing. */

/** Where a reason ends that is followed by the day it ends with. */
export const UNTIL = /\s+until\s+(\S+)\s*$/i;
/** Nobody writes longer acceptances; hostile lines cost no time. */
export const LONGEST_LINE = 1_000;
/** Leaves room for the rule, the date and the indentation. */
const LONGEST_REASON = 600;

/** Words that fill the place of a reason and are none. */
const JUNK: ReadonlySet<string> = new Set([
  'todo',
  'fixme',
  'xxx',
  'tbd',
  'wip',
  'because',
  'reason',
  'reasons',
  'none',
  'na',
  'n/a',
  'no',
  'yes',
  'ok',
  'okay',
  'fine',
  'why',
  'test',
  'later',
  'false positive',
  'fp',
  'ignore',
  'accepted',
  'wontfix',
  'asdf',
  'foo',
  'it is ok',
  'it is fine',
  "it's ok",
  "it's fine",
  'i said so',
  'not an issue',
  'not a problem',
  'whatever',
]);

/** A reason has at least one word of substance. */
export function isReason(text: string): boolean {
  const bare = text.toLowerCase().replace(/^[\s.,:;!?…-]+|[\s.,:;!?…-]+$/g, '');
  return bare.length >= 4 && /\p{L}{2}/u.test(bare) && !JUNK.has(bare) && !/^(?:todo|fixme|tbd|xxx)\b/.test(bare);
}

/** What is wrong with a reason somebody typed; undefined: nothing. Read back from a comment, what passes is the same reason. */
export function reasonProblem(text: string): string | undefined {
  const reason = text.trim();
  if (reason === '') return 'An acceptance needs a reason.';
  if (!isReason(reason)) return 'Say why this is safe here, so that the next reader can judge it.';
  if (reason.length > LONGEST_REASON) return `At most ${LONGEST_REASON} characters.`;
  if (/[\p{Cc}\u2028\u2029]/u.test(reason)) return 'One line of plain text, please.';
  if (/\*\/|-->/.test(reason)) return 'A reason cannot hold the end of a comment.';
  if (UNTIL.test(` ${reason}`)) return 'The day it ends is asked for next: leave "until …" out.';
  return undefined;
}
