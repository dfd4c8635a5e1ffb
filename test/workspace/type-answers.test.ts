/** Answers of a type checker are carried over an edit where it did not touch the expression, and asked for again afterwards. */
import { beforeEach, describe, expect, it } from 'vitest';
import { TypeAnswers } from '../../server/src/workspace/type-answers';

const FILE = '/w/a.ts';
const texts = new Map<string, string>();
/** What the checker says now, by the text of the expression. */
let types: Record<string, string> = {};
let asked: string[] = [];

function answers(): TypeAnswers {
  return new TypeAnswers({
    text: (file) => texts.get(file),
    ask: (file, { start, end }) => {
      const code = texts.get(file)!.slice(start, end);
      asked.push(code);
      const name = types[code];
      return name === undefined ? undefined : { module: 'zeromq', name };
    },
  });
}

/** Evaluates once: asks about each of these pieces of the text. */
function evaluate(all: TypeAnswers, ...pieces: string[]): (string | undefined)[] {
  const text = texts.get(FILE)!;
  const typeAt = all.during(text);
  return pieces.map((code) => {
    const start = text.indexOf(code);
    return typeAt(FILE, { start, end: start + code.length })?.name;
  });
}

describe('answers of a type checker', () => {
  beforeEach(() => {
    texts.set(FILE, 'first(); second(); third();');
    types = { first: 'Push', second: 'Pull', third: 'Pair' };
    asked = [];
  });

  it('are carried over an edit before, after and between them, not where it touches them', () => {
    const all = answers();
    expect(evaluate(all, 'first', 'second', 'third')).toEqual(['Push', 'Pull', 'Pair']);
    asked = [];
    texts.set(FILE, 'first(); seconds(1); third();');
    expect(evaluate(all, 'first', 'seconds', 'third')).toEqual(['Push', undefined, 'Pair']);
    expect(asked).toEqual(['seconds']);
    expect(all.isOpen).toBe(true);
  });

  it('are asked for again when there is time, and changed ones are told', () => {
    const all = answers();
    evaluate(all, 'first', 'third');
    texts.set(FILE, 'let x; first(); second(); third();');
    evaluate(all, 'first', 'third');
    asked = [];
    expect(all.settle()).toBe(false);
    expect(asked).toEqual(['first', 'third']);
    expect(all.isOpen).toBe(false);

    texts.set(FILE, 'let y; first(); second(); third();');
    types = { first: 'Push', third: 'Router' };
    expect(evaluate(all, 'first', 'third')).toEqual(['Push', 'Pair']);
    expect(all.settle()).toBe(true);
    // The same texts evaluated again: what was just asked is not asked again.
    asked = [];
    expect(evaluate(all, 'first', 'third')).toEqual(['Push', 'Router']);
    expect(asked).toEqual([]);
    expect(all.isOpen).toBe(false);
  });

  it('say that there is no answer as well, until it is asked for again', () => {
    const all = answers();
    types = {};
    expect(evaluate(all, 'first')).toEqual([undefined]);
    texts.set(FILE, '// import\nfirst(); second(); third();');
    types = { first: 'Push' };
    expect(evaluate(all, 'first')).toEqual([undefined]);
    expect(all.settle()).toBe(true);
    expect(evaluate(all, 'first')).toEqual(['Push']);
  });

  it('of a text that was edited since wait for its evaluation', () => {
    const all = answers();
    evaluate(all, 'first');
    texts.set(FILE, 'let x; first(); second(); third();');
    evaluate(all, 'first');
    texts.set(FILE, 'let xy; first(); second(); third();');
    expect(all.settle()).toBe(false);
    expect(all.isOpen).toBe(true);
    evaluate(all, 'first');
    expect(all.settle()).toBe(false);
    expect(all.isOpen).toBe(false);
  });
});
