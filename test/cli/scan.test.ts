import { symlinkSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../server/src/host/arguments';
import { DiskFiles } from '../../server/src/host/files';
import { scan } from '../../server/src/host/scan';
import { folderOf, PULL, run } from '../support/cli';

const rulesIn = (out: string): readonly string[] =>
  [...out.matchAll(/(\S+):\d+:\d+ \w+ ([\w-]+)\(/g)].map((match) => `${match[1]} ${match[2]}`);
const PULL_FINDINGS = ['unbounded-hwm', 'unauthenticated-receiver', 'unencrypted-endpoint'];

describe('exit status', () => {
  const hwm = PULL.replace('tcp://*', 'tcp://127.0.0.1');
  it.each([
    ['clean', 'export {};', [], 0],
    ['a warning', hwm, [], 1],
    ['a warning, told to fail on errors', hwm, ['--fail-on', 'error'], 0],
    ['a warning, told not to fail', hwm, ['--fail-on', 'none'], 0],
    ['accepted', hwm.replace('0 });', '0 }); // zmq-threats: accept HWM-01 because the producer is paced'), [], 0],
  ])('%s', async (_, text, options, status) => {
    expect((await run(folderOf({ 'a.ts': text }), ['scan', '.', ...options])).status).toBe(status);
  });

  it('2 for a path that is not there', async () => {
    expect(await run(folderOf({}), ['scan', 'nope'])).toEqual({
      status: 2,
      out: '',
      err: 'zmq-threats: no such file or folder: nope\n',
    });
  });
  it('2 for a configuration that is not there, and for an output that cannot be written', async () => {
    expect((await run(folderOf({}), ['scan', '.', '--config', 'nope'])).status).toBe(2);
    expect((await run(folderOf({}), ['scan', '.', '--output', 'no/such/folder.json'])).status).toBe(2);
  });
  it.each([
    ['no command', [], 'no command'],
    ['another command', ['scna', '.'], 'unknown command scna'],
    ['no path', ['scan'], 'no path'],
    ['an unknown option', ['scan', '.', '--frobnicate'], '--frobnicate'],
    ['an unknown format', ['scan', '.', '--format', 'xml'], 'xml'],
    ['an unknown level', ['scan', '.', '--fail-on', 'fatal'], 'fatal'],
    ['an unknown profile', ['scan', '.', '--profile', 'x'], 'x'],
  ])('unusable: %s', (_, argv, message) => {
    expect(readArguments(argv)).toMatchObject({ command: 'unusable', message: expect.stringContaining(message) });
  });
  it('help and version', () => {
    expect(readArguments(['--help'])).toEqual({ command: 'help' });
    expect(readArguments(['scan', '--version'])).toEqual({ command: 'version' });
  });
});

describe('the text report', () => {
  it('has a line per finding and a summary that counts causes', async () => {
    const { out } = await run(folderOf({ 'src/a.ts': PULL }), ['scan', '.']);
    expect(rulesIn(out)).toEqual(PULL_FINDINGS.map((rule) => `src/a.ts ${rule}`));
    expect(out).toMatch(/^src\/a\.ts:3:51 warning unbounded-hwm\(HWM-01\) /m);
    expect(out).toMatch(/^0 errors, 2 warnings, 0 notes · 1 file scanned, 1 judged · \d+\.\d\d s\n$/m);
    expect(out).not.toContain('\u001b');
  });
  it('is coloured when asked', async () => {
    expect((await run(folderOf({ 'a.ts': PULL }), ['scan', '.'], { colour: true })).out).toContain('\u001b[33m');
  });
  it('shows no control characters of a name', async () => {
    const { out } = await run(folderOf({ 'a\u001b[31m.ts': PULL }), ['scan', '.']);
    expect(out).toContain('a [31m.ts:3:51');
    expect(out).not.toContain('\u001b');
  });
  it('shows notices', async () => {
    const folder = folderOf({
      'a.ts': `${PULL}// zmq-threats: accept HWM-01\n`,
      '.zmq-threats.jsonc': '{ "rulez": 1 }',
    });
    const { out } = await run(folder, ['scan', '.']);
    expect(out).toMatch(/^\.zmq-threats\.jsonc:1:3 warning config-unknown-key /m);
    expect(out).toMatch(/^a\.ts:6:1 warning acceptance-without-reason /m);
  });
  it('goes to a file', async () => {
    const folder = folderOf({ 'a.ts': PULL });
    const { out, err } = await run(folder, ['scan', '.', '--output', 'report.txt'], { colour: true });
    expect([out, err]).toEqual(['', expect.stringMatching(/^0 errors, 2 warnings/)]);
    expect(rulesIn(readFileSync(path.join(folder, 'report.txt'), 'utf8'))).toHaveLength(3);
  });
});

describe('which files are read', () => {
  it('what .gitignore, names and contents leave out is not', async () => {
    const folder = folderOf({
      'a.ts': PULL,
      'ignored.ts': PULL,
      'sub/ignored.ts': PULL,
      'sub/kept.ts': PULL,
      'sub/deep/only-here.ts': PULL,
      'out/a.ts': PULL,
      'node_modules/x/a.ts': PULL,
      'a.min.js': PULL,
      'types.d.ts': PULL,
      'generated.ts': `// @generated\n${PULL}`,
      'minified.js': `${'a'.repeat(20_000)};${PULL.replaceAll('\n', ' ')}`,
      'binary.ts': `${PULL}\u0000`,
      'big.ts': PULL + 'x\n'.repeat(600_000),
      'notes.md': PULL,
      '.gitignore': 'ignored.ts\n/out/\n',
      'sub/.gitignore': '!ignored.ts\nkept.ts\n',
      'sub/deep/.gitignore': 'only-here.ts',
    });
    const { out } = await run(folder, ['scan', '.']);
    expect([...new Set(rulesIn(out).map((one) => one.split(' ')[0]))]).toEqual(['a.ts', 'sub/ignored.ts']);
  });
  it('of a repository’s part, the ignore rules above count', async () => {
    const folder = folderOf({ '.git/HEAD': '', '.gitignore': 'ignored.ts', 'sub/ignored.ts': PULL, 'sub/a.ts': PULL });
    expect(rulesIn((await run(path.join(folder, 'sub'), ['scan', '.'])).out)).toHaveLength(3);
  });
  it('a folder below a manifest is judged within its program, also outside of a repository', async () => {
    const server =
      'import * as zmq from "zeromq";\nconst rep = new zmq.Reply({ curveServer: true, curveSecretKey: process.env.KEY });\nawait rep.bind("tcp://*:5555");\n';
    const handler =
      'import * as zmq from "zeromq";\nconst zap = new zmq.Reply();\nawait zap.bind("inproc://zeromq.zap.01");\n';
    const files = { 'src/server.ts': server, 'auth/zap.ts': handler };
    const rules = async (folder: string): Promise<readonly string[]> =>
      rulesIn((await run(folder, ['scan', 'src'])).out).filter((one) => one.includes('curve-without-zap'));
    expect(await rules(folderOf(files))).toHaveLength(1);
    expect(await rules(folderOf({ ...files, 'package.json': '{ "name": "app" }' }))).toEqual([]);
    expect(await rules(folderOf({ ...files, 'pyproject.toml': '' }))).toEqual([]);
  });
  it('a manifest in the folder of all temporary files is nobody’s program', async () => {
    const inside = folderOf({ 'package.json': '{ "name": "all" }', 'other/a.ts': PULL, 'mine/a.ts': 'export {};' });
    const before = process.env.TMPDIR;
    process.env.TMPDIR = inside;
    try {
      expect((await run(inside, ['scan', 'mine', '--format', 'json'])).out).toMatch(/"filesScanned": 1\b/);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
  it('links are not followed out of the folder', async () => {
    const outside = folderOf({ 'a.ts': PULL, 'config.ts': 'export const address = "tcp://*:1";' });
    const folder = folderOf({
      'b.ts':
        'import * as zmq from "zeromq";\nimport { address } from "./link/config";\nnew zmq.Push().bind(address);\n',
    });
    symlinkSync(outside, path.join(folder, 'link'));
    symlinkSync(path.join(outside, 'a.ts'), path.join(folder, 'c.ts'));
    symlinkSync(folder, path.join(folder, 'self'));
    expect(rulesIn((await run(folder, ['scan', '.'])).out)).toEqual([]);
  });
  it('a file that links lead to is judged once, under its own name', async () => {
    const folder = folderOf({
      'lib/bus.ts': PULL.replace('const pull', 'export const pull'),
      'main.ts':
        'import { pull } from "./link/bus";\nimport { pull as same } from "./lib/bus";\npull.close(); same.close();',
      'node_modules/dep/index.ts': PULL.replace('const pull', 'export const pull'),
      'other.ts': 'import * as zmq from "zeromq";\nimport { pull } from "./dep/index";\npull.close(); new zmq.Push();',
    });
    symlinkSync(path.join(folder, 'lib'), path.join(folder, 'link'));
    symlinkSync(path.join(folder, 'node_modules/dep'), path.join(folder, 'dep'));
    expect([...new Set(rulesIn((await run(folder, ['scan', '.'])).out).map((one) => one.split(' ')[0]))]).toEqual([
      'lib/bus.ts',
    ]);
  });
  it('a link that was asked for is followed', async () => {
    const folder = folderOf({ 'real/a.ts': PULL });
    symlinkSync(path.join(folder, 'real'), path.join(folder, 'link'));
    expect(rulesIn((await run(folder, ['scan', 'link'])).out)).toHaveLength(3);
  });
  it('importers that never say zeromq are', async () => {
    const folder = folderOf({
      'lib/bus.ts':
        'import * as zmq from "zeromq";\nexport async function open(address: string) {\n  const push = new zmq.Push();\n  await push.bind(address);\n  return push;\n}\n',
      'lib/index.ts': 'export * from "./bus";',
      'main.ts': 'import { open } from "./lib";\nawait open("tcp://*:5555");\n',
    });
    const { out } = await run(folder, ['scan', '.']);
    expect(out).toContain('unencrypted-endpoint');
    expect(out).toContain('tcp://*:5555');
  });
  it('a part is judged within its whole', async () => {
    const folder = folderOf({
      '.git/HEAD': '',
      'src/a.ts': `import { limit } from '../shared/limit';\nimport * as zmq from "zeromq";\nconst push = new zmq.Push({ sendHighWaterMark: limit });\npush.connect("tcp://127.0.0.1:1");\n`,
      'shared/limit.ts': 'export const limit = 0;',
      'other/b.ts': PULL,
    });
    expect(rulesIn((await run(folder, ['scan', 'src'])).out)).toEqual(['src/a.ts unbounded-hwm']);
    expect(rulesIn((await run(folder, ['scan', 'src/a.ts'])).out)).toEqual(['src/a.ts unbounded-hwm']);
    expect(rulesIn((await run(path.join(folder, 'src'), ['scan', 'a.ts', '../other'])).out)).toHaveLength(4);
  });
  it('not more than the cap', async () => {
    const folder = folderOf({ 'a.ts': PULL, 'b.ts': PULL, 'c.ts': PULL });
    const found = await scan({ paths: ['.'], folder, today: '2026-06-01', maxFiles: 2, log: () => undefined });
    expect([found.seen, found.capped]).toEqual([2, true]);
  });
});

describe('configuration', () => {
  it('of the folder, of --config and of --profile', async () => {
    const folder = folderOf({
      'a.ts': PULL,
      '.zmq-threats.jsonc': '{ "rules": { "HWM-01": "off" } }',
      'other.jsonc': '{ "rules": { "ENC-01": "off", "AUTH-09": "error" }, "x": 1 }',
    });
    expect(rulesIn((await run(folder, ['scan', '.'])).out)).toEqual([
      'a.ts unauthenticated-receiver',
      'a.ts unencrypted-endpoint',
    ]);
    const { out } = await run(folder, ['scan', '.', '--config', 'other.jsonc', '--profile', 'strict']);
    expect(rulesIn(out).slice(0, 2)).toEqual(['a.ts unbounded-hwm', 'a.ts unauthenticated-receiver']);
    expect(rulesIn(out)).toContain('a.ts no-heartbeat');
    expect(out).toMatch(/a\.ts:4:\d+ error unauthenticated-receiver/);
  });
});

describe('any folder at all', () => {
  it('never throws', async () => {
    const name = fc.constantFrom(
      'a.ts',
      'b.js',
      'c.tsx',
      'd.py',
      'sub/e.ts',
      'package.json',
      'tsconfig.json',
      '.gitignore',
      '.zmq-threats.jsonc',
      'sub/package.json',
    );
    const code = fc.constantFrom(
      PULL,
      'import zmq',
      'const zmq = require("zeromq");',
      'import { x } from "./a";',
      '{ "compilerOptions": { "paths": {',
      'new zmq.Push({',
      '// zmq-threats: accept',
      '"',
      '`${',
      '\u2028',
      '*.ts',
    );
    const content = fc.oneof(
      fc.string(),
      fc.array(code, { maxLength: 5 }).map((parts) => parts.join('\n')),
      fc.uint8Array({ maxLength: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, content, { maxKeys: 6 }), async (files) => {
        const { status, err } = await run(folderOf(files), ['scan', '.', '--format', 'sarif']);
        expect([0, 1]).toContain(status);
        expect(err).toBe('');
      }),
      { numRuns: 40 },
    );
  });
  it('an unreadable one is an empty one', () => {
    const folder = folderOf({});
    mkdirSync(path.join(folder, 'x'));
    expect([...new DiskFiles().list(path.join(folder, 'nope'))]).toEqual([]);
  });
});
