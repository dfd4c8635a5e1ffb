/**
 * Rewrites of Python, by lines: the cases are short and plain, and a rewrite that cannot be sure does not apply. Text in strings and
 * comments is never touched.
 */
import { Composer, type Edit } from './composer';
import type { Program, Rewrite } from './typescript';

interface Line {
  readonly start: number;
  /** Without the line break. */
  readonly end: number;
  readonly text: string;
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ start, end: start + line.length, text: line });
    start += line.length + 1;
  }
  return lines.at(-1)?.text === '' ? lines.slice(0, -1) : lines;
}

/** The text with strings and comments blanked out, character for character. */
function masked(text: string): string {
  return text.replace(/#[^\n]*|[a-zA-Z]{0,2}("""[^]*?"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/g, (found) =>
    ' '.repeat(found.length),
  );
}

const isImport = (line: Line): boolean => /^(import|from) /.test(line.text);
const isContext = (line: Line): boolean => /^\w+ = (zmq\.)?Context(\.instance)?\(\)$/.test(line.text);

/** Sockets of the top level: `name = ctx.socket(…)`, each on one line. */
function sockets(program: Program): readonly { readonly name: string; readonly line: Line; readonly value: string }[] {
  return linesOf(program.text).flatMap((line) => {
    const found = /^(\w+) = (\w+(?:\.instance\(\))?\.socket\(.*\))$/.exec(line.text);
    return found ? [{ name: found[1]!, line, value: found[2]! }] : [];
  });
}

function occurrences(text: string, name: string): readonly { readonly start: number; readonly end: number }[] {
  return [...masked(text).matchAll(new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'g'))].map(({ index }) => ({
    start: index,
    end: index + name.length,
  }));
}

/** An f-string uses the name: the mask would hide it. */
function inFormat(text: string, name: string): boolean {
  return new RegExp(`\\{[^}\\n]*\\b${name}\\b`).test(text);
}

export const rename: Rewrite = (program) => {
  const names = new Set(
    [...masked(program.text).matchAll(/^[ \t]*(\w+) = /gm)]
      .map(([, name]) => name!)
      .filter((name) => !inFormat(program.text, name)),
  );
  const inClass = /^class /m.test(program.text);
  const edits: Edit[] = [];
  let count = 0;
  for (const name of names) {
    // A class's own names are seen through its instances; names that are keywords somewhere are left alone.
    if (
      isKeyword(program, name) ||
      (inClass && new RegExp(`^ +${name} = `, 'm').test(program.text)) ||
      imported(program, name)
    )
      continue;
    count++;
    for (const range of occurrences(program.text, name)) edits.push({ ...range, text: `v${count}_` });
  }
  return edits.length > 0
    ? new Composer(program.text, edits).keep(program.path, 0, program.text.length).result(program.others)
    : undefined;
};

/** Somebody calls something with this name as a keyword: it stands for two things. */
function isKeyword(program: Program, name: string): boolean {
  return new RegExp(`[(,]\\s*${name}\\s*=[^=]`).test(masked(program.text));
}

function imported(program: Program, name: string): boolean {
  return [...program.others.values()].some((text) => new RegExp(`^from .* import .*\\b${name}\\b`, 'm').test(text));
}

// ---------------------------------------------------------------- constants

const VALUE = String.raw`[a-zA-Z]{0,2}"[^"\n]*"|-?\d+`;

function extractInto(program: Program, file: string | undefined): ReturnType<Rewrite> {
  const { text, path } = program;
  const places = [
    ...text.matchAll(
      new RegExp(
        String.raw`(\.(?:bind|connect|set_hwm)\(|\.setsockopt\(zmq\.\w+, |^\w[\w.]*\.\w+ = )(${VALUE})(?=\)|\s*$)`,
        'gm',
      ),
    ),
  ].filter(([, , value]) => !/^[a-zA-Z]*f"/i.test(value!));
  if (places.length === 0) return undefined;
  const edits = places.map(({ index, 1: before, 2: value }, i) => ({
    start: index + before!.length,
    end: index + before!.length + value!.length,
    text: `EXTRACTED_${i + 1}`,
  }));
  const constants = places.map(({ 2: value }, i) => `EXTRACTED_${i + 1} = ${value}\n`).join('');
  const head = headEnd(program);
  const composer = new Composer(text, edits).keep(path, 0, head);
  if (file === undefined) composer.add(path, constants);
  else {
    composer.add(file, constants);
    composer.add(path, `from constants_ import ${places.map((_, i) => `EXTRACTED_${i + 1}`).join(', ')}\n`);
  }
  return composer.keep(path, head, text.length).result(program.others);
}

/** End of the imports at the start of the file. */
function headEnd(program: Program): number {
  const lines = linesOf(program.text);
  const last = lines.filter(isImport).at(-1);
  return last ? last.end + 1 : 0;
}

export const extractConstant: Rewrite = (program) => extractInto(program, undefined);
export const importConstant: Rewrite = (program) => extractInto(program, '/page/constants_.py');

// ---------------------------------------------------------------- structure

interface Layout {
  readonly head: readonly Line[];
  readonly body: readonly Line[];
}

/** Imports, contexts, functions and classes stay; the rest is the body. Undefined when they depend on it. */
function layout(program: Program): Layout | undefined {
  const head: Line[] = [];
  const body: Line[] = [];
  let inHead = false;
  for (const line of linesOf(program.text)) {
    if (line.text !== '' && !/^[ \t]/.test(line.text))
      inHead = isImport(line) || isContext(line) || /^(@|(def|class|async def) )/.test(line.text);
    (inHead ? head : body).push(line);
  }
  const code = body.filter(({ text }) => text.trim() !== '');
  const names = code.flatMap(({ text }) => /^(\w+) = /.exec(text)?.[1] ?? []);
  const rest = head.map(({ text }) => text).join('\n');
  return code.length === 0 ||
    names.some((name) => occurrences(rest, name).length > 0) ||
    /\bglobal\b/.test(program.text)
    ? undefined
    : { head, body: code };
}

function keepLines(composer: Composer, path: string, lines: readonly Line[], indent = ''): void {
  for (const line of lines) {
    if (line.text !== '') composer.add(path, indent).keep(path, line.start, line.end);
    composer.add(path, '\n');
  }
}

export const wrap: Rewrite = (program) => {
  const found = layout(program);
  if (!found) return undefined;
  const composer = new Composer(program.text);
  keepLines(composer, program.path, found.head);
  composer.add(program.path, 'def main_():\n');
  keepLines(composer, program.path, found.body, '    ');
  return composer.add(program.path, 'main_()\n').result(program.others);
};

export const classField: Rewrite = (program) => {
  const found = layout(program);
  const made = sockets(program).filter(({ name }) => !isKeyword(program, name));
  if (!found || made.length === 0 || made.some(({ name }) => inFormat(program.text, name))) return undefined;
  if (/^\s*(def|class|lambda)\b/m.test(found.body.map(({ text }) => text).join('\n'))) return undefined;
  const own = new Set(found.body.flatMap(({ text }) => /^(\w+) = /.exec(text)?.[1] ?? []));
  if (made.some(({ name, value }) => [...own].some((other) => other !== name && occurrences(value, other).length > 0)))
    return undefined;
  const inBody = (at: number): boolean => found.body.some((line) => line.start <= at && at < line.end);
  const edits = made.flatMap(({ name }) =>
    occurrences(program.text, name)
      .filter(({ start }) => inBody(start))
      .map((range) => ({ ...range, text: `self.${name}` })),
  );
  const { path } = program;
  const composer = new Composer(program.text, edits);
  keepLines(composer, path, found.head);
  composer.add(path, 'class Holder_:\n    def __init__(self):\n');
  keepLines(
    composer,
    path,
    made.map(({ line }) => line),
    '        ',
  );
  composer.add(path, '    def run(self):\n        pass\n');
  keepLines(
    composer,
    path,
    found.body.filter((line) => !made.some((one) => one.line.start === line.start)),
    '        ',
  );
  return composer.add(path, 'Holder_().run()\n').result(program.others);
};

export const factory: Rewrite = (program) => {
  const made = sockets(program);
  const names = new Set([...masked(program.text).matchAll(/^(\w+) = /gm)].map(([, name]) => name!));
  const free = made.filter(({ name, value }) =>
    [...names].every(
      (other) => other === name || isContextName(program, other) || occurrences(value, other).length === 0,
    ),
  );
  if (free.length === 0) return undefined;
  const { path } = program;
  const composer = new Composer(program.text);
  for (const line of linesOf(program.text)) {
    const socket = free.find((one) => one.line.start === line.start);
    if (!socket) {
      keepLines(composer, path, [line]);
      continue;
    }
    const value = line.start + `${socket.name} = `.length;
    composer
      .add(path, `def make_${socket.name}():\n    return `)
      .keep(path, value, line.end)
      .add(path, `\n${socket.name} = make_${socket.name}()\n`);
  }
  return composer.result(program.others);
};

function isContextName(program: Program, name: string): boolean {
  return new RegExp(`^${name} = (zmq\\.)?Context(\\.instance)?\\(\\)$`, 'm').test(program.text);
}

export const splitFile: Rewrite = (program) => {
  const lines = linesOf(program.text);
  const context = lines.find(isContext);
  const made = sockets(program);
  if (!context || made.length === 0 || program.others.size > 0) return undefined;
  if (!made.every(({ value }) => value.startsWith(`${context.text.split(' ')[0]}.socket(zmq.`))) return undefined;
  const { path } = program;
  const file = '/page/sockets_.py';
  const composer = new Composer(program.text);
  composer.add(file, `import zmq\n${context.text}\n`);
  keepLines(
    composer,
    file,
    made.map(({ line }) => line),
  );
  composer.add(
    path,
    `from sockets_ import ${[context.text.split(' ')[0], ...made.map(({ name }) => name)].join(', ')}\n`,
  );
  keepLines(
    composer,
    path,
    lines.filter((line) => line !== context && !made.some((one) => one.line.start === line.start)),
  );
  return composer.result(program.others);
};

export const REWRITES: Readonly<Record<string, Rewrite>> = {
  rename,
  extractConstant,
  importConstant,
  classField,
  factory,
  wrap,
  splitFile,
};
