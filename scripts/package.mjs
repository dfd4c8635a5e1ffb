// npm run package: builds and writes zeromq-threat-model-<version>.vsix into the root, then looks at what is really inside.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';
import { runNode } from './run.mjs';
import { checkVsix } from './vsix.mjs';

const { name, version } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8'));
const vsce = path.join(path.dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')), 'vsce');
const vsix = `${name}-${version}.vsix`;

const vsceArgs = ['package', '--out', vsix, '--allow-missing-repository', '--no-rewrite-relative-links'];
const packaged = runNode(['esbuild.mjs']) && runNode([vsce, ...vsceArgs], { stdio: ['ignore', 'ignore', 'inherit'] });
const problems = packaged ? checkVsix(inRoot(vsix)) : ['packaging failed'];
for (const problem of problems) console.error(problem);
if (problems.length === 0)
  console.log(`${path.join(root, vsix)}: ${(fs.statSync(inRoot(vsix)).size / 1e6).toFixed(2)} MB`);
process.exitCode = problems.length > 0 ? 1 : 0;
