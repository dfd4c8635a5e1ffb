/**
 * The pages, run as tests: every `bad` block is found at exactly the quoted texts, every `good` block is silent under all rules (of a posture also in the
 * strict profile, which alone warns of it), every
 * fix gives the `fixed` block, adds nothing new and has nothing left to do. In failures: `missing` was expected and not reported,
 * `noisy` was reported and not expected.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { RULES } from '../../server/src/rules/index';
import type { Finding } from '../../server/src/model/finding';
import { Analyser, applyEdits, lineOf, loadFrontends, underlined, type Files } from '../support/analyse';
import { readPages, type Case } from '../support/pages';

const PAGES = readPages();
const HEADINGS = ['Why', 'Example', 'Not reported', 'How it is detected', 'Limits', 'Mitigations', 'References'];
const KEYS = [
  'rule',
  'covers',
  'threat',
  'impact',
  'exposure',
  'stride',
  'cwe',
  'since',
  'bindings',
  'mitigations',
  'fix',
  'proof',
];
const MOST_LINES = 12;

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

const filesOf = (one: Case): Files => new Map(one.files.map(({ path, block }) => [path, block.text]));

/** `text` at `file:line`, for lists that read well in a failure. */
function reported(files: Files, findings: readonly Finding[]): readonly string[] {
  return findings
    .map(
      (finding) =>
        `${finding.file}:${lineOf(files.get(finding.file) ?? '', finding.range.start) + 1} "${underlined(files, finding)}"`,
    )
    .sort();
}

function expected(one: Case, files: Files): readonly string[] {
  return one.files
    .flatMap(({ path, block }) =>
      block.expected.map(
        ({ text, line }) =>
          `${path}:${(line ?? lineOf(files.get(path) ?? '', (files.get(path) ?? '').indexOf(text))) + 1} "${text}"`,
      ),
    )
    .sort();
}

/** Fixes of the rule applied until none is left, or the same finding comes back. */
function fixAll(one: Case): { readonly files: Files; readonly rounds: number } {
  let files = filesOf(one);
  const most = one.files.reduce((sum, { block }) => sum + block.expected.length, 0);
  for (let rounds = 0; rounds <= most; rounds++) {
    const finding = analyser.ofRule(one.rule, files).find(({ fixes }) => fixes.length > 0);
    if (!finding) return { files, rounds };
    files = applyEdits(files, finding.fixes[0]!.edits);
  }
  return { files, rounds: most + 1 };
}

describe.each(PAGES.map((page) => [page.path, page] as const))('%s', (_, page) => {
  it('has the form of a page', () => {
    expect(page.problems).toEqual([]);
    if (!page.path.startsWith('threats/') || page.rule === undefined) return;
    const headings = [...page.markdown.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(HEADINGS);
    expect(KEYS.filter((key) => page.frontMatter?.[key] === undefined)).toEqual([]);
    expect(RULES.map(({ id }) => id)).toContain(page.rule);
    for (const one of page.cases)
      if (one.kind === 'bad')
        expect(one.files.map(({ block }) => block.length).filter((length) => length > MOST_LINES)).toEqual([]);
  });

  for (const one of page.cases) {
    if (one.kind === 'good') {
      it(`${one.name} good: ${one.why}`, () => {
        const files = filesOf(one);
        const noisy = analyser.noise(one.rule, files);
        expect(reported(files, noisy).map((text, i) => `noisy ${noisy[i]?.rule} ${text}`)).toEqual([]);
      });
      continue;
    }

    it(`${one.name} bad`, () => {
      const files = filesOf(one);
      const found = reported(files, analyser.ofRule(one.rule, files));
      const wanted = expected(one, files);
      expect({
        missing: wanted.filter((text) => !found.includes(text)),
        noisy: found.filter((text) => !wanted.includes(text)),
      }).toEqual({ missing: [], noisy: [] });
      expect(found).toHaveLength(wanted.length);
    });

    if (one.noFix) {
      it(`${one.name} offers no fix`, () => {
        expect(analyser.ofRule(one.rule, filesOf(one)).flatMap(({ fixes }) => fixes.map(({ title }) => title))).toEqual(
          [],
        );
      });
    } else {
      it(`${one.name} fixed`, () => {
        const before = filesOf(one);
        const { files, rounds } = fixAll(one);
        if (one.fixed) {
          expect(files.get(one.files[0]!.path)).toBe(one.fixed.text);
          expect(rounds).toBeGreaterThan(0);
        }
        const left = analyser.ofRule(one.rule, files);
        // What is left of the rule offers no fix: applying again changes nothing. With a `fixed` block nothing is left.
        expect(left.flatMap(({ fixes }) => fixes)).toEqual([]);
        if (one.fixed) expect(reported(files, left)).toEqual([]);
        const known = new Set(analyser.findings(before).map(({ rule }) => rule));
        expect(
          analyser
            .findings(files)
            .filter(({ rule }) => !known.has(rule))
            .map(({ rule, message }) => `new: ${rule} ${message}`),
        ).toEqual([]);
        for (const [path, text] of files)
          expect(analyser.problems(path, text)).toBeLessThanOrEqual(analyser.problems(path, before.get(path)!));
      });
    }
  }
});

describe('the pages together', () => {
  const cases = PAGES.flatMap((page) => page.cases);

  it.each(RULES.map(({ id }) => id))('%s has a page', (id) => {
    expect(PAGES.filter((page) => page.rule === id && page.path.startsWith('threats/'))).toHaveLength(1);
  });

  /** Every claim of a front matter: something it must find and something it must not find, in that binding. */
  const claims = PAGES.filter((page) => page.path.startsWith('threats/')).flatMap((page) =>
    ((page.frontMatter?.['bindings'] ?? []) as readonly string[]).map((binding) => [page.rule, binding] as const),
  );
  it.each(claims)('%s is tested both ways in %s', (rule, binding) => {
    const own = cases.filter((one) => one.rule === rule && one.binding === binding);
    expect({ bad: own.some(({ kind }) => kind === 'bad'), good: own.some(({ kind }) => kind === 'good') }).toEqual({
      bad: true,
      good: true,
    });
  });

  it('logged nothing', () => {
    expect(analyser.log).toEqual([]);
  });
});
