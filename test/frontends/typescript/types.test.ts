import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TypeProject } from '../../../server/src/frontends/frontend';
import { createTypeScriptFrontend } from '../../../server/src/frontends/typescript';

const LIB = `export class Sock { send(m: any): Promise<void>; peer: Sock | null; }
export class Push extends Sock {}
export class Pull extends Sock { [Symbol.asyncIterator](): AsyncIterator<any[], undefined>; }
export function open(): Promise<Push>;
export const shared: Push;`;

type Files = Record<string, string>;

class Project implements TypeProject {
  reads = 0;
  constructor(
    readonly files: Files,
    readonly declarations: ReadonlyMap<string, string> = new Map([['lib', LIB]]),
    private readonly packages: Files = {},
  ) {}

  text(file: string): string | undefined {
    this.reads++;
    return this.files[file];
  }

  resolve(from: string, specifier: string): string | undefined {
    if (!specifier.startsWith('.')) return this.packages[specifier];
    const base = path.posix.join(path.posix.dirname(from), specifier);
    return ['', '.ts', '.tsx', '.js', '.d.ts', '/index.ts', '/index.d.ts']
      .map((end) => base + end)
      .find((one) => one in this.files);
  }
}

/** Ask for the expression between « and »; answers `module#name`. */
function ask(files: Files, more?: Partial<{ declarations: Map<string, string>; packages: Files }>): string | undefined {
  const texts: Files = {};
  let question: { file: string; start: number; end: number } | undefined;
  for (const [file, marked] of Object.entries(files)) {
    const start = marked.indexOf('«');
    texts[file] = marked.replace(/[«»]/g, '');
    if (start >= 0) question = { file, start, end: marked.indexOf('»') - 1 };
  }
  const answer = createTypeScriptFrontend().typeAt!(
    question!.file,
    question!,
    new Project(texts, more?.declarations, more?.packages),
  );
  return answer && `${answer.module}#${answer.name}`;
}

describe('type of an expression', () => {
  const push = 'lib#Push';
  const cases: [what: string, files: Files, answer: string | undefined][] = [
    ['a parameter', { '/a.ts': `import * as z from 'lib'; function f(s: z.Push) { «s».send(1) }` }, push],
    [
      'a default import of a module without default',
      { '/a.ts': `import z from 'lib'; declare const s: z.Push; «s».send(1)` },
      push,
    ],
    ['a required module', { '/a.js': `const z = require('lib'); const s = new z.Push(); «s».send(1)` }, push],
    ['JSDoc', { '/a.js': `/** @param {import('lib').Push} s */ function f(s) { «s».send(1) }` }, push],
    [
      'undefined and null are seen through',
      { '/a.ts': `import { Push } from 'lib'; let s: Push | undefined | null = find(); «s»?.send(1)` },
      push,
    ],
    [
      'an optional field',
      { '/a.ts': `import { Push } from 'lib'; class A { s?: Push; f() { «this.s»!.send(1) } }` },
      push,
    ],
    [
      'an awaited result',
      { '/a.ts': `import { open } from 'lib'; async function f() { const s = await open(); «s».send(1) }` },
      push,
    ],
    [
      'an awaited expression itself',
      { '/a.ts': `import { open } from 'lib'; async function f() { «(await open())».send(1) }` },
      push,
    ],
    [
      'a result of an async function',
      {
        '/a.ts': `import { open } from 'lib'; async function make() { return open() } async function f() { «(await make())».send(1) }`,
      },
      push,
    ],
    [
      'Awaited<ReturnType<>>',
      { '/a.ts': `import { open } from 'lib'; let s: Awaited<ReturnType<typeof open>>; «s».send(1)` },
      push,
    ],
    [
      'an interface of another file',
      {
        '/a.ts': `import type { Deps } from './b'; function f(d: Deps) { «d.out».send(1) }`,
        '/b.ts': `import { Push } from 'lib'; export interface Deps { out: Push }`,
      },
      push,
    ],
    [
      'two files away',
      {
        '/a.ts': `import { make } from './b'; «make()».send(1)`,
        '/b.ts': `export { make } from './c'`,
        '/c.ts': `import { Push } from 'lib'; export const make = () => new Push()`,
      },
      push,
    ],
    [
      'a generic function',
      { '/a.ts': `import { Push } from 'lib'; function id<T>(x: T): T { return x } «id(new Push())».send(1)` },
      push,
    ],
    [
      'a constrained type parameter',
      { '/a.ts': `import { Sock } from 'lib'; function f<S extends Sock>(s: S) { «s».send(1) }` },
      'lib#Sock',
    ],
    [
      'an element of an array',
      { '/a.ts': `import { Push } from 'lib'; const all: Push[] = []; for (const s of all) «s».send(1)` },
      push,
    ],
    [
      'a value of a Map',
      { '/a.ts': `import { Push } from 'lib'; const all = new Map<string, Push>(); «all.get('x')»?.send(1)` },
      push,
    ],
    [
      'a callback parameter',
      { '/a.ts': `import { Push } from 'lib'; const all: Push[] = []; all.forEach((s) => «s».send(1))` },
      push,
    ],
    [
      'Promise.all',
      {
        '/a.ts': `import { open } from 'lib'; async function f() { const [a] = await Promise.all([open(), 1]); «a».send(1) }`,
      },
      push,
    ],
    [
      'destructuring',
      { '/a.ts': `import { Push } from 'lib'; function f({ out }: { out: Push }) { «out».send(1) }` },
      push,
    ],
    [
      'a type alias',
      { '/a.ts': `import { Push } from 'lib'; type Out = Push; function f(s: Out) { «s».send(1) }` },
      push,
    ],
    ['an import type', { '/a.ts': `function f(s: import('lib').Push) { «s».send(1) }` }, push],
    [
      'an intersection prefers the library',
      { '/a.ts': `import { Push } from 'lib'; interface X { x: 1 } function f(s: X & Push) { «s».send(1) }` },
      push,
    ],
    ['a property of a library class', { '/a.ts': `import { Push } from 'lib'; «new Push().peer».send(1)` }, 'lib#Sock'],
    ['an assigned later variable', { '/a.ts': `import { Push } from 'lib'; let s; s = new Push(); «s».send(1)` }, push],
    [
      'a class of the program',
      {
        '/a.ts': `import { Out } from './b'; «new Out()».go()`,
        '/b.ts': `import { Push } from 'lib'; export class Out extends Push { go() {} }`,
      },
      '/b.ts#Out',
    ],
    [
      'its exported name',
      {
        '/a.ts': `import { Better } from './b'; «new Better()».go()`,
        '/b.ts': `class Out { go() {} } export { Out as Better }`,
      },
      '/b.ts#Better',
    ],
    [
      'a default export',
      { '/a.ts': `import Out from './b'; «new Out()».go()`, '/b.ts': `export default class { go() {} }` },
      '/b.ts#default',
    ],
    [
      '`this` in a class',
      { '/a.ts': `import { Push } from 'lib'; export class Out extends Push { go() { «this».send(1) } }` },
      '/a.ts#Out',
    ],
    [
      'an alias of a type literal',
      { '/a.ts': `export type Out = { send(x: any): void }; function f(s: Out) { «s».send(1) }` },
      '/a.ts#Out',
    ],
    [
      'JSX files',
      { '/a.tsx': `import { Push } from 'lib'; const s = <T,>(x: T) => x; const e = <a>{«s(new Push())».send(1)}</a>` },
      push,
    ],
    ['nothing: any', { '/a.ts': `function f(s: any) { «s».send(1) }` }, undefined],
    ['nothing: unresolved import', { '/a.ts': `import { X } from './gone'; «new X()».send(1)` }, undefined],
    [
      'nothing: different classes',
      { '/a.ts': `import { Push, Pull } from 'lib'; function f(s: Push | Pull) { «s».send(1) }` },
      undefined,
    ],
    ['nothing: the class itself', { '/a.ts': `import { Push } from 'lib'; «Push».name` }, undefined],
    ['nothing: the module itself', { '/a.ts': `import * as z from 'lib'; «z».shared` }, undefined],
    ['nothing: a promise', { '/a.ts': `import { open } from 'lib'; «open()».then()` }, undefined],
    ['nothing: a text', { '/a.ts': `«'x'».length` }, undefined],
    ['nothing: a broken file', { '/a.ts': `import { Push } from 'lib'; class { «x». ((( ` }, undefined],
  ];
  test.each(cases)('%s', (_, files, answer) => {
    expect(ask(files)).toBe(answer);
  });
});

describe('where declarations come from', () => {
  test('ambient modules', () => {
    const declarations = new Map([
      [
        'lib',
        `declare module "lib" { class Push { send(m: any): void } } declare module 'lib/sub' { import { Push } from 'lib'; export const p: Push }`,
      ],
    ]);
    expect(ask({ '/a.ts': `import { Push } from 'lib'; «new Push()».send(1)` }, { declarations })).toBe('lib#Push');
    expect(ask({ '/a.ts': `import { p } from 'lib/sub'; «p».send(1)` }, { declarations })).toBe('lib#Push');
  });

  test('the installed package comes before our declarations', () => {
    const files = {
      '/a.ts': `import { Push } from 'lib'; «new Push().made()».send(1)`,
      '/node_modules/lib/dist/index.d.ts': `export * from './sock'`,
      '/node_modules/lib/dist/sock.d.ts': `export declare class Made { send(): void } export declare class Push { made(): Made }`,
    };
    expect(ask(files, { packages: { lib: '/node_modules/lib/dist/index.d.ts' } })).toBe('lib#Made');
  });

  test('scoped packages, sub-paths and DefinitelyTyped', () => {
    const text = `export declare class Push { send(): void }`;
    const at = (specifier: string, file: string): string | undefined =>
      ask(
        { '/a.ts': `import { Push } from '${specifier}'; «new Push()».send(1)`, [file]: text },
        { packages: { [specifier]: file } },
      );
    expect(at('@a/b', '/node_modules/@a/b/index.d.ts')).toBe('@a/b#Push');
    expect(at('b/old', '/node_modules/b/old.d.ts')).toBe('b/old#Push');
    expect(at('b', '/node_modules/@types/b/index.d.ts')).toBe('b#Push');
  });

  test('the real zeromq package', () => {
    const root = path.resolve(__dirname, '../../..');
    const entry = ['lib/index.d.ts', 'dist/index.d.ts']
      .map((one) => path.join(root, 'node_modules/zeromq', one))
      .find(existsSync);
    if (!entry) return;
    const text = `import * as zmq from 'zeromq'; async function f(s: { out?: zmq.Push }) { await s.out?.send('x') }`;
    const project: TypeProject = {
      declarations: new Map(),
      text: (file) => (file === '/a.ts' ? text : existsSync(file) ? readFileSync(file, 'utf8') : undefined),
      resolve: (from, specifier) => {
        if (specifier === 'zeromq') return entry;
        const base = path.resolve(path.dirname(from), specifier);
        return specifier.startsWith('.') ? [`${base}.d.ts`, `${base}/index.d.ts`].find(existsSync) : undefined;
      },
    };
    const start = text.indexOf('s.out');
    expect(createTypeScriptFrontend().typeAt!('/a.ts', { start, end: start + 5 }, project)).toEqual({
      module: 'zeromq',
      name: 'Push',
    });
  });
});

describe('changes', () => {
  const files: Files = {
    '/a.ts': `import { s } from './b'; s.send(1)`,
    '/b.ts': `import { Push } from 'lib'; export const s = new Push()`,
  };
  const range = { start: 25, end: 26 };

  test.each([false, true])('are seen in other files, versioned: %s', (versioned) => {
    const project = new Project({ ...files });
    let version = 1;
    if (versioned) Object.assign(project, { version: () => version });
    const frontend = createTypeScriptFrontend();
    const name = (): string | undefined => frontend.typeAt!('/a.ts', range, project)?.name;
    expect(name()).toBe('Push');
    project.files['/b.ts'] = `import { Pull } from 'lib'; export const s = new Pull()`;
    version++;
    expect(name()).toBe('Pull');
    delete project.files['/b.ts'];
    version++;
    expect(name()).toBe(undefined);
    project.files['/b.ts'] = files['/b.ts']!;
    version++;
    if (versioned) expect(name()).toBe('Push');
  });

  test('typed letter by letter, the answer is that of the whole text', () => {
    const typed = `import { Push, Pull } from 'lib'; /* \`x */ function f(s: Push, t: Pull[]) { for (const one of t) { if (one) { one.send(s) } } }`;
    const project = new Project({ '/a.ts': '' });
    const frontend = createTypeScriptFrontend();
    const ask = (frontend: ReturnType<typeof createTypeScriptFrontend>, text: string): string | undefined => {
      const start = text.lastIndexOf('one');
      return start < 0 ? undefined : frontend.typeAt!('/a.ts', { start, end: start + 3 }, project)?.name;
    };
    const lengths = [...Array(typed.length).keys()].filter((n) => n % 3 === 0);
    // There, and all the way back from the front.
    for (const text of [...lengths.map((n) => typed.slice(0, n)), ...lengths.map((n) => typed.slice(n))]) {
      project.files['/a.ts'] = text;
      expect(ask(frontend, text), text).toBe(ask(createTypeScriptFrontend(), text));
    }
    project.files['/a.ts'] = typed;
    expect(ask(frontend, typed)).toBe('Pull');
  });

  test('answers are kept while nothing changes', () => {
    const project = Object.assign(new Project({ ...files }), { version: () => 1 });
    const frontend = createTypeScriptFrontend();
    frontend.typeAt!('/a.ts', range, project);
    const { reads } = project;
    const start = performance.now();
    for (let i = 0; i < 1000; i++) frontend.typeAt!('/a.ts', range, project);
    expect(project.reads).toBe(reads);
    expect(performance.now() - start).toBeLessThan(200);
  });
});
