/** Sources → model with the real frontend and the real bindings, and a table of such cases. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { BINDINGS } from '../../server/src/bindings/index';
import { evaluate, type EvaluationInput } from '../../server/src/evaluate/index';
import { createTypeScriptFrontend } from '../../server/src/frontends/typescript/index';
import type { IrModule } from '../../server/src/ir/ir';
import type { Model } from '../../server/src/model/model';
import { printRun } from './print-run';

/** One source, or several by path (`/a.ts`). A lone source that imports nothing gets `import * as zmq from 'zeromq'` before it. */
export type Sources = string | Readonly<Record<string, string>>;

const frontend = createTypeScriptFrontend();

export function lower(sources: Sources): readonly IrModule[] {
  const files = typeof sources === 'string' ? { '/main.ts': withImport(sources) } : sources;
  return Object.entries(files).map(([name, text]) => frontend.lower({ path: name, text }));
}

export function evaluateModules(modules: readonly IrModule[], more: Partial<EvaluationInput> = {}): Model {
  const paths = new Set(modules.map((module) => module.path));
  return evaluate({
    modules,
    resolve: (from, specifier) => resolve(paths, from, specifier),
    bindings: BINDINGS,
    packages: [],
    complete: true,
    log: (message) => {
      throw new Error(message);
    },
    ...more,
  });
}

export function evaluateSources(sources: Sources, more: Partial<EvaluationInput> = {}): Model {
  return evaluateModules(lower(sources), more);
}

/** A case of a table: these sources give this model (see `printRun`), indentation aside. */
export function shape(name: string, sources: Sources, expected: string): void {
  test(name, () => {
    expect(printRun(evaluateSources(sources))).toBe(dedent(expected));
  });
}

function withImport(text: string): string {
  return /\bfrom ['"]zeromq|require\(/.test(text) ? text : `import * as zmq from 'zeromq';\n${text}`;
}

function resolve(paths: ReadonlySet<string>, from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const target = path.posix.join(path.posix.dirname(from), specifier);
  return [target, `${target}.ts`, `${target}.js`, `${target}/index.ts`].find((one) => paths.has(one));
}

export function dedent(text: string): string {
  const lines = text.split('\n');
  while (lines.length > 0 && lines[0]!.trim() === '') lines.shift();
  while (lines.length > 0 && lines[lines.length - 1]!.trim() === '') lines.pop();
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)![0].length));
  return lines.map((line) => line.slice(Number.isFinite(indent) ? indent : 0)).join('\n');
}
