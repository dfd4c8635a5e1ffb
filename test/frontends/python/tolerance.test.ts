/** Any text gives a module that holds together. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complaints } from './check-ir';
import { frontend, lower, print } from './support';

const SAMPLE = `import zmq, pickle
from .config import HOST as host, PORT

class Server(Base):
    """Ünïcode 😀"""
    ADDR = f"tcp://{host}:{PORT}"
    timeout: "Optional[int]" = None

    def __init__(self, ctx=None, *args, port: int = 5555, **kw):
        super().__init__(*args, **kw)
        self.sock = (ctx or zmq.Context()).socket(zmq.REP)  # 😀
        self.sock.bind("tcp://*:%d" % port)

    @property
    def name(self):
        return [x for x in self.names if x != '' and (y := x)]

    async def run(self):
        while True:
            try:
                msg = pickle.loads(await self.sock.recv())
            except (KeyError, ValueError) as e:
                raise RuntimeError("bad {}".format(e)) from e
            else:
                yield msg
            finally:
                pass
        match msg:
            case {"k": [a, *b]} if a: print(a, b)
            case str() | None: pass

def main():
    global server
    server = Server(port=0x1F, **{'a': 1, "b": lambda q: q[1:2]})
    with open('x') as f, f: del server; assert f, 'no'
    for i, (j, k) in enumerate(zip(a, b)): a[i] += 1
    else: x = y = not z

if __name__ == "__main__": main()
`;

const fragments = [
  'def f(',
  'class A:',
  '  ',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '"""',
  "'",
  'f"{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '{',
  ':',
  ',',
  '.',
  '=',
  ':=',
  '->',
  '@',
  '*',
  '**',
  'lambda',
  'async ',
  'await ',
  'yield ',
  'return ',
  'import ',
  'from ',
  'match x:\n case ',
  'global x\n',
  'nonlocal x\n',
  'x',
  'self',
  '1',
  '😀',
  '\u2028',
  '\0',
  '\uFEFF',
  '\\',
  '#c',
  ';',
  'print ',
  'exec ',
  'del ',
  'with a as b:',
  'for x in ',
  'if ',
  'else:',
  'try:',
  'except E, e:',
  '\ud800',
  '`',
  '%',
  'not in',
  'is not',
];

async function holds(text: string): Promise<void> {
  const module = await lower(text);
  expect(module.functions.length).toBeGreaterThan(0);
  expect(complaints(module, text)).toEqual([]);
  expect(module.problems.filter(({ message }) => !message.startsWith('Syntax error'))).toEqual([]);
  structuredClone(module);
}

describe('any text', () => {
  test('the sample itself is understood', async () => {
    await holds(SAMPLE);
    expect((await lower(SAMPLE)).problems).toEqual([]);
  });

  test('texts', () =>
    fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), holds), { numRuns: 150 }));

  test('fragments of Python', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...fragments), { maxLength: 40 }), (parts) => holds(parts.join(''))),
      { numRuns: 400 },
    ));

  test('a program with a piece taken out and another put in', () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(SAMPLE.length),
        fc.nat(30),
        fc.array(fc.constantFrom(...fragments), { maxLength: 3 }),
        (at, length, parts) => holds(SAMPLE.slice(0, at) + parts.join('') + SAMPLE.slice(at + length)),
      ),
      { numRuns: 400 },
    ));

  test('every beginning of a program', async () => {
    for (let end = 0; end <= SAMPLE.length; end += 7) await holds(SAMPLE.slice(0, end));
  });
});

describe('deep nesting', () => {
  const n = 20_000;
  const texts: Record<string, string> = {
    parentheses: `x = ${'('.repeat(n)}1${')'.repeat(n)}`,
    'open parentheses': `x = ${'('.repeat(n)}`,
    lists: `x = ${'['.repeat(n)}${']'.repeat(n)}`,
    'a sum': `x = ${'a + '.repeat(n)}b`,
    'mixed operators': `x = ${'a + b * c - '.repeat(n / 2)}d`,
    'a disjunction': `x = ${'a or '.repeat(n)}b`,
    comparisons: `x = ${'a < '.repeat(n)}b`,
    negations: `x = ${'not '.repeat(n)}b`,
    members: `x = a${'.b'.repeat(n)}`,
    calls: `x = a${'.b()'.repeat(n)}`,
    conditionals: `x = ${'a if b else '.repeat(n)}c`,
    lambdas: `x = ${'lambda: '.repeat(5000)}c`,
    assignments: `${'x = '.repeat(5000)}c`,
    targets: `${'('.repeat(5000)}x${')'.repeat(5000)} = 1`,
    annotations: `x: ${'List['.repeat(5000)}int${']'.repeat(5000)}`,
    'annotations in quotes': `x: "${'List['.repeat(5000)}int${']'.repeat(5000)}"`,
    blocks: Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('') + `${' '.repeat(500)}pass`,
    elif: `if a: b\n${'elif c: d\n'.repeat(3000)}`,
    cases: `match x:\n${' case 1: y\n'.repeat(3000)}`,
    'f-strings': `${'f"{'.repeat(200)}x${'}"'.repeat(200)}`,
    decorators: `${'@a\n'.repeat(3000)}def f(): pass`,
    'implicit concatenation': `x = ${'"a" '.repeat(n)}`,
  };
  test.each(Object.keys(texts))('%s', async (name) => {
    await holds(texts[name]!);
  });

  test('what is too deep keeps its innermost calls', async () => {
    expect(await print(`x = ${'['.repeat(300)}f(1)${']'.repeat(300)}`)).toContain('?nesting(@f(1))');
  });
  test('a long sum stays a sum', async () => {
    expect(await print(`x = ${'"a" + '.repeat(100)}b`)).not.toContain('?');
  });
});

describe('budget', () => {
  test('a text that is too long', async () => {
    const module = (await frontend({ maxLength: 10 })).lower({ path: '/a.py', text: 'x = 1\n'.repeat(10) });
    expect(module.functions[0]!.body).toEqual([]);
    expect(module.problems).toEqual([{ range: { start: 0, end: 5 }, message: 'The file is too long to be analysed' }]);
  });

  test('out of time; the next text is not touched by it', async () => {
    const one = await frontend({ milliseconds: 0, steps: 300 });
    const stopped = one.lower({ path: '/a.py', text: SAMPLE.repeat(200) });
    expect(stopped.problems).toEqual([
      { range: { start: 0, end: 18 }, message: 'Parsing took too long and was stopped' },
    ]);
    const next = one.lower({ path: '/b.py', text: 'y = 2' });
    expect(next.problems).toEqual([]);
    expect(next.vars.map(({ name }) => name)).toEqual(['y']);
  });

  test('work that is allowed is done, however slow the machine', async () => {
    const one = await frontend({ milliseconds: 0 });
    expect(one.lower({ path: '/a.py', text: SAMPLE.repeat(50) }).problems).toEqual([]);
  });
});
