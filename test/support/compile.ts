/** TypeScript's own opinion of texts that are on no disk, against the real types of zeromq and Node. */
import path from 'node:path';
import ts from 'typescript';

const root = path.join(import.meta.dirname, '../..');

/** Stricter than `strict`: what passes here passes under the settings that projects have. */
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noPropertyAccessFromIndexSignature: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
  skipLibCheck: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
};

/** Errors, as `file:line: message`. Names decide on the language and on the kind of module: a.mts, a.cts, a.mjs. */
export function typeErrors(files: ReadonlyMap<string, string>): readonly string[] {
  const texts = new Map([...files].map(([name, text]) => [path.join(root, 'out', 'texts', name), text]));
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile, directoryExists } = host;
  host.fileExists = (file) => texts.has(path.normalize(file)) || fileExists(file);
  host.readFile = (file) => texts.get(path.normalize(file)) ?? readFile(file);
  host.directoryExists = (folder) =>
    [...texts.keys()].some((file) => file.startsWith(path.normalize(folder) + path.sep)) || directoryExists!(folder);
  host.getCurrentDirectory = () => root;
  const getSourceFile = host.getSourceFile;
  host.getSourceFile = (file, target) => {
    const text = texts.get(path.normalize(file));
    return text === undefined ? getSourceFile(file, target) : ts.createSourceFile(file, text, target);
  };
  const program = ts.createProgram([...texts.keys()], OPTIONS, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, start, messageText }) => {
      const place = file
        ? `${path.basename(file.fileName)}:${file.getLineAndCharacterOfPosition(start!).line + 1}`
        : '';
      return `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    })
    .toSorted();
}

/** The JavaScript that TypeScript makes of a text (or of JavaScript), comments kept, laid out its way. */
export function toJavaScript(text: string): string {
  return ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, removeComments: false },
  }).outputText;
}
