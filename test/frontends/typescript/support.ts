/** What the syntax tree says about a text, found in the plainest way, to hold the frontend's answers against. */
import { ts } from 'ts-morph';
import type { IrModule } from '../../../server/src/ir/ir';
import { callsOf } from '../../support/check-ir';

function parse(path: string, text: string): ts.SourceFile {
  const kind = /\.tsx$/.test(path) ? ts.ScriptKind.TSX : /ts$/.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
  return ts.createSourceFile(
    path,
    text,
    {
      languageVersion: ts.ScriptTarget.ESNext,
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
      setExternalModuleIndicator: (file) => Object.assign(file, { externalModuleIndicator: true }),
    },
    true,
    kind,
  );
}

/** Calls that the tree has and the IR lacks (`-`), or the other way round (`+`), as text. */
export function compareCalls(path: string, text: string, module: IrModule): string[] {
  const file = parse(path, text);
  const count = new Map<string, number>();
  const add = (start: number, end: number, n: number): void => {
    const key = `${start}-${end}`;
    count.set(key, (count.get(key) ?? 0) + n);
  };
  const visit = (node: ts.Node): void => {
    // Ambient modules describe other files.
    if (ts.isModuleDeclaration(node) && (ts.isStringLiteral(node.name) || node.flags & ts.NodeFlags.GlobalAugmentation))
      return;
    const isCall =
      ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node) || (ts.isCallExpression(node) && !isImport(node));
    if (isCall || ts.isClassStaticBlockDeclaration(node)) add(node.getStart(file), node.end, 1);
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const { range } of callsOf(module)) add(range.start, range.end, -1);
  return [...count].flatMap(([key, n]) => {
    if (n === 0) return [];
    const [start, end] = key.split('-').map(Number);
    return [`${n > 0 ? '-' : '+'} ${text.slice(start, end).slice(0, 60)} @${key}`];
  });
}

function isImport(node: ts.CallExpression): boolean {
  const [first] = node.arguments;
  if (!first || !ts.isStringLiteralLike(first)) return false;
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(node.expression) && node.expression.text === 'require' && node.arguments.length === 1;
}

/** Ranges of all comments, by asking every token for the trivia around it. */
export function commentRanges(path: string, text: string): string[] {
  const file = parse(path, text);
  const found = new Map<number, number>();
  const note = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) found.set(pos, end);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) return;
    const children = node.getChildren(file);
    if (children.length > 0 && !ts.isSourceFile(node)) {
      children.forEach(visit);
      return;
    }
    if (ts.isSourceFile(node)) children.forEach(visit);
    else if (node.pos < node.getStart(file) || node.kind === ts.SyntaxKind.EndOfFileToken) {
      note(ts.getLeadingCommentRanges(text, node.pos === 0 ? (ts.getShebang(text)?.length ?? 0) : node.pos));
      note(ts.getTrailingCommentRanges(text, node.pos));
    }
  };
  visit(file);
  return [...found].sort(([a], [b]) => a - b).map(([start, end]) => `${start}-${end}`);
}
