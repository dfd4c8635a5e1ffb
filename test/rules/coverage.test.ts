/**
 * threats/coverage.tsv: for every code of the catalogue and every binding, whether a rule finds it, one is planned, or it cannot exist.
 * After a new page, or a change of `covers` or `bindings`: `npm run coverage`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testCatalogue } from '../support/catalogue';

const BINDINGS = ['zeromq.js@6', 'zeromq.js@5', 'pyzmq', 'libzmq', 'czmq', 'cppzmq'];

/** Families of the catalogue with their number of codes: numbers have no gaps, and a code that is dropped keeps its row. */
const FAMILIES = { HWM: 12, SLOW: 13, CONN: 7, SIZE: 17, ENC: 11, AUTH: 25, THR: 12, VULN: 6 };

const rows = fs
  .readFileSync(path.join(import.meta.dirname, '../../threats/coverage.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'));
const [head = [], ...codes] = rows;
const { rules } = testCatalogue();

/** What the pages claim, as lines of `code binding rule`. Manifests of npm are of both of its bindings. */
const claimed = rules.flatMap(({ id, covers, bindings }) =>
  covers.flatMap((code) =>
    bindings
      .flatMap((binding) => (binding === 'npm' ? ['zeromq.js@6', 'zeromq.js@5'] : [binding]))
      .map((binding) => `${code} ${binding} ${id}`),
  ),
);

/** The same as the table has it. */
const tabled = codes.flatMap(([code, ...cells]) =>
  cells.flatMap((cell, i) =>
    (/^done: (.+)$/.exec(cell)?.[1]?.split(', ') ?? []).map((id) => `${code} ${BINDINGS[i]} ${id}`),
  ),
);

describe('threats/coverage.tsv', () => {
  it('has a column for every binding', () => {
    expect(head).toEqual(['code', ...BINDINGS]);
    for (const row of codes) expect(row, row[0]).toHaveLength(head.length);
  });

  it('has one row for every code of the catalogue, in its order', () => {
    const all = Object.entries(FAMILIES).flatMap(([family, count]) =>
      Array.from({ length: count }, (_, i) => `${family}-${String(i + 1).padStart(2, '0')}`),
    );
    expect(codes.map(([code]) => code)).toEqual(all);
  });

  it.each(codes.map(([code, ...cells]) => [code, cells] as const))('%s: every cell says what it is', (_, cells) => {
    for (const cell of cells)
      expect(cell).toMatch(/^(done: [a-z0-9-]+(, [a-z0-9-]+)*|planned|not-applicable: \S.{8,})$/);
  });

  it('calls nothing done that no page covers in that binding (`npm run coverage` mends it)', () => {
    expect(tabled.filter((line) => !claimed.includes(line))).toEqual([]);
  });

  it('knows everything that a page covers (`npm run coverage` mends it)', () => {
    expect(claimed.filter((line) => !tabled.includes(line))).toEqual([]);
  });
});
