/**
 * URI ↔ path. Inside the house a file is an absolute path with forward slashes; a document that is no file (`untitled:`) is named by
 * its URI. The client's own spelling of a URI wins on the way out: editors compare them as strings.
 */
import { URI } from 'vscode-uri';

/** Schemes we look at. Everything else (`git:`, `output:`, `vscode-chat-code-block:` …) is a copy or no code at all. */
const SCHEMES: ReadonlySet<string> = new Set(['file', 'untitled', 'vscode-userdata']);

/** Path for a URI; undefined when the URI is malformed or of a scheme that is none of our business. */
export function pathOf(uri: string): string | undefined {
  try {
    const parsed = URI.parse(uri, true);
    if (!SCHEMES.has(parsed.scheme)) return undefined;
    if (parsed.scheme !== 'file') return uri;
    const path = parsed.fsPath.replace(/\\/g, '/');
    return path.length > 1 && path.endsWith('/') && !/^[a-z]:\/$/i.test(path) ? path.slice(0, -1) : path;
  } catch {
    return undefined;
  }
}

export function uriOf(path: string): string {
  return isFile(path) ? URI.file(path).toString() : path;
}

/** Is this a path on disk, and not the URI of a document that is no file? A drive letter is no scheme. */
export function isFile(path: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:/i.test(path);
}
