/**
 * What a file imports, read from its text without a parser: microseconds per file, so that the whole workspace can be asked who
 * imports whom before anything is lowered. Deliberately generous (a specifier in a comment counts): a false edge costs a file
 * that is looked at for nothing, a missing one costs a finding.
 */
import type { Family } from './languages';

export interface ImportRef {
  readonly specifier: string;
  /** Python: leading dots; 0 elsewhere. */
  readonly level: number;
  /** The file hands on what it imports: `export … from`, `module.exports = require(…)`, anything in an `__init__.py`. */
  readonly reexport: boolean;
}

const JS_REEXPORT = /\bexport\s+(?:type\s+)?(\*|\{)/g;
const JS_REEXPORT_FROM = /(?:\s*as\s+[\w$]+)?\s*from\s*(['"])([^'"\n]+)\1/y;
const JS_CJS_REEXPORT = /\bexports(?:\.[\w$]+)?\s*=\s*require\s*\(\s*(['"`])([^'"`$\n]+)\1/g;
const JS_EXPORT_LIST =
  /\bexport\s*\{|\bexport\s+default\s+([\w$]+)|\bexports\s*=\s*\{|\bObject\.assign\(\s*(?:module\.)?exports\b/g;
const JS_WORD = /[\w$]+/g;
const JS_KEYWORDS: ReadonlySet<string> = new Set(['as', 'default', 'type', 'import', 'from', 'const', 'let', 'var']);
const JS_FROM = /\bfrom\s*(['"])([^'"\n]+)\1/g;
const JS_BARE = /\bimport\s*(['"])([^'"\n]+)\1/g;
const JS_CALL = /\b(?:require|import)\s*\(\s*(?:\/\*[^*]*\*\/\s*)?(['"`])([^'"`$\n]+)\1/g;

// A byte order mark may come first, and lines may end in a lone CR (The Python Language Reference 2.1).
const PY_IMPORT = /^\uFEFF?[ \t]*import[ \t]+([^\r\n#;]+)/gm;
// One way to read every blank: a line of blanks after `from` must not be tried in every combination.
const PY_FROM = /^\uFEFF?[ \t]*from[ \t]+(?:(\.+)[ \t]*)?(?:([\w.]+)[ \t]+)?import\b[ \t]*/gm;
/** Packages around an imported module that are looked at. */
const DEEPEST_PACKAGE = 10;
/** Longest list of names an import or `require` is bound to. */
const LONGEST_CLAUSE = 300;
/** Longest list of names that is looked through; unclosed brackets must not make a file slow. */
const LONGEST_LIST = 4_000;

/** Every import of a text, each once. */
export function importsOf(path: string, text: string, family: Family): readonly ImportRef[] {
  const found = new Map<string, ImportRef>();
  const add = (specifier: string, level: number, reexport: boolean): void => {
    const key = `${level} ${specifier}`;
    if (!found.has(key)) found.set(key, { specifier, level, reexport });
  };
  if (family === 'js') scanJs(text, add);
  else scanPython(text, path.endsWith('/__init__.py'), add);
  return [...found.values()];
}

type Add = (specifier: string, level: number, reexport: boolean) => void;

function scanJs(text: string, add: Add): void {
  // Re-exports first: the first mention of a specifier decides.
  for (const match of text.matchAll(JS_REEXPORT)) {
    const after = match.index + match[0].length;
    const end = match[1] === '*' ? after : closing(text, after, '}');
    JS_REEXPORT_FROM.lastIndex = end;
    const specifier = JS_REEXPORT_FROM.exec(text)?.[2];
    if (specifier !== undefined) add(specifier, 0, true);
  }
  for (const match of text.matchAll(JS_CJS_REEXPORT)) add(match[2]!, 0, true);
  const handedOn = exportedWords(text, add);
  if (handedOn.size > 0)
    for (const pattern of [JS_FROM, JS_CALL])
      for (const match of text.matchAll(pattern))
        if (wordsBefore(text, match.index).some((word) => handedOn.has(word))) add(match[2]!, 0, true);
  for (const pattern of [JS_FROM, JS_BARE, JS_CALL])
    for (const match of text.matchAll(pattern)) add(match[2]!, 0, false);
}

/**
 * Names that a file exports apart from where it gets them: `export { a }`, `export default a`, `module.exports = { a, ...b }`. What is
 * required in the middle of that is handed on, too.
 */
function exportedWords(text: string, add: Add): ReadonlySet<string> {
  const found = new Set<string>();
  let end = 0;
  for (const match of text.matchAll(JS_EXPORT_LIST)) {
    if (match.index < end) continue;
    const start = match.index + match[0].length;
    end = match[1] === undefined ? closed(text, start) : start;
    const list = match[1] ?? text.slice(start, end);
    for (const call of list.matchAll(JS_CALL)) add(call[2]!, 0, true);
    for (const [word] of list.matchAll(JS_WORD)) if (!JS_KEYWORDS.has(word)) found.add(word);
  }
  return found;
}

/** Where the bracket that was opened before `start` is closed; not far away when it is not. */
function closed(text: string, start: number): number {
  const last = Math.min(text.length, start + LONGEST_LIST);
  for (let at = start, depth = 1; at < last; at++) {
    if ('({['.includes(text[at]!)) depth++;
    else if (')}]'.includes(text[at]!) && --depth === 0) return at;
  }
  return last;
}

/** What an import or `require` is bound to: the words between it and the keyword before. */
function wordsBefore(text: string, at: number): readonly string[] {
  const before = text.slice(Math.max(0, at - LONGEST_CLAUSE), at);
  const start = Math.max(...['import', 'const', 'let', 'var'].map((word) => before.lastIndexOf(word)));
  return start < 0 ? [] : [...before.slice(start).matchAll(JS_WORD)].map(([word]) => word);
}

function scanPython(text: string, reexport: boolean, add: Add): void {
  const joined = text.includes('\\') ? text.replace(/\\(?:\r\n?|\n)/g, ' ') : text;
  for (const match of joined.matchAll(PY_IMPORT)) {
    for (const item of match[1]!.split(',')) {
      const name = /^\s*([\w.]+)/.exec(item)?.[1];
      // `import a.b` loads `a` as well, and binds that.
      let outer = name;
      for (let depth = 0; outer && depth < DEEPEST_PACKAGE; depth++) {
        add(outer, 0, reexport);
        outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')));
      }
    }
  }
  for (const match of joined.matchAll(PY_FROM)) {
    const level = match[1]?.length ?? 0;
    const module = match[2] ?? '';
    if (level === 0 && module === '') continue;
    if (module !== '' || level > 0) add(module, level, reexport);
    // `from package import name`: the name may be a module of the package.
    for (const item of namesAfter(joined, match.index + match[0].length)
      .replace(/[()]|#[^\r\n]*/g, ' ')
      .split(',')) {
      const name = /^\s*(\w+)/.exec(item)?.[1];
      if (name) add(module === '' ? name : `${module}.${name}`, level, reexport);
    }
  }
}

/** The names of a `from … import`: to the closing bracket, or to the end of the line. */
function namesAfter(text: string, start: number): string {
  if (text[start] === '(') return text.slice(start, closing(text, start, ')'));
  return /[^\r\n#]*/.exec(text.slice(start, start + LONGEST_LIST))![0];
}

/** Offset after the next bracket of a kind; the start itself when there is none near. */
function closing(text: string, start: number, bracket: string): number {
  const at = text.slice(start, start + LONGEST_LIST).indexOf(bracket);
  return at < 0 ? start : start + at + 1;
}

const JS_COMPUTED =
  /\b(?:require|await\s+import)\s*\(\s*(?!(?:\/\*[^*]*\*\/\s*)?(?:'[^'\n]*'|"[^"\n]*"|`[^`$\n]*`)\s*[,)])/;
const PY_COMPUTED = /\b(?:__import__|import_module|importorskip)\s*\(/;

/** True when the text imports something whose name it computes (`require(path)`): it may be anything. Prose says "import (" too, so that alone does not count. */
export function importsUnknown(text: string, family: Family): boolean {
  return (family === 'python' ? PY_COMPUTED : JS_COMPUTED).test(text);
}

/** The piece of a specifier that names a file: `bus` of `../lib/bus.js`, `@app/bus` and `app.bus`. */
export function tailOf(ref: ImportRef, family: Family): string {
  if (family === 'python') return ref.specifier.slice(ref.specifier.lastIndexOf('.') + 1);
  const last = ref.specifier.replace(/\/+$/, '').split('/').pop() ?? '';
  return last === '.' || last === '..' ? '.' : last.replace(/\.(?:[cm]?[jt]s|[jt]sx)$/, '');
}
