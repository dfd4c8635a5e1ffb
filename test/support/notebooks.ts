/** Notebooks for tests, in the form in which Jupyter writes them. */

export type TestCell = string | { readonly markdown: string } | { readonly code: string; readonly language: string };

export function notebook(cells: readonly TestCell[], language: string | undefined = 'python'): string {
  return `${JSON.stringify(
    {
      cells: cells.map(cellOf),
      metadata: language === undefined ? {} : { kernelspec: { display_name: language, language, name: language } },
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  )}\n`;
}

function cellOf(cell: TestCell, at: number): object {
  const id = `cell-${at}`;
  if (typeof cell !== 'string' && 'markdown' in cell)
    return { cell_type: 'markdown', id, metadata: {}, source: linesOf(cell.markdown) };
  const [code, metadata] =
    typeof cell === 'string' ? [cell, {}] : [cell.code, { vscode: { languageId: cell.language } }];
  // What ran once and was printed then is nobody's code.
  const outputs = [{ name: 'stdout', output_type: 'stream', text: linesOf(`import zmq\n${code}`) }];
  return { cell_type: 'code', execution_count: 1, id, metadata, outputs, source: linesOf(code) };
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** One socket over four cells: made, configured, bound, read from. */
export const OVER_CELLS: readonly TestCell[] = [
  { markdown: '# Readings\n\n    import zmq' },
  '%matplotlib inline\nimport zmq\n\nsock = zmq.Context().socket(zmq.PULL)  # "readings" \u00e9\u{1F600}',
  '%%bash\nsock.bind("tcp://*:1")',
  '%%time\nsock.rcvhwm = 0\nsock.bind("tcp://*:6000")',
  'while True:\n    print(sock.recv_pyobj())\n',
];
