/**
 * Half-typed code. TypeScript's parser recovers well inside a line; a head without its body, an open bracket or an open template it reads
 * on into the lines below, and what stands there is no longer what it was: findings would go with a keystroke and come with the next.
 * So the line that is being typed is overwritten with blanks, which keeps every offset, and the text is parsed again.
 */
import type { ts } from 'ts-morph';
import { LineMap } from '../../text/lines';

/** Longer texts are generated, and nobody types in them. */
const LONGEST = 300_000;
/** Most lines that are tried: each costs a parse. */
const MOST = 3;
/** "Unterminated template literal." */
const OPEN_TEMPLATE = 1160;

/** The parser's own list; a program would only add what a type checker knows. */
export function syntaxErrors(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (file as { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
}

/** The tree without the line that makes the parser stumble; the same tree where no line does. */
export function repaired(file: ts.SourceFile, parse: (text: string) => ts.SourceFile): ts.SourceFile {
  const errors = syntaxErrors(file);
  if (errors.length === 0 || file.text.length > LONGEST) return file;
  const lines = new LineMap(file.text);
  let best = file;
  for (const line of suspects(errors, file.text, lines)) {
    const start = lines.lineStart(line);
    const end = lines.lineEnd(line);
    const without = parse(file.text.slice(0, start) + ' '.repeat(end - start) + file.text.slice(end));
    if (syntaxErrors(without).length < syntaxErrors(best).length) best = without;
  }
  return best;
}

/** Lines one of which may be the one that is being typed: where the code before the error ends, the line above, where a bracket opens. */
function suspects(errors: readonly ts.DiagnosticWithLocation[], text: string, lines: LineMap): readonly number[] {
  const [{ start, code }] = errors as readonly [ts.DiagnosticWithLocation];
  if (code === OPEN_TEMPLATE) return linesWithOpenTemplate(text);
  const lineOf = (offset: number): number => lines.position(Math.min(offset, text.length)).line;
  const codeBefore = (offset: number): number => lineOf(text.slice(0, offset).trimEnd().length);
  const here = lineOf(start);
  const before = codeBefore(start);
  // The parser may take a word of the next line for the rest of this one, and stumble over what follows.
  const above = before === here ? codeBefore(lines.lineStart(here)) : before;
  const opened = errors.flatMap(({ relatedInformation = [] }) =>
    relatedInformation.flatMap((one) => (one.start === undefined ? [] : [lineOf(one.start)])),
  );
  // What is wrong with this line alone the parser gets over.
  const self = errors.some((error) => lineOf(error.start) > here) ? [here] : [];
  return [...new Set([...[before, above, ...opened].filter((line) => line !== here), ...self])].slice(0, MOST);
}

/** Which of them is new nobody knows: the last ones are tried. */
function linesWithOpenTemplate(text: string): readonly number[] {
  const odd = text.split(/\r\n|\r|\n/).flatMap((line, i) => ((line.match(/`/g) ?? []).length % 2 === 1 ? [i] : []));
  return odd.slice(-MOST);
}
