// Where things are. Every script starts from here, so that none depends on the folder it was called from.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** An absolute path inside the repository. */
export const inRoot = (...parts) => path.join(root, ...parts);
