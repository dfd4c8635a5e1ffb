import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Memory, RULE, SPEAKS } from '../support/memory';

const found = (memory: Memory, path: string): readonly string[] =>
  memory.service.results(path).findings.map((one) => one.message);

describe('which files are judged together', () => {
  it('a file that speaks ZeroMQ, those that import it, and what they import, in this order', () => {
    const memory = new Memory().put({
      '/w/bus.ts': `${SPEAKS}import { host } from './config';`,
      '/w/config.ts': `export const host = '*';`,
      '/w/main.ts': `import { bus } from './bus'; import './other';`,
      '/w/other.ts': `export const x = 1;`,
      '/w/far.ts': `import './main';`,
      '/w/alone.ts': 'export {};',
    });
    expect(memory.units()).toEqual([['/w/bus.ts', '/w/main.ts', '/w/config.ts', '/w/other.ts']]);
  });

  it('what two files both import does not join them', () => {
    const memory = new Memory().put({
      '/w/a.ts': `${SPEAKS}import './log';`,
      '/w/b.ts': `${SPEAKS}import './log';`,
      '/w/log.ts': 'export {};',
    });
    expect(memory.units()).toEqual([
      ['/w/a.ts', '/w/log.ts'],
      ['/w/b.ts', '/w/log.ts'],
    ]);
  });

  it('through barrels, in both directions', () => {
    const memory = new Memory().put({
      '/w/bus/socket.ts': `${SPEAKS}import { host } from '../config';`,
      '/w/bus/index.ts': `export * from './socket';`,
      '/w/main.ts': `import { socket } from './bus';`,
      '/w/config/index.ts': `export * from './network';`,
      '/w/config/network.ts': `export const host = '*';`,
    });
    expect(memory.units()).toEqual([
      ['/w/bus/socket.ts', '/w/bus/index.ts', '/w/main.ts', '/w/config/index.ts', '/w/config/network.ts'],
    ]);
  });

  it('through aliases and packages of the workspace', () => {
    const memory = new Memory().put({
      '/w/tsconfig.json': '{ "compilerOptions": { "paths": { "~bus": ["src/lib/socket.ts"] } } }',
      '/w/src/lib/socket.ts': SPEAKS,
      '/w/src/main.ts': `import { socket } from '~bus';`,
      '/w/packages/net/package.json': '{ "name": "@app/net", "main": "src/start.ts" }',
      '/w/packages/net/src/start.ts': SPEAKS,
      '/w/packages/app/main.ts': `import { start } from '@app/net';`,
    });
    expect(memory.units()).toEqual([
      ['/w/packages/net/src/start.ts', '/w/packages/app/main.ts'],
      ['/w/src/lib/socket.ts', '/w/src/main.ts'],
    ]);
  });

  it('in Python', () => {
    const memory = new Memory().put({
      '/w/app/__init__.py': 'from .bus import Bus',
      '/w/app/bus.py': 'import zmq\nfrom . import settings',
      '/w/app/settings.py': 'HOST = "*"',
      '/w/run.py': 'from app import Bus',
    });
    expect(memory.units()).toEqual([['/w/app/bus.py', '/w/app/__init__.py', '/w/run.py', '/w/app/settings.py']]);
  });

  it.each([
    ['a list of names', `import { socket as bus } from './socket';\nexport { bus };`],
    ['a default', `import bus from './socket';\nexport default bus;`],
    ['a spread of require', `module.exports = { other: { x: 1 }, ...require('./socket') };`],
    ['a property of require', `module.exports = { bus: require('./socket'), };`],
    ['a variable', `const { socket } = require('./socket');\nmodule.exports = {\n  socket,\n};`],
    ['Object.assign', `Object.assign(module.exports, require('./socket'));`],
  ])('through barrels that hand on by %s', (_name, barrel) => {
    const memory = new Memory().put({
      '/w/bus/socket.js': SPEAKS,
      '/w/bus/index.js': barrel,
      '/w/main.js': `import { socket } from './bus';`,
    });
    expect(memory.units()).toEqual([['/w/bus/socket.js', '/w/bus/index.js', '/w/main.js']]);
  });

  it('not through files that use what they import', () => {
    const memory = new Memory().put({
      '/w/bus/socket.js': SPEAKS,
      '/w/bus/index.js': `import { socket as own } from './socket';\nexport const send = () => own;\nconst value = 1;\nexport { send as post };`,
      '/w/main.js': `import { send } from './bus';`,
    });
    expect(memory.units()).toEqual([['/w/bus/socket.js', '/w/bus/index.js']]);
  });

  it('in Python with lone carriage returns, and packages of imported modules', () => {
    const memory = new Memory().put({
      '/w/app/__init__.py': 'X = 1',
      '/w/app/bus.py': 'import os\rimport zmq\rfrom . import settings\rimport json',
      '/w/app/settings.py': 'HOST = "*"',
      '/w/run.py': 'import app.bus\r',
    });
    expect(memory.units()).toEqual([['/w/app/bus.py', '/w/run.py', '/w/app/__init__.py', '/w/app/settings.py']]);
  });

  it('files that the host has and never named are read when they are imported', () => {
    const memory = new Memory();
    memory.files.set('/w/config.ts', 'export const host = "*";');
    memory.put({ '/w/bus.ts': `${SPEAKS}import { host } from './config';` });
    expect(memory.units()).toEqual([['/w/bus.ts', '/w/config.ts']]);
  });

  it('files that are read because they are imported count for what they import, at the first question', () => {
    const memory = new Memory();
    memory.files.set('/w/util.ts', `export * from './deep';`);
    memory.files.set('/w/deep.ts', `export * from './deeper';`);
    memory.files.set('/w/deeper.ts', `export * from './bus';`);
    memory.put({ '/w/a.ts': `${SPEAKS}import './util';`, '/w/bus.ts': SPEAKS });
    expect(memory.units()).toEqual([['/w/a.ts', '/w/bus.ts', '/w/deep.ts', '/w/deeper.ts', '/w/util.ts']]);
    memory.put({ '/w/new.ts': SPEAKS });
    // A build that something else asks for finds nothing that the first did not.
    expect(memory.units()).toEqual([['/w/new.ts']]);
  });

  it('a component that is too large is split, and every file is judged once', () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 450; i++)
      files[`/w/f${String(i).padStart(3, '0')}.ts`] =
        `${SPEAKS}import './f${String(Math.max(0, i - 1)).padStart(3, '0')}'; find(${i})`;
    const memory = new Memory().put(files);
    const units = memory.units();
    expect(units.length).toBeGreaterThan(2);
    expect(Math.max(...units.map((unit) => unit.length))).toBeLessThanOrEqual(200);
    expect(memory.service.all().flatMap((one) => one.findings)).toHaveLength(450);
  });

  it('does not depend on the order in which files come', () => {
    const files = {
      '/w/a.ts': `${SPEAKS}import './b'; find(a)`,
      '/w/b.ts': `import './c'; find(b)`,
      '/w/c.ts': `${SPEAKS} find(c)`,
      '/w/d.ts': `import './a'; find(d)`,
      '/w/e.ts': `export * from './d'; find(e)`,
      '/w/package.json': '{ "name": "x" }',
    };
    const expected = new Memory().put(files).service.all();
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.entries(files), { minLength: 6 }), (shuffled) => {
        const memory = new Memory();
        for (const [path, text] of shuffled) {
          memory.put({ [path]: text });
          memory.service.results('/w/a.ts');
        }
        expect(memory.service.all()).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe('what a change makes stale', () => {
  const files = {
    '/w/a.ts': `${SPEAKS}import './a2'; find(a)`,
    '/w/a2.ts': 'export {};',
    '/w/b.ts': `${SPEAKS}find(b)`,
  };
  it('nothing, once everything was asked for', () => {
    const memory = new Memory().put(files);
    expect(memory.settle()).toEqual(['/w/a.ts', '/w/a2.ts', '/w/b.ts']);
    expect(memory.service.stale()).toEqual([]);
    memory.put(files);
    expect(memory.service.stale()).toEqual([]);
  });
  it('the unit of the file that changed, and no other', () => {
    const memory = new Memory().put(files);
    memory.settle();
    memory.evaluations.length = 0;
    memory.put({ '/w/a2.ts': 'export {}; find(new)' });
    expect(memory.settle()).toEqual(['/w/a.ts', '/w/a2.ts']);
    expect(memory.evaluations).toEqual([['/w/a.ts', '/w/a2.ts']]);
    expect(found(memory, '/w/a2.ts')).toEqual(['found new']);
  });
  it('askers of a file that was not there', () => {
    const memory = new Memory().put({ '/w/a.ts': `${SPEAKS}import './late';`, '/w/b.ts': SPEAKS });
    memory.settle();
    memory.put({ '/w/late.ts': 'find(late)' });
    expect(memory.settle()).toEqual(['/w/a.ts', '/w/late.ts']);
    expect(found(memory, '/w/late.ts')).toEqual(['found late']);
  });
  it('askers of a file that goes', () => {
    const memory = new Memory().put(files);
    memory.settle();
    memory.delete('/w/a2.ts');
    expect(memory.settle()).toEqual(['/w/a.ts', '/w/a2.ts']);
    expect(memory.service.results('/w/a2.ts').findings).toEqual([]);
    expect(memory.service.stale()).toEqual([]);
  });
  it('a nearer file takes over', () => {
    const memory = new Memory().put({ '/w/p/a.py': 'import zmq\nimport conf', '/w/conf.py': 'find(top)' });
    expect(memory.units()).toEqual([['/w/p/a.py', '/w/conf.py']]);
    memory.put({ '/w/p/conf.py': 'find(near)' });
    expect(memory.units()).toEqual([['/w/p/a.py', '/w/p/conf.py']]);
  });
  it('who maps paths through a tsconfig that changes', () => {
    const memory = new Memory().put({ '/w/a.ts': `${SPEAKS}import '@/x';`, '/w/src/x.ts': 'find(x)' });
    expect(memory.units()).toEqual([['/w/a.ts']]);
    memory.put({ '/w/tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }' });
    expect(memory.units()).toEqual([['/w/a.ts', '/w/src/x.ts']]);
  });
  it('who imports a package that appears', () => {
    const memory = new Memory().put({ '/w/a.ts': `${SPEAKS}import 'net';`, '/w/net/index.ts': 'export {};' });
    expect(memory.units()).toEqual([['/w/a.ts']]);
    memory.put({ '/w/net/package.json': '{ "name": "net" }' });
    expect(memory.units()).toEqual([['/w/a.ts', '/w/net/index.ts']]);
  });
  it('a file that stops speaking ZeroMQ', () => {
    const memory = new Memory().put(files);
    memory.settle();
    memory.put({ '/w/b.ts': 'find(b)' });
    expect(memory.settle()).toEqual(['/w/b.ts']);
    expect(found(memory, '/w/b.ts')).toEqual([]);
    expect(memory.service.files()).not.toContain('/w/b.ts');
  });
  it('all files of a language, once its frontend is there', () => {
    const memory = new Memory();
    memory.loaded = false;
    memory.put(files);
    expect(memory.settle()).toEqual(['/w/a.ts', '/w/a2.ts', '/w/b.ts']);
    expect(found(memory, '/w/a.ts')).toEqual([]);
    expect(memory.service.languages()).toEqual(['typescript']);
    memory.loaded = true;
    expect(memory.settle()).toEqual(['/w/a.ts', '/w/a2.ts', '/w/b.ts']);
    expect(found(memory, '/w/a.ts')).toEqual(['found a']);
  });
});

describe('programs', () => {
  const zap = `${SPEAKS}const endpoint = 'inproc://zeromq.zap.01';`;
  it('absence is judged once everything is in', () => {
    const memory = new Memory().put({ '/w/a.ts': SPEAKS });
    memory.service.setComplete(false);
    memory.service.all();
    expect(memory.concluded.get('/w/a.ts')).toBe(false);
    memory.service.setComplete(true);
    expect(memory.service.stale()).toEqual(['/w/a.ts']);
    memory.evaluations.length = 0;
    memory.service.all();
    expect(memory.concluded.get('/w/a.ts')).toBe(true);
    // The rules run again; nothing is evaluated again.
    expect(memory.evaluations).toEqual([]);
  });
  it('a ZAP handler elsewhere in the program keeps rules of absence silent', () => {
    const memory = new Memory().put({
      '/w/p/package.json': '{ "name": "p" }',
      '/w/p/a.ts': SPEAKS,
      '/w/p/zap.ts': zap,
      '/w/q/a.ts': SPEAKS,
    });
    memory.service.all();
    expect(memory.concluded.get('/w/p/a.ts')).toBe(false);
    expect(memory.concluded.get('/w/p/zap.ts')).toBe(true);
    expect(memory.concluded.get('/w/q/a.ts')).toBe(true);
    memory.settle();
    memory.put({ '/w/p/zap.ts': SPEAKS });
    expect(memory.settle()).toEqual(['/w/p/a.ts', '/w/p/zap.ts']);
    expect(memory.concluded.get('/w/p/a.ts')).toBe(true);
  });
  it('files without a manifest are programs of their own', () => {
    const memory = new Memory().put({ '/w/a.ts': SPEAKS, '/w/zap.ts': zap });
    memory.service.all();
    expect(memory.concluded.get('/w/a.ts')).toBe(true);
  });
  it('units know what their manifests ask for; the nearer one wins', () => {
    const memory = new Memory().put({
      '/w/package.json': '{ "name": "top", "dependencies": { "zeromq": "6", "x": "1" } }',
      '/w/p/package.json': '{ "name": "p", "dependencies": { "zeromq": "5" } }',
      '/w/p/a.ts': SPEAKS,
    });
    memory.service.all();
    expect(
      memory.inputs.find((input) => input.modules.length > 0)!.packages.map((use) => `${use.name} ${use.range}`),
    ).toEqual(['zeromq 5', 'x 1']);
  });
});

describe('configuration', () => {
  const configured = (
    text: string,
    files: Readonly<Record<string, string>> = { '/w/a.ts': `${SPEAKS}find(1)` },
  ): Memory => {
    const memory = new Memory();
    memory.service.setConfiguration('/w', text);
    return memory.put(files);
  };
  it('sets levels', () => {
    expect(new Memory().put({ '/w/a.ts': `${SPEAKS}find(1)` }).service.results('/w/a.ts').findings[0]!.level).toBe(
      'warning',
    );
    expect(configured(`{ "rules": { "HWM-01": "note" } }`).service.results('/w/a.ts').findings[0]!.level).toBe('note');
    expect(found(configured(`{ "rules": { "${RULE}": "off" } }`), '/w/a.ts')).toEqual([]);
  });
  it('leaves files out, but reads them where others import them', () => {
    const memory = configured('{ "exclude": ["vendor"] }', {
      '/w/a.ts': `${SPEAKS}import './vendor/b'; find(1)`,
      '/w/vendor/b.ts': `${SPEAKS}find(2)`,
      '/w/vendor/c.ts': `${SPEAKS}find(3)`,
    });
    expect(memory.units()).toEqual([['/w/a.ts', '/w/vendor/b.ts']]);
    expect(memory.service.files()).toEqual(['/w/a.ts']);
    expect(found(memory, '/w/vendor/b.ts')).toEqual([]);
  });
  it('that changes makes its files stale', () => {
    const memory = configured('{}');
    memory.settle();
    memory.service.setConfiguration('/w', '{ "profile": "strict" }');
    expect(memory.settle()).toEqual(['/w/a.ts']);
    memory.service.setConfiguration('/w', '{ "profile": "strict" }');
    expect(memory.service.stale()).toEqual([]);
    memory.service.setConfiguration('/w', undefined);
    expect(memory.settle()).toEqual(['/w/a.ts']);
  });
  it('that is wrong is a file with notices', () => {
    const memory = configured('{ "rulez": 1 }');
    expect(memory.service.files()).toEqual(['/w/.zmq-threats.jsonc', '/w/a.ts']);
    expect(memory.service.results('/w/.zmq-threats.jsonc').notices.map((one) => one.code)).toEqual([
      'config-unknown-key',
    ]);
    memory.settle();
    memory.service.setConfiguration('/w', '{}');
    expect(memory.settle()).toEqual(expect.arrayContaining(['/w/.zmq-threats.jsonc']));
    expect(memory.service.results('/w/.zmq-threats.jsonc').notices).toEqual([]);
  });
  it('of one root is not that of another', () => {
    const memory = new Memory({ roots: ['/w', '/v'] });
    memory.service.setConfiguration('/w', `{ "rules": { "${RULE}": "off" } }`);
    memory.put({ '/w/a.ts': `${SPEAKS}find(1)`, '/v/a.ts': `${SPEAKS}find(1)` });
    expect([found(memory, '/w/a.ts'), found(memory, '/v/a.ts')]).toEqual([[], ['found 1']]);
  });
});

describe('trouble inside', () => {
  it('a frontend that throws costs its file', () => {
    const memory = new Memory().put({
      '/w/a.ts': `${SPEAKS}CRASH-THE-FRONTEND find(1)`,
      '/w/b.ts': `${SPEAKS}import './a'; find(2)`,
    });
    expect(found(memory, '/w/b.ts')).toEqual(['found 2']);
    expect(memory.service.results('/w/a.ts').notices.map((one) => one.code)).toEqual(['internal-error']);
  });
  it('an evaluator that throws costs its unit', () => {
    const memory = new Memory().put({ '/w/a.ts': `${SPEAKS}CRASH-THE-EVALUATOR`, '/w/b.ts': `${SPEAKS}find(2)` });
    expect(memory.service.results('/w/a.ts').notices.map((one) => [one.kind, one.code])).toEqual([
      ['internal', 'internal-error'],
    ]);
    expect(found(memory, '/w/b.ts')).toEqual(['found 2']);
    expect(memory.log.join()).toContain('the evaluator fell over');
  });
});

describe('what a host is told', () => {
  it('whether a file is ours', () => {
    const { service } = new Memory();
    expect(service.speaksZeroMq()).toBe(false);
    expect(service.update({ path: '/w/a.ts', text: 'export {};' })).toBe(false);
    expect(service.update({ path: '/w/a.md', text: 'zeromq' })).toBe(false);
    expect(service.update({ path: '/w/node_modules/x/a.ts', text: SPEAKS })).toBe(false);
    expect(service.update({ path: 'untitled:1', text: SPEAKS, languageId: 'typescript' })).toBe(true);
    expect(service.update({ path: '/w/b.ts', text: SPEAKS, languageId: 'plaintext' })).toBe(false);
    expect(service.update({ path: '/w/c.js', text: SPEAKS, languageId: 'js' })).toBe(true);
    expect(service.update({ path: '/w/package.json', text: '{ "dependencies": { "zeromq": "5" } }' })).toBe(true);
    expect(service.speaksZeroMq()).toBe(true);
  });
  it('what may matter, before it is decoded', () => {
    const memory = new Memory();
    const { service } = memory;
    const bytes = (text: string): Buffer => Buffer.from(text);
    expect(service.mayMatter('/w/a.ts', bytes(SPEAKS))).toBe(true);
    expect(service.mayMatter('/w/tsconfig.json', bytes('{}'))).toBe(true);
    expect(service.mayMatter('/w/a.min.js', bytes(SPEAKS))).toBe(false);
    const main = bytes(`import { x } from './lib/bus.js';`);
    expect(service.mayMatter('/w/main.ts', main)).toBe(false);
    expect(service.mayImport('/w/main.ts', main)).toBe(false);
    memory.put({ '/w/lib/bus.ts': SPEAKS, '/w/p/wire.py': 'import zmq', '/w/ü.ts': SPEAKS, '/w/x/index.ts': SPEAKS });
    expect(service.mayImport('/w/main.ts', main)).toBe(true);
    expect(service.mayImport('/w/main.ts', bytes(`import { x } from './lib/omnibus.js';`))).toBe(false);
    expect(service.mayImport('/w/main.ts', bytes(`import { x } from './ü';`))).toBe(true);
    expect(service.mayImport('/w/x/y.ts', bytes(`import { x } from '.';`))).toBe(true);
    expect(service.mayImport('/w/p/run.py', bytes('from p.wire import x'))).toBe(true);
    expect(service.mayImport('/w/p/run.py', bytes('from p.wires import x'))).toBe(false);
    expect(service.mayImport('/w/main.py', main)).toBe(false);
  });
  it('nothing of files it never heard of', () => {
    expect(new Memory().service.results('/nowhere.ts')).toEqual({
      path: '/nowhere.ts',
      findings: [],
      postures: [],
      notices: [],
    });
    expect(new Memory().service.hover('/nowhere.ts', 3)).toBeUndefined();
  });
});
