/** What is said of a file as a whole: strictness, comments, problems, languages. */
import { describe, expect, test } from 'vitest';
import type { IrModule } from '../../../server/src/ir/ir';
import { createTypeScriptFrontend } from '../../../server/src/frontends/typescript';
import { commentRanges } from './support';

function lower(text: string, path = '/a.ts', languageId?: string): IrModule {
  return createTypeScriptFrontend().lower({ path, text, ...(languageId !== undefined && { languageId }) });
}

describe('sloppy', () => {
  const cases: [path: string, text: string, sloppy: boolean][] = [
    ['/a.js', 'f();', true],
    ['/a.cjs', 'const x = require("m");', true],
    ['/a.jsx', 'f();', true],
    ['/a.js', 'const x = await import("m");', true],
    ['/a.js', '"use strict"; f();', false],
    ['/a.js', `// c\n'a'; 'use strict';`, false],
    ['/a.js', `f(); 'use strict';`, true],
    ['/a.js', `function f() { 'use strict'; }`, true],
    ['/a.js', 'import "m";', false],
    ['/a.js', 'export const a = 1;', false],
    ['/a.js', 'export default 1;', false],
    ['/a.js', 'export {};', false],
    ['/a.mjs', 'f();', false],
    ['/a.ts', 'f();', false],
    ['/a.cts', 'f();', false],
    ['/a.tsx', 'f();', false],
  ];
  test.each(cases)('%s %s → %s', (path, text, sloppy) => {
    expect(lower(text, path).sloppy).toBe(sloppy);
  });
});

describe('comments', () => {
  const cases: [text: string, comments: string[]][] = [
    ['// a\nf(); // b', ['a', 'b']],
    ['/* a */ f(/* b */);', ['a', 'b']],
    ['/** a\n * b\n */', ['a\nb']],
    ['/// <reference />', ['<reference />']],
    ['// accept: x because y  ', ['accept: x because y']],
    ['//', ['']],
    ['/**/', ['']],
    ['#!/usr//bin\n// a', ['a']],
    ['x = "// no", y = \'/* no */\', z = `// no ${a /* yes */} // no`; // yes', ['yes', 'yes']],
    ['x = /[/*]/; y = a / b / c; // yes', ['yes']],
    ['type A = "// no" | `//${B}//`; // yes', ['yes']],
    ['import a from "//no"; export * from "//no2"; // yes', ['yes']],
    ['x = { "//no": 1, ["//no"]: 2 }; class A { "//no" = 1 } enum E { "//no" } // yes', ['yes']],
    ['f(a, // one\n b, // two\n);', ['one', 'two']],
    ['// a\u2028f(); // b', ['a', 'b']],
    ['/* open', ['open']],
    ['\uFEFF// a', ['a']],
  ];
  test.each(cases)('%j', (text, comments) => {
    const module = lower(text);
    expect(module.comments.map((comment) => comment.text)).toEqual(comments);
    expect(module.comments.map(({ range }) => `${range.start}-${range.end}`)).toEqual(commentRanges('/a.ts', text));
  });
  test('in JSX text there are none', () => {
    expect(
      lower('x = <a b="//">// no {/* yes */} http://no</a>; // yes', '/a.tsx').comments.map((c) => c.text),
    ).toEqual(['yes', 'yes']);
  });
});

describe('problems', () => {
  test('are what the parser recovered from', () => {
    const module = lower('f(1\nconst x = ;\ng();');
    expect(module.problems.map(({ message }) => message)).toEqual(["',' expected.", 'Expression expected.']);
    expect(module.functions[0]!.body.length).toBeGreaterThan(1);
  });
  test('are no types in JavaScript', () => {
    expect(lower('const a: string = 1;', '/a.js').problems).toEqual([]);
  });
});

describe('languages', () => {
  test.each([
    ['/a.tsx', undefined, 'x = <a/>;'],
    ['/a.jsx', undefined, 'x = <a/>;'],
    ['/a.js', undefined, 'x = <a/>;'],
    ['Untitled-1', 'javascriptreact', 'x = <a/>;'],
    ['Untitled-1', 'typescriptreact', 'x = <a/>;'],
    ['Untitled-1', 'typescript', 'x = <any>y;'],
    ['Untitled-1', undefined, 'x = <any>y;'],
    ['/a.mts', undefined, 'x = <any>y; await z; await (z);'],
    ['/a.ts', undefined, 'await (z); for await (const x of y);'],
  ])('%s %s: %s', (path, languageId, text) => {
    expect(lower(text, path, languageId).problems).toEqual([]);
  });
  test('an untitled script is sloppy', () => {
    expect(lower('f();', 'Untitled-1', 'javascript').sloppy).toBe(true);
  });
  test('the path stays as it was given', () => {
    expect(lower('', 'Untitled-1', 'javascript').path).toBe('Untitled-1');
  });
});

test('the body of a module that awaits is asynchronous', () => {
  expect(lower('await x;').functions[0]!.async).toBe(true);
  expect(lower('for await (const x of y);').functions[0]!.async).toBe(true);
  expect(lower('async () => await x;').functions[0]!.async).toBe(false);
});
