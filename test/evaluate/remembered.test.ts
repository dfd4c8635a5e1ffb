/** What is known of the code before it runs is taken from the text before where an edit only moved it: nobody may notice. */
import { beforeAll, describe, expect, test } from 'vitest';
import { usesOf, variableTypes } from '../../server/src/evaluate/islands/uses';
import { mentionsOf } from '../../server/src/evaluate/mentions';
import type { Frontend } from '../../server/src/frontends/frontend';
import type { IrModule } from '../../server/src/ir/ir';
import { originOf } from '../../server/src/ir/moved';
import { loadFrontends } from '../support/analyse';

let python: Frontend;
beforeAll(async () => {
  python = (await loadFrontends()).get('python')!;
});

const TEXT = `import zmq
from .bus import LIMITS as limits

COUNT = 3

def one(context, size: limits.Size = COUNT):
    extra = [limits.size for _ in range(size)]
    return context.socket(zmq.PULL), extra

class Two:
    times = COUNT

    def __init__(self, context):
        self.socket = context.socket(zmq.PUSH)

    @staticmethod
    def made():
        global made
        made = one(zmq.Context.instance())
        return lambda text: Two(text)

def three():
    two = Two.made()
    two.socket.linger = limits.linger
`;

/** Everything that is known of a module, in an order of its own. */
function known(module: IrModule): unknown {
  const { names, members, variables } = mentionsOf(module);
  const types = variableTypes(module);
  const ids = (all: Iterable<number>): number[] => [...all].sort((a, b) => a - b);
  return {
    names: [...names].sort(),
    members: [...members].sort(),
    variables: ids(variables),
    uses: module.functions[0]!.body.map((stmt) => {
      const uses = usesOf(module, stmt, types);
      return { ...uses, functions: ids(uses.functions), classes: ids(uses.classes) };
    }),
  };
}

const lower = (text: string, before?: IrModule): IrModule => python.lower({ path: '/a.py', text }, before);

const EDITS: readonly (readonly [name: string, find: string, by: string])[] = [
  ['a line above all', '', '# a comment\n'],
  ['a variable more in a function', '    return context', '    more = extra\n    return context'],
  ['a function more', 'class Two', 'def none():\n    return one\n\nclass Two'],
  ['a class more', 'class Two', 'class None_:\n    pass\n\nclass Two'],
  ['a name of the module more, before the others', 'COUNT = 3', 'AMOUNT = COUNT = 3'],
  ['one name less, which others use', 'COUNT = 3', 'pass'],
  ['another name', 'def one(', 'def uno('],
  ['a member that is written', 'two.socket.linger', 'two.socket.sndhwm'],
];

describe('after an edit', () => {
  test.each(EDITS)('%s', (_, find, by) => {
    const text = TEXT.replace(find, by);
    const first = lower(TEXT);
    known(first);
    const second = lower(text, first);
    expect(known(second)).toEqual(known(lower(text)));
    // And back, and again in another place: copies are of what was there first, and of no copies.
    const third = lower(TEXT, second);
    expect(known(third)).toEqual(known(lower(TEXT)));
    const fourth = lower(`x = 1\n\n${text}`, third);
    expect(known(fourth)).toEqual(known(lower(`x = 1\n\n${text}`)));
  });

  test.each(EDITS)('asked for the first time: %s', (_, find, by) => {
    const text = TEXT.replace(find, by);
    const second = lower(text, lower(TEXT));
    const third = lower(TEXT, second);
    // Nobody asked about the first text, where what was moved comes from.
    expect(known(second)).toEqual(known(lower(text)));
    expect(known(third)).toEqual(known(lower(TEXT)));
  });
});

describe('a function that an edit moved', () => {
  const moved = (): readonly [IrModule, IrModule] => {
    const first = lower(TEXT);
    return [first, lower(`# a comment\n${TEXT}`, first)];
  };
  const bodyOf = (fn: object): PropertyDescriptor => Object.getOwnPropertyDescriptor(fn, 'body')!;

  test('has its body when somebody asks for it', () => {
    const [, second] = moved();
    const fn = second.functions.find(({ name }) => name === 'three')!;
    expect(bodyOf(fn).get).toBeDefined();
    const { body } = fn;
    expect(bodyOf(fn).get).toBeUndefined();
    expect(fn.body).toBe(body);
    expect(body).toEqual(lower(`# a comment\n${TEXT}`).functions.find(({ name }) => name === 'three')!.body);
  });

  test('is what it was copied from, but for the place', () => {
    const [first, second] = moved();
    for (const [index, fn] of second.functions.entries())
      if (index > 0) expect(originOf(fn)!.part).toBe(first.functions[index]);
  });

  test('is data: copied, spread and written like any other', () => {
    const fresh = lower(`# a comment\n${TEXT}`);
    expect(structuredClone(moved()[1])).toEqual(structuredClone(fresh));
    expect(JSON.parse(JSON.stringify(moved()[1]))).toEqual(JSON.parse(JSON.stringify(fresh)));
    expect(moved()[1].functions.map((fn) => ({ ...fn }))).toEqual(fresh.functions.map((fn) => ({ ...fn })));
  });

  test('says what it said without its body being asked for', () => {
    const first = lower(TEXT);
    known(first);
    const second = lower(`# a comment\n${TEXT}`, first);
    known(second);
    expect(second.functions.slice(1).filter((fn) => !bodyOf(fn).get)).toEqual([]);
  });
});
