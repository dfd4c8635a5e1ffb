/**
 * The sample workspace: a finding of every rule, silence about the careful twins, and nothing found that the list beside this file
 * does not have. After a change that is meant: `npm run sample:update`, and the list's difference is what a reviewer reads.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scan } from '../../server/src/host/scan';
import type { Finding } from '../../server/src/model/finding';
import { isNotebook } from '../../server/src/notebook/notebook';
import { NotebookPlaces } from '../../server/src/notebook/places';
import { RULES } from '../../server/src/rules';
import type { Profile } from '../../server/src/workspace/configuration';
import { Analyser, loadFrontends } from '../support/analyse';
import { projectErrors } from '../support/compile';

const SAMPLE = path.join(import.meta.dirname, '../../sample');
/** Where a careful twin begins, and what ends it. */
const TWIN = /The careful twins?:/;
const NEXT = /^(\/\*\*|\/\/|(async )?def |if )/;

// A copy, as `npm run try` makes one: what is judged must not depend on the repository around it.
const folder = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'zmq-sample-'))), 'sample');
let findings: readonly Finding[];
/** What the strict profile warns of besides. */
let postures: readonly Finding[];

beforeAll(async () => {
  cpSync(SAMPLE, folder, { recursive: true });
  findings = await judge('recommended');
  const known = new Set(findings.map(({ fingerprint }) => fingerprint));
  postures = (await judge('strict')).filter(({ fingerprint }) => !known.has(fingerprint));
}, 60_000);
afterAll(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

async function judge(profile: Profile, ...parts: readonly string[]): Promise<readonly Finding[]> {
  const complaints: string[] = [];
  const paths = parts.length > 0 ? parts : ['.'];
  const { results } = await scan({ paths, folder, profile, today: '2026-01-01', log: (text) => complaints.push(text) });
  expect([...complaints, ...results.flatMap(({ notices }) => notices)]).toEqual([]);
  return results.flatMap((result) => result.findings);
}

/** A file's text as it is judged: of a notebook the cells' one module. */
function textOf(file: string, root = folder): string {
  const text = readFileSync(path.join(root, file), 'utf8');
  return isNotebook(file) ? new NotebookPlaces(text).module.text : text;
}
const linesOf = (file: string, root = folder): readonly string[] => textOf(file, root).split('\n');
const relative = (file: string): string => path.relative(folder, file).replaceAll(path.sep, '/');
const files = readdirSync(SAMPLE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|js|py|ipynb)$/.test(name))
  .map((name) => name.replaceAll(path.sep, '/'));

/** The line that a finding begins in, counted from 1, and the text that it underlines. */
function where({ file, range }: Finding): { readonly line: number; readonly text: string } {
  const text = textOf(relative(file));
  return { line: text.slice(0, range.start).split('\n').length, text: text.slice(range.start, range.end) };
}

/** As the command line names it: a line, in a notebook that of a cell. */
function placeOf(finding: Finding): string {
  if (!isNotebook(finding.file)) return String(where(finding).line);
  const { cell, line } = new NotebookPlaces(readFileSync(finding.file, 'utf8')).place(finding.range.start);
  return `cell ${cell}:${line}`;
}

function listed(all: readonly Finding[]): string {
  const rows = all.map((finding) => {
    const { text } = where(finding);
    const accepted = finding.suppression ? ' accepted' : '';
    return `${relative(finding.file)}:${placeOf(finding)} ${finding.rule} ${finding.level}${accepted} ${text}\n`;
  });
  return rows.join('');
}

describe('what is found', () => {
  it('every rule', () => {
    const found = new Set([...findings, ...postures].map(({ rule }) => rule));
    expect(RULES.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
  });

  it('what the list has, and nothing else', async () => {
    await expect(listed(findings)).toMatchFileSnapshot('findings.txt');
  });

  it('what the strict profile warns of besides, and nothing else', async () => {
    expect(postures.filter(({ level }) => level !== 'warning')).toEqual([]);
    await expect(listed(postures)).toMatchFileSnapshot('strict.txt');
  });
});

/** The lines of a notebook's module behind its cells, counted from 0: a twin ends with its cell. */
function endsOfCells(file: string): ReadonlySet<number> {
  if (!isNotebook(file)) return new Set();
  const { module } = new NotebookPlaces(readFileSync(path.join(SAMPLE, file), 'utf8'));
  return new Set(module.cells.map(({ end }) => module.text.slice(0, end).split('\n').length));
}

describe('what is not', () => {
  const twins = files.flatMap((file) => {
    const lines = linesOf(file, SAMPLE);
    const ends = endsOfCells(file);
    return lines.flatMap((line, index) => {
      if (!TWIN.test(line)) return [];
      const length = lines.slice(index + 1).findIndex((one, at) => NEXT.test(one) || ends.has(index + 1 + at));
      return [[file, index + 1, length < 0 ? lines.length : index + 1 + length] as const];
    });
  });

  it('there are twins of every language', () => {
    const languages = new Set(twins.map(([file]) => path.extname(file)));
    expect([...languages].toSorted()).toEqual(['.ipynb', '.js', '.py', '.ts']);
    expect(twins.length).toBeGreaterThanOrEqual(10);
  });

  it.each(twins)('the careful twin %s:%i-%i', (file, first, last) => {
    expect(linesOf(file)[first - 1]).toMatch(TWIN);
    const lines = findings.filter((finding) => relative(finding.file) === file).map((finding) => where(finding).line);
    expect(lines.filter((line) => line >= first && line <= last)).toEqual([]);
  });

  it('anything in the historian, under the strict profile', async () => {
    expect(await judge('strict', 'historian')).toEqual([]);
    const inSource = findings.filter(({ file }) => relative(file).startsWith('src/'));
    expect((await judge('strict', 'src')).length).toBeGreaterThanOrEqual(Math.max(inSource.length, 10));
  });
});

describe('the code', () => {
  it('is what TypeScript accepts', { timeout: 60_000 }, () => {
    expect(projectErrors(path.join(SAMPLE, 'tsconfig.json'))).toEqual([]);
  });

  it('parses', async () => {
    const analyser = new Analyser(await loadFrontends());
    expect(files.filter((file) => analyser.problems(file.replace(/\.ipynb$/, '.py'), textOf(file)) > 0)).toEqual([]);
  });

  it('is told of in its README', () => {
    const readme = readFileSync(path.join(SAMPLE, 'README.md'), 'utf8');
    expect(files.filter((file) => !readme.includes(`\`${file}\``))).toEqual([]);
  });
});
