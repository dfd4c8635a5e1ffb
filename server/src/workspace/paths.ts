/**
 * Paths as the house names them: absolute, forward slashes, on every platform. Written here because the core may not use `node:path`
 * (it also runs in a browser), and because Windows drive letters must not change the rules.
 */

/** Folder of a path, without a trailing slash; the root's folder is the root. */
export function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '.';
  return slash === 0 ? '/' : path.slice(0, slash);
}

/** Last segment of a path. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** File name without its last ending: `bus` of `/a/bus.ts`. Names that start with a dot keep it. */
export function stem(path: string): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** Ending in lower case with its dot: `.ts`; empty when there is none. */
export function extension(path: string): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot).toLowerCase() : '';
}

/** Resolves `.` and `..` and doubled slashes. `..` above the root stays at the root. */
export function normalize(path: string): string {
  const absolute = path.startsWith('/');
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.length > 0 && out[out.length - 1] !== '..') out.pop();
    else if (!absolute) out.push('..');
  }
  return (absolute ? '/' : '') + out.join('/') || (absolute ? '/' : '.');
}

/** Joins and normalizes; a second path that is absolute wins. */
export function join(base: string, path: string): string {
  return normalize(path.startsWith('/') || /^[A-Za-z]:\//.test(path) ? path : `${base}/${path}`);
}

/** True when `path` is `folder` or lies in it. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Path relative to a folder it lies in; the path itself when it lies elsewhere. */
export function relativeTo(folder: string, path: string): string {
  if (path === folder) return '';
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

/** Folders from that of `path` upwards, nearest first, up to and including `top` (or the root, when `path` is not inside `top`). */
export function ancestors(path: string, top: string | undefined): readonly string[] {
  const found: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    found.push(folder);
    if (folder === top || folder === dirname(folder)) return found;
  }
}

/** The innermost of several folders that holds a path. */
export function innermost(folders: readonly string[], path: string): string | undefined {
  let best: string | undefined;
  for (const folder of folders)
    if (isInside(folder, path) && (best === undefined || folder.length > best.length)) best = folder;
  return best;
}
