/**
 * A notebook is one module: the Python of its code cells, one below the other. Everything in the house sees that text under the
 * notebook's path; where a place of it is shown, it becomes a cell and a line of that cell again. Pure: who reads the file (host/) or
 * holds the cells (lsp/) comes here.
 */
import type { Range } from '../text/lines';
import { extension } from '../workspace/paths';
import { withoutMagics } from './magics';

export interface CellSource {
  /** As the notebook counts: from 0, cells of text included. */
  readonly index: number;
  readonly text: string;
}

/** Where a cell lies in the module. Cells are a line break apart, so an offset at an end belongs to one cell. */
export interface CellSpan extends Range {
  readonly index: number;
  /** Nothing may be inserted before this offset. */
  readonly fixed: number;
}

export interface NotebookModule {
  readonly text: string;
  readonly cells: readonly CellSpan[];
}

export function isNotebook(path: string): boolean {
  return extension(path) === '.ipynb';
}

/** The cells' one module, in their order. */
export function moduleOf(sources: readonly CellSource[]): NotebookModule {
  const texts: string[] = [];
  const cells: CellSpan[] = [];
  let start = 0;
  for (const { index, text: source } of sources) {
    const { text, fixed } = withoutMagics(source);
    texts.push(text);
    cells.push({ index, start, end: start + text.length, fixed: start + fixed });
    start += text.length + 1;
  }
  return { text: texts.join('\n'), cells };
}

/** The cell an offset lies in: the last one that starts at or before it. */
export function cellAt<C extends Range>(cells: readonly C[], offset: number): C | undefined {
  let found = cells[0];
  for (const cell of cells) {
    if (cell.start > offset) break;
    found = cell;
  }
  return found;
}

/** Code cells of a notebook's JSON. None of what is no notebook, or of another language. Never throws. */
export function cellsOf(json: string): readonly CellSource[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return [];
  }
  const notebook = record(value);
  if (!notebook || !isPython(record(notebook.metadata))) return [];
  return rawCells(notebook).flatMap((raw, index) => {
    const cell = record(raw);
    if (cell?.cell_type !== 'code') return [];
    // VS Code writes down which cells are of another language than the notebook.
    const language = record(record(cell.metadata)?.vscode)?.languageId ?? cell.language;
    const text = sourceOf(cell);
    return text === undefined || (typeof language === 'string' && language !== 'python') ? [] : [{ index, text }];
  });
}

/** nbformat 4 has a list of cells; 3 had one per worksheet, and called a cell's source its input. */
function rawCells(notebook: Readonly<Record<string, unknown>>): readonly unknown[] {
  if (Array.isArray(notebook.cells)) return notebook.cells;
  if (!Array.isArray(notebook.worksheets)) return [];
  return notebook.worksheets.flatMap((sheet): unknown[] => {
    const cells = record(sheet)?.cells;
    return Array.isArray(cells) ? cells : [];
  });
}

function sourceOf(cell: Readonly<Record<string, unknown>>): string | undefined {
  const source = cell.source ?? cell.input;
  if (typeof source === 'string') return source;
  return Array.isArray(source) && source.every((line) => typeof line === 'string') ? source.join('') : undefined;
}

/** Without a word about it, a notebook is one of Python: so it was before there were kernels. */
function isPython(metadata: Readonly<Record<string, unknown>> | undefined): boolean {
  const language = record(metadata?.kernelspec)?.language ?? record(metadata?.language_info)?.name;
  return typeof language !== 'string' || /^i?python[\d.]*$/i.test(language);
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
