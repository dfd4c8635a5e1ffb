/**
 * Loads a language's frontend on first use. A frontend brings a parser of megabytes, and most workspaces need one of them or none.
 *
 * In the source (tests) the imports below load the frontend's own files; in the bundle esbuild.mjs turns them into
 * `require('./typescript.js')` and `require('./python.js')`, each a chunk of its own beside the server.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Frontend } from '../frontends/frontend';

export type FrontendName = 'typescript' | 'python';

/** What a frontend may need besides its code. It gets bytes, because only the host touches the disk. */
export interface FrontendAssets {
  /** A WebAssembly file by its name, such as `tree-sitter-python.wasm`. */
  wasm(file: string): Uint8Array;
}

/** What `frontends/<name>/index.ts` exports. */
export interface FrontendModule {
  createFrontend(assets: FrontendAssets): Frontend | Promise<Frontend>;
}

const loaded = new Map<FrontendName, Promise<Frontend>>();

/** One frontend per process. A failed load is forgotten, so that the next call tries again. */
export function loadFrontend(name: FrontendName): Promise<Frontend> {
  let frontend = loaded.get(name);
  if (!frontend) {
    frontend = load(name);
    loaded.set(name, frontend);
    frontend.catch(() => loaded.delete(name));
  }
  return frontend;
}

/** Those of languages that are not there yet. What cannot be loaded is logged, and why is kept in `failed`. */
export async function loadFrontends(
  languages: readonly string[],
  loaded: Map<string, Frontend>,
  failed: Map<string, string>,
  log: (message: string) => void,
): Promise<void> {
  for (const language of languages) {
    if (loaded.has(language)) continue;
    try {
      loaded.set(language, await loadFrontend(language as FrontendName));
      failed.delete(language);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      failed.set(language, message);
      log(`the frontend for ${language} could not be loaded: ${message}`);
    }
  }
}

async function load(name: FrontendName): Promise<Frontend> {
  const module: FrontendModule =
    name === 'typescript' ? await import('../frontends/typescript/index') : await import('../frontends/python/index');
  return module.createFrontend({ wasm });
}

/** In the bundle the files lie beside it; in the source they are still in their packages. */
function wasm(file: string): Uint8Array {
  const beside = join(__dirname, file);
  if (existsSync(beside)) return readFileSync(beside);
  return readFileSync(createRequire(__filename).resolve(`${file.replace(/\.wasm$/, '')}/${file}`));
}
