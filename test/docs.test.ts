/** README.md: its tables say what the manifest, the rules' pages and the snippets say, its pictures are there. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');

it('README.md is in step: `npm run docs` would change nothing', () => {
  const script = path.join(root, 'scripts', 'docs.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

/** Pictures of README.md, by `npm run pictures`. */
const pictures = [...readme.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, alt = '', file = '']) => ({ alt, file }));

it('README.md has pictures, described for those who do not see them', () => {
  expect(pictures.length).toBeGreaterThanOrEqual(5);
  for (const { alt } of pictures) expect(alt.length).toBeGreaterThan(25);
  expect(pictures.map(({ file }) => file).sort()).toEqual(
    fs
      .readdirSync(path.join(root, 'media', 'readme'))
      .map((file) => `media/readme/${file}`)
      .sort(),
  );
});

it.each(pictures)('$file is sharp and light', ({ file }) => {
  const bytes = fs.readFileSync(path.join(root, file));
  const { width, height } = webpSize(bytes);
  expect(width).toBeGreaterThanOrEqual(600);
  expect(width).toBeLessThanOrEqual(2400);
  expect(height).toBeGreaterThanOrEqual(200);
  expect(height).toBeLessThanOrEqual(1800);
  expect(bytes.length).toBeLessThan(150_000);
});

it('all pictures together are light, too', () => {
  const sizes = pictures.map(({ file }) => fs.statSync(path.join(root, file)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(600_000);
});

it('README.md says which two commands do all set-up', () => {
  expect(readme).toContain('each of these does all the set-up it needs:');
  const block = /```sh\n([^]*?)```/.exec(readme)?.[1] ?? '';
  expect(block.split('\n').flatMap((line) => /^npm (?:run )?\w+/.exec(line)?.[0] ?? [])).toEqual([
    'npm run try',
    'npm test',
  ]);
});

/** Pixels of a WebP file, from the header of its extended form, which is what browsers write. */
function webpSize(bytes: Buffer): { width: number; height: number } {
  expect(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 16)).toBe('RIFFWEBPVP8X');
  return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
}
