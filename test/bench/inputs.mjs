// Code for the benchmark, the same on every run: services as people write them with zeromq.js 6 and pyzmq (classes with sockets in
// fields, helpers, pools, handlers, code that has nothing to do with sockets), repeated under other names until a file is as large as
// it shall be. `EDITS` of each language are places that a file of any size has once, inside a function that uses a socket.
import fs from 'node:fs';
import path from 'node:path';
import { PYTHON } from './inputs/python.mjs';
import { TYPESCRIPT } from './inputs/typescript.mjs';

export const LANGUAGES = { typescript: TYPESCRIPT, python: PYTHON };

/** A file of about so many bytes. The part that is edited stands in the middle. */
export function sourceOf(language, bytes) {
  const { head, edited, parts } = LANGUAGES[language];
  const pieces = [];
  let size = head.length + edited.length;
  for (let i = 0; size < bytes - 600; i++) {
    const piece = parts[i % parts.length](`${i}`);
    pieces.push(piece);
    size += piece.length;
  }
  const middle = pieces.length >> 1;
  return [head, ...pieces.slice(0, middle), edited, ...pieces.slice(middle)].join('\n');
}

/**
 * A repository of so many source files: packages of twenty, each with what its services share, three quarters of them in TypeScript.
 * Returns the folder of a further package that is alike, for the file that is edited.
 */
export function writeWorkspace(folder, files) {
  const perPackage = 20;
  const packages = Math.ceil(files / perPackage);
  for (let i = 0; i < packages; i++) {
    const language = i % 4 === 3 ? 'python' : 'typescript';
    writePackage(path.join(folder, `packages/${language}-${i}`), language, perPackage);
  }
}

/** What a service of the benchmark imports, and `services` of them. */
export function writePackage(folder, language, files) {
  const { ending, shared, manifest } = LANGUAGES[language];
  write(path.join(folder, manifest.name), manifest.text);
  for (const [name, text] of Object.entries(shared)) write(path.join(folder, `src/${name}`), text);
  const services = files - Object.keys(shared).length;
  for (let i = 0; i < services; i++)
    write(path.join(folder, `src/service_${i}${ending}`), sourceOf(language, 2500 + (i % 5) * 1500));
}

export function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
