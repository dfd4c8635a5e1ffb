import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import type { Model } from '../../server/src/model/model';
import { fingerprints, normalized, type Identity } from '../../server/src/workspace/fingerprints';
import { matcher } from '../../server/src/workspace/globs';
import { escapeMarkdown, messageMarkdown } from '../../server/src/workspace/markdown';
import { readManifest } from '../../server/src/workspace/manifests';
import {
  ancestors,
  dirname,
  extension,
  innermost,
  isInside,
  join,
  normalize,
  relativeTo,
  stem,
} from '../../server/src/workspace/paths';
import { MASK, redact, secretsOf } from '../../server/src/workspace/redact';
import { sha256 } from '../../server/src/workspace/sha256';
import { skippedByName, skippedByText } from '../../server/src/workspace/skip';

const Z85 = 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7';
const HEX = 'f'.repeat(32) + '0123456789abcdef'.repeat(2);

describe('paths', () => {
  it('do what their names say', () => {
    expect(normalize('/a/./b//../c')).toBe('/a/c');
    expect(normalize('/../a')).toBe('/a');
    expect(join('/a/b', '../c')).toBe('/a/c');
    expect(join('/a', '/b')).toBe('/b');
    expect(join('C:/a', '../b')).toBe('C:/b');
    expect([dirname('/a/b'), dirname('/a'), dirname('/')]).toEqual(['/a', '/', '/']);
    expect([stem('/a/b.test.ts'), stem('/a/.env'), extension('/a/B.TS'), extension('/a/.env')]).toEqual([
      'b.test',
      '.env',
      '.ts',
      '',
    ]);
    expect([isInside('/a', '/a/b'), isInside('/a', '/ab'), isInside('/', '/a')]).toEqual([true, false, true]);
    expect(relativeTo('/a', '/a/b/c')).toBe('b/c');
    expect(relativeTo('/a', '/b')).toBe('/b');
    expect(ancestors('/a/b/c.ts', '/a')).toEqual(['/a/b', '/a']);
    expect(ancestors('/a/b.ts', undefined)).toEqual(['/a', '/']);
    expect(innermost(['/a', '/a/b', '/c'], '/a/b/x')).toBe('/a/b');
  });
});

describe('sha256', () => {
  it('is SHA-256', () => {
    const reference = (text: string): string => createHash('sha256').update(text).digest('hex');
    for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 1000])
      expect(sha256('a'.repeat(length))).toBe(reference('a'.repeat(length)));
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => sha256(text) === reference(text)));
  });
});

describe('fingerprints', () => {
  const one: Identity = { rule: 'r', file: 'a.ts', holder: 'Server.sock', evidence: '{ hwm: 0 }', start: 10 };
  const of = (...findings: readonly Identity[]): readonly string[] => fingerprints(findings);
  it('survive line shifts and formatting', () => {
    const [before] = of(one);
    expect(of({ ...one, start: 900 })).toEqual([before]);
    expect(of({ ...one, evidence: '{hwm:0,}' })).toEqual([before]);
    expect(of({ ...one, evidence: '{\n  hwm: 0,\n}' })).toEqual([before]);
    expect(normalized(`bind('tcp://*:1');`)).toBe(normalized('bind("tcp://*:1")'));
  });
  it('tell findings apart', () => {
    const all = [
      one,
      { ...one, rule: 's' },
      { ...one, file: 'b.ts' },
      { ...one, holder: 'x' },
      { ...one, evidence: '1' },
    ];
    expect(new Set(all.flatMap((finding) => of(finding))).size).toBe(all.length);
  });
  it('number equal ones along the file, in whatever order they come', () => {
    const later = { ...one, start: 50 };
    const [first, second] = of(one, later);
    expect(first).not.toBe(second);
    expect(of(later, one)).toEqual([second, first]);
    expect(of({ ...one, start: 40 }, { ...later, start: 41 })).toEqual([first, second]);
  });
  it('do not depend on key material, so that a rotated key is no new finding', () => {
    const other = Z85.replace('r', 'A');
    expect(of({ ...one, evidence: `"${Z85}"` })).toEqual(of({ ...one, evidence: `"${other}"` }));
  });
});

describe('redaction', () => {
  it.each([
    ['a Z85 key in quotes', `secretKey: "${Z85}"`, `secretKey: "${MASK}"`],
    ['a bare Z85 key', `key ${Z85} is known`, `key ${MASK} is known`],
    ['a hex key', `key=${HEX};`, `key=${MASK};`],
    ['a PLAIN password', `sock.plain_password = b"hunter2"`, `sock.plain_password = b"${MASK}"`],
    ['a PLAIN password in an object', `{ plainPassword: 'hunter2' }`, `{ plainPassword: '${MASK}' }`],
    ['a password in a URL', 'tcp://user:hunter2@host:5555', `tcp://user:${MASK}@host:5555`],
    ['nothing in ordinary text', 'bind("tcp://*:5555") on a PUB socket', 'bind("tcp://*:5555") on a PUB socket'],
    [
      'no address of 40 characters',
      '"tcp://some.quite.long.host.example:55555"'.slice(1, -1),
      'tcp://some.quite.long.host.example:55555',
    ],
  ])('masks %s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });
  it.each([
    ['a word in quotes', 'server', `auth("server") or b'server'`, `auth("${MASK}") or b'${MASK}'`],
    ['a word after a sign', 'server', 'password=server user:server@host', `password=${MASK} user:${MASK}@host`],
    ['a word inside a literal', 'server', `f"{user}:server"`, `f"{user}:${MASK}"`],
    ['no word of prose or of a name', 'server', '`curve_server` of this server at tcp://server:1', undefined],
    ['what is no word, by itself', 'hunter2', 'hunter2, x.hunter2(hunter2)', `${MASK}, x.${MASK}(${MASK})`],
    ['but no piece of another name', 'a1b2', 'xa1b2 a1b2_ a1b2', `xa1b2 a1b2_ ${MASK}`],
    ['signs as they are', 'a.*(b)$&', 'key a.*(b)$& axxb', `key ${MASK} axxb`],
    ['a key wherever it is', 'abcdefghijklmnopqrstuvwxyz', 'xabcdefghijklmnopqrstuvwxyzx', `x${MASK}x`],
    ['nothing very short', 'abc', '"abc"', undefined],
  ])('of what the model says is secret: %s', (_, value, text, expected) => {
    const model = {
      sockets: [{ options: [{ option: 'PLAIN_PASSWORD', value: { kind: 'const', value } }] }],
      ignored: [],
    } as unknown as Model;
    expect(redact(text, secretsOf(model))).toBe(expected ?? text);
  });
});

describe('Markdown', () => {
  it('keeps code from meaning anything', () => {
    expect(escapeMarkdown('[x](command:evil) <b> *a*')).toBe('\\[x\\](command:evil) \\<b> \\*a\\*');
    expect(messageMarkdown('use `[a](b)` <now> ` alone')).toBe('use `[a](b)` \\<now> \\` alone');
  });
  it.each([
    ['![a](b)', '!\\[a\\](b)'],
    ['http://evil.example and www.evil.example', 'http\\://evil.example and www\\.evil.example'],
    ['me@evil.example', 'me\\@evil.example'],
    ['&lt;b>', '\\&lt;b>'],
    ['_a_ __b__', '\\_a\\_ \\_\\_b\\_\\_'],
    ['~~a~~ a|b \\`', '\\~\\~a\\~\\~ a\\|b \\\\\\`'],
    ['# a\n> b\n- c\n  + d\n1. e\n2) f\n===', '\\# a\n\\> b\n\\- c\n  \\+ d\n1\\. e\n2\\) f\n\\==='],
  ])('%j is text', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
  it.each(['HWM-01 · Unbounded high-water mark', 'Give it a bound, such as 1.5.', 'read_some_bytes (line 3)!'])(
    '%j stays as it is, for editors that show the source',
    (text) => expect(escapeMarkdown(text)).toBe(text),
  );
});

describe('globs', () => {
  it.each([
    ['src/**', 'src/a/b.ts', true],
    ['src', 'src/a.ts', true],
    ['src/', 'src/a.ts', true],
    ['*.test.ts', 'a/b.test.ts', true],
    ['/*.ts', 'a/b.ts', false],
    ['/*.ts', 'b.ts', true],
    ['test', 'a/test/b.ts', true],
    ['a/{b,c}.ts', 'a/c.ts', true],
    ['**/.hidden/**', 'a/.hidden/b.ts', true],
    ['', 'a.ts', false],
    ['/src', 'lib/src/a.ts', false],
    ['src/*.ts', 'src/a/b.ts', false],
    ['src/**/b.ts', 'src/b.ts', true],
    ['src/**/b.ts', 'src/a/c/b.ts', true],
    ['src/**/b.ts', 'src/a/c/bb.ts', false],
    ['**/a/**/b', 'x/a/y/a/z/b/c.ts', true],
    ['a**b/c', 'axxb/c', true],
    ['*', '.hidden', true],
    ['file?.ts', 'file1.ts', true],
    ['file?.ts', 'file.ts', false],
    ['file[0-9a].ts', 'file7.ts', true],
    ['file[0-9a].ts', 'fileb.ts', false],
    ['file[!0-9].ts', 'filex.ts', true],
    ['app/[id]/page.ts', 'app/i/page.ts', true],
    ['app/(group)/*.tsx', 'app/(group)/page.tsx', true],
    ['a+b.ts', 'a+b.ts', true],
    ['a+b.ts', 'aab.ts', false],
    ['a.ts', 'axts', false],
    ['{src,lib/{a,b}}/*.{ts,js}', 'lib/b/x.js', true],
    ['{src,lib/{a,b}}/*.{ts,js}', 'lib/c/x.js', false],
    ['{a}', '{a}', true],
    ['{a,b', '{a,b', true],
    ['[', '[', true],
    ['$a^|.ts', '$a^|.ts', true],
  ])('%s on %s', (pattern, path, expected) => {
    expect(matcher([pattern])(path)).toBe(expected);
  });
});

describe('manifests', () => {
  const text = `{
  "name": "app",
  "dependencies": { "zeromq": "^5.2.8", "z": "npm:zeromq@5.3.1", "x": 5 },
  "devDependencies": { "zmq": "2.15.3" },
  "overrides": { "a/zeromq@^5": "6.0.0", "b": { "zeromq": "5" } },
  "pnpm": { "overrides": { "p>@s/q": "1" } },
  "exports": { ".": "./x.js", "./sub": "./y.js" }
}`;
  it('know what is asked for, and where', () => {
    const manifest = readManifest('/w/package.json', text);
    expect(manifest).toMatchObject({ name: 'app', folder: '/w', subpaths: ['sub'] });
    expect(
      manifest.packages.map((use) => [
        use.section,
        use.name,
        use.alias,
        use.range,
        text.slice(use.place.range.start, use.place.range.end),
      ]),
    ).toEqual([
      ['dependencies', 'zeromq', undefined, '^5.2.8', '^5.2.8'],
      ['dependencies', 'zeromq', 'z', '5.3.1', '5.3.1'],
      ['devDependencies', 'zmq', undefined, '2.15.3', '2.15.3'],
      ['overrides', 'zeromq', undefined, '6.0.0', '6.0.0'],
      ['overrides', '@s/q', undefined, '1', '1'],
    ]);
  });
  it('never throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (any) => void readManifest('/w/package.json', any)));
    expect(readManifest('/w/package.json', '{ "dependencies": { "zeromq": "5').packages).toHaveLength(1);
  });
});

describe('files that are nobody’s source', () => {
  it.each(['/w/a.min.js', '/w/a-min.cjs', '/w/a.d.ts', '/w/node_modules/x/a.ts', '/w/.venv/a.py'])('%s', (path) => {
    expect(skippedByName(path)).toBe(true);
  });
  it.each([
    ['minified', `${'a'.repeat(20_000)}\n`],
    ['generated by a marker', '// @generated by something\nimport "zeromq";'],
    ['generated in words', '# Code generated by protoc. DO NOT EDIT.\nimport zmq'],
    ['too big', 'x\n'.repeat(600_000)],
  ])('%s', (_, text) => {
    expect(skippedByText(text)).toBe(true);
  });
  it.each([
    ['an ordinary file', 'import "zeromq";'],
    ['a generator', 'console.log("this file is generated");\n'],
    ['one long line in a long file', `${'a'.repeat(9_000)}\n${'x\n'.repeat(100)}`],
  ])('not %s', (_, text) => {
    expect(skippedByText(text)).toBe(false);
  });
});
