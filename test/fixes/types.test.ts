/**
 * What fixes write type-checks against zeromq's own types, strictly: every fix of every bad block of the pages, of the same programs
 * rewritten (sockets as fields, out of factories, in two files), and of shapes that pages have no room for. An error that is new is ours.
 */
import { beforeAll, expect, it } from 'vitest';
import { Analyser, applyEdits, loadFrontends, type Files } from '../support/analyse';
import { PROJECT, typeErrors } from '../support/compile';
import { REWRITES } from '../support/metamorphic/typescript';
import { readPages } from '../support/pages';
import { SHAPES } from '../support/shapes';

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

interface Sample {
  readonly name: string;
  readonly files: Files;
}

const IS_CODE = /\.[cm]?[jt]sx?$/;

const PAGES: readonly Sample[] = readPages()
  .flatMap((page) => page.cases)
  .filter(({ kind, files }) => kind === 'bad' && files.every(({ path }) => IS_CODE.test(path)))
  .map(({ name, files }) => ({ name, files: new Map(files.map(({ path, block }) => [path, block.text])) }));

const REWRITTEN: readonly Sample[] = PAGES.flatMap(({ name, files }) => {
  const all = [...files];
  const [path, text] = all.at(-1)!;
  return Object.entries(REWRITES).flatMap(([how, rewrite]): Sample[] => {
    const rewritten = rewrite({ path, text, others: new Map(all.slice(0, -1)) });
    return rewritten ? [{ name: `${name} ${how}`, files: rewritten.files }] : [];
  });
});

const MORE: readonly Sample[] = Object.entries(SHAPES).map(([name, text]) => ({
  name,
  files: new Map([['/page/main.ts', text]]),
}));

/** Before, and after each fix: programs side by side, each in a folder of its own. */
function programs(samples: readonly Sample[]): {
  readonly texts: ReadonlyMap<string, string>;
  readonly fixes: readonly { readonly folder: string; readonly before: string; readonly title: string }[];
} {
  const texts = new Map<string, string>();
  const fixes: { folder: string; before: string; title: string }[] = [];
  const put = (folder: string, files: Files): void => {
    for (const [path, text] of files) texts.set(path.replace('/page', folder), text);
  };
  samples.forEach(({ name, files }, i) => {
    const before = `s${i}`;
    put(before, files);
    analyser.findings(files).forEach((finding, j) =>
      finding.fixes.forEach(({ title, edits }, k) => {
        const folder = `s${i}-${j}-${k}`;
        put(folder, applyEdits(files, edits));
        fixes.push({ folder, before, title: `${name}: ${finding.rule}: ${title}` });
      }),
    );
  });
  return { texts, fixes };
}

it('no fix brings an error of types', { timeout: 120_000 }, () => {
  const { texts, fixes } = programs([...PAGES, ...REWRITTEN, ...MORE]);
  const errors = new Map<string, string[]>();
  for (const error of typeErrors(texts, PROJECT)) {
    const [, folder, message] = /^([^/]+)\/[^:]*:\d+: ([^]*)$/.exec(error) ?? ['', '', error];
    errors.set(folder!, [...(errors.get(folder!) ?? []), message!]);
  }
  const found = fixes.flatMap(({ folder, before, title }) => {
    const known = [...(errors.get(before) ?? [])];
    const fresh = (errors.get(folder) ?? []).filter((one) => {
      const at = known.indexOf(one);
      if (at >= 0) known.splice(at, 1);
      return at < 0;
    });
    const text = [...texts].filter(([path]) => path.startsWith(`${folder}/`)).map(([, one]) => one);
    return fresh.length > 0 ? [`${title}\n${fresh.join('\n')}\n${text.join('----\n')}`] : [];
  });
  expect(found).toEqual([]);
  expect(fixes.length).toBeGreaterThan(350);
});

it.each(MORE.map(({ name, files }) => [name, files] as const))('%s has fixes', (_, files) => {
  expect(analyser.findings(files).flatMap(({ fixes }) => fixes)).not.toEqual([]);
});

it('a wrong type is seen', () => {
  const wrong = 'import { Server } from "zeromq/draft";\nnew Server({ curveServer: 1 });\n';
  expect(typeErrors(new Map([['s0/main.ts', wrong]]), PROJECT)).toEqual([expect.stringMatching(/^s0\/main\.ts:2: /)]);
});
