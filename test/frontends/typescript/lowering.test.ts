/**
 * What each construct becomes. The cases are in lowering/*.txt: `### title`, the code, `---`, the IR as print-ir.ts writes it.
 * `UPDATE=1 npx vitest run test/frontends/typescript` rewrites what is expected; read the difference.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTypeScriptFrontend } from '../../../server/src/frontends/typescript';
import { checkModule } from '../../support/check-ir';
import { printModule } from '../../support/print-ir';
import { compareCalls } from './support';

const folder = path.join(__dirname, 'lowering');
const frontend = createTypeScriptFrontend();

interface Case {
  readonly title: string;
  readonly code: string;
  readonly expected: string;
}

function casesOf(text: string): Case[] {
  return text
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...rest] = section.trimEnd().split('\n');
      const at = rest.indexOf('---');
      const [code, expected] = at < 0 ? [rest, []] : [rest.slice(0, at), rest.slice(at + 1)];
      return { title, code: code.join('\n'), expected: expected.join('\n') };
    });
}

for (const name of readdirSync(folder)) {
  const file = path.join(folder, name);
  const cases = casesOf(readFileSync(file, 'utf8'));
  // Types in angle brackets and JSX exclude each other.
  const source = name === 'jsx.txt' ? '/a.tsx' : '/a.ts';
  const lower = (code: string) => frontend.lower({ path: source, text: code });

  if (process.env['UPDATE']) {
    const updated = cases.map(({ title, code }) => `### ${title}\n${code}\n---\n${printModule(lower(code))}`.trimEnd());
    writeFileSync(file, `${updated.join('\n\n')}\n`);
  }

  describe(name.replace('.txt', ''), () => {
    test.each(cases)('$title', ({ code, expected }) => {
      const module = lower(code);
      if (!process.env['UPDATE']) expect(printModule(module)).toBe(expected);
      expect(checkModule(module, code.length)).toEqual([]);
      expect(compareCalls(source, code, module)).toEqual([]);
      expect(structuredClone(module)).toEqual(module);
    });
  });
}
