/** Python text in, printed IR out. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import type { Frontend } from '../../../server/src/frontends/frontend';
import { createPythonFrontend } from '../../../server/src/frontends/python/index';
import type { ParseBudget } from '../../../server/src/frontends/tree-sitter/runtime';
import type { IrModule } from '../../../server/src/ir/ir';
import { printModule } from '../../support/print-ir';

const require = createRequire(__filename);
const wasm = (name: string): Uint8Array => readFileSync(require.resolve(name));

export function frontend(budget?: Partial<ParseBudget>): Promise<Frontend> {
  return createPythonFrontend({
    runtimeWasm: wasm('web-tree-sitter/web-tree-sitter.wasm'),
    grammarWasm: wasm('tree-sitter-python/tree-sitter-python.wasm'),
    ...(budget ? { budget } : {}),
  });
}

const shared = frontend();

export async function lower(text: string): Promise<IrModule> {
  return (await shared).lower({ path: '/a.py', text });
}

/** The margin of the first line is taken from every line. */
export function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n');
  const margin = /^ */.exec(lines[0] ?? '')![0].length;
  return lines.map((line) => line.slice(Math.min(margin, line.length - line.trimStart().length))).join('\n');
}

export async function print(text: string): Promise<string> {
  return printModule(await lower(text));
}

export type Case = readonly [python: string, ir: string];

/** Each text lowers, without a problem, to this. One-line texts name themselves. */
export function table(cases: readonly Case[]): void {
  test.each(cases.map(([python, ir]) => [dedent(python), dedent(ir)] as const))('%s', async (python, ir) => {
    const module = await lower(python);
    expect(module.problems).toEqual([]);
    expect(printModule(module)).toBe(ir);
  });
}
