import { describe, expect, it } from 'vitest';
import { familyOf, languageOf } from '../../server/src/workspace/languages';
import { importsOf } from '../../server/src/workspace/imports';
import { readManifest } from '../../server/src/workspace/manifests';
import { innermost } from '../../server/src/workspace/paths';
import { ProjectFiles } from '../../server/src/workspace/project-files';
import { Resolver } from '../../server/src/workspace/resolve';

function resolver(files: Readonly<Record<string, string>>): {
  readonly resolve: (from: string, specifier: string, level?: number) => string | undefined;
  readonly resolver: Resolver;
} {
  const manifests = Object.keys(files)
    .filter((path) => path.endsWith('/package.json'))
    .map((path) => readManifest(path, files[path]!));
  const made = new Resolver({
    exists: (path) => Object.hasOwn(files, path),
    real: (path) => path,
    project: new ProjectFiles((path) => files[path]),
    packageFolders: (name) => manifests.filter((one) => one.name === name).map((one) => one.folder),
    rootOf: (path) => innermost(['/w'], path),
    owned: (specifier) => specifier === 'zeromq' || specifier === 'zmq',
  });
  return {
    resolver: made,
    resolve: (from, specifier, level = 0) => made.resolve({ from, specifier, level, language: languageOf(from)! }),
  };
}

describe('JavaScript and TypeScript', () => {
  it.each([
    ['a sibling without an ending', ['/w/bus.ts'], './bus', '/w/bus.ts'],
    ['.js that is written in TypeScript', ['/w/bus.ts'], './bus.js', '/w/bus.ts'],
    ['.js that is JSX in TypeScript', ['/w/bus.tsx'], './bus.js', '/w/bus.tsx'],
    ['.js that is .js', ['/w/bus.js'], './bus.js', '/w/bus.js'],
    ['.mjs that is .mts', ['/w/bus.mts'], './bus.mjs', '/w/bus.mts'],
    ['.cjs that is .cts', ['/w/bus.cts'], './bus.cjs', '/w/bus.cts'],
    ['.jsx that is .tsx', ['/w/bus.tsx'], './bus.jsx', '/w/bus.tsx'],
    ['an ending of its own', ['/w/bus.ts'], './bus.ts', '/w/bus.ts'],
    ['a name with dots', ['/w/bus.service.ts'], './bus.service', '/w/bus.service.ts'],
    ['TypeScript before JavaScript', ['/w/bus.js', '/w/bus.ts'], './bus', '/w/bus.ts'],
    ['a folder', ['/w/lib/index.ts'], './lib', '/w/lib/index.ts'],
    ['a folder with a slash', ['/w/lib/index.js'], './lib/', '/w/lib/index.js'],
    ['the own folder', ['/w/index.ts'], '.', '/w/index.ts'],
    ['up', ['/bus.ts'], '../bus', '/bus.ts'],
    ['nothing there', [], './bus', undefined],
    ['a declaration runs nothing', ['/w/bus.d.ts'], './bus', undefined],
    ['a package of ours', ['/w/zeromq.ts'], 'zeromq', undefined],
    ['a package of nobody', ['/w/lodash.ts'], 'lodash', undefined],
    ['Node', ['/w/fs.ts'], 'node:fs', undefined],
  ])('%s', (_, files, specifier, expected) => {
    const { resolve } = resolver(Object.fromEntries(files.map((file) => [file, ''])));
    expect(resolve('/w/main.ts', specifier)).toBe(expected);
  });

  it('folders with a package.json of their own', () => {
    const { resolve } = resolver({
      '/w/lib/package.json': '{"main": "./start.js"}',
      '/w/lib/start.ts': '',
      '/w/lib/index.ts': '',
    });
    expect(resolve('/w/main.ts', './lib')).toBe('/w/lib/start.ts');
  });

  it('tsconfig paths, baseUrl and extends', () => {
    const { resolve } = resolver({
      '/w/tsconfig.base.json':
        '{ // shared\n "compilerOptions": { "baseUrl": ".", "paths": { "@app/*": ["src/*"], "@app/special": ["other/special.ts"], "~bus": ["src/lib/bus"], }, } }',
      '/w/pkg/tsconfig.json': '{ "extends": "../tsconfig.base", "compilerOptions": {} }',
      '/w/src/a.ts': '',
      '/w/src/lib/bus/index.ts': '',
      '/w/other/special.ts': '',
      '/w/shared/plain.ts': '',
    });
    expect(resolve('/w/pkg/main.ts', '@app/a')).toBe('/w/src/a.ts');
    expect(resolve('/w/pkg/main.ts', '@app/special')).toBe('/w/other/special.ts');
    expect(resolve('/w/pkg/main.ts', '~bus')).toBe('/w/src/lib/bus/index.ts');
    expect(resolve('/w/pkg/main.ts', 'shared/plain')).toBe('/w/shared/plain.ts');
    expect(resolve('/w/pkg/main.ts', '@app/none')).toBeUndefined();
  });

  it('paths in a referenced project', () => {
    const { resolve } = resolver({
      '/w/tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      '/w/tsconfig.app.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      '/w/src/a.ts': '',
    });
    expect(resolve('/w/src/main.ts', '@/a')).toBe('/w/src/a.ts');
  });

  it('a tsconfig that extends itself, or is no object', () => {
    const { resolve } = resolver({
      '/w/tsconfig.json': '{ "extends": "./tsconfig.json" }',
      '/w/sub/tsconfig.json': '[1',
      '/w/a.ts': '',
    });
    expect(resolve('/w/sub/main.ts', '@x/y')).toBeUndefined();
    expect(resolve('/w/main.ts', './a')).toBe('/w/a.ts');
  });

  it('packages of the workspace: exports, main, sources instead of output', () => {
    const { resolve } = resolver({
      '/w/packages/bus/package.json':
        '{ "name": "@app/bus", "exports": { ".": { "types": "./dist/index.d.ts", "import": "./dist/index.js" }, "./sub": "./lib/sub.js", "./deep/*": "./src/deep/*.ts" } }',
      '/w/packages/bus/src/index.ts': '',
      '/w/packages/bus/src/sub.ts': '',
      '/w/packages/bus/src/deep/x.ts': '',
      '/w/packages/old/package.json': '{ "name": "old", "main": "dist/old.js" }',
      '/w/packages/old/src/old.ts': '',
      '/w/packages/plain/package.json': '{ "name": "plain" }',
      '/w/packages/plain/index.js': '',
      '/w/packages/plain/util.js': '',
    });
    const from = '/w/packages/app/main.ts';
    expect(resolve(from, '@app/bus')).toBe('/w/packages/bus/src/index.ts');
    expect(resolve(from, '@app/bus/sub')).toBe('/w/packages/bus/src/sub.ts');
    expect(resolve(from, '@app/bus/deep/x')).toBe('/w/packages/bus/src/deep/x.ts');
    expect(resolve(from, 'old')).toBe('/w/packages/old/src/old.ts');
    expect(resolve(from, 'plain')).toBe('/w/packages/plain/index.js');
    expect(resolve(from, 'plain/util')).toBe('/w/packages/plain/util.js');
  });

  it('#imports of the nearest package', () => {
    const { resolve } = resolver({
      '/w/package.json': '{ "imports": { "#lib/*": "./src/*.js", "#bus": { "node": "./bus.js" } } }',
      '/w/src/a.ts': '',
      '/w/bus.js': '',
    });
    expect(resolve('/w/src/main.ts', '#lib/a')).toBe('/w/src/a.ts');
    expect(resolve('/w/src/main.ts', '#bus')).toBe('/w/bus.js');
  });
});

describe('Python', () => {
  const files = {
    '/w/pyproject.toml': '',
    '/w/src/app/__init__.py': '',
    '/w/src/app/main.py': '',
    '/w/src/app/bus.py': '',
    '/w/src/app/net/__init__.py': '',
    '/w/src/app/net/wire.py': '',
    '/w/scripts/run.py': '',
    '/w/scripts/helper.py': '',
    '/w/top.py': '',
  };
  it.each([
    ['/w/src/app/main.py', 'bus', 1, '/w/src/app/bus.py'],
    ['/w/src/app/main.py', 'net.wire', 1, '/w/src/app/net/wire.py'],
    ['/w/src/app/net/wire.py', 'bus', 2, '/w/src/app/bus.py'],
    ['/w/src/app/net/wire.py', '', 1, '/w/src/app/net/__init__.py'],
    ['/w/src/app/main.py', 'app.bus', 0, '/w/src/app/bus.py'],
    ['/w/src/app/main.py', 'app.net', 0, '/w/src/app/net/__init__.py'],
    ['/w/scripts/run.py', 'helper', 0, '/w/scripts/helper.py'],
    ['/w/scripts/run.py', 'app.bus', 0, '/w/src/app/bus.py'],
    ['/w/scripts/run.py', 'top', 0, '/w/top.py'],
    ['/w/scripts/run.py', 'zmq', 0, undefined],
    ['/w/scripts/run.py', 'json', 0, undefined],
    ['/w/scripts/run.py', 'run', 0, undefined],
  ])('%s imports %s (level %i)', (from, specifier, level, expected) => {
    expect(resolver(files).resolve(from, specifier, level)).toBe(expected);
  });
});

describe('what was asked', () => {
  it('is remembered, also when it was not there', () => {
    const { resolve, resolver: made } = resolver({});
    expect(resolve('/w/main.ts', './bus')).toBeUndefined();
    expect(made.askersOf('/w/bus.ts')).toEqual(['/w/main.ts']);
    expect(made.askersOf('/w/bus/index.js')).toEqual(['/w/main.ts']);
    expect(made.isAskedFor('/w/other.ts')).toBe(false);
  });
});

describe('imports in a text', () => {
  const of = (path: string, text: string): readonly string[] =>
    importsOf(path, text, familyOf(languageOf(path)!)).map(
      (ref) => `${'.'.repeat(ref.level)}${ref.specifier}${ref.reexport ? ' again' : ''}`,
    );
  it('JavaScript', () => {
    const text = `import a from './a'; import "./b"; import type { C } from "./c";
      export * from './d'; export { e as f } from "./e"; const g = require('./g'); const h = await import( "./h");
      module.exports = require("./i"); import j = require('./j'); import { k,
        l } from './k'`;
    expect(of('/w/x.ts', text)).toEqual([
      './d again',
      './e again',
      './i again',
      './a',
      './c',
      './k',
      './b',
      './g',
      './h',
      './j',
    ]);
  });
  it('Python', () => {
    const text = `import a.b as c, d
from . import e, f as g
from ..h import (i,  # comment
    j)
from k \\
    import l
`;
    expect(of('/w/x.py', text)).toEqual(['a.b', 'a', 'd', '.', '.e', '.f', '..h', '..h.i', '..h.j', 'k', 'k.l']);
    expect(of('/w/p/__init__.py', 'from .bus import Bus')).toEqual(['.bus again', '.bus.Bus again']);
  });
});
