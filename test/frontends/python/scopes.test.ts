import { describe, expect, test } from 'vitest';
import { lower, table } from './support';

describe('scopes', () => {
  table([
    // Local to all of a function, wherever it is assigned.
    [
      `
      def f():
        print(x)
        if c: x = 1
      x = 2`,
      `
      f = fn f()
        @print(x'2)
        if @c
          x'2 = 1
      x = 2`,
    ],
    [
      `
      def f():
        global x, y
        x = y = 1
      def g(): return x, y`,
      `
      f = fn f()
        x = (y = 1)
      g = fn g()
        return tuple[x, y]`,
    ],
    [
      `
      def f():
        x = 1
        def g():
          nonlocal x
          x = 2
          return lambda: x
        def h(): x = 3`,
      `
      f = fn f()
        x = 1
        g = fn g()
          x = 2
          return fn()
            return x
        h = fn h()
          x'2 = 3`,
    ],
    // Everything that binds: loops, with, except, imports, definitions, walrus, del, patterns.
    [
      `
      def f():
        for a in z: pass
        with z as b: pass
        try: z
        except z as c: pass
        import d.x, e.x as g
        def h(): pass
        class i: pass
        (j := [k := 1 for z2 in z])
        del l
        match z:
          case [m, *n]: pass
        return a, b, c, d, g, h, i, j, k, l, m, n`,
      `
      f = fn f()
        each a of @z
        with b = @z
        try
          @z
        catch @z c
        import "d.x"
        d = import "d"
        g = import "e.x"
        h = fn h()
        i = class i
        (j = [(k = 1) for z2 of @z])
        ?del(l)
        if ?pattern(@z)
          m = @z[0]
          n = ?rest(@z)
        return tuple[a, b, c, d, g, h, i, j, k, l, m, n]`,
    ],
    // Defaults and annotations belong to the scope around.
    ['x = 1\ndef f(x=x, *, y: x) -> x: return x', `x = 1\nf = fn f(x'2 = x, y: x): x\n  return x'2`],
    // A class's names are not seen by its methods, nor by a comprehension in its body.
    [
      `
      X = 1
      class A:
        X = 2
        def f(self): return X
        y = [X for _ in z]`,
      `
      X = 1
      A = class A
        static X = 2
        static y = [X for _ of @z]
        f = fn f()
          return X`,
    ],
    // Until it is bound, a name of the body means what it means outside.
    ['ctx = 1\nclass A:\n  ctx = ctx', 'ctx = 1\nA = class A\n  static ctx = ctx'],
  ]);

  test('owners', async () => {
    const { vars } = await lower('a = 1\nclass C:\n  b = 1\n  c = b\ndef f(d, *e):\n  return [g for g in d]');
    expect(vars.map(({ name, owner }) => `${name}@${owner}`)).toEqual([
      'a@0',
      'C@0',
      'f@0',
      'C.b@0',
      'd@1',
      'e@1',
      'g@1',
    ]);
  });

  test('constants', async () => {
    const { vars } = await lower(`
A = 1
B = 1
B += 1
C: int = 1
for D in x: pass
def f():
  global E
  E = 2
E = 1
f.F = 1
g = 1
with x as H: pass
_I = 2
class Kk: L = 1`);
    expect(vars.filter(({ constant }) => constant).map(({ name }) => name)).toEqual(['A', 'C', '_I']);
  });

  test('annotations of variables', async () => {
    const { vars } = await lower('a: A.B = f()\ndef f(b: B):\n  c: "C"\n  for d in b: pass');
    expect(vars.map(({ name, type }) => [name, type?.k])).toEqual([
      ['a', 'member'],
      ['f', undefined],
      ['b', 'global'],
      ['c', 'global'],
      ['d', undefined],
    ]);
  });
});

describe('annotations', () => {
  const type = (python: string, ir: string): readonly [string, string] => [
    `def f(x: ${python}): 1`,
    `f = fn f(x: ${ir})`,
  ];
  table([
    type('zmq.Socket', '@zmq.Socket'),
    type('A | B | None', '(@A | @B | null)'),
    type('Optional[A]', '(@A | null)'),
    type('typing.Union[A, "B | None"]', '(@A | @B | null)'),
    type('List["Foo"]', '@List<@Foo>'),
    type('dict[str, a.b.C]', '@dict<@str, @a.b.C>'),
    type('a.b.C[int]', '@a.b.C<@int>'),
    type('Literal["a", 1]', '@Literal<"a", 1>'),
    type('Annotated[A, "x y"]', '@A'),
    type('ClassVar[Final[int]]', '@int'),
    type('Callable[[int], str]', '@Callable<[@int], @str>'),
    type('"Optional[zmq . Socket]"', '(@zmq.Socket | null)'),
    type('"List[Dict[str, A]] | None"', '(@List<@Dict<@str, @A>> | null)'),
    type('"not a type!"', '?type()'),
    type('None', 'null'),
  ]);
});
