// dist/THIRD-PARTY-NOTICES.txt: the licences of what the bundles contain, as those licences ask. Derived from what was really bundled.
import fs from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';

/** @param metafiles esbuild's account of the bundles  @param copied further files taken from packages, as `package/file` */
export function writeNotices(metafiles, copied) {
  const packages = new Set(copied.map((file) => inRoot('node_modules', packageOf(file))));
  for (const metafile of metafiles) {
    for (const input of Object.keys(metafile.inputs)) {
      const at = input.lastIndexOf('node_modules/');
      if (at < 0) continue;
      const name = packageOf(input.slice(at + 'node_modules/'.length));
      packages.add(inRoot(input.slice(0, at), 'node_modules', name));
      // ts-morph carries a TypeScript, but not its licence; our development dependency has the same one.
      if (name === '@ts-morph/common') packages.add(inRoot('node_modules', 'typescript'));
    }
  }
  const notices = [...packages].sort().map(notice);
  fs.writeFileSync(inRoot('dist', 'THIRD-PARTY-NOTICES.txt'), `${header}\n${notices.join('\n')}`);
}

const header = 'ZeroMQ Threat Model contains the following third-party software.\n';

function notice(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const texts = fs
    .readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice|thirdpartynotice)/i.test(file))
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim());
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n${'-'.repeat(80)}\n${texts.join('\n\n')}\n`;
}

const packageOf = (file) =>
  file
    .split('/')
    .slice(0, file.startsWith('@') ? 2 : 1)
    .join('/');
