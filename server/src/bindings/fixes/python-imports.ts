/** `import os` for a fix that reads the environment, unless the module has it. */
import type { Edit } from '../binding';
import type { Source } from './source';

/** @returns no edit when the name is there already */
export function importModule(source: Source, file: string, module: string): readonly Edit[] {
  const present = new RegExp(
    `^\uFEFF?import[ \\t]+(?:[^#\\r\\n]*,[ \\t]*)?${module}(?![\\w])(?:\\.\\w+)*[ \\t]*(?:,|#|;|$)`,
    'm',
  );
  if (present.test(source.text)) return [];
  const at = afterImports(source);
  const eol = source.breakBefore(at) || source.eol;
  const needsBreak = at > 0 && source.text[at - 1] !== '\uFEFF' && !/[\r\n]/.test(source.text[at - 1]!);
  return [{ file, range: { start: at, end: at }, text: `${needsBreak ? eol : ''}import ${module}${eol}` }];
}

/**
 * After the last import before the first other statement; at the top when there is none, below a byte order mark, comments, docstring
 * and `__future__`.
 */
function afterImports(source: Source): number {
  const start = source.text.startsWith('\uFEFF') ? 1 : 0;
  let after = start;
  let at = start;
  let docstring = true;
  while (at < source.text.length) {
    const end = logicalLineEnd(source, at);
    const line = source.text.slice(at, end);
    const code = source.code.slice(at, end);
    if (/^(import|from)\s/.test(line)) after = end;
    else if (docstring && /^[ru]{0,2}["']/i.test(line)) after = end;
    // `__author__ = …` between docstring and imports is no code yet.
    else if (code.trim() !== '' && !/^__\w+__\s*=/.test(code)) break;
    else if (after === start && /^#(!|.*coding[:=])/.test(line)) after = end;
    if (code.trim() !== '') docstring = false;
    at = end;
  }
  return after;
}

/** The line with all that its brackets, strings and backslashes join to it. */
function logicalLineEnd(source: Source, start: number): number {
  let depth = 0;
  let end = start;
  while (end < source.text.length) {
    const from = end;
    end = source.nextLine(from);
    const code = source.code.slice(from, end);
    for (const c of code) depth += '([{'.includes(c) ? 1 : ')]}'.includes(c) ? -1 : 0;
    const open = (source.code.slice(start, end).match(/"/g) ?? []).length % 2 === 1;
    if (depth <= 0 && !open && !/\\\s*$/.test(code)) break;
  }
  return end;
}
