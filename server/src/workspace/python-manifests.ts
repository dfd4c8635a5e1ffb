/**
 * Requirements files and pyproject.toml, as far as threats need them: which version of pyzmq they ask for, and where that stands. Read line by
 * line: what is not understood is left out, and installers will complain of what is wrong.
 */
import type { PackageUse } from '../model/model';
import { basename } from './paths';

const REQUIREMENTS = /^(?:requirements|constraints)(?![a-z]).*\.(?:txt|in)$/i;

/** Requirements and constraints in pip's form, whatever they are for. */
export function isRequirements(path: string): boolean {
  return REQUIREMENTS.test(basename(path));
}

export function readPythonManifest(path: string, text: string): readonly PackageUse[] {
  return isRequirements(path) ? requirements(path, text) : pyproject(path, text);
}

/**
 * Name, extras and version of a requirement (PEP 508). PyPI's `zmq` is an empty package that asks for any pyzmq, so it says nothing. Of an
 * environment marker only that there is one matters: the version holds where it holds.
 */
const REQUIREMENT = /^(pyzmq)[ \t]*(?:\[[\w\s,.-]*\])?[ \t]*\(?((?:[=!<>~]=?=?[ \t]*[\w.*+!-]+[ \t]*,?[ \t]*)+)/i;

function requirements(file: string, text: string): readonly PackageUse[] {
  return lines(text).flatMap(({ line, start }) => {
    const indent = line.length - line.trimStart().length;
    return requirement(line.trim(), start + indent, file, basename(file));
  });
}

function requirement(text: string, start: number, file: string, section: string): readonly PackageUse[] {
  const found = REQUIREMENT.exec(text);
  if (!found) return [];
  const range = found[2]!.replace(/[,\s]+$/, '');
  const from = start + found[0].length - found[2]!.length;
  return [use(range, from, file, section)];
}

function use(range: string, start: number, file: string, section: string): PackageUse {
  const place = { file, range: { start, end: start + range.length } };
  return { ecosystem: 'pypi', name: 'pyzmq', alias: 'zmq', range, place, section };
}

const TABLE = /^\[+([^\]]+)\]+/;

/** Poetry: `pyzmq = "^26"`, `pyzmq = { version = "^26" }`. */
const POETRY = /^pyzmq\s*=\s*(?:\{.*?\bversion\s*=\s*)?(["'])([^"']*)\1/i;

/** `dependencies = ["pyzmq>=26"]` in `[project]`, groups and extras likewise, and Poetry's tables. */
function pyproject(file: string, text: string): readonly PackageUse[] {
  const found: PackageUse[] = [];
  let table = '';
  for (const { line, start } of lines(text)) {
    table = TABLE.exec(line.trim())?.[1]?.trim() ?? table;
    if (/^tool\.poetry\..*dependencies$/.test(table)) {
      const poetry = POETRY.exec(line);
      if (poetry) found.push(use(poetry[2]!, start + poetry[0].length - poetry[2]!.length - 1, file, table));
    } else if (HOLDS_LISTS.test(table))
      for (const quoted of line.matchAll(/(["'])(.*?)\1/g))
        found.push(...requirement(quoted[2]!, start + quoted.index + 1, file, table));
  }
  return found;
}

const HOLDS_LISTS = /^(project|project\.optional-dependencies|dependency-groups|build-system)$/;

/** Without comments. */
function lines(text: string): readonly { readonly line: string; readonly start: number }[] {
  return [...text.matchAll(/[^\r\n]+/g)].map((match) => ({
    line: match[0].replace(/(^|\s)#.*$/, ''),
    start: match.index,
  }));
}
