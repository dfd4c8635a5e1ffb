/** A fix intent taken from the model of a text, applied by the bindings to that text. */
import { expect, it } from 'vitest';
import { BINDINGS } from '../../server/src/bindings/index';
import type { Edit } from '../../server/src/bindings/binding';
import type { EndpointUse, Model, OptionWrite, Place, Socket } from '../../server/src/model/model';
import type { FixIntent, OptionIntent } from '../../server/src/rules/rule';
import { applyEdits } from './analyse';
import { languageOf, modelOf } from './model-of';

export interface FixRow {
  readonly name: string;
  /** Lines joined by `\n` unless `eol` says otherwise. */
  readonly code: string;
  readonly intent: (model: Model) => FixIntent;
  /** Absent: no fix is offered. */
  readonly fixed?: string;
  readonly file?: string;
}

/** Server options as the encryption rules want them. */
export const SERVER: readonly OptionIntent[] = [
  { option: 'CURVE_SERVER', value: { literal: true } },
  { option: 'CURVE_SECRETKEY', value: { env: 'KEY' } },
  { option: 'ZAP_DOMAIN', value: { literal: 'global' } },
];

export const SECRET: readonly OptionIntent[] = [{ option: 'CURVE_SECRETKEY', value: { env: 'KEY' } }];

export function first(model: Model): Socket {
  return model.sockets[0]!;
}

export function endpoint(model: Model, index = 0): EndpointUse {
  return model.sockets.flatMap((one) => one.endpoints)[index]!;
}

export function option(model: Model, index = 0): OptionWrite {
  return model.sockets.flatMap((one) => one.options)[index]!;
}

export const secure =
  (options: readonly OptionIntent[] = SERVER) =>
  (model: Model): FixIntent => ({
    kind: 'set-options',
    socket: endpoint(model).socket,
    before: endpoint(model),
    options,
  });

export const moveAll = (model: Model): FixIntent => ({
  kind: 'move-before',
  socket: first(model).id,
  writes: first(model).options,
  endpoint: endpoint(model),
});

/** What the first binding that has an idiom for it makes of an intent. */
export function fix(text: string, path: string, make: (model: Model) => FixIntent): string | undefined {
  const model = modelOf({ [path]: text });
  const intent = make(model);
  const language = languageOf(path);
  const owner = 'socket' in intent ? model.sockets.find(({ id }) => id === intent.socket)?.binding : undefined;
  for (const binding of BINDINGS) {
    if (owner === undefined ? !binding.languages.includes(language) : binding.id !== owner) continue;
    const edits = binding.fix?.(intent, { model, text: () => text });
    if (!edits) continue;
    expect(overlapping(edits)).toBe(false);
    return applyEdits(new Map([[path, text]]), edits).get(path);
  }
  return undefined;
}

function overlapping(edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  return sorted.some((edit, index) => index > 0 && sorted[index - 1]!.range.end > edit.range.start);
}

export function fixRows(path: string, prelude: string, rows: readonly FixRow[]): void {
  it.each(rows.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const file = row.file ?? path;
    const result = fix(prelude + row.code, file, row.intent);
    expect(result === undefined ? undefined : result.slice(prelude.length)).toBe(row.fixed);
  });
}

/** The place of a piece of text, for intents about places. */
export function placeOf(path: string, text: string, piece: string): Place {
  const start = text.indexOf(piece);
  return { file: path, range: { start, end: start + piece.length } };
}
