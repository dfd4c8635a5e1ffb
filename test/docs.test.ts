/** The tables of README.md say what the manifest and the rules' pages say. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

it('README.md is in step: `npm run docs` would change nothing', () => {
  const script = path.join(import.meta.dirname, '..', 'scripts', 'docs.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
