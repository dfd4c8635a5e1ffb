import { expect, it } from 'vitest';
import { snippetOf } from '../../server/src/workspace/snippet-text';

it.each([
  ['a names', '  s.key = process.env.ZMQ_KEY!;\n', '', '  s.key = process.env.${1:ZMQ_KEY}!;\n'],
  ['Python', 'k = os.environ["A"].encode()\n', '', 'k = os.environ["${1:A}"].encode()\n'],
  [
    'one name twice, and another',
    'process.env.A, process.env.B, process.env.A',
    '',
    'process.env.${1:A}, process.env.${2:B}, process.env.${1:A}',
  ],
  ['what means something in snippets', '`${x}\\` + process.env.A', '', '`\\${x\\}\\\\` + process.env.${1:A}'],
  ['lines the editor indents', 'a = process.env.A;\n    b();\n    ', '    ', 'a = process.env.${1:A};\nb();\n'],
])('a snippet of %s', (_, text, before, snippet) => expect(snippetOf(text, before)).toBe(snippet));

it.each([
  ['nothing to fill in', 'tcp', ''],
  ['a line with less indentation', 'process.env.A;\nb', '  '],
])('none of %s', (_, text, before) => expect(snippetOf(text, before)).toBeUndefined());
