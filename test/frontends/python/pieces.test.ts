/** A text is read in pieces, and after an edit only the pieces that were touched: nobody may notice. */
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Parser, Tree, TreeCursor } from 'web-tree-sitter';
import type { IrModule } from '../../../server/src/ir/ir';
import { cuts } from '../../../server/src/frontends/python/cut';
import { complaints } from './check-ir';
import { dedent, frontend } from './support';

const cut = (text: string): string[] => Array.from(cuts(text, 0), ({ start, end }) => text.slice(start, end));

describe('where a text is cut', () => {
  test.each<[string, string[]]>([
    [
      'before and after definitions',
      ['import a\nimport b\n', 'def f():\n  return 1\n', 'x = f()\ny = 2\n', 'class C: pass'],
    ],
    ['not before what goes on with a statement', ['if a:\n  b\n# c\nelif d: e\nelse:\n  f\n', 'g']],
    [
      'not between a decorator and what it decorates',
      ['@a(\nb)\n# why\n\n@c\ndef f(): pass\n', 'async def g(): pass\n'],
    ],
    ['not in strings', ['x = """\ndef f():\n  pass\n"""\n', "def g(): '''\ndef'''\n"]],
    ['not in brackets', ['x = [\ny,\nz\nfor a in b\n]\n', 'def f(): pass']],
    ['at a statement, although a bracket is open', ['def f():\n  g(\n', 'def h(): pass\n']],
    ['not after a backslash', ['x = \\\ndef_\n']],
    ['not at comments and blank lines', ['def f():\n  a\n# comment\n\n  b\n']],
    ['after a string without its end, as the line ends', ["def f(): x = 'a\n", 'def g(): pass\n']],
    ['words that only begin like keywords', ['iffy = 1\nmatching = 2\nclassy()\n']],
    ['nothing', ['']],
  ])('%s', (_, pieces) => {
    expect(cut(pieces.join(''))).toEqual(pieces);
  });

  test('long runs of simple statements', () => {
    const text = 'x = 1\n'.repeat(1000);
    expect(cut(text).length).toBeGreaterThan(3);
    expect(cut(text).join('')).toBe(text);
  });

  test('a string without its end is told', () => {
    expect(Array.from(cuts('x = 1\ndef f(): """\ny = 2\n', 0), ({ unending }) => unending)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

const SAMPLE = dedent(`
  import os, net.http as http
  from .config import HOST as host, PORT
  LIMIT = 10
  TOTAL: int = LIMIT * 2

  class Base:
      size = LIMIT

      def name(self) -> "Base":
          return f"{self.size}/{TOTAL} {unknown_name_of_some_length}"

  @register(key=host)
  class Server(Base):
      """Ünïcode 😀"""
      port: int = PORT

      def __init__(self, ctx=None, *args, **kw):
          super().__init__(*args, **kw)
          self.sock = (ctx or Context()).socket(REP)  # 😀

      async def run(self):
          while True:
              msg = await self.sock.recv()
              self.last = [x for x in msg if (y := x)]

  # between

  def main():
      global server
      server = Server(port=0x1F, **{'a': 1, "b": lambda q: q[1:2]})
      def inner(): return server, helper(later)

  later = main

  if os.environ:
      fallback = 1
  else:
      fallback = """
  def text(): pass
  """

  def helper(x, y=LIMIT):
      try:
          return len(x) + fallback
      except (KeyError, ValueError) as e:
          raise RuntimeError("bad {}".format(e)) from e

  if __name__ == "__main__": main()
`);

const FRAGMENTS = [
  '',
  'x',
  ' ',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  '"""',
  "'",
  'f"{',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ':',
  '.',
  ' = ',
  '\\',
  '#',
  '😀',
  '    ',
  '@',
  '\n@deco\n',
  '\nLIMIT = 3\n',
  '\nserver = None\n',
  '\nlen = 1\n',
  '\nnew_name = LIMIT\n',
  '\nfrom other import *\n',
  '\nfrom other import (*)\n',
  '\nglobal later, unheard\n',
  '\n    global LIMIT\n',
  '\n    nonlocal y\n',
  '\ndef g(a=LIMIT): return helper(a)\n',
  '\nclass Base: pass\n',
  '\nelse: pass\n',
  '\nlater: Server = 1\n',
  '\nimport os\n',
  '\n) = odd\n',
  '\ndef h(a=(hidden := 1)): return stowed\n',
  '\nx[stowed := hidden] = 1\n',
  '\ndef 1(x): stray = (late := 2)\n',
  '\nprint >>log, x\n',
  'async ',
  'lambda: ',
  '(z := 1)',
];

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly by: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(80), fc.nat(600)),
  by: fc.oneof(
    fc.constantFrom(...FRAGMENTS),
    fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 3 }).map((parts) => parts.join('')),
    fc.tuple(fc.nat(SAMPLE.length), fc.nat(300)).map(([at, length]) => SAMPLE.slice(at, at + length)),
  ),
});

const applied = (text: string, { at, length, by }: Edit): string => {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + by + text.slice(start + length);
};

describe('after an edit', () => {
  const shared = frontend();
  const lower = async (text: string, previous?: IrModule): Promise<IrModule> =>
    (await shared).lower({ path: '/a.py', text }, previous);

  test('the module is what it would be without the one before', { timeout: 120_000 }, () =>
    fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), async (edits) => {
        let text = SAMPLE;
        let module = await lower(text);
        for (const one of edits) {
          text = applied(text, one);
          module = await lower(text, module);
          expect(module).toEqual(await lower(text));
          expect(complaints(module, text)).toEqual([]);
        }
      }),
      { numRuns: 100 },
    ),
  );

  test('and while a text is typed, key by key', { timeout: 60_000 }, async () => {
    const typed =
      '\ndef typed(self, x: int = LIMIT):\n    """Doc."""\n    global fresh\n    fresh = [later(1)]\n    self.sock.send(f"{x}")\n';
    const at = SAMPLE.indexOf('# between');
    let module = await lower(SAMPLE);
    for (let end = 1; end <= typed.length; end++) {
      const text = SAMPLE.slice(0, at) + typed.slice(0, end) + SAMPLE.slice(at);
      module = await lower(text, module);
      expect(module).toEqual(await lower(text));
    }
  });

  test.each([
    [
      'a string gets its end far behind',
      ['x = """\n', 'def f(): pass\n', 'y = 1\n'.repeat(200), ''],
      3,
      '"""\ndef g(): pass\n',
    ],
    ['a word becomes another that goes on with the statement', ['if a:\n  b\n', 'els\n'], 1, 'else: c\n'],
    // Names that only lowering meets: in which order they are met must not matter.
    [
      'variables in defaults',
      ['def f(a=(m := 1)): pass\n', 'def g(): pass\n', 'def h(a=(z := 1, b := 2)): pass\n', 'def i(): return m, b\n'],
      1,
      'def g(a=(b := 3)): pass\n',
    ],
    ['a variable in a default goes', ['def f(a=(m := 1)): pass\n', 'def g(a=(m := 1)): return m\n', 'x = m\n'], 0, ''],
    ['star imports come', ['x = 1\n', 'def f(): return len(x) + found\n'], 0, 'from a import *\n'],
    ['star imports go', ['from a import *\n', 'def f(): return len(x) + found\n'], 0, 'x = 1\n'],
    [
      'star imports move',
      ['x = 1\n', 'def g(): pass\n', 'from a import *\n', 'def f(): return found\n'],
      0,
      'xxx = 1\n',
    ],
  ] satisfies [string, string[], number, string][])('%s', async (_, pieces, which, by) => {
    const before = await lower(pieces.join(''));
    const text = pieces.map((piece, index) => (index === which ? by : piece)).join('');
    expect(await lower(text, before)).toEqual(await lower(text));
  });

  test('the module before stays what it was', async () => {
    const before = await lower(SAMPLE);
    const copy = structuredClone(before);
    await lower(`import first\nadded = 1\n${SAMPLE}`, before);
    expect(before).toEqual(copy);
  });

  describe('only what was touched is parsed', () => {
    const program = Array.from({ length: 50 }, (_, i) => `def f${i}(x):\n    return g(x, ${i})\n\n\n`).join('');
    const parsed = async (text: string, previous: IrModule): Promise<number> => {
      const parse = vi.spyOn(Parser.prototype, 'parse');
      await lower(text, previous);
      const lengths = parse.mock.calls.map(([piece]) => (piece as string).length);
      parse.mockRestore();
      return lengths.reduce((sum, one) => sum + one, 0);
    };
    afterEach(() => void vi.restoreAllMocks());

    test.each([
      ['inside a function', program.replace('g(x, 25)', 'g(x, 26)')],
      ['at the beginning, where everything behind moves', `import a\n${program}`],
      ['half-typed', program.replace('g(x, 25)', 'g(x.')],
      ['a bracket left open', program.replace('g(x, 25)', 'g(x, 25')],
      ['a name that nobody else uses', program.replace('def f25', 'def f_25')],
    ])('%s', async (_, text) => {
      expect(await parsed(text, await lower(program))).toBeLessThan(200);
    });
    test('and who asked for a name that is there now, or is no more', async () => {
      const text = `${program}def g(*args): pass\n`;
      expect(await parsed(text, await lower(program))).toBeGreaterThan(1000);
    });
    test('code before it is the same object', async () => {
      const before = await lower(program);
      const after = await lower(program.replace('g(x, 25)', 'g(x, 26)'), before);
      expect(after.functions[10]).toBe(before.functions[10]);
    });
  });
});

describe('WebAssembly’s memory', () => {
  afterEach(() => void vi.restoreAllMocks());

  test('every tree and every cursor is deleted, whatever the text', async () => {
    const parse = vi.spyOn(Parser.prototype, 'parse');
    const walk = vi.spyOn(Tree.prototype, 'walk');
    const deleted = vi.spyOn(Tree.prototype, 'delete');
    const left = vi.spyOn(TreeCursor.prototype, 'delete');
    const one = await frontend();
    let module: IrModule | undefined;
    for (const text of [SAMPLE, 'def f(:\n  x.\n', `x = 1\n${SAMPLE}`, '(', 'sock.\n', `${SAMPLE}"""`, ''])
      module = one.lower({ path: '/a.py', text }, module);
    const short = await frontend({ milliseconds: 0, steps: 300 });
    short.lower({ path: '/a.py', text: SAMPLE.repeat(200) });
    const trees = parse.mock.results.filter(({ value }) => value instanceof Tree);
    expect(trees.length).toBeGreaterThan(20);
    expect(deleted).toHaveBeenCalledTimes(trees.length);
    expect(new Set(deleted.mock.instances)).toEqual(new Set(trees.map(({ value }) => value)));
    expect(left).toHaveBeenCalledTimes(walk.mock.calls.length);
  });
});
