import { describe } from 'vitest';
import { table } from './support';

describe('assignment', () => {
  table([
    ['a = b = c = f()', 'a = (b = (c = @f()))'],
    ['a, b = 1, 2', '[a, b] = tuple[1, 2]'],
    ['(a, b), [c, d] = e', '[[a, b], [c, d]] = @e'],
    ['a, = b', '[a] = @b'],
    ['(a) = b', 'a = @b'],
    ['a, *b = c', '[a, ...b] = @c'],
    ['a.b, c[d] = e', '[@a.b, @c[@d]] = @e'],
    ['a.b = a["c"] = 1', '@a.b = (@a["c"] = 1)'],
    ['x: int', 'x: @int'],
    ['x: int = 1', 'x = 1\nx: @int'],
    ['a = 1\na += 1; a //= b; a.b |= 2; a[0] **= 2', 'a = 1\na += 1\na //= @b\na.b |= 2\na[0] **= 2'],
    ['del a.b, c[0]', '?del(@a.b, @c[0])'],
    ['type A = int | str', 'A = (@int | @str)'],
  ]);
});

describe('branches', () => {
  table([
    ['if a: b\nelif c: d\nelse: e', 'if @a\n  @b\nelse\n  if @c\n    @d\n  else\n    @e'],
    ['assert a, b', 'if @a\nelse\n  throw @AssertionError(@b)'],
    ['"doc"\n1\npass', ''],
    ['a; b', '@a\n@b'],
  ]);
});

describe('loops', () => {
  table([
    ['for x in 1, 2: f(x)', 'each x of tuple[1, 2]\n  @f(x)'],
    ['for a, b in c: continue', 'each [a, b] of @c\n  continue'],
    ['while True:\n  break', 'while true\n  break'],
    ['async def f():\n  async for a in b: pass', 'f = async fn f()\n  each await a of @b'],
    // `else` runs unless the loop was left.
    ['for x in y: f()\nelse: g()', 'each x of @y\n  @f()\n@g()'],
    ['while x:\n  if y: break\nelse: g()', 'while @x\n  if @y\n    break\nif ?loop else()\n  @g()'],
    ['while x:\n  for z in w: break\nelse: g()', 'while @x\n  each z of @w\n    break\n@g()'],
  ]);
});

describe('with', () => {
  table([
    ['with a as b, c(): d', 'with b = @a, @c()\n  @d'],
    ['with (a as b, c as d): e', 'with b = @a, d = @c\n  @e'],
    ['with a as (b, c): d', 'with [b, c] = @a\n  @d'],
    ['with open(x) as y.z: d', 'with @y.z = @open(@x)\n  @d'],
    ['async def f():\n  async with a as b: c', 'f = async fn f()\n  with await b = @a\n    @c'],
  ]);
});

describe('try', () => {
  table([
    ['try: a\nexcept: b', 'try\n  @a\ncatch\n  @b'],
    ['try: a\nexcept (B, C) as e: d(e)\nelse: f\nfinally: g', 'try\n  @a\n  @f\ncatch @B @C e\n  @d(e)\nfinally\n  @g'],
    ['try: a\nexcept* B as e: c', 'try\n  @a\ncatch @B e\n  @c'],
    ['try: a\nexcept B, C: d', 'try\n  @a\ncatch @B @C\n  @d'],
    ['raise', 'throw'],
    ['raise A("x") from e', 'throw @A("x")'],
    ['raise A from f()', '@f()\nthrow @A'],
  ]);
});

describe('Python 2', () => {
  table([
    ['print "a", b', '@print("a", @b)'],
    ['print >>f, "a"', '@print("a", file=@f)'],
    ['exec code in ns', '@exec(@code, @ns)'],
    ['raise A, "x"', 'throw @A("x")'],
    ['try: a\nexcept B, e: c(e)', 'try\n  @a\ncatch @B e\n  @c(e)'],
    ['x = `a.b` + `f(1)`', 'x = (@repr(@a.b) + @repr(?backticks()))'],
    ['def f((a, b), c): return a', 'f = fn f([a, b], c)\n  return a'],
  ]);
});

describe('match', () => {
  table([
    ['match f():\n  case 1: a()', '<match> = @f()\nif (<match> == 1)\n  @a()'],
    ['match x:\n  case "a" | -2: b\n  case _: c', 'if ((@x == "a") or (@x == -2))\n  @b\nelse\n  @c'],
    ['match x:\n  case A.B: c\n  case None: d', 'if (@x == @A.B)\n  @c\nelse\n  if (@x == null)\n    @d'],
    [
      'match x:\n  case [y, *r, z]: f(y, r, z)',
      'if ?pattern(@x)\n  y = @x[0]\n  r = ?rest(@x)\n  z = @x[-1]\n  @f(y, r, z)',
    ],
    ['match x:\n  case {"k": v, **r}: f(v)', 'if ?pattern(@x)\n  v = @x["k"]\n  r = ?rest(@x)\n  @f(v)'],
    ['match x:\n  case P(a=0, b=c): f(c)', 'if ((@x instanceof @P) and (@x.a == 0))\n  c = @x.b\n  @f(c)'],
    ['match x:\n  case bytes(b): f(b)', 'if (@x instanceof @bytes)\n  b = @x\n  @f(b)'],
    // A guard sees what was captured.
    ['match x:\n  case 1 as n if n > y: f(n)', 'if ((@x == 1) and ((n = @x), (n > @y)))\n  @f(n)'],
    ['match x:\n  case (n): f(n)\n  case never: g()', 'n = @x\n@f(n)'],
  ]);
});
