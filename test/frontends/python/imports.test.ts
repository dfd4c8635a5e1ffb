import { describe, expect, test } from 'vitest';
import { lower, print, table } from './support';

describe('imports', () => {
  table([
    ['import a', 'a = import "a"'],
    ['import a.b as c, d as e', 'c = import "a.b"\ne = import "d"'],
    // The outer module is bound, the inner one loaded.
    ['import a.b.c', 'import "a.b.c"\na = import "a"'],
    ['from a import b, c as d', 'b = import "a".b\nd = import "a".c'],
    ['from .a.b import (c as e, f,)', 'e = import ."a.b".c\nf = import ."a.b".f'],
    ['from . import g', 'g = import ."".g'],
    ['from ... import h as i', 'i = import ..."".h'],
    ['from .. j import k', 'k = import .."j".k'],
    ['from __future__ import division, print_function', ''],
    [
      'try:\n  import cPickle as p\nexcept ImportError:\n  import pickle as p',
      'try\n  p = import "cPickle"\ncatch @ImportError\n  p = import "pickle"',
    ],
  ]);
});

describe('star imports', () => {
  table([
    ['from a import *\nf(x)', 'export * = import "a"\nimport "a".f(import "a".x)'],
    // What Python has anyway does not come from there; what the file binds neither.
    ['from a import *\nx = 1\nprint(x)', 'export * = import "a"\nx = 1\n@print(x)'],
    [
      'from a import *\nfrom .b import *\nx',
      'export * = import "a"\nexport * = import ."b"\n(import ."b".x nullish import "a".x)',
    ],
  ]);

  test('known before the names are read, also inside functions', async () => {
    expect(await print('def f():\n  return x\nfrom a import *')).toContain('return import "a".x');
  });
});

test('specifiers are listed once, with names that may be modules', async () => {
  const { imports } = await lower(
    'import a.b\nfrom a import b, c\nfrom a.b import d\nfrom .. import e\nfrom .f import g',
  );
  expect(imports.map(({ level, specifier }) => '.'.repeat(level) + specifier)).toEqual([
    'a.b',
    'a',
    'a.c',
    'a.b.d',
    '..',
    '..e',
    '.f',
    '.f.g',
  ]);
});

test('every name of a module can be imported', async () => {
  expect((await lower('')).exportsAllNames).toBe(true);
});
