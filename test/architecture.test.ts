/** The invariants of ARCHITECTURE.md, kept by reading the sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(__dirname, '..');
const builtins = new Set(builtinModules);

interface Source {
  /** Relative to the repository, forward slashes. */
  readonly file: string;
  readonly text: string;
  /** Import specifiers; relative ones resolved against the repository. */
  readonly imports: readonly string[];
}

/** A text without its comments: prose may name what code must not. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '');
}

function sources(folder: string): Source[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => {
      const file = path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/');
      const text = readFileSync(path.join(root, file), 'utf8');
      const found = codeOf(text).matchAll(
        /(?:^|[\s;])(?:import|export)\s[^;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|require\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gm,
      );
      const imports = [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? '');
      return {
        file,
        text,
        imports: imports.map((one) => (one.startsWith('.') ? path.posix.join(path.posix.dirname(file), one) : one)),
      };
    });
}

const server = sources('server/src');
const client = sources('client/src');
const below = (folder: string): Source[] => server.filter((one) => one.file.startsWith(`server/src/${folder}`));
const isBuiltin = (name: string): boolean => name.startsWith('node:') || builtins.has(name.split('/')[0]!);

/** `file → import` of every import that the test forbids. */
function offenders(of: readonly Source[], forbidden: (specifier: string, source: Source) => boolean): string[] {
  return of.flatMap((source) =>
    source.imports.filter((one) => forbidden(one, source)).map((one) => `${source.file} → ${one}`),
  );
}

/** Files whose code, comments aside, matches. */
function mentions(of: readonly Source[], pattern: RegExp): string[] {
  const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '');
  return of
    .filter((one) => pattern.test(code(one.text)))
    .map((one) => `${one.file}: ${pattern.exec(code(one.text))![0]}`);
}

test('the reader of this test sees the sources', () => {
  expect(server.length).toBeGreaterThan(40);
  expect(server.find((one) => one.file === 'server/src/evaluate/run.ts')?.imports).toContain(
    'server/src/evaluate/machine',
  );
});

describe('the core does no I/O', () => {
  const doors = /^server\/src\/(host\/|lsp\/|cli\.ts|main\.ts|worker\.ts)/;
  test('Node built-ins only at the doors', () => {
    expect(
      offenders(
        server.filter((one) => !doors.test(one.file)),
        isBuiltin,
      ),
    ).toEqual([]);
  });
  test('no network anywhere', () => {
    const network = /^(node:)?(http|https|http2|net|tls|dgram|dns)(\/|$)/;
    // The language server talks over stdio or the client's pipe: vscode-languageserver's business.
    expect(offenders([...server, ...client], (one) => network.test(one))).toEqual([]);
    expect(mentions([...server, ...client], /\bfetch\(|XMLHttpRequest|WebSocket\(/)).toEqual([]);
  });
  test('threads are known to the one that starts them and to the one that is started', () => {
    const known = /^server\/src\/(host\/judge-thread|worker)\.ts$/;
    expect(
      offenders(
        server.filter((one) => !known.test(one.file)),
        (one) => /^(node:)?(worker_threads|cluster)$/.test(one),
      ),
    ).toEqual([]);
    // What the thread needs of the house is the service and the disk: no connection to an editor.
    expect(offenders([...below('host/'), ...below('worker.ts')], (one) => one.startsWith('server/src/lsp/'))).toEqual(
      [],
    );
  });
  test('no child processes, no evaluation of code', () => {
    // The one exception asks V8 for its own garbage collector by name, a constant.
    const memory = 'server/src/host/memory.ts';
    expect(offenders(server, (one) => /^(node:)?(child_process|vm)$/.test(one))).toEqual([`${memory} → node:vm`]);
    const asked = server.find((one) => one.file === memory)?.text.match(/runInNewContext\([^)]*\)/g);
    expect(asked).toEqual(["runInNewContext('gc')"]);
  });
});

describe('who may know whom', () => {
  test('only lsp/ and main.ts know vscode-languageserver', () => {
    expect(
      offenders(
        server.filter((one) => !/^server\/src\/(lsp\/|main\.ts)/.test(one.file)),
        (one) => /^vscode-(languageserver|jsonrpc)/.test(one),
      ),
    ).toEqual([]);
  });
  test('only the client knows vscode', () => {
    expect(offenders(server, (one) => one === 'vscode' || one.startsWith('vscode-languageclient'))).toEqual([]);
    expect(client.some((one) => one.imports.includes('vscode'))).toBe(true);
  });
  test('rules know the model, the catalogue and each other', () => {
    const allowed = /^server\/src\/(model|rules|threats|text)\/|^semver$/;
    // rule.ts names what a fix may want; nothing else looks outside.
    expect(offenders(below('rules/'), (one) => !allowed.test(one))).toEqual([]);
  });
  test('no rule names a language, a binding or a syntax node', () => {
    const names =
      /\b(typescript|javascript|python|pyzmq|zeromq\.js|czmq|cppzmq|libzmq@|tree-sitter|ts-morph|IrModule|Expr|Stmt|\.binding\b)/i;
    const ruleFiles = below('rules/').filter((one) => !/\/(rule|index|run|level)\.ts$/.test(one.file));
    expect(ruleFiles.length).toBeGreaterThan(17);
    expect(mentions(ruleFiles, names)).toEqual([]);
  });
  test('frontends know the IR and themselves', () => {
    const allowed = /^server\/src\/(ir|text|frontends)\/|^server\/src\/frontends|^(ts-morph|web-tree-sitter)$/;
    expect(offenders(below('frontends/'), (one) => !allowed.test(one))).toEqual([]);
    expect(mentions(below('frontends/'), /zmq|zeromq|curve|\brule/i)).toEqual([]);
  });
  test('one frontend does not know another', () => {
    const other = (specifier: string, source: Source): boolean => {
      const own = /^server\/src\/frontends\/([^/]+)\//.exec(source.file)?.[1];
      const theirs = /^server\/src\/frontends\/([^/]+)\//.exec(specifier)?.[1];
      return own !== undefined && theirs !== undefined && own !== theirs && theirs !== 'tree-sitter';
    };
    expect(offenders(below('frontends/'), other)).toEqual([]);
  });
  test('ts-morph and tree-sitter live behind their frontends', () => {
    expect(
      offenders(
        server.filter((one) => !one.file.startsWith('server/src/frontends/typescript/')),
        (one) => one === 'ts-morph' || one === 'typescript',
      ),
    ).toEqual([]);
    expect(
      offenders(
        server.filter((one) => !one.file.startsWith('server/src/frontends/')),
        (one) => one.startsWith('web-tree-sitter') || one.startsWith('tree-sitter'),
      ),
    ).toEqual([]);
  });
  test('frontends are loaded by the host alone, on demand', () => {
    const frontend = /^server\/src\/frontends\/(typescript|python)/;
    const statically = server.filter((one) => !/^server\/src\/(frontends|host)\//.test(one.file));
    expect(offenders(statically, (one) => frontend.test(one))).toEqual([]);
  });
  test('the evaluator knows bindings by their interface and no language', () => {
    expect(
      offenders(below('evaluate/'), (one) =>
        /^server\/src\/(frontends\/(?!frontend$)|bindings\/(?!binding$)|rules\/|lsp\/|workspace\/|host\/)/.test(one),
      ),
    ).toEqual([]);
    expect(mentions(below('evaluate/'), /['"`](typescript|javascript|python|zeromq|pyzmq|zmq)\b/i)).toEqual([]);
  });
  test('the model knows nobody', () => {
    expect(
      offenders(
        below('model/'),
        (one) => !/^server\/src\/(model|text)\/|^server\/src\/(rules\/rule|bindings\/binding)$/.test(one),
      ),
    ).toEqual([]);
  });
  test('bindings know neither syntax nor what rules conclude', () => {
    const forbidden = /^server\/src\/(ir\/|frontends\/|rules\/(?!rule$)|lsp\/|workspace\/|host\/|evaluate\/(?!api$))/;
    expect(offenders(below('bindings/'), (one) => forbidden.test(one))).toEqual([]);
  });
});

test('a rule is one file and one page of the same name', () => {
  const rules = below('rules/')
    .map((one) => /^server\/src\/rules\/([a-z-]+)\.ts$/.exec(one.file)?.[1])
    .filter((one): one is string => one !== undefined && !['rule', 'index', 'run', 'level'].includes(one));
  const pages = readdirSync(path.join(root, 'threats'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => readdirSync(path.join(root, 'threats', entry.name)).map((name) => name.replace(/\.md$/, '')));
  expect(rules.sort()).toEqual(pages.sort());
});
