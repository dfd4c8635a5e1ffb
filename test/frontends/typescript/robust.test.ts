/** Whatever the text: no exception, and a module in which everything checkable holds. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTypeScriptFrontend } from '../../../server/src/frontends/typescript';
import { checkModule } from '../../support/check-ir';
import { compareCalls } from './support';

const root = path.resolve(__dirname, '../../..');

/** Code of this repository, in which most constructs occur, and the cases of the lowering tests, in which all do. */
function samples(): { path: string; text: string }[] {
  const sources = readdirSync(path.join(root, 'server/src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(root, 'server/src', name));
  const cases = readdirSync(path.join(__dirname, 'lowering')).map((name) => path.join(__dirname, 'lowering', name));
  return [
    ...sources.map((file) => ({ path: file, text: readFileSync(file, 'utf8') })),
    ...cases.map((file) => ({
      path: file.replace('.txt', file.endsWith('jsx.txt') ? '.tsx' : '.ts'),
      text: readFileSync(file, 'utf8')
        .replace(/^---\n[^]*?(?=\n###|$(?![\n]))/gm, '')
        .replace(/^### .*/gm, ''),
    })),
  ];
}

const all = samples();
const some = all.filter(({ text }) => text.length < 12_000);

const TOKENS =
  'a b f x. ( ) [ ] { } < > => = == + - ++ ... ?. ?? || && ! ? : ; , . # @ ` ${ } / /* */ // \' " \n 1 0n /x/ async await class const continue break case catch default delete do else enum export extends finally for function get if import in instanceof interface let module namespace new null of return set static super switch this throw try type typeof using var void while with yield as satisfies from exports require \uFEFF \u2028 \0 \\ \uD800 <a> </a>'.split(
    ' ',
  );

const file = fc.constantFrom('/a.ts', '/a.tsx', '/a.js', '/a.d.ts');

function holds(name: string, text: string): void {
  const module = createTypeScriptFrontend().lower({ path: name, text });
  expect(checkModule(module, text.length)).toEqual([]);
  expect(module.problems.filter(({ message }) => message === 'could not be analysed')).toEqual([]);
}

describe('never throws, and what comes back holds', () => {
  test('any text', () => {
    fc.assert(fc.property(file, fc.string({ unit: 'binary', maxLength: 200 }), holds), { numRuns: 100 });
  });
  test('any tokens', () => {
    const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 60 }).map((tokens) => tokens.join(' '));
    fc.assert(fc.property(file, soup, holds), { numRuns: 800 });
  });
  test('real code with a piece cut out, doubled or put elsewhere', () => {
    const mutation = fc.record({
      sample: fc.constantFrom(...some),
      a: fc.nat(),
      b: fc.nat(),
      c: fc.nat(),
      how: fc.constantFrom('cut', 'double', 'move', 'end'),
    });
    fc.assert(
      fc.property(mutation, ({ sample: { path: name, text }, a, b, c, how }) => {
        holds(name, mutated(text, a % (text.length + 1), b % 300, c % (text.length + 1), how));
      }),
      { numRuns: 100 },
    );
  });
});

function mutated(text: string, at: number, length: number, to: number, how: string): string {
  const piece = text.slice(at, at + length);
  const without = text.slice(0, at) + text.slice(at + length);
  switch (how) {
    case 'cut':
      return without;
    case 'double':
      return text.slice(0, at) + piece + text.slice(at);
    case 'move':
      return without.slice(0, to) + piece + without.slice(to);
    default:
      return text.slice(0, at);
  }
}

test('every call of the code is in the IR once', () => {
  const frontend = createTypeScriptFrontend();
  for (const { path: name, text } of all.filter((_, i) => i % 3 === 0 || i > all.length - 12)) {
    const module = frontend.lower({ path: name, text });
    if (module.problems.length === 0) expect([name, ...compareCalls(name, text, module)]).toEqual([name]);
  }
});

test('a file that is edited gives what the file itself gives', () => {
  const edits = fc.record({
    sample: fc.constantFrom(...some),
    edits: fc.array(
      fc.record({ at: fc.nat(), remove: fc.nat(20), insert: fc.constantFrom(...TOKENS, 'const q = f(1);\n') }),
      { minLength: 1, maxLength: 6 },
    ),
  });
  fc.assert(
    fc.property(edits, ({ sample, edits: list }) => {
      const frontend = createTypeScriptFrontend();
      let { text } = sample;
      frontend.lower(sample);
      for (const { at, remove, insert } of list) {
        const start = at % (text.length + 1);
        text = text.slice(0, start) + insert + text.slice(start + remove);
        const edited = { path: sample.path, text };
        // The parser words its errors by what it still remembers.
        const { problems: _, ...module } = frontend.lower(edited);
        expect(createTypeScriptFrontend().lower(edited)).toMatchObject(module);
      }
    }),
    { numRuns: 25 },
  );
});

describe('nesting that no person wrote', () => {
  const n = 20_000;
  const cases: [what: string, text: string][] = [
    ['parentheses', `x = ${'('.repeat(n)}1${')'.repeat(n)};`],
    ['open parentheses', '('.repeat(n)],
    ['brackets', `x = ${'['.repeat(n)}${']'.repeat(n)};`],
    ['blocks', '{'.repeat(n) + '}'.repeat(n)],
    ['functions', '(() => '.repeat(n)],
    ['templates', '`${'.repeat(n)],
    ['conditionals', `x = ${'a ? b : '.repeat(n)}c;`],
    ['unary operators', `x = ${'!'.repeat(n)}a;`],
    ['else if', `if (a) b(); ${'else if (a) b(); '.repeat(n)}`],
    ['types', `let x: ${'A<'.repeat(n)}B${'>'.repeat(n)};`],
    ['objects', `x = ${'{a:'.repeat(n)}1${'}'.repeat(n)};`],
    ['assignments', `${'a = '.repeat(n)}1;`],
    ['JSX', `x = ${'<a>'.repeat(n)}`],
  ];
  test.each(cases)('%s', (_, text) => {
    const frontend = createTypeScriptFrontend();
    const module = frontend.lower({ path: '/a.tsx', text });
    expect(module.functions.length).toBeGreaterThan(0);
    expect(module.problems.length).toBeGreaterThan(0);
    expect(checkModule(module, text.length)).toEqual([]);
    // The parser's own state has survived.
    expect(frontend.lower({ path: '/b.ts', text: 'await (f());' }).problems).toEqual([]);
  });

  test.each<[what: string, text: string, depth: number]>([
    ['concatenation', `x = 'a' ${'+ b '.repeat(n)};`, 10],
    ['sums', `x = a ${'+ b '.repeat(n)};`, 10],
    ['mixed operators', `x = a ${'+ b - c '.repeat(n)};`, 10],
    ['or', `x = a ${'|| b '.repeat(n)};`, 300],
    ['comma', `x = (a ${', b '.repeat(n)});`, 10],
    ['calls in a row', `x = a${'.b(1)'.repeat(n)};`, 3000],
    ['cases', `switch (a) { ${'case 1: b(); break; '.repeat(n)} }`, 300],
    ['statements', 'f();'.repeat(n), 10],
    ['names', `x = a${'.b'.repeat(n)};`, 3000],
  ])('long but not deep: %s', (_, text, limit) => {
    const module = createTypeScriptFrontend().lower({ path: '/a.ts', text });
    expect(module.functions[0]!.body.length).toBeGreaterThan(0);
    expect(depthOf(module)).toBeLessThan(limit);
    expect(checkModule(module, text.length)).toEqual([]);
  });
});

/** Nesting of plain data. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
