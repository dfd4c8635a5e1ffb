/**
 * Declarations of libraries that are not installed, each module as a file of its own. `declare module "m" { … }` is unwrapped: as an
 * ambient module it would hide the real package from those files that have it.
 */
import { ts } from 'ts-morph';

/** Where these files lie; no path of the host looks like this. */
export const DECLARED = '/(types)/modules/';

/** Path → text. */
export function declaredModules(declarations: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [module, text] of declarations) {
    const ambient = ambientModules(text);
    if (ambient.length === 0) files.set(pathOf(module), text);
    for (const [name, body] of ambient) files.set(pathOf(name), body);
  }
  return files;
}

function pathOf(module: string): string {
  return `${DECLARED}${module}.d.ts`;
}

/** The module a declared file stands for. */
export function declaredModule(path: string): string | undefined {
  return path.startsWith(DECLARED) ? path.slice(DECLARED.length, -'.d.ts'.length) : undefined;
}

function ambientModules(text: string): (readonly [string, string])[] {
  if (!/\bmodule\s+['"]/.test(text)) return [];
  const file = ts.createSourceFile('/m.d.ts', text, ts.ScriptTarget.ESNext, false);
  return file.statements.flatMap((node) => {
    if (!ts.isModuleDeclaration(node) || !ts.isStringLiteral(node.name) || !node.body || !ts.isModuleBlock(node.body))
      return [];
    const { pos, end } = node.body.statements;
    // Everything in an ambient module is exported; an import makes the same true of a file.
    return [[node.name.text, `${text.slice(pos, end)}\n;import '${node.name.text}';`] as const];
  });
}
