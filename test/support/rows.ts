/** Tables of code and the model it gives. Both sides are indented texts; the indentation of the first line goes. */
import { expect, it } from 'vitest';
import { modelOf } from './model-of';
import { printModel } from './print-model';

export interface Row {
  readonly name: string;
  readonly code: string;
  readonly model: string;
}

export function dedent(text: string): string {
  const body = text.replace(/^\s*\n/, '').replace(/\n[ \t]*$/, '');
  const indent = /^[ \t]*/.exec(body)![0];
  return body
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}

export function modelRows(path: string, prelude: string, rows: readonly Row[]): void {
  it.each(rows.map((row) => [row.name, row] as const))('%s', (_, row) => {
    expect(printModel(modelOf({ [path]: `${prelude}\n${dedent(row.code)}\n` }))).toBe(dedent(row.model));
  });
}
