/** What an edit left where it was is not lowered again, and nobody sees a difference. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTypeScriptFrontend } from '../../../server/src/frontends/typescript';
import type { IrModule } from '../../../server/src/ir/ir';
import { LANGUAGES, sourceOf } from '../../bench/inputs.mjs';

const path = '/w/gateway.ts';
const code = sourceOf('typescript', 40_000);

/** Lowers one text after the other. */
function session(of = path): (text: string) => IrModule {
  const frontend = createTypeScriptFrontend();
  return (text) => frontend.lower({ path: of, text });
}

function fresh(text: string, of = path): Omit<IrModule, 'problems'> {
  const { problems: _, ...module } = createTypeScriptFrontend().lower({ path: of, text });
  return module;
}

/** How many functions of the second are those of the first. */
function shared(a: IrModule, b: IrModule): number {
  const known = new Set(a.functions);
  return b.functions.filter((fn) => known.has(fn)).length;
}

describe('an edit inside a function of a large file', () => {
  test.each(LANGUAGES.typescript.edits)('leaves the functions before it: $by', ({ find, by }) => {
    const lower = session();
    const before = lower(code);
    const edited = code.replace(find, () => by);
    const after = lower(edited);
    const at = code.indexOf(find);
    const earlier = before.functions.filter(({ range }) => range.start > 0 && range.end < at - 2000).length;
    expect(earlier).toBeGreaterThan(50);
    expect(shared(before, after)).toBeGreaterThanOrEqual(earlier);
    expect(after).toMatchObject(fresh(edited));
    // And back.
    expect(lower(code)).toMatchObject(fresh(code));
  });
});

describe('what changes the meaning of code elsewhere in the file has all of it lowered again', () => {
  const first = `import { log } from './log';\nexport class A { go() { log(x); } }\nexport function f() { return new A(); }\nlog();\nlog();\nlog();\n`;
  test.each([
    ['a name that is declared further down', `${first}const x = 1;\n`],
    ['a name that shadows an import', `${first}namespace N { export const x = 1; }\n`],
    ['an interface of a class', `${first}interface A { x: number }\n`],
    ['an enum, twice', `${first}enum E { a }\nenum E { b = 2 }\n`],
    ['an await at the top level', `${first}class B extends (await log()) { }\n`],
    ['an import inside a function', `${first}export async function g() { return import('./log'); }\n`],
    ['a resource for the rest of the file', `${first}using r = f();\nclass C { x = r; }\n`],
    ['an error', `${first}class D { constructor( { }\n`],
  ])('%s', (_, second) => {
    const lower = session();
    for (const text of [first, second, first, second, second + '\n// more\n', '\n' + second])
      expect(lower(text)).toMatchObject(fresh(text));
  });

  test('also when there are as many names as before', () => {
    const lower = session();
    // The parser looks at statements beside an edit anew.
    const between = 'f();\nf();\nf();\n';
    const [first, second] = ['y', 'x'].map(
      (name) => `export function f() { return x; }\n${between}const ${name} = 1;\n`,
    );
    for (const text of [first!, second!, first!]) expect(lower(text)).toMatchObject(fresh(text));
  });

  test('also when an import before it goes that it repeats', () => {
    const lower = session();
    const rest = `f();\nf();\nf();\nexport async function g() { return import('./log'); }\n`;
    for (const text of [`f();\nimport './log';\n${rest}`, `f();\ng('xxxxxxxxx');\n${rest}`])
      expect(lower(text)).toMatchObject(fresh(text));
  });

  test('also what it says of the whole file', () => {
    const lower = session('/w/a.cts');
    for (const end of ['1', '2', '3']) {
      const text = `export class B extends (await f()) {}\nf();\nf();\nf();\nconst a = ${end};\n`;
      expect(lower(text)).toMatchObject(fresh(text, '/w/a.cts'));
    }
  });
});

test('any edits of the code of the benchmark', { timeout: 60_000 }, () => {
  const small = sourceOf('typescript', 9000);
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.oneof(fc.nat(3), fc.nat(300)),
    insert: fc.constantFrom('', ' ', '}', '{', 'await ', 'class B {}\n', 'export function g() {}\n', "'", '/*', '*/'),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      const lower = session();
      let text = small;
      lower(text);
      for (const { at, remove, insert } of edits) {
        const start = Math.floor(at * text.length);
        text = text.slice(0, start) + insert + text.slice(start + remove);
        expect(lower(text)).toMatchObject(fresh(text));
      }
    }),
    { numRuns: 40 },
  );
});
