/**
 * Reads the pages whose code blocks are tests: `threats/<threat>/<rule>.md`, the threat pages themselves, and further cases in
 * `test/rules/<rule>.md`. The form is described in `threats/README.md`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse } from 'yaml';

export const ROOT = join(__dirname, '..', '..');

export type Kind = 'bad' | 'good' | 'fixed';

export interface SourceBlock {
  readonly language: string;
  readonly kind: Kind;
  readonly attributes: Readonly<Record<string, string>>;
  /** Prelude and code, without markers. */
  readonly text: string;
  /** What is reported, in order: exact text without its quotes, and the line (0-based) it stands in; undefined = anywhere (JSON). */
  readonly expected: readonly { readonly text: string; readonly line: number | undefined }[];
  /** Line of the fence in the page, 1-based. */
  readonly line: number;
  /** Lines of code without the prelude. */
  readonly length: number;
}

export interface Case {
  /** `threats/…/unbounded-hwm.md:28`. */
  readonly name: string;
  /** Rule of the page; undefined on a threat's page. */
  readonly rule: string | undefined;
  readonly kind: 'bad' | 'good';
  readonly files: readonly { readonly path: string; readonly block: SourceBlock }[];
  /** The `fixed` block that follows. */
  readonly fixed?: SourceBlock;
  readonly noFix: boolean;
  /** `fix=any`, in `test/rules` only: a fix may be offered and must be sound, but its text is not the point. */
  readonly anyFix: boolean;
  readonly why?: string;
  readonly binding: string;
}

export interface Page {
  readonly path: string;
  readonly rule: string | undefined;
  readonly frontMatter: Readonly<Record<string, unknown>> | undefined;
  readonly markdown: string;
  readonly cases: readonly Case[];
  /** What is wrong with its form. */
  readonly problems: readonly string[];
}

const PRELUDES: Readonly<Record<string, string>> = {
  v6: 'import * as zmq from "zeromq";\n',
  v6cjs: 'const zmq = require("zeromq");\n',
  v5: 'const zmq = require("zeromq/v5-compat");\n',
  py: 'import zmq\nctx = zmq.Context()\n',
};

const FILES: Readonly<Record<string, string>> = {
  ts: 'main.ts',
  js: 'main.js',
  py: 'main.py',
  json: 'package.json',
  toml: 'pyproject.toml',
  txt: 'requirements.txt',
};

/** Every page there is, rules first. */
export function readPages(): readonly Page[] {
  const threats = join(ROOT, 'threats');
  const folders = readdirSync(threats, { withFileTypes: true });
  const markdown = (folder: string): string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => join(folder, name));
  const rules = folders.filter((one) => one.isDirectory()).flatMap((one) => markdown(join(threats, one.name)));
  const more = markdown(join(ROOT, 'test', 'rules'));
  const own = folders
    .filter((one) => one.isFile() && one.name.endsWith('.md') && one.name !== 'README.md')
    .map((one) => join(threats, one.name));
  return [
    ...rules.map((path) => readPage(path, nameOf(path))),
    ...more.map((path) => readPage(path, nameOf(path))),
    ...own.map((path) => readPage(path, undefined)),
  ];
}

function nameOf(path: string): string {
  return basename(path, '.md');
}

export function readPage(path: string, rule: string | undefined, text = readFileSync(path, 'utf8')): Page {
  const parts = /^---\n([^]*?\n)---\n/.exec(text);
  const problems: string[] = [];
  const name = relative(ROOT, path);
  const blocks = readBlocks(text, name, problems);
  const cases = readCases(blocks, name, rule, problems);
  return {
    path: name,
    rule,
    frontMatter: parts ? (parse(parts[1]!) as Record<string, unknown>) : undefined,
    markdown: parts ? text.slice(parts[0].length) : text,
    cases,
    problems,
  };
}

// ---------------------------------------------------------------- blocks

function readBlocks(text: string, name: string, problems: string[]): readonly SourceBlock[] {
  const lines = text.split('\n');
  const blocks: SourceBlock[] = [];
  for (let i = 0; i < lines.length; i++) {
    const fence = /^```(\S*)\s*(.*)$/.exec(lines[i]!);
    if (!fence) continue;
    const start = i;
    while (++i < lines.length && lines[i] !== '```');
    const [, language = '', info = ''] = fence;
    const kind = /^(bad|good|fixed)\b/.exec(info)?.[1] as Kind | undefined;
    if (!kind) continue;
    if (!(language in FILES)) problems.push(`${name}:${start + 1}: unknown language ${language}`);
    blocks.push(block(language, kind, info, lines.slice(start + 1, i), start + 1, blocks));
  }
  return blocks;
}

function block(
  language: string,
  kind: Kind,
  info: string,
  code: readonly string[],
  line: number,
  before: readonly SourceBlock[],
): SourceBlock {
  const own = attributes(info);
  // A `fixed` block continues its `bad`: same prelude, same file.
  const inherited = kind === 'fixed' ? (before.at(-1)?.attributes ?? {}) : {};
  const all = { ...inherited, ...own };
  const prelude = PRELUDES[all['prelude'] ?? ''] ?? '';
  const shift = prelude.split('\n').length - 1;
  const expected: { text: string; line: number | undefined }[] = [];
  const clean = code.map((one, at) => {
    const marker = /[ \t]*(?:\/\/|#)~((?:\s*"(?:[^"\\]|\\.)*")+)\s*$/.exec(one);
    if (!marker) return one;
    for (const quoted of marker[1]!.matchAll(/"((?:[^"\\]|\\.)*)"/g))
      expected.push({ text: quoted[1]!.replace(/\\(.)/g, '$1'), line: at + shift });
    return one.slice(0, marker.index);
  });
  for (const one of (all['expect'] ?? '').split('|'))
    if (kind === 'bad' && one !== '') expected.push({ text: one, line: undefined });
  return {
    language,
    kind,
    attributes: all,
    text: `${prelude}${clean.join('\n')}\n`,
    expected,
    line,
    length: code.length,
  };
}

function attributes(info: string): Record<string, string> {
  return Object.fromEntries(
    [...info.matchAll(/([a-z]+)=(?:"([^"]*)"|(\S+))/g)].map(([, key = '', quoted, plain]) => [
      key,
      quoted ?? plain ?? '',
    ]),
  );
}

// ---------------------------------------------------------------- cases

function readCases(
  blocks: readonly SourceBlock[],
  name: string,
  rule: string | undefined,
  problems: string[],
): readonly Case[] {
  const cases: Case[] = [];
  const named = new Map<string, SourceBlock[]>();
  blocks.forEach((one, i) => {
    if (one.kind === 'fixed') {
      if (blocks[i - 1]?.kind !== 'bad') problems.push(`${name}:${one.line}: a fixed block without its bad one`);
      return;
    }
    const key = one.attributes['case'];
    const group = key === undefined ? undefined : named.get(key);
    if (group) return void group.push(one);
    const members = [one];
    if (key !== undefined) named.set(key, members);
    const next = blocks[i + 1];
    cases.push(lazyCase(name, rule, members, next?.kind === 'fixed' ? next : undefined));
  });
  for (const one of cases) {
    if (one.kind === 'good' && one.why === undefined) problems.push(`${one.name}: a good block without a why`);
    if (one.kind === 'bad' && one.files.every(({ block: { expected } }) => expected.length === 0))
      problems.push(`${one.name}: a bad block without a marker`);
    if (one.kind === 'bad' && one.fixed === undefined && !one.noFix && !one.anyFix)
      problems.push(`${one.name}: a bad block with neither a fixed block nor fix=none`);
    if (one.kind === 'bad' && one.fixed !== undefined && (one.noFix || one.anyFix))
      problems.push(`${one.name}: a bad block with both a fixed block and fix=none`);
  }
  return cases;
}

/** Blocks of one named case come in as the page goes on, so its files are looked up when asked for. */
function lazyCase(
  name: string,
  rule: string | undefined,
  members: readonly SourceBlock[],
  fixed: SourceBlock | undefined,
): Case {
  const first = members[0]!;
  const { why } = first.attributes;
  return {
    name: `${name}:${first.line}`,
    rule,
    noFix: first.attributes['fix'] === 'none',
    anyFix: first.attributes['fix'] === 'any',
    ...(why === undefined ? {} : { why }),
    ...(fixed ? { fixed } : {}),
    get kind() {
      return members.some(({ kind }) => kind === 'bad') ? 'bad' : 'good';
    },
    get files() {
      return members.map((one) => ({
        path: `/page/${one.attributes['file'] ?? FILES[one.language] ?? 'main.txt'}`,
        block: one,
      }));
    },
    get binding() {
      return bindingOf(members);
    },
  };
}

/** Which binding a case is about. */
function bindingOf(members: readonly SourceBlock[]): string {
  if (members.some(({ language }) => language === 'json')) return 'npm';
  if (members.some(({ language }) => ['py', 'toml', 'txt'].includes(language))) return 'pyzmq';
  // The package `zeromq` with `socket()` is version 5 too.
  const five = members.some(({ text }) => /["'](?:zeromq\/v5-compat|zmq)["']|\bzmq\.socket\(/.test(text));
  return five ? 'zeromq.js@5' : 'zeromq.js@6';
}
