/** A change of a notebook's module, cut to its cells. */
import { describe, expect, it } from 'vitest';
import { inCells } from '../../server/src/notebook/edits';
import { moduleOf } from '../../server/src/notebook/notebook';
import { applied } from '../../server/src/text/edits';

/** The cells after a change of the text between two marks; `|` twice in a row is an insertion. Undefined where it cannot be made. */
function changed(marked: readonly string[], text: string): readonly string[] | undefined {
  const joined = marked.join('\n');
  const start = joined.indexOf('|');
  const end = joined.indexOf('|', start + 1) - 1;
  const sources = marked.map((cell) => cell.replaceAll('|', ''));
  const { cells } = moduleOf(sources.map((one, index) => ({ index, text: one })));
  const changes = inCells(cells, { range: { start, end }, text });
  return (
    changes &&
    cells.map((cell, at) => {
      const own = changes.filter(({ range }) => cell.start <= range.start && range.end <= cell.end);
      const moved = own.map((one) => ({
        ...one,
        range: { start: one.range.start - cell.start, end: one.range.end - cell.start },
      }));
      return applied(sources[at]!, moved);
    })
  );
}

describe('an insertion', () => {
  it.each([
    ['stays where it is', ['a', 'b\n||c'], ['a', 'b\nX\nc']],
    ['at the start of a cell is in that cell', ['a', '||b'], ['a', 'X\nb']],
    ['goes below a cell magic', ['||%%time\na'], ['%%time\nX\na']],
    ['goes below a cell of another language', ['||%%bash\nls', 'a'], ['%%bash\nls', 'X\na']],
    [
      'goes below all of them, and a magic',
      ['||%%bash\nls', '%%time', '%%time\na'],
      ['%%bash\nls', '%%time', '%%time\nX\na'],
    ],
    ['has no place where nothing is Python', ['a', '||%%bash\nls'], undefined],
  ])('%s', (_what, marked, expected) => {
    expect(changed(marked, 'X\n')).toEqual(expected);
  });

  it('of half a line has no place in a magic', () => {
    expect(changed(['||%%time\na'], 'X')).toBeUndefined();
  });
});

describe('a removal', () => {
  it.each([
    ['in one cell', ['a\n|b\n|c'], ['a\nc']],
    ['of a last line, with the break before it', ['a', 'b|', 'c|'], ['a', 'b', '']],
    ['with the break behind it', ['a\n|b', '|c'], ['a\n', 'c']],
    ['over cells takes from each', ['a\n|b', 'c', 'd|\ne'], ['a\n', '', '\ne']],
    ['leaves a magic', ['a|', '%%time\nb|'], undefined],
    ['of a break between cells is none', ['a|', '|b'], undefined],
  ])('%s', (_what, marked, expected) => {
    expect(changed(marked, '')).toEqual(expected);
  });
});

describe('a replacement', () => {
  it.each([
    ['in one cell', ['a', '|b|'], ['a', 'X\n']],
    ['of a line with the break between cells', ['|a', '|b'], ['X', 'b']],
    ['over cells is none', ['|a', 'b|'], undefined],
    ['of a magic is none', ['|%%time\n|a'], undefined],
  ])('%s', (_what, marked, expected) => {
    expect(changed(marked, 'X\n')).toEqual(expected);
  });
});
