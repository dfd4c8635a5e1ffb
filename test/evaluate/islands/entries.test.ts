/** What parts of a unit tell each other: who is called, and by that, who is an entry. */
import { beforeAll, describe, expect, test } from 'vitest';
import { BINDINGS } from '../../../server/src/bindings/index';
import { evaluate, Islands } from '../../../server/src/evaluate/index';
import type { Frontend } from '../../../server/src/frontends/frontend';
import type { Model } from '../../../server/src/model/model';
import { loadFrontends } from '../../support/analyse';
import { printRun } from '../../support/print-run';

let frontends: ReadonlyMap<string, Frontend>;
beforeAll(async () => {
  frontends = await loadFrontends();
});

function modelOf(text: string, islands: Islands): Model {
  return evaluate(
    {
      modules: [frontends.get('python')!.lower({ path: '/a.py', text })],
      resolve: () => undefined,
      bindings: BINDINGS,
      packages: [],
      complete: true,
      text: () => text,
    },
    islands,
  );
}

/** By islands and as a whole it is the same model: sockets in the order of the code. */
function alike(text: string, islands = new Islands(1, 1)): Model {
  const model = modelOf(text, islands);
  expect(lines(model)).toEqual(lines(modelOf(text, new Islands(Infinity))));
  return model;
}

/** A socket with what happens to it, by socket; which comes first does not matter. */
function lines(model: Model): readonly string[] {
  return printRun(model)
    .split(/\n(?! )/)
    .sort();
}

const BASE = `
import zmq
class Base:
    def __init__(self, kind):
        self.s = zmq.Context.instance().socket(kind)
    def open(self, port):
        self.s.bind(port)
    def close(self):
        self.s.close()
class Other: pass
`;

describe('what one part calls is no entry of another', () => {
  test('a method of a class that both derive from', () => {
    const model = alike(
      `${BASE}class A(Base):\n    def __init__(self): super().__init__(zmq.PUB)\n    def run(self): self.open("tcp://*:1")\nclass B(Base):\n    def __init__(self): super().__init__(zmq.SUB)\n`,
    );
    // A's port is known; nobody opens B, and it is not made up that anybody does.
    expect(model.sockets.map((one) => [one.type, one.endpoints.length])).toEqual([
      ['PUB', 1],
      ['SUB', 0],
    ]);
  });
  test('nor of what the bodies have made', () => {
    alike(`${BASE}def go():\n    b = Base(zmq.SUB)\n    b.open("tcp://*:1")\nmine = Base(zmq.PUB)\n`);
  });
  test('a helper that takes the socket', () => {
    alike(
      `import zmq\ndef setup(s):\n    s.rcvhwm = 5\n    s.bind("tcp://*:1")\ndef a():\n    setup(zmq.Context.instance().socket(zmq.PUB))\ndef b():\n    setup(zmq.Context.instance().socket(zmq.PULL))\n`,
    );
  });
});

describe('who calls what is taken from the parts before, and where that was wrong it is told', () => {
  // Of both classes two parts have their own: a third has `Line` alone.
  const CHAIN = `
import zmq
class Line:
    def __init__(self):
        self.s = zmq.Context.instance().socket(zmq.PUB)
        self.most = 5
    def start(self, most):
        self.most = most
        self.s.bind("tcp://*:1")
    def limit(self):
        self.s.sndhwm = self.most
class Base:
    def __init__(self):
        self.line = Line()
    def setup(self):
        self.line.start(7)
class A(Base):
    def run(self): pass
class B(Base):
    def run(self): pass
def third(x):
    return Line().limit()
`;
  const third = ({ sockets }: Model): unknown => sockets.at(-1)!.options.map(({ value }) => value);

  test('what nobody calls and nobody mentions calls another one', () => {
    expect(third(alike(CHAIN))).toEqual([{ kind: 'const', value: 5 }]);
  });
  test('what is mentioned and called by nobody calls another one', () => {
    const model = alike(CHAIN.replace('return', 'x.setup()\n    return'));
    // `start` is called, if by an entry: nobody starts the line of the third part with something that is not known.
    expect(third(model)).toEqual([{ kind: 'const', value: 5 }]);
  });
  test('and the same after an edit that calls it, and does not again', () => {
    const islands = new Islands(1, 1);
    const wrong = CHAIN.replace('return', 'x.setup()\n    return');
    const right = wrong.replace('def run(self): pass', 'def run(self): self.setup()');
    for (const now of [CHAIN, wrong, right, wrong, CHAIN, right, CHAIN]) alike(now, islands);
  });
});

describe('what all have and nobody calls is an entry once', () => {
  for (const [name, use] of [
    ['a function that is handed on', 'register(handle)'],
    ['a class that is only asked for', 'return isinstance(x, Handler)'],
  ])
    test(name!, () => {
      const model = alike(
        `import zmq\ndef handle():\n    s = zmq.Context.instance().socket(zmq.PUB)\n    s.bind("tcp://*:1")\nclass Handler:\n    def __init__(self):\n        self.s = zmq.Context.instance().socket(zmq.PULL)\n        self.s.bind("tcp://*:2")\ndef a(x):\n    ${use}\ndef b(x):\n    ${use}\n`,
      );
      expect(model.sockets.length).toBe(2);
    });
});

describe('what the bodies do is done once', () => {
  test('although functions of several parts use what it gives', () => {
    const model = alike(
      `import os\nimport zmq\nMASK = os.umask(0o077)\ndef a(): return MASK\ndef b(): return MASK\ndef c(): pass\ndef d(): pass\n`,
    );
    expect(model.modes?.length).toBe(1);
  });
  test('functions in a table', () => {
    const model = alike(
      `import zmq\ndef open_it(s): s.bind("tcp://*:1")\nTABLE = [lambda: open_it(zmq.Context.instance().socket(zmq.PUB))]\ndef a(): return TABLE[0]\ndef b(): return TABLE[0]\ndef c(): pass\ndef d(): pass\n`,
    );
    expect(model.sockets.length).toBe(1);
  });
});

test('a shared context is closed when one part closes it', () => {
  const text = `import zmq\ndef a():\n    zmq.Context.instance().term()\ndef b():\n    zmq.Context.instance().socket(zmq.PUB).bind("tcp://*:1")\ndef c(): pass\n`;
  for (const one of [text, text.replace('def a', 'def x').replace('def b', 'def a').replace('def x', 'def b')]) {
    const model = alike(one);
    expect(model.contexts.map(({ shared, closed }) => [shared, closed])).toEqual([[true, true]]);
  }
});

test('arms of different parts do not exclude each other', () => {
  const arms = (id: number): string =>
    `def f${id}(x, s):\n    if x:\n        s = zmq.Context.instance().socket(zmq.PUB)\n        s.bind("tcp://*:1")\n    else:\n        s = zmq.Context.instance().socket(zmq.SUB)\n        s.connect("tcp://h:1")\n`;
  const { sockets } = alike(`import zmq\n${arms(1)}${arms(2)}`);
  const branches = sockets.map((one) => one.order.arms[0]![0]);
  expect(new Set(branches).size).toBe(2);
});

describe('an edit elsewhere changes what a part is', () => {
  for (const [name, before, after] of [
    ['somebody calls its method now', '    pass\n', '    Base(zmq.PULL).open("tcp://*:9")\n'],
    ['somebody mentions its name now', '    pass\n', '    x.close()\n'],
    ['somebody writes its field now', '    pass\n', '    x.s = None\n'],
  ])
    test(name!, () => {
      const islands = new Islands(1, 1);
      const text = `${BASE}class A(Base):\n    def __init__(self): super().__init__(zmq.PUB)\ndef f(x):\n    pass\ndef g(x):\n    return x.other\n`;
      for (const now of [text, text.replace(before!, after!), text]) alike(now, islands);
    });
  test('what it shared it has alone now', () => {
    const islands = new Islands(1, 1);
    const text = `import zmq\ndef a(x):\n    return isinstance(x, Handler)\nclass Handler:\n    def run(self):\n        zmq.Context.instance().socket(zmq.PUB).bind("tcp://*:1")\ndef b(x):\n    return isinstance(x, Handler)\ndef c(): return zmq.PUB\n`;
    const alone = text.replace('def b(x):\n    return isinstance(x, Handler)', 'def b(x):\n    pass');
    for (const now of [text, alone, text]) alike(now, islands);
  });
  test('somebody writes a field that only has a type', () => {
    const islands = new Islands(1, 1);
    const text = `import zmq\nclass A:\n    s: zmq.Socket\n    def run(self): self.s.bind("tcp://*:1")\ndef f(x):\n    pass\ndef g(x): pass\n`;
    for (const now of [text, text.replace('    pass', '    x.s = None'), text]) alike(now, islands);
  });
  test('functions before it are more now', () => {
    const islands = new Islands(1, 1);
    const text = `${BASE}class A(Base):\n    def __init__(self): super().__init__(zmq.PUB)\n    def run(self): self.open("tcp://*:1")\nclass B(Base):\n    def __init__(self): super().__init__(zmq.SUB)\n`;
    for (const now of [text, text.replace('class Base', 'def more(): return lambda: 1\nclass Base'), text])
      alike(now, islands);
  });
});

test('where dividing it fails the unit is run as a whole, and that is said', () => {
  const text = `import zmq\ndef a():\n    zmq.Context.instance().socket(zmq.PUB).bind("tcp://*:1")\ndef b(): pass\n`;
  const messages: string[] = [];
  let asked = 0;
  const model = evaluate(
    {
      modules: [frontends.get('python')!.lower({ path: '/a.py', text })],
      // The first question is the body's, the second that of who divides it.
      resolve: () => {
        if (++asked === 2) throw new Error('a defect');
        return undefined;
      },
      bindings: BINDINGS,
      packages: [],
      complete: true,
      log: (message) => void messages.push(message),
    },
    new Islands(1, 1),
  );
  expect(messages).toEqual(['not divided into islands: a defect']);
  expect(model.sockets.map((one) => one.endpoints.length)).toEqual([1]);
  expect(model.cuts).toBeUndefined();
});
