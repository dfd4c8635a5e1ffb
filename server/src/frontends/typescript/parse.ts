/** Text → syntax tree. The last few trees are kept, so that a keystroke parses only what it touched. */
import { ts } from 'ts-morph';
import { changeBetween, type Change } from '../../text/change';
import type { SourceText } from '../frontend';

const KEPT = 4;

const BY_LANGUAGE_ID: Readonly<Record<string, string>> = {
  typescript: '.ts',
  typescriptreact: '.tsx',
  javascript: '.js',
  javascriptreact: '.jsx',
};

const OPTIONS: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.ESNext,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  // `await` at the top level means what it says in every file, whether or not something is imported there.
  setExternalModuleIndicator: (file) => {
    (file as { externalModuleIndicator?: unknown }).externalModuleIndicator = true;
  },
};

export class Parser {
  private readonly trees = new Map<string, ts.SourceFile>();

  parse(source: SourceText): ts.SourceFile {
    const name = fileName(source);
    const { text } = source;
    const old = this.trees.get(name);
    this.trees.delete(name);
    const file = (old && update(old, text)) ?? this.parseOnce(source);
    this.trees.set(name, file);
    if (this.trees.size > KEPT) for (const oldest of this.trees.keys()) return (this.trees.delete(oldest), file);
    return file;
  }

  /** A tree that is not kept. */
  parseOnce(source: SourceText): ts.SourceFile {
    const name = fileName(source);
    return ts.createSourceFile(name, source.text, OPTIONS, false, scriptKind(name));
  }

  /** After a failure nothing of the old tree is to be trusted. */
  forget(source: SourceText): void {
    this.trees.delete(fileName(source));
  }
}

/** The path, with an ending that tells the language where it has none of its own (untitled documents). */
function fileName({ path, languageId }: SourceText): string {
  if (/\.[cm]?[jt]s$|\.[jt]sx$/i.test(path)) return path;
  return path + (BY_LANGUAGE_ID[languageId ?? ''] ?? '.ts');
}

function scriptKind(name: string): ts.ScriptKind {
  if (/\.tsx$/i.test(name)) return ts.ScriptKind.TSX;
  if (/ts$/i.test(name)) return ts.ScriptKind.TS;
  return ts.ScriptKind.JSX;
}

/** The old tree with the one stretch replaced in which the texts differ; undefined when too much does. */
function update(old: ts.SourceFile, text: string): ts.SourceFile | undefined {
  const change = changeBetween(old.text, text);
  if (!change) return old;
  const span = changeRange(change);
  const kept = old.text.length - span.span.length;
  return kept < Math.min(old.text.length, text.length) / 2 ? undefined : ts.updateSourceFile(old, text, span);
}

export function changeRange({ start, oldEnd, newEnd }: Change): ts.TextChangeRange {
  return { span: { start, length: oldEnd - start }, newLength: newEnd - start };
}
