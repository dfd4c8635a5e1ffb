// npm run package: builds and writes zeromq-threat-model-<version>.vsix into the root, then looks at what is really inside.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inRoot } from './paths.mjs';
import { runNode } from './run.mjs';
import { checkVsix } from './vsix.mjs';

const { name, version, repository } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8'));
const vsix = inRoot(`${name}-${version}.vsix`);
fs.mkdirSync(inRoot('out'), { recursive: true });
// Renamed into place, so that an editor that is just installing the old one reads it to its end.
const unfinished = inRoot('out', `${process.pid}.vsix`);

const vsce = path.join(path.dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')), 'vsce');
const vsceArgs = ['package', '--out', unfinished, ...readmeArgs()];

const packaged = runNode(['esbuild.mjs']) && runNode([vsce, ...vsceArgs], { stdio: ['ignore', 'ignore', 'inherit'] });
if (packaged) fs.renameSync(unfinished, vsix);

/**
 * Extension pages show pictures from https alone: VS Code drops `data:` and relative addresses there (tried in 1.139). With a repository
 * vsce points the links of README.md to it; without one the packaged copy goes without pictures, rather than with broken ones.
 */
function readmeArgs() {
  if (repository !== undefined) return [];
  const copy = inRoot('out', 'README.md');
  fs.writeFileSync(
    copy,
    fs.readFileSync(inRoot('README.md'), 'utf8').replace(/^!\[[^\]]*\]\(media\/readme\/.*\)\n\n/gm, ''),
  );
  const ignore = inRoot('out', '.vscodeignore');
  fs.writeFileSync(ignore, fs.readFileSync(inRoot('.vscodeignore'), 'utf8').replace('!README.md', '!out/README.md'));
  return [
    '--readme-path',
    'out/README.md',
    '--ignoreFile',
    ignore,
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
  ];
}

const problems = packaged ? checkVsix(vsix) : ['packaging failed'];
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${vsix}: ${(fs.statSync(vsix).size / 1e6).toFixed(2)} MB`);
process.exitCode = problems.length > 0 ? 1 : 0;
