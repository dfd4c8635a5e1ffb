import { describe, expect, test } from 'vitest';
import { lower, table } from './support';

describe('literals', () => {
  table([
    [String.raw`x = 'a\n\x41\u00e9\U0001F600\101'`, `x = "a\\nAé😀A"`],
    [String.raw`x = '\q\'"'`, String.raw`x = "\\q'\""`],
    [String.raw`x = r'\d', R"\n"`, String.raw`x = tuple["\\d", "\\n"]`],
    ['x = "a" \'b\' """c\nd"""', 'x = "abc\\nd"'],
    ['x = ("a"\n  "b")', 'x = "ab"'],
    ['x = "a\\\nb"', 'x = "ab"'],
    [String.raw`x = '\N{DASH}'`, 'x = "\uFFFD"'],
    ['x = u"é", U\'b\'', 'x = tuple["é", "b"]'],
    ['x = ""', 'x = ""'],
  ]);

  test('bytes are marked and hold one character per byte', async () => {
    const module = await lower(String.raw`x = b'\xff\u0041' B"c"`);
    const [stmt] = module.functions[0]!.body;
    expect(stmt).toMatchObject({ value: { k: 'lit', bytes: true, value: 'ÿ\\u0041c' } });
  });
});

describe('f-strings', () => {
  table([
    ['f"a{b}c"', 'format("a", @b, "c")'],
    ['f"{{}}{a}"', 'format("{}", @a)'],
    ['x = f"plain"', 'x = "plain"'],
    ['f"{a}" "b" f"{c}"', 'format(@a, "b", @c)'],
    [String.raw`rf"\d{a}" "\n"`, String.raw`format("\\d", @a, "\n")`],
    [`f"{x['k'].y(1)}"`, 'format(@x["k"].y(1))'],
    [`f'{f"{a}b"}'`, 'format(format(@a, "b"))'],
    [`f"{a!s}{b:d}{c:s}"`, 'format(@a, @b, @c)'],
    // Anything that changes how the value looks makes the text unknown, the value stays visible.
    ['f"{a!r}{b:>{w}}{c:05d}"', 'format(?format spec(@a), ?format spec(@b, @w), ?format spec(@c))'],
    ['f"{a = !s}"', 'format("a = ", @a)'],
    ['f"{a=}"', 'format("a=", ?format spec(@a))'],
    ['f"{a,b}"', 'format(tuple[@a, @b])'],
  ]);
});

describe('%', () => {
  table([
    ['"tcp://%s:%d" % (host, port)', 'format("tcp://", @host, ":", @port)'],
    ['"tcp://%s" % host', 'format("tcp://", @host)'],
    ['"%d%%" % n', 'format(@n, "%")'],
    ['"%5d %.2f %x" % (a, b, c)', 'format(?format spec(@a), " ", ?format spec(@b), " ", ?format spec(@c))'],
    ['"%(h)s:%(p)d" % {"h": host, "p": 1, "q": f()}', '(@f(), format(@host, ":", 1))'],
    ['"%(h)s" % cfg.all', 'format(@cfg.all["h"])'],
    ['h = 1\n"%(h)s" % locals()', 'h = 1\nformat(h)'],
    ['"%s:%s" % pair', 'format(@pair[0], ":", @pair[1])'],
    ['"a" "b%s" % c', 'format("ab", @c)'],
    // Not to be told apart: the operator stays.
    ['"%s:%s" % f()', '("%s:%s" % @f())'],
    ['"%s:%s" % (a,)', '("%s:%s" % tuple[@a])'],
    ['"%*d" % (a, b)', '("%*d" % tuple[@a, @b])'],
    ['fmt % x', '(@fmt % @x)'],
    ['7 % 3', '(7 % 3)'],
  ]);
});

describe('.format', () => {
  table([
    ['"tcp://{}:{}".format(h, p)', 'format("tcp://", @h, ":", @p)'],
    ['"{0}:{p.x[0]}:{0[k]}".format(h, p=q)', 'format(@h, ":", @q.x[0], ":", @h["k"])'],
    ['"{:>5}{!r}{{}}".format(a, b)', 'format(?format spec(@a), ?format spec(@b), "{}")'],
    ['"{a}{b}".format(**cfg)', 'format(@cfg["a"], @cfg["b"])'],
    ['"{} {}".format(*xs)', 'format(@xs[0], " ", @xs[1])'],
    ['"{}".format(a, f())', '(@f(), format(@a))'],
    ['"{}".format()', 'format(?format())'],
    ['"{".format(1)', '"{".format(1)'],
    ['T.format(1)', '@T.format(1)'],
  ]);
});

test('pieces and values stand where they are written', async () => {
  const text = 'x = f"tcp://{host}:{port}"; y = "tcp://%s:%d" % (h, 1)';
  const module = await lower(text);
  const shown = module.functions[0]!.body.map((stmt) => {
    if (stmt.k !== 'assign' || stmt.value.k !== 'format') throw new Error('not a format');
    return stmt.value.parts.map(({ range }) => text.slice(range.start, range.end));
  });
  expect(shown).toEqual([
    ['tcp://', 'host', ':', 'port'],
    ['tcp://', 'h', ':', '1'],
  ]);
});
