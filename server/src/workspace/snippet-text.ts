/** The text of a fix as a snippet: what only the reader knows (names of settings in the environment) becomes a placeholder. */

/** How the languages read the environment; the second group is the name. */
const SETTING = /(process\.env\.|os\.environ\[["']|getenv\(["'])([A-Za-z_]\w*)/g;

/**
 * Undefined when there is nothing to fill in.
 * @param before what stands in the line in front of the edit: editors repeat its indentation in each line of a snippet
 */
export function snippetOf(text: string, before: string): string | undefined {
  const bare = unindented(text, /^[\t ]*/.exec(before)![0]);
  if (bare === undefined) return undefined;
  const numbers = new Map<string, number>();
  let at = 0;
  let snippet = '';
  for (const match of bare.matchAll(SETTING)) {
    const name = match[2]!;
    const start = match.index + match[1]!.length;
    const number = numbers.get(name) ?? numbers.size + 1;
    numbers.set(name, number);
    snippet += `${escaped(bare.slice(at, start))}\${${number}:${name}}`;
    at = start + name.length;
  }
  return numbers.size === 0 ? undefined : snippet + escaped(bare.slice(at));
}

/** Without the indentation an editor adds; undefined when a line has less of it. */
function unindented(text: string, indentation: string): string | undefined {
  const [first = '', ...lines] = text.split(/(?<=\r\n|\n)/);
  if (lines.some((line) => !line.startsWith(indentation))) return undefined;
  return [first, ...lines.map((line) => line.slice(indentation.length))].join('');
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
