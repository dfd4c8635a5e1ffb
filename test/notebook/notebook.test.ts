/** From a notebook's JSON to one module of Python, and from a place in it back to the file. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutMagics } from '../../server/src/notebook/magics';
import { cellAt, cellsOf, moduleOf } from '../../server/src/notebook/notebook';
import { NotebookPlaces } from '../../server/src/notebook/places';
import { LineMap } from '../../server/src/text/lines';
import { notebook, OVER_CELLS, type TestCell } from '../support/notebooks';

/** What is left, without the blanks at the ends of lines. */
const plain = (cell: string): string => {
  const { text } = withoutMagics(cell);
  expect(text.length).toBe(cell.length);
  return text.replace(/[ \t]+(?=\r?$)/gm, '');
};

describe('what only a notebook understands', () => {
  it.each([
    ['a line magic', '%matplotlib inline\nx = 1', '_\nx = 1'],
    ['a shell command', '!pip install pyzmq\nx = 1', '_\nx = 1'],
    ['indented, so that the block keeps a body', 'if x:\n    !ls\ny', 'if x:\n    _\ny'],
    ['help', 'zmq.Socket?\n?zmq\nzmq??\n%time?', '_\n_\n_\n_'],
    ['an assignment', 'files = !ls *.py\na, b = %env HOME', 'files = _\na, b = _'],
    ['a command of several lines', '!echo a \\\n  b \\\n  c\nx = 1', '_\n\n\nx = 1'],
    ['an operator at the start of a line', 'x = ("%d"\n  % 1)\ny = a \\\n  % b', 'x = ("%d"\n  % 1)\ny = a \\\n  % b'],
    ['text in a string', 's = """\n%time\n!ls\n"""\n!ls', 's = """\n%time\n!ls\n"""\n_'],
    ['a bracket in a comment or string opens nothing', '# (\ns = "("  # [\n!ls', '# (\ns = "("  # [\n_'],
    ['comparison', 'x != 1\nx == 1', 'x != 1\nx == 1'],
    ['windows line ends', '%time\r\nx = 1\r\n', '_\r\nx = 1\r\n'],
  ])('%s', (_what, cell, expected) => {
    expect(plain(cell)).toBe(expected);
  });

  it('a cell magic that runs Python here goes alone; any other takes its cell with it', () => {
    expect(plain('%%time\nx = 1')).toBe('\nx = 1');
    expect(plain('\n%%capture out\n!ls\nx = 1')).toBe('\n\n_\nx = 1');
    for (const name of ['bash', 'html', 'writefile server.py', 'javascript', 'px', 'python2', ''])
      expect(plain(`%%${name}\nimport zmq`)).toBe('\n');
    expect(withoutMagics('%%time\nx = 1').fixed).toBe(7);
    expect(withoutMagics('x = 1').fixed).toBe(0);
  });

  it('a string that is still open ends with its cell', () => {
    expect(plain('x = 1\ny = """half\nz')).toBe('x = 1\n\n');
  });

  it('keeps the length and the lines of whatever it is given', () => {
    const piece = fc.constantFrom(
      '%',
      '!',
      '?',
      '"',
      "'",
      '"""',
      '(',
      ')',
      '\\',
      '\n',
      '\r\n',
      ' ',
      'a',
      '=',
      '#',
      '%%',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const cell = pieces.join('');
        const { text, fixed } = withoutMagics(cell);
        expect(text.length).toBe(cell.length);
        expect(text.replace(/[^\r\n]/g, '')).toBe(cell.replace(/[^\r\n]/g, ''));
        expect(fixed).toBeLessThanOrEqual(cell.length);
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    for (const hostile of [' '.repeat(200_000), 'a'.repeat(200_000), 'a ='.repeat(70_000), '\\'.repeat(200_000)]) {
      const started = performance.now();
      withoutMagics(`${hostile}\n${hostile}x`);
      expect(performance.now() - started).toBeLessThan(1_500);
    }
  });
});

describe('the cells of a file', () => {
  it('are its code, in order, numbered as the reader counts', () => {
    const cells = cellsOf(notebook(OVER_CELLS));
    expect(cells.map(({ index }) => index)).toEqual([1, 2, 3, 4]);
    expect(cells[3]!.text).toBe('while True:\n    print(sock.recv_pyobj())\n');
    const { text, cells: spans } = moduleOf(cells);
    for (const span of spans) {
      expect(cellAt(spans, span.start)).toBe(span);
      expect(cellAt(spans, span.end)).toBe(span);
      expect(text.slice(span.start, span.end).length).toBe(cells[spans.indexOf(span)]!.text.length);
    }
  });

  it.each([
    ['a notebook of another language', notebook(['import zmq'], 'julia')],
    [
      'a language only in what the kernel said',
      '{"metadata":{"language_info":{"name":"R"}},"cells":[{"cell_type":"code","source":"x"}]}',
    ],
    ['a cell of another language', notebook([{ code: 'import zmq', language: 'javascript' }])],
    ['text', notebook([{ markdown: 'import zmq' }])],
    ['no JSON', '{"cells": ['],
    ['JSON of something else', '[1, 2]'],
    [
      'cells that are none',
      '{"cells": [null, 1, "x", [], {}, {"cell_type":"code"}, {"cell_type":"code","source":[1]}]}',
    ],
    ['deep', `{"cells": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ])('none: %s', (_what, json) => {
    expect(cellsOf(json)).toEqual([]);
    expect(new NotebookPlaces(json).range({ start: 0, end: 5 }).start).toEqual({ line: 0, character: 0 });
  });

  it('nothing said of the language means Python; so do the names of kernels', () => {
    for (const language of ['python', 'Python', 'python3', 'ipython'])
      expect(cellsOf(notebook(['x'], language))).toHaveLength(1);
    expect(cellsOf(JSON.stringify({ cells: [{ cell_type: 'code', source: 'x' }] }))).toEqual([{ index: 0, text: 'x' }]);
  });

  it('nbformat 3: worksheets, and an input', () => {
    const cell = (input: readonly string[]): object => ({ cell_type: 'code', input, language: 'python', outputs: [] });
    const json = JSON.stringify(
      { worksheets: [{ cells: [cell(['a\n', 'b'])] }, { cells: [] }, { cells: [cell(['c\n', 'd'])] }], nbformat: 3 },
      null,
      1,
    );
    expect(cellsOf(json)).toEqual([
      { index: 0, text: 'a\nb' },
      { index: 1, text: 'c\nd' },
    ]);
    expect(shown(json, 'd')).toBe('"d"');
  });
});

/** What stands in the file where a place of the module is said to be, with a character on both sides. */
function shown(json: string, text: string): string {
  const places = new NotebookPlaces(json);
  const start = places.module.text.indexOf(text);
  const { start: from, end: to } = places.range({ start, end: start + text.length });
  const lines = new LineMap(json);
  return json.slice(lines.offset(from) - 1, lines.offset(to) + 1);
}

describe('places', () => {
  it('in the cell, as its reader counts', () => {
    const places = new NotebookPlaces(notebook(OVER_CELLS));
    const at = (text: string): object => places.place(places.module.text.indexOf(text));
    expect(at('import zmq')).toEqual({ cell: 2, line: 2, column: 1 });
    expect(at('"tcp://*:6000"')).toEqual({ cell: 4, line: 3, column: 11 });
    expect(at('sock.recv_pyobj')).toEqual({ cell: 5, line: 2, column: 11 });
  });

  it('in the file, whatever is escaped before them', () => {
    const cells = ['a = "\\n\\t\\\\" # \u00e9\u{1F600}\n', 'x\nbc', { markdown: 'bc' }, 'tail'] satisfies TestCell[];
    const escaped = (json: string): string => json.replace('\u00e9', '\\u00e9').replace('\u{1F600}', '\\ud83d\\ude00');
    for (const json of [notebook(cells), escaped(notebook(cells)), JSON.stringify(JSON.parse(notebook(cells)))]) {
      expect(shown(json, 'bc')).toBe('"bc"');
      expect(shown(json, 'tail')).toBe('"tail"');
      expect(shown(json, 'a = ')).toBe('"a = \\');
    }
    const joined = JSON.stringify({
      cells: [{ source: 'one "q"\ntwo', cell_type: 'code', outputs: [{ source: 'two' }] }],
    });
    expect(shown(joined, 'two')).toBe('ntwo"');
    expect(shown(joined, '"q"')).toBe(' \\"q\\"\\');
  });

  it('every character of every cell is found again', () => {
    const line = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replace(/[%!?]/g, '.'));
    fc.assert(
      fc.property(fc.array(fc.array(line, { maxLength: 3 }), { minLength: 1, maxLength: 4 }), (cells) => {
        const json = notebook(cells.map((lines) => `k\n${lines.join('\n')}\nz`));
        const places = new NotebookPlaces(json);
        const lines = new LineMap(json);
        for (const { start, end } of places.module.cells) {
          expect(json[lines.offset(places.range({ start, end: start + 1 }).start)]).toBe('k');
          expect(json[lines.offset(places.range({ start: end - 1, end }).start)]).toBe('z');
        }
      }),
    );
  });
});
