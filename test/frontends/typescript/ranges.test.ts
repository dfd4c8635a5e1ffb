/** Ranges are what fixes edit and squiggles underline: each kind, as the text it covers. */
import { describe, expect, test } from 'vitest';
import type { Expr, IrModule, Stmt } from '../../../server/src/ir/ir';
import { createTypeScriptFrontend } from '../../../server/src/frontends/typescript';
import type { Range } from '../../../server/src/text/lines';
import { callsOf } from '../../support/check-ir';

function lower(text: string, path = '/a.ts'): IrModule {
  return createTypeScriptFrontend().lower({ path, text });
}

/** The value of the last statement of the module. */
function lastValue(text: string, path?: string): Expr {
  const last = lower(text, path).functions[0]!.body.at(-1) as Stmt & { k: 'assign' };
  return last.value;
}

describe('expressions', () => {
  const cases: [what: string, code: string, pick: (value: Expr) => Range | undefined, text: string][] = [
    ['a name', 'x = /* c */ abc ;', (e) => e.range, 'abc'],
    ['a string with its quotes', `x = 'a"b';`, (e) => e.range, `'a"b'`],
    ['a template with its backticks', 'x = `a`;', (e) => e.range, '`a`'],
    ['a number as written', 'x = 1_000.5;', (e) => e.range, '1_000.5'],
    ['a member', 'x = a . /**/ b;', (e) => e.range, 'a . /**/ b'],
    ['a member: name', 'x = a . /**/ b;', (e) => (e.k === 'member' ? e.nameRange : undefined), 'b'],
    ['an optional member: name', 'x = a?.b;', (e) => (e.k === 'member' ? e.nameRange : undefined), 'b'],
    ['a private member: name', 'x = a.#b;', (e) => (e.k === 'member' ? e.nameRange : undefined), '#b'],
    ['a call: arguments', 'x = f /* ( */ ( a , b );', (e) => (e.k === 'call' ? e.argsRange : undefined), '( a , b )'],
    ['a typed call: arguments', 'x = f<A<(b: c) => d>>(1);', (e) => (e.k === 'call' ? e.argsRange : undefined), '(1)'],
    ['an optional call: arguments', 'x = f?.(1);', (e) => (e.k === 'call' ? e.argsRange : undefined), '(1)'],
    ['no arguments', 'x = f();', (e) => (e.k === 'call' ? e.argsRange : undefined), '()'],
    ['new: whole', 'x = new A.B(1);', (e) => e.range, 'new A.B(1)'],
    ['new: arguments', 'x = new A.B<C>(1);', (e) => (e.k === 'call' ? e.argsRange : undefined), '(1)'],
    ['new without parentheses', 'x = new A;', (e) => (e.k === 'call' ? e.argsRange : undefined), ''],
    ['an argument in parentheses', 'x = f((a));', (e) => (e.k === 'call' ? e.args[0]!.range : undefined), '(a)'],
    ['a spread argument', 'x = f(...a);', (e) => (e.k === 'call' ? e.args[0]!.range : undefined), '...a'],
    ['super(…): name', 'class A { constructor() { x = super(1); } }', () => undefined, ''],
    [
      'an object key',
      'x = { a: 1 };',
      (e) => (e.k === 'object' && e.entries[0]?.e === 'prop' ? e.entries[0].keyRange : undefined),
      'a',
    ],
    [
      'a quoted key',
      `x = { 'a': 1 };`,
      (e) => (e.k === 'object' && e.entries[0]?.e === 'prop' ? e.entries[0].keyRange : undefined),
      `'a'`,
    ],
    [
      'a computed key',
      `x = { ['a']: 1 };`,
      (e) => (e.k === 'object' && e.entries[0]?.e === 'prop' ? e.entries[0].keyRange : undefined),
      `['a']`,
    ],
    ['an entry', 'x = { a: 1, b: f() };', (e) => (e.k === 'object' ? e.entries[1]!.range : undefined), 'b: f()'],
    [
      'an entry: value',
      'x = { a: /**/ f() };',
      (e) => (e.k === 'object' ? e.entries[0]!.value.range : undefined),
      'f()',
    ],
    ['an object', 'x = {\n a }\n;', (e) => e.range, '{\n a }'],
    ['a template piece', 'x = `a${b}c${d}e`;', (e) => (e.k === 'format' ? e.parts[2]!.range : undefined), 'c'],
    ['a template head', 'x = `a${b}`;', (e) => (e.k === 'format' ? e.parts[0]!.range : undefined), 'a'],
    ['a template tail', 'x = `${b}e`;', (e) => (e.k === 'format' ? e.parts[1]!.range : undefined), 'e'],
    ['a concatenation', `x = (a) + 'b';`, (e) => e.range, `(a) + 'b'`],
    ['logic in parentheses', `x = (a) || (b);`, (e) => e.range, `(a) || (b)`],
    ['an operator inside a chain', `x = (a - b) * c;`, (e) => (e.k === 'binary' ? e.left.range : undefined), `a - b`],
    ['through a non-null assertion', `x = a!;`, (e) => e.range, `a`],
    ['a cast', `x = a as B;`, (e) => e.range, `a as B`],
    ['a function', `x = async function () { };`, (e) => e.range, `async function () { }`],
    ['a conditional', `x = a ? b : c;`, (e) => e.range, `a ? b : c`],
    ['an import', `x = require( 'm' );`, (e) => e.range, `require( 'm' )`],
  ];
  test.each(cases.filter(([what]) => !what.startsWith('super')))('%s', (_, code, pick, text) => {
    const range = pick(lastValue(code));
    expect(range ? code.slice(range.start, range.end) : '').toBe(text);
  });

  test('super(…) is named by its keyword', () => {
    const code = 'class A extends B { constructor() { super (1); } }';
    const [call] = callsOf(lower(code));
    expect(call?.callee.k === 'member' && code.slice(call.callee.nameRange.start, call.callee.nameRange.end)).toBe(
      'super',
    );
    expect(code.slice(call!.argsRange!.start, call!.argsRange!.end)).toBe('(1)');
  });
});

describe('statements', () => {
  const cases: [code: string, texts: string[]][] = [
    ['// before\n  f() ; // after\ng()', ['f() ;', 'g()']],
    ['/** doc */ const a = 1, b = 2;', ['const a = 1, b = 2;', 'const a = 1, b = 2;']],
    ['export const a = 1;', ['export const a = 1;', 'export const a = 1;']],
    ['import { a } from "m" ;', ['import { a } from "m" ;']],
    ['if (a) b(); else c();', ['if (a) b(); else c();']],
    ['for (let i = 0; ; ) f();', ['for (let i = 0; ; ) f();', 'for (let i = 0; ; ) f();']],
    ['  function f() {} ', ['function f() {}']],
    ['@d() class A {}', ['@d() class A {}', '@d() class A {}']],
    ['try { } catch { }', ['try { } catch { }']],
    ['a = 1, b = 2;', ['a = 1, b = 2;', 'a = 1, b = 2;']],
  ];
  test.each(cases)('%s', (code, texts) => {
    const { body } = lower(code).functions[0]!;
    expect(body.map(({ range }) => code.slice(range.start, range.end))).toEqual(texts);
  });
});

describe('names', () => {
  const code = `export default class Foo { private static async bar(x = 1) {} #baz = 1; constructor() {} get [qux]() {} }
async function fn() {} const o = { m() {}, 'n': () => {} }; const e = function ex() {};`;
  const module = lower(code);
  const slice = (range?: Range): string => (range ? code.slice(range.start, range.end) : '');

  test('functions', () => {
    expect(module.functions.slice(1).map((fn) => slice(fn.nameRange))).toEqual([
      'bar',
      'constructor',
      '[qux]',
      'fn',
      'm',
      '',
      'ex',
    ]);
    expect(slice(module.functions[1]!.range)).toBe('private static async bar(x = 1) {}');
    expect(slice(module.functions[1]!.params[0]!.range)).toBe('x = 1');
  });
  test('classes and fields', () => {
    expect(slice(module.classes[0]!.nameRange)).toBe('Foo');
    expect(slice(module.classes[0]!.fields[0]!.nameRange)).toBe('#baz');
  });
  test('imports', () => {
    const text = `import 'a'; const b = require ("b"), c = import(\`c\`);`;
    expect(lower(text).imports.map(({ range }) => text.slice(range.start, range.end))).toEqual([`'a'`, '"b"', '`c`']);
  });
});

describe('texts that are not plain', () => {
  const value = (text: string): string => {
    const last = lastValue(text);
    return text.slice(last.range.start, last.range.end);
  };
  test.each([
    ['a BOM', '\uFEFFx = abc;'],
    ['a BOM and a comment', '\uFEFF// hi\nx = abc;'],
    ['a shebang', '#!/usr/bin/env node\nx = abc;'],
    ['CRLF', 'f();\r\n\r\nx = abc;'],
    ['lone CR', 'f();\rx = abc;'],
    ['line and paragraph separators', 'f();\u2028x\u2029=\u2028abc;'],
    ['emoji before', `s = '👩‍👧';x = abc;`],
    ['a conflict marker', '<<<<<<< HEAD\nx = abc;'],
    ['names beyond ASCII', 'x = /* 名 */ abc;'],
  ])('%s', (_, text) => {
    expect(value(text)).toBe('abc');
  });
  test('a BOM alone', () => {
    expect(lower('\uFEFF').problems).toEqual([]);
  });
});
