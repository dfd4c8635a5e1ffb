/**
 * Every fix of every bad block of the pages, in the layouts people have: the finding goes and no other comes, the text still parses, and
 * what was written looks like what was there (line breaks, and for JavaScript all that Prettier looks at).
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../server/src/model/finding';
import { Analyser, applyEdits, loadFrontends, type Files } from '../support/analyse';
import { LAYOUTS, type Layout } from '../support/layouts';
import { readPages, type Case } from '../support/pages';

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

const CASES = readPages().flatMap((page) => page.cases.filter(({ kind }) => kind === 'bad'));

async function filesIn(one: Case, layout: Layout): Promise<Files> {
  const files = new Map<string, string>();
  for (const { path, block } of one.files) files.set(path, await layout.of(path, block.text));
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
  it.each(CASES.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const plain = await filesIn(one, LAYOUTS[0]!);
    const files = await filesIn(one, layout);
    const before = analyser.findings(files);
    expect(offers(before)).toEqual(offers(analyser.findings(plain)));
    for (const finding of before) {
      for (const { title, edits } of finding.fixes) {
        const after = applyEdits(files, edits);
        const text = [...after.values()].join('\n----\n');
        const rest = beyond(names(before), names([finding]));
        expect(beyond(names(analyser.findings(after)), rest), `${title}\n${text}`).toEqual([]);
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
