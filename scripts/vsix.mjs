// What a packaged extension may contain. A second opinion on .vscodeignore: a file that nobody expects in there is a fault, and so is
// one that is missing. Node's own modules only.
import fs from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';

const maximumBytes = 3_000_000;

const required = [
  'package.json',
  'readme.md',
  'LICENSE.txt',
  'changelog.md',
  'dist/client.js',
  'dist/languageclient.js',
  'dist/server.js',
  'dist/worker.js',
  'dist/typescript.js',
  'dist/python.js',
  'dist/web-tree-sitter.wasm',
  'dist/tree-sitter-python.wasm',
  'dist/THIRD-PARTY-NOTICES.txt',
  'media/icon.png',
];

const allowed = [
  /^threats\/([\w-]+\/)?[\w-]+\.md$/,
  /^snippets\/[\w-]+\.json$/,
  /^server\/schemas\/[\w.-]+\.json$/,
  /^media\/(walkthrough\/)?[\w-]+\.(svg|png|css|js)$/,
  /^dist\/[\w-]+\.wasm$/,
];

/** @returns faults, one line each */
export function checkVsix(file) {
  const problems = [];
  const { size } = fs.statSync(file);
  if (size > maximumBytes) problems.push(`${file} has ${size} bytes, more than ${maximumBytes}`);

  const shipped = zipEntries(file)
    .filter((entry) => entry.startsWith('extension/'))
    .map((entry) => entry.slice('extension/'.length));
  for (const entry of [...required, ...namedInManifest()]) {
    if (!shipped.includes(entry)) problems.push(`the .vsix lacks ${entry}`);
  }
  for (const entry of shipped) {
    const expected = required.includes(entry) || allowed.some((pattern) => pattern.test(entry));
    if (!expected)
      problems.push(`the .vsix contains ${entry}, which nobody allowed (see scripts/vsix.mjs and .vscodeignore)`);
  }
  return problems;
}

/** Files that the manifest's contributions point to: icons, schemas, snippets. */
function namedInManifest() {
  const { contributes = {} } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8'));
  const files = new Set();
  const visit = (value) => {
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
    else if (/^[\w./-]+\.(svg|png|json|md)$/.test(value)) files.add(path.posix.normalize(value));
  };
  visit(contributes);
  return files;
}

/** Names in a zip's central directory: signature, fixed header of 46 bytes, then name, extra field and comment. */
export function zipEntries(file) {
  const zip = fs.readFileSync(file);
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const count = zip.readUInt16LE(end + 10);
  const names = [];
  for (let i = 0, at = zip.readUInt32LE(end + 16); i < count; i++) {
    const lengths = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    names.push(zip.toString('utf8', at + 46, at + 46 + lengths[0]));
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return names.filter((name) => !name.endsWith('/'));
}
