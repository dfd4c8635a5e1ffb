/** Pages as files, for editors that have no document of ours: they lie beside the server, in the repository as in the package. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** @param folder the folder `threats/`. @returns a `file:` URI without brackets, so that it can stand in a Markdown link */
export function pageFile(folder: string, threat: string, rule?: string): string | undefined {
  const file = rule === undefined ? path.join(folder, `${threat}.md`) : path.join(folder, threat, `${rule}.md`);
  if (!existsSync(file)) return undefined;
  return pathToFileURL(file).href.replace(/[()]/g, (bracket) => `%${bracket.charCodeAt(0).toString(16)}`);
}
