// npm run typecheck: each part of the house under its own tsconfig. All are checked even when the first has errors.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { generateCatalogue } from './catalogue.mjs';
import { root } from './paths.mjs';

const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const { problems } = generateCatalogue();
for (const problem of problems) console.error(problem);

let failed = problems.length > 0;
for (const project of ['server', 'client', 'test', 'test/extension']) {
  const result = spawnSync(process.execPath, [tsc, '--project', project, '--pretty', 'false'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) failed = true;
}
process.exitCode = failed ? 1 : 0;
