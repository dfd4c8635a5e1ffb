/** What an evaluation costs, in evaluated expressions: no times, which differ between machines. */
import { describe, expect, test } from 'vitest';
import { LANGUAGES, sourceOf } from '../bench/inputs.mjs';
import { evaluateSources, type Sources } from '../support/evaluate';

function steps(sources: Sources): number {
  let spent = 0;
  evaluateSources(sources, { spent: (all) => (spent = all) });
  return spent;
}

/** Steps of a call of `helper` in this place of a function that has called it before. */
function costOf(helper: string, at: (call: string) => string): number {
  const program = (call: string): string =>
    `const s = new zmq.Push(); const t = new zmq.Push(); let look; ${helper} export function run() { helper(); ${at(call)} }`;
  return steps(program('helper();')) - steps(program(''));
}

const once = (call: string): string => call;
const looped = (call: string): string => `while (true) { ${call} }`;

describe('a loop', () => {
  const body = `let one = s; if (process.argv.length > 2) one = t;`;

  test('is not run again for what a call in it left in variables of its own', () => {
    const helper = `function helper() { ${body} }`;
    expect(costOf(helper, looped)).toBe(costOf(helper, once));
  });

  test('is run again for what a call in it left in a variable that a closure can look at', () => {
    const helper = `function helper() { ${body} look = () => one; }`;
    expect(costOf(helper, looped)).toBeGreaterThan(costOf(helper, once) * 1.5);
  });
});

test('grows with the length of the code', () => {
  const { shared } = LANGUAGES.typescript;
  const files = Object.fromEntries(Object.entries(shared).map(([name, text]) => [`/${name}`, text]));
  const of = (bytes: number): number => steps({ ...files, '/gateway.ts': sourceOf('typescript', bytes) });
  const [small, large] = [of(20_000), of(80_000)];
  expect(large / small).toBeLessThan(4.4);
  // Two passes over about 2,300 lines.
  expect(large).toBeLessThan(26_000);
});
