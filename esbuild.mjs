// npm run build [-- --watch]: source → dist/. Everything we ship is bundled; nothing is loaded from node_modules at run time.
//
//   dist/client.js       the extension, loaded by VS Code
//   dist/languageclient.js  its library for talking to the server: large, so it is loaded with the server's first start
//   dist/server.js       the language server
//   dist/worker.js       its thread that judges closed files
//   dist/cli.js          zmq-threats
//   dist/typescript.js   the frontend for TypeScript and JavaScript with its parser: large, so it is loaded on first use
//   dist/python.js       the frontend for Python, likewise; the grammars are the .wasm files beside it
import * as esbuild from 'esbuild';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { generateCatalogue } from './scripts/catalogue.mjs';
import { writeNotices } from './scripts/notices.mjs';
import { inRoot, root } from './scripts/paths.mjs';

const require = createRequire(import.meta.url);

const frontends = ['typescript', 'python'];
const wasm = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'];

/** `import('../frontends/<name>/index')` in the source becomes `require('./<name>.js')` in the bundle: one chunk per frontend. */
const frontendChunks = {
  name: 'frontend-chunks',
  setup(build) {
    build.onResolve({ filter: /\/frontends\/(typescript|python)\/index$/ }, ({ path: request, kind }) =>
      kind === 'dynamic-import' ? { path: `./${request.split('/').at(-2)}.js`, external: true } : undefined,
    );
  },
};

/** Likewise the client's library: `import('./languageclient')` becomes `require('./languageclient.js')`. */
const languageClientChunk = {
  name: 'language-client-chunk',
  setup(build) {
    build.onResolve({ filter: /\/languageclient$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './languageclient.js', external: true } : undefined,
    );
  },
};

/** ts-morph carries the text of every lib.*.d.ts (2.6 MB). We ask for none of them (noLib), so they stay at home. */
const withoutLibTexts = {
  name: 'without-lib-texts',
  setup(build) {
    build.onLoad({ filter: /ts-morph-common\.js$/ }, ({ path: file }) => {
      const text = fs.readFileSync(file, 'utf8');
      const contents = text.replace(/^const libFiles = \[\{\r?\n[^]*?^ {4}\}\];$/m, 'const libFiles = [];');
      if (contents.length > text.length / 2)
        throw new Error('ts-morph stores its lib files differently now: mend the pattern here');
      return { contents, loader: 'js' };
    });
  },
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // `import()` becomes `require()`, which is what loads a CommonJS chunk without surprises.
  supported: { 'dynamic-import': false },
  mainFields: ['module', 'main'],
  // Its ES module asks for import.meta.url, which CommonJS has not.
  alias: { 'web-tree-sitter': require.resolve('web-tree-sitter') },
  minifySyntax: true,
  minifyWhitespace: true,
  // Stack traces in a user's log keep our names; only the large third-party chunks are renamed, below.
  minifyIdentifiers: false,
  sourcemap: 'linked',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
};

const bundles = [
  {
    ...shared,
    entryPoints: { client: 'client/src/extension.ts', languageclient: 'client/src/server/languageclient.ts' },
    outdir: 'dist',
    external: ['vscode'],
    plugins: [languageClientChunk],
  },
  {
    ...shared,
    entryPoints: { server: 'server/src/main.ts', worker: 'server/src/worker.ts', cli: 'server/src/cli.ts' },
    outdir: 'dist',
    plugins: [frontendChunks],
  },
  ...frontends.map((name) => ({
    ...shared,
    entryPoints: { [name]: `server/src/frontends/${name}/index.ts` },
    outdir: 'dist',
    minifyIdentifiers: true,
    plugins: [withoutLibTexts],
  })),
];

async function build() {
  const started = Date.now();
  const { problems } = generateCatalogue();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;

  const results = await Promise.all(bundles.map((bundle) => esbuild.build(bundle)));
  copyWasm();
  fs.chmodSync(inRoot('dist', 'cli.js'), 0o755);
  const metafiles = results.map((result) => result.metafile);
  writeNotices(metafiles, wasm);
  removeOthers([...metafiles.flatMap(({ outputs }) => Object.keys(outputs)), ...wasm, 'THIRD-PARTY-NOTICES.txt']);
  console.log(`built dist/ in ${Date.now() - started} ms`);
}

async function watch() {
  generateCatalogue();
  for (const bundle of bundles) await (await esbuild.context({ ...bundle, logLevel: 'info' })).watch();
  copyWasm();
}

function copyWasm() {
  for (const file of wasm) {
    fs.copyFileSync(require.resolve(file), inRoot('dist', path.basename(file)));
    fs.chmodSync(inRoot('dist', path.basename(file)), 0o644);
  }
}

/** What an earlier build left behind goes last: a server started from dist/ meanwhile finds its files at any time. */
function removeOthers(written) {
  const names = new Set(written.map((file) => path.basename(file)));
  for (const file of fs.readdirSync(inRoot('dist')))
    if (!names.has(file)) fs.rmSync(inRoot('dist', file), { recursive: true });
}

if (process.argv.includes('--watch')) await watch();
else await build();
