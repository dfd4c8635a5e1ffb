import { describe } from 'vitest';
import { table } from './support';

describe('literals', () => {
  table([
    ['x = 0x1F, 0o17, 0b11, 1_000, 10, 1.5e3, .5, 1.', 'x = tuple[31, 15, 3, 1000, 10, 1500, 0.5, 1]'],
    ['x = 0777, 10L, 0xFFL', 'x = tuple[511, 10, 255]'],
    ['x = 3j', 'x = ?complex number()'],
    ['x = True, False, None, ...', 'x = tuple[true, false, null, ?ellipsis()]'],
    [
      'x = [*a, b], (c, *d), {e, *f}, (1,), ()',
      'x = tuple[[...@a, @b], tuple[@c, ...@d], set[@e, ...@f], tuple[1], tuple[]]',
    ],
    [`x = {"a": 1, b: 2, **c, 3: 4, 'x' 'y': 5}`, 'x = {a: 1, [@b]: 2, ...@c, [3]: 4, xy: 5}'],
  ]);
});

describe('operators', () => {
  table([
    ['a + b * c - d', '((@a + (@b * @c)) - @d)'],
    ['a // b ** c % d @ e', '(((@a // (@b ** @c)) % @d) @ @e)'],
    ['-a, +b, ~c', 'tuple[-@a, +@b, ~@c]'],
    ['a and b or not c', '((@a and @b) or !@c)'],
    ['x if y else z', '(@y ? @x : @z)'],
    [
      'a is None, a is not b, a in b, a not in b, a <> b',
      'tuple[(@a == null), (@a != @b), (@a in @b), !(@a in @b), (@a != @b)]',
    ],
    ['a < b < c', '((@a < @b) and (@b < @c))'],
    // What stands in the middle runs once.
    ['a < f() <= c', '((@a < (<between> = @f())) and (<between> <= @c))'],
    ['isinstance(x, (A, B))', '(@x instanceof tuple[@A, @B])'],
    ['isinstance(x)', '@isinstance(@x)'],
    ['(n := 10) + n', '((n = 10) + n)'],
  ]);
});

describe('members, subscripts, calls', () => {
  table([
    ['a.b.c(d)(e).f', '@a.b.c(@d)(@e).f'],
    ['f(a, *b, c=d, **e)', '@f(@a, ...@b, c=@d, **@e)'],
    ['f((a), b,)', '@f(@a, @b)'],
    ['a[1], a[b, c]', 'tuple[@a[1], @a[tuple[@b, @c]]]'],
    [
      'a[1:2], a[:], a[::2], a[:-1]',
      'tuple[@a[@slice(1, 2, null)], @a[@slice(null, null, null)], @a[@slice(null, null, 2)], @a[@slice(null, -1, null)]]',
    ],
    ['a[1:, 2]', '@a[tuple[@slice(1, null, null), 2]]'],
    [`m = __import__('zmq')`, 'm = import "zmq"'],
    [`m = importlib.import_module('a.b')`, 'm = import "a.b"'],
    [`m = importlib.import_module(name)`, 'm = @importlib.import_module(@name)'],
    ['super().x', '@super().x'],
  ]);
});

describe('comprehensions', () => {
  table([
    ['[x for x in xs if x if y]', '[x for x of @xs if x if @y]'],
    ['{x for x in xs}', '[x for x of @xs]'],
    ['{k: v for k, v in d.items()}', '[{[k]: v} for [k, v] of @d.items()]'],
    ['f(x async for x in y)', '@f([x for await x of @y])'],
    ['[a for b in c for a in b if d]', '[[a for a of b if @d] for b of @c]'],
    // A name of its own; the first iterable is evaluated outside.
    ['x = 1\n[x for x in x]', `x = 1\n[x'2 for x'2 of x]`],
  ]);
});

describe('lambda, await, yield', () => {
  table([
    ['lambda: 0', 'fn()\n  return 0'],
    ['lambda a, b=1, *c, **d: a + b', 'fn(a, b = 1, ...c, **d)\n  return (a + b)'],
    ['async def f():\n  await g()', 'f = async fn f()\n  await @g()'],
    ['def f():\n  x = yield\n  yield 1', 'f = fn* f()\n  x = yield\n  yield 1'],
    ['def f():\n  yield from g()', 'f = fn* f()\n  yield ?yield from(@g())'],
    ['@gen.coroutine\ndef f():\n  x = yield g()', 'f = @(@gen.coroutine) async fn f()\n  x = await @g()'],
  ]);
});
