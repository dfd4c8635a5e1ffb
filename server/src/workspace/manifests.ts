/**
 * package.json as far as threats need it: which versions of which packages it asks for, with the exact place of each version, and the
 * package's own name. Offsets come from the JSON tree, so that a finding underlines the version and nothing else.
 */
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import type { PackageUse } from '../model/model';
import type { Range } from '../text/lines';
import { jsonTree } from './jsonc';
import { basename, dirname } from './paths';
import { readPythonManifest } from './python-manifests';

export interface Manifest {
  readonly path: string;
  readonly folder: string;
  /** The package's own name. */
  readonly name?: string;
  /** Subpaths it exports, without the leading `./`; importers may name a file by them. */
  readonly subpaths: readonly string[];
  readonly packages: readonly PackageUse[];
}

const SECTIONS = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
  'resolutions',
] as const;

/** Reads a manifest; anything that is not as it should be is left out, never an error: npm itself will complain. */
export function readManifest(path: string, text: string): Manifest {
  if (basename(path) !== 'package.json')
    return { path, folder: dirname(path), subpaths: [], packages: readPythonManifest(path, text) };
  const root = jsonTree(text);
  const packages = root
    ? SECTIONS.flatMap((section) => uses(findNodeAtLocation(root, [section]), section, path, text))
    : [];
  const pnpm = root ? uses(findNodeAtLocation(root, ['pnpm', 'overrides']), 'overrides', path, text) : [];
  const name: unknown = root && findNodeAtLocation(root, ['name'])?.value;
  const exported = root && findNodeAtLocation(root, ['exports']);
  const subpaths = (exported?.type === 'object' ? keys(exported) : [])
    .filter((key) => key.startsWith('./'))
    .map((key) => key.slice(2));
  return {
    path,
    folder: dirname(path),
    name: typeof name === 'string' ? name : undefined,
    subpaths,
    packages: [...packages, ...pnpm],
  };
}

function keys(node: Node): readonly string[] {
  return (node.children ?? []).map((property) => String(property.children?.[0]?.value ?? ''));
}

function uses(node: Node | undefined, section: string, path: string, text: string): readonly PackageUse[] {
  if (node?.type !== 'object') return [];
  const found: PackageUse[] = [];
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (typeof key?.value !== 'string' || value?.type !== 'string' || typeof value.value !== 'string') continue;
    found.push(packageUse(key.value, value.value, inside(value, text), section, path));
  }
  return found;
}

/** The string's content without its quotes; a version has no escapes worth caring about. */
function inside(node: Node, text: string): Range {
  const end = node.offset + node.length;
  return { start: node.offset + 1, end: text[end - 1] === '"' && node.length > 1 ? end - 1 : end };
}

/**
 * One dependency. `"z": "npm:zeromq@5.3.1"` is zeromq under another name: the code says `require('z')`. Override keys may carry a
 * range or a path (`zeromq@^5`, `a/zeromq`): the last package in them is the one that is overridden.
 */
function packageUse(key: string, value: string, range: Range, section: string, file: string): PackageUse {
  const alias = /^npm:(@?[^@]+)@(.*)$/.exec(value);
  if (alias) {
    const start = range.start + value.length - alias[2]!.length;
    return {
      ecosystem: 'npm',
      name: alias[1]!,
      alias: key,
      range: alias[2]!,
      place: { file, range: { start, end: range.end } },
      section,
    };
  }
  const name = section === 'overrides' || section === 'resolutions' ? overridden(key) : key;
  return { ecosystem: 'npm', name, range: value, place: { file, range }, section };
}

function overridden(key: string): string {
  const last = /(?:^|[/>])((?:@[^/@>]+\/)?[^/@>]+)(?:@[^/>]*)?$/.exec(key);
  return last?.[1] ?? key;
}
