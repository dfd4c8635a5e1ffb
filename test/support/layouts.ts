/** The same program as different people lay it out. */
import { format, type Options } from 'prettier';

export interface Layout {
  readonly name: string;
  of(path: string, text: string): string | Promise<string>;
  /** What the tool that made the layout would make of an edited text; undefined where no tool says. */
  tidy?(path: string, text: string): Promise<string | undefined>;
}

/** No statement is broken or joined because of its length. */
const ENDLESS = 100_000;

export const LAYOUTS: readonly Layout[] = [
  { name: 'as it is', of: (_, text) => text },
  printed('no semicolons, single quotes, tabs, CRLF', {
    semi: false,
    singleQuote: true,
    useTabs: true,
    endOfLine: 'crlf',
    printWidth: ENDLESS,
  }),
  printed('one line each, two blanks', { tabWidth: 2, printWidth: ENDLESS }),
  // Where it would break the longer lines is not ours to know.
  { ...printed('over many lines, four blanks, no comma at the end', NARROW()), tidy: () => Promise.resolve(undefined) },
  { name: 'CR alone', of: (_, text) => text.replace(/\r\n|\n/g, '\r') },
  { name: 'a byte order mark', of: (path, text) => (isJson(path) ? text : `\uFEFF${text}`) },
  {
    name: 'nothing after the last line, a character of two units before the first',
    of: (path, text) => `${isJson(path) ? '' : `${hasHashes(path) ? '#' : '//'} 😀\n`}${text.trimEnd()}`,
  },
];

function NARROW(): Options {
  return { tabWidth: 4, trailingComma: 'none', printWidth: 30 };
}

function isJson(path: string): boolean {
  return path.endsWith('.json');
}

/** Python, and what its installers read. */
function hasHashes(path: string): boolean {
  return /\.(py|toml|txt)$/.test(path);
}

function printed(name: string, options: Options): Layout {
  const prettier = (path: string, text: string): Promise<string> => {
    const parser = isJson(path) ? 'json' : /\.[cm]?tsx?$/.test(path) ? 'typescript' : 'babel';
    return format(text, { ...options, parser });
  };
  return {
    name,
    of: (path, text) => (hasHashes(path) ? indented(text, options) : prettier(path, text)),
    tidy: async (path, text) => (hasHashes(path) ? undefined : await prettier(path, text)),
  };
}

/** Pages indent Python by four blanks. */
function indented(text: string, { useTabs, tabWidth, endOfLine }: Options): string {
  const unit = useTabs ? '\t' : ' '.repeat(tabWidth === 2 ? 2 : 8);
  const lines = text.replace(/^(?: {4})+/gm, (blanks) => unit.repeat(blanks.length / 4));
  return endOfLine === 'crlf' ? lines.replaceAll('\n', '\r\n') : lines;
}
