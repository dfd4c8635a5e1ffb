/**
 * Internal errors without what they are about: for a bug report, which must carry no code, path or name of the user's workspace. What
 * may stay is listed, all else goes: an error's message can quote anything, so only its kind stays, and of its stack the places in our
 * own bundles. Imports nothing, for the client uses it too.
 */

export interface ScrubbedError {
  /** What was being done: a request's name, `evaluation`, a rule's id; empty when it does not read like one of these. */
  readonly where: string;
  /** `TypeError`. */
  readonly kind: string;
  /** `hoverAt (server.js:12:345)`, innermost first. */
  readonly frames: readonly string[];
}

const BUNDLES: ReadonlySet<string> = new Set([
  'client.js',
  'languageclient.js',
  'server.js',
  'worker.js',
  'typescript.js',
  'python.js',
]);

/** Enough to find the place; the outermost say how the message came in. */
const MAX_FRAMES = 8;

const KINDS = /^(?:Aggregate|Eval|Range|Reference|Syntax|Type|URI|Response|Connection)?Error$/;

/**
 * @param text what was logged: `where: Kind: message`, then the stack as V8 writes it
 * @param rules ids of the catalogue's rules, which may be named
 */
export function scrubbed(text: string, rules: ReadonlySet<string> = new Set()): ScrubbedError {
  const [first = '', ...rest] = text.split('\n');
  const kind = first.split(/[:\s]+/).find((word) => KINDS.test(word)) ?? 'Error';
  const frames = rest.flatMap(frame).slice(0, MAX_FRAMES);
  return { where: whereOf(first, rules), kind, frames };
}

function whereOf(line: string, rules: ReadonlySet<string>): string {
  const method = /^(?:textDocument|workspace|zeromqThreatModel)\/[A-Za-z]+(?:\/[A-Za-z]+)?(?=: )/.exec(line)?.[0];
  if (method !== undefined) return method;
  const rule = /^(?:Rule|fix of) ([\w-]+) failed/.exec(line)?.[1];
  if (rule !== undefined && rules.has(rule)) return `rule ${rule}`;
  return /^evaluation failed/.test(line) ? 'evaluation' : '';
}

/** A frame in one of our bundles. The function's name is one of our source; a called-as name could be a key of the workspace's data. */
function frame(line: string): string[] {
  const match = /^\s+at (?:(?:async |new )?([\w$.]+)[^(]*\()?(?:file:\/\/)?(.*?):(\d+):(\d+)\)?$/.exec(line);
  if (!match) return [];
  const [, name, file = '', row, column] = match;
  const bundle = file.split(/[\\/]/).at(-1) ?? '';
  if (!BUNDLES.has(bundle) || !/[\\/]dist[\\/][^\\/]+$/.test(file)) return [];
  return [`${name === undefined ? '' : `${name} `}(${bundle}:${row}:${column})`];
}
