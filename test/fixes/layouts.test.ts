/**
 * Every fix of every bad block of the pages and of some more programs, in the layouts people have: the finding goes and no other comes, the text still parses, and
 * what was written looks like what was there (line breaks, and for JavaScript all that Prettier looks at).
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../server/src/model/finding';
import { Analyser, applyEdits, loadFrontends, type Files } from '../support/analyse';
import { LAYOUTS, type Layout } from '../support/layouts';
import { readPages } from '../support/pages';
import { SHAPES } from '../support/shapes';

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

const CASES: readonly (readonly [string, Files, string | undefined])[] = [
  ...readPages()
    .flatMap((page) => page.cases.filter(({ kind }) => kind === 'bad'))
    .map(({ name, files, rule }) => [name, new Map(files.map(({ path, block }) => [path, block.text])), rule] as const),
  ...Object.entries(SHAPES).map(([name, text]) => [name, new Map([['/page/main.ts', text]]), undefined] as const),
];

async function filesIn(program: Files, layout: Layout): Promise<Files> {
  const files = new Map<string, string>();
  for (const [path, text] of program) files.set(path, await layout.of(path, text));
  return files;
}

const names = (findings: readonly Finding[]): string[] => findings.map(({ rule, file }) => `${rule} in ${file}`).sort();
const offers = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, fixes }) => `${rule}: ${fixes.map(({ title }) => title).join(' | ')}`).sort();

/** What is there beside what is wanted. */
function beyond(there: readonly string[], wanted: readonly string[]): readonly string[] {
  const rest = [...wanted];
  return there.filter((one) => {
    const at = rest.indexOf(one);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

const breaks = (text: string): string => [...new Set(text.match(/\r\n|\r|\n/g))].sort().join();

describe.each(LAYOUTS.map((layout) => [layout.name, layout] as const))('%s', (_, layout) => {
  it.each(CASES)('%s', async (_name, plain, rule) => {
    const findingsOf = (of: Files): readonly Finding[] => analyser.findings(of, analyser.profileOf(rule));
    const files = await filesIn(plain, layout);
    const before = findingsOf(files);
    expect(offers(before)).toEqual(offers(findingsOf(plain)));
    for (const finding of before) {
      for (const { title, edits } of finding.fixes) {
        const after = applyEdits(files, edits);
        const text = [...after.values()].join('\n----\n');
        const rest = beyond(names(before), names([finding]));
        expect(beyond(names(findingsOf(after)), rest), `${title}\n${text}`).toEqual([]);
        for (const [path, fixed] of after) {
          expect(analyser.problems(path, fixed), text).toBeLessThanOrEqual(analyser.problems(path, files.get(path)!));
          expect(breaks(fixed)).toBe(breaks(files.get(path)!));
          const tidy = await layout.tidy?.(path, fixed);
          if (tidy !== undefined) expect(fixed).toBe(tidy);
        }
      }
    }
  });
});
