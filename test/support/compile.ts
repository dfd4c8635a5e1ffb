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

/**
 * For programs that are pieces of somebody's project: modules of either kind under any name, names that nobody uses yet, `process.env.NAME`. An
 * option may be `undefined` there, which zeromq.js 6 refuses when it runs ("Option value must be a string or buffer"): a variable that is
 * not set ends the program.
 */
export const PROJECT: ts.CompilerOptions = {
  exactOptionalPropertyTypes: false,
  noUncheckedIndexedAccess: false,
  noPropertyAccessFromIndexSignature: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

/**
 * Errors, as `file:line: message`. Names decide on the language and, under the usual options, on the kind of module: a.mts, a.cts, a.mjs.
 * They may have folders.
 */
export function typeErrors(files: ReadonlyMap<string, string>, more: ts.CompilerOptions = {}): readonly string[] {
  const options = { ...OPTIONS, ...more };
  const texts = new Map([...files].map(([name, text]) => [path.join(root, 'out', 'texts', name), text]));
  const host = ts.createCompilerHost(options);
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
  return errorsOf(ts.createProgram([...texts.keys()], options, host), path.join(root, 'out', 'texts'));
}

/** Errors of a project on the disk, by its own settings. */
export function projectErrors(tsconfig: string): readonly string[] {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (one: ts.Diagnostic) => void unusable.push(one) };
  const unusable: ts.Diagnostic[] = [];
  const project = ts.getParsedCommandLineOfConfigFile(tsconfig, { noEmit: true, skipLibCheck: true }, host);
  const folder = path.dirname(tsconfig);
  if (!project) return unusable.map((one) => textOf(one, folder));
  return errorsOf(ts.createProgram(project.fileNames, project.options), folder);
}

function errorsOf(program: ts.Program, folder: string): readonly string[] {
  return ts
    .getPreEmitDiagnostics(program)
    .map((one) => textOf(one, folder))
    .toSorted();
}

function textOf({ file, start, messageText }: ts.Diagnostic, folder: string): string {
  const place = file
    ? `${path.relative(folder, file.fileName)}:${file.getLineAndCharacterOfPosition(start!).line + 1}`
    : '';
  return `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}

/** The JavaScript that TypeScript makes of a text (or of JavaScript), comments kept, laid out its way. */
export function toJavaScript(text: string): string {
  return ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, removeComments: false },
  }).outputText;
}
