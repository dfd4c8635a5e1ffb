/**
 * The programs that prove what our pages say (`fixtures/`, each one ran against a real libzmq): where a program's log shows an attack,
 * the rule must report the line that causes it; the secure programs and the mended ones are silent. `findings.txt` freezes all the rest:
 * after a change that is meant, `npm run evidence:update`, and the list's difference is what a reviewer reads.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scan } from '../../server/src/host/scan';
import type { Finding } from '../../server/src/model/finding';
import type { Profile } from '../../server/src/workspace/configuration';
import { ATTACKS, EXCEPTIONS } from './attacks';

const FIXTURES = path.join(import.meta.dirname, 'fixtures');
const SILENT = ['js6/secure', 'py/secure', 'fixes'];

// A copy: what is judged must not depend on the repository around it.
const folder = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'zmq-evidence-'))), 'evidence');
let findings: readonly Finding[];

beforeAll(async () => {
  cpSync(FIXTURES, folder, { recursive: true });
  findings = await judge('recommended', '.');
}, 60_000);
afterAll(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

async function judge(profile: Profile, ...paths: readonly string[]): Promise<readonly Finding[]> {
  const { results } = await scan({ paths, folder, profile, today: '2026-01-01', log: () => undefined });
  return results.flatMap((result) => result.findings);
}

const relative = (file: string): string => path.relative(folder, file).replaceAll(path.sep, '/');

/** The line a finding begins in, counted from 1. */
function lineOf({ file, range }: Finding): number {
  return readFileSync(file, 'utf8').slice(0, range.start).split('\n').length;
}

describe('attacks that a log shows', () => {
  it.each(ATTACKS)('%s:%i %s: %s', (file, line, rule) => {
    const rules = findings.filter((one) => relative(one.file) === file && lineOf(one) === line).map((one) => one.rule);
    expect(rules).toContain(rule);
  });

  it('every program shows one, or there is a reason why not', () => {
    const told = new Set([...ATTACKS.map(([file]) => file), ...Object.keys(EXCEPTIONS)]);
    const programs = ['js5', 'js6', 'py'].flatMap((kind) => filesIn(kind));
    expect(programs.filter((file) => !told.has(file))).toEqual([]);
    expect([...told].filter((file) => !programs.includes(file))).toEqual([]);
  });
});

function filesIn(kind: string): readonly string[] {
  return readdirSync(path.join(FIXTURES, kind))
    .filter((name) => /\.(ts|js|py)$/.test(name))
    .map((name) => `${kind}/${name}`);
}

it.each(SILENT)('%s is silent', async (part) => {
  expect((await judge('recommended', part)).map((one) => `${relative(one.file)}:${lineOf(one)} ${one.rule}`)).toEqual(
    [],
  );
});

it('finds what the list has, and nothing else', async () => {
  const rows = findings.map((one) => `${relative(one.file)}:${lineOf(one)} ${one.rule} ${one.level}\n`);
  await expect(rows.join('')).toMatchFileSnapshot('findings.txt');
});
