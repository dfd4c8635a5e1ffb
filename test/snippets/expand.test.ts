/** The helper that inserts snippets, against what VS Code documents. */
import { describe, expect, it } from 'vitest';
import { expand, stopsOf } from '../support/snippets';

describe('expanding a snippet', () => {
  it.each([
    ['f($1, ${2}, $0);', 'f(, , );'],
    ['${1:a} $1 ${1}', 'a a a'],
    ['$1 and ${1:the first text}', 'the first text and the first text'],
    ['${1:a ${2:b} c} $2', 'a b c b'],
    ['${1|one,two|} $1', 'one one'],
    ['${1|a\\,b,c|}', 'a,b'],
    ['$TM_FILENAME ${CLIPBOARD:empty}', 'TM_FILENAME empty'],
    ['`\\${name}` costs \\$5 in \\\\ {} } $ $#', '`${name}` costs $5 in \\ {} } $ $#'],
    ["split(/\\s+/) + '\\n'", "split(/\\s+/) + '\\n'"],
    ['${1:{ a: 1 \\}}', '{ a: 1 }'],
    ["'$4.secret' $4 ${4:client}1", "'client.secret' client client1"],
    ['$1px', 'px'],
    ['{\n\t$1\n}', '{\n  \n}'],
  ])('%s', (body, text) => {
    expect(expand(body)).toBe(text);
  });

  it('what the user types replaces a text and its mirrors', () => {
    expect(expand("open('${1:a}', '$1', ${2:b})", { 1: 'x' })).toBe("open('x', 'x', b)");
  });

  it('tab stops with their texts', () => {
    expect(stopsOf('${2:b}$1$0${1:a}')).toEqual([
      { id: 2, text: 'b' },
      { id: 1, text: 'a' },
      { id: 0, text: '' },
    ]);
  });

  it('what it does not know is an error, not a wrong text', () => {
    expect(() => expand('${1/a/b/}')).toThrow('transform');
    expect(() => expand('${1:open')).toThrow('unclosed');
  });
});
