/** Snippets as an editor inserts them: VS Code's syntax of tab stops, placeholders, choices and variables. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Snippet {
  readonly title: string;
  readonly prefix: string;
  readonly description: string;
  readonly body: string;
}

export const SNIPPET_LANGUAGES = ['typescript', 'javascript', 'python'] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];

/** `root`: the folder of the extension. */
export function readSnippets(language: SnippetLanguage, root: string): readonly Snippet[] {
  const file = path.join(root, 'snippets', `${language}.json`);
  const entries = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Omit<Snippet, 'title'> & { body: string[] }>;
  return Object.entries(entries).map(([title, entry]) => ({ ...entry, title, body: entry.body.join('\n') }));
}

export interface Stop {
  readonly id: number;
  readonly text: string;
}

/** The text after insertion, when every tab stop is left as it is; `typed` is what the user writes at some of them instead. */
export function expand(body: string, typed: Readonly<Record<number, string>> = {}): string {
  const nodes = parse(body);
  const values = new Map(stopsOf(nodes).map(({ id, text }) => [id, text]));
  for (const [id, text] of Object.entries(typed)) values.set(Number(id), text);
  return print(nodes, values).replaceAll('\t', '  ');
}

/** Tab stops in order of appearance, each with the text it starts with. A later one of the same number mirrors the first. */
export function stopsOf(body: string | readonly Node[]): readonly Stop[] {
  const found = new Map<number, string>();
  const nodes = typeof body === 'string' ? parse(body) : body;
  const visit = (list: readonly Node[]): void => {
    for (const node of list) {
      if (typeof node === 'string') continue;
      visit(node.inner ?? []);
      if (typeof node.name === 'number' && (node.inner || !found.has(node.name)))
        found.set(node.name, print(node.inner ?? [], found));
    }
  };
  visit(nodes);
  return [...found].map(([id, text]) => ({ id, text }));
}

type Node = string | Field;
/** A tab stop (number) or a variable (name), with what is shown at first. */
interface Field {
  readonly name: number | string;
  readonly inner?: readonly Node[];
}

function print(nodes: readonly Node[], values: ReadonlyMap<number, string>): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return node;
      if (typeof node.name === 'number') return values.get(node.name) ?? '';
      return node.inner ? print(node.inner, values) : node.name; // No variable has a value here.
    })
    .join('');
}

function parse(text: string): readonly Node[] {
  let at = 0;
  const nodes = sequence(false);
  return nodes;

  function sequence(inField: boolean): readonly Node[] {
    const list: Node[] = [];
    while (at < text.length && !(inField && text[at] === '}')) list.push(field() ?? character('$}\\'));
    return list;
  }

  function character(escapable: string): string {
    if (text[at] === '\\' && at + 1 < text.length && escapable.includes(text[at + 1]!)) at += 1;
    return text[at++]!;
  }

  function field(): Field | undefined {
    const head = /^\$(?:(\w+)|\{(\w+)([:|}/]))/.exec(text.slice(at));
    if (!head) return undefined;
    const name = nameOf(head[1] ?? head[2]!);
    if (name === undefined) return undefined;
    if (head[3] === '/') throw new Error(`no snippet of ours needs a transform: ${text.slice(at, at + 40)}`);
    const start = at;
    at += head[0].length;
    if (head[1] !== undefined) {
      at = start + 1 + String(name).length;
      return { name };
    }
    if (head[3] === '}') return { name };
    const inner = head[3] === '|' ? [firstChoice()] : sequence(true);
    if (text[at] !== '}') throw new Error(`unclosed at ${start}: ${text.slice(start, start + 40)}`);
    at += 1;
    return { name, inner };
  }

  /** `$1x` is tab stop 1 before an x; `$TM_FILENAME` is a variable. */
  function nameOf(word: string): number | string | undefined {
    const digits = /^\d+/.exec(word);
    return digits ? Number(digits[0]) : /^[A-Za-z_]\w*$/.exec(word)?.[0];
  }

  function firstChoice(): string {
    const choices = [''];
    while (at < text.length && text[at] !== '|') {
      if (text[at] === ',') {
        choices.push('');
        at += 1;
      } else choices.push(choices.pop()! + character(',|\\'));
    }
    at += 1;
    return choices[0]!;
  }
}
