import { describe, expect, it } from 'vitest';
import { before, changeBetween } from '../../server/src/text/change';

describe('the stretch in which two texts differ', () => {
  const cases: readonly [what: string, before: string, after: string, change: string | undefined][] = [
    ['nothing', 'abc', 'abc', undefined],
    ['an insertion', 'ab', 'axb', '1-1 → 1-2'],
    ['a deletion', 'axb', 'ab', '1-2 → 1-1'],
    ['a replacement', 'a12b', 'a3b', '1-3 → 1-2'],
    ['one of several alike', 'aa', 'aaa', '2-2 → 2-3'],
    ['less of them', 'aaa', 'aa', '2-3 → 2-2'],
    ['everything', 'ab', 'xyz', '0-2 → 0-3'],
    ['from nothing', '', 'a', '0-0 → 0-1'],
    ['two places are one stretch', 'a-b-c', 'a+b+c', '1-4 → 1-4'],
  ];
  it.each(cases)('%s', (_, old, text, expected) => {
    const change = changeBetween(old, text);
    expect(change && `${change.start}-${change.oldEnd} → ${change.start}-${change.newEnd}`).toBe(expected);
  });
});

describe('where a range stood before', () => {
  const old = 'const a = one.send(1);';
  const text = 'const ab = one.send(1);';
  const change = changeBetween(old, text)!;
  const range = (of: string, what: string) => ({ start: of.indexOf(what), end: of.indexOf(what) + what.length });

  it('in front of it: the same', () => {
    expect(before(change, range(text, 'const'))).toEqual(range(old, 'const'));
  });
  it('behind it: moved', () => {
    expect(before(change, range(text, 'one'))).toEqual(range(old, 'one'));
  });
  it('what was touched stood nowhere', () => {
    expect(before(change, range(text, 'ab'))).toBeUndefined();
    expect(before(change, { start: 0, end: text.length })).toBeUndefined();
  });
});
