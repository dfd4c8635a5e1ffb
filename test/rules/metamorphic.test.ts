/**
 * A finding hangs on what a program does, not on how it is written. Every `bad` and `good` block of the pages is rewritten in ways that
 * keep its meaning: other names, constants, sockets as fields of a class or out of factories, everything in a function, two files. Each
 * bad one keeps its findings at the corresponding text, each good one stays silent.
 *
 * A rewrite that would change a program's meaning does not apply to it; how often each applied is checked at the end, so that none can
 * quietly apply to nothing.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../server/src/model/finding';
import { Analyser, loadFrontends } from '../support/analyse';
import type { Rewritten } from '../support/metamorphic/composer';
import { REWRITES as PYTHON } from '../support/metamorphic/python';
import { REWRITES as TYPESCRIPT, type Program, type Rewrite } from '../support/metamorphic/typescript';
import { readPages, type Case } from '../support/pages';

const CASES = readPages().flatMap((page) => page.cases);
const SETS: readonly {
  readonly name: string;
  readonly ending: RegExp;
  readonly rewrites: Readonly<Record<string, Rewrite>>;
  readonly least: Readonly<Record<string, number>>;
}[] = [
  {
    name: 'TypeScript and JavaScript',
    ending: /\.[jt]s$/,
    rewrites: TYPESCRIPT,
    least: {
      rename: 190,
      extractConstant: 170,
      importConstant: 170,
      classField: 145,
      factory: 150,
      wrap: 165,
      splitFile: 150,
    },
  },
  {
    name: 'Python',
    ending: /\.py$/,
    rewrites: PYTHON,
    least: {
      rename: 44,
      extractConstant: 41,
      importConstant: 41,
      classField: 30,
      factory: 38,
      wrap: 36,
      splitFile: 37,
    },
  },
];

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

/** The file that is rewritten: the last one of a case, which is the one that uses the others. */
function programOf(one: Case): Program {
  const files = one.files.map(({ path, block }) => [path, block.text] as const);
  const [path, text] = files.at(-1)!;
  return { path, text, others: new Map(files.slice(0, -1)) };
}

const at = (finding: Pick<Finding, 'file' | 'range'>): string =>
  `${finding.file} ${finding.range.start}-${finding.range.end}`;

/** Where the findings of the original program should be now, with their text. */
function moved(findings: readonly Finding[], program: Program, rewritten: Rewritten): readonly string[] {
  return findings.map((finding) => {
    const to =
      finding.file === program.path ? rewritten.map(finding.range) : { file: finding.file, range: finding.range };
    return to ? `${at(to)} ${text(rewritten, to)}` : `lost: ${at(finding)}`;
  });
}

function text({ files }: Rewritten, { file, range }: Pick<Finding, 'file' | 'range'>): string {
  return files.get(file)?.slice(range.start, range.end) ?? '';
}

describe.each(SETS)('$name', ({ ending, rewrites, least }) => {
  const cases = CASES.filter((one) => ending.test(one.files.at(-1)!.path));

  for (const [name, rewrite] of Object.entries(rewrites)) {
    describe(name, () => {
      const applied = cases.flatMap((one) => {
        const program = programOf(one);
        const rewritten = rewrite(program);
        return rewritten ? [[`${one.name} ${one.kind}`, { one, program, rewritten }] as const] : [];
      });

      it.each(applied)('%s', (_, { one, program, rewritten }) => {
        for (const [path, source] of rewritten.files) expect(analyser.problems(path, source), source).toBe(0);
        const relevant =
          one.kind === 'bad' ? analyser.ofRule(one.rule, rewritten.files) : analyser.noise(one.rule, rewritten.files);
        const original = analyser.ofRule(one.rule, new Map([...program.others, [program.path, program.text]]));
        const expected = one.kind === 'bad' ? moved(original, program, rewritten) : [];
        const actual = relevant.map((finding) => `${at(finding)} ${text(rewritten, finding)}`);
        expect(actual.sort(), [...rewritten.files.values()].join('\n----\n')).toEqual([...expected].sort());
        if (one.kind === 'bad') expect(expected.length).toBeGreaterThan(0);
      });

      it(`applied to at least ${least[name]} of the cases`, () => {
        expect(applied.length).toBeGreaterThanOrEqual(least[name]!);
      });
    });
  }
});
