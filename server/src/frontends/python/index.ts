/**
 * The frontend for Python: tree-sitter's tree to IR. Knows the language and its standard forms, nothing of any library. Reads Python 3
 * and, as far as the grammar goes, Python 2; half-typed code gives what can be made of it.
 */
import { LineMap, type Range } from '../../text/lines';
import type { IrComment, IrFunction, IrModule } from '../../ir/ir';
import type { Frontend, SourceText } from '../frontend';
import { DEFAULT_BUDGET, Grammar, type NoTree, type ParseBudget } from '../tree-sitter/runtime';
import { TreeReader, type Syntax, type SyntaxProblem, type SyntaxTree } from '../tree-sitter/syntax';
import { lowerAnnotation } from './annotations';
import { boundIn } from './bound';
import { Context } from './context';
import { lowerExpr } from './expressions';
import { lowerLambda } from './functions';
import { PYTHON_SHAPE } from './grammar';
import { starImport } from './imports';
import { repair } from './repair';
import { Scope } from './scopes';
import { lowerStatement } from './statements';
import { lowerTarget } from './targets';

export interface PythonFrontendOptions {
  /** web-tree-sitter.wasm */
  readonly runtimeWasm: Uint8Array;
  /** tree-sitter-python.wasm */
  readonly grammarWasm: Uint8Array;
  readonly budget?: Partial<ParseBudget>;
}

const LOWERERS = {
  expr: lowerExpr,
  statement: lowerStatement,
  target: lowerTarget,
  annotation: lowerAnnotation,
  lambda: lowerLambda,
};

const NO_TREE: Readonly<Record<NoTree, string>> = {
  'too long': 'The file is too long to be analysed',
  'out of time': 'Parsing took too long and was stopped',
  failed: 'The parser failed on this file',
};

/** What host/load-frontend.ts calls. */
export function createFrontend(assets: { wasm(file: string): Uint8Array }): Promise<Frontend> {
  return createPythonFrontend({
    runtimeWasm: assets.wasm('web-tree-sitter.wasm'),
    grammarWasm: assets.wasm('tree-sitter-python.wasm'),
  });
}

export async function createPythonFrontend(options: PythonFrontendOptions): Promise<Frontend> {
  const grammar = await Grammar.load(options.runtimeWasm, options.grammarWasm);
  const reader = new TreeReader(grammar.language, PYTHON_SHAPE);
  const budget = { ...DEFAULT_BUDGET, ...options.budget };
  return { language: 'python', lower: (source) => lower(grammar, reader, budget, source) };
}

function lower(grammar: Grammar, reader: TreeReader, budget: ParseBudget, { path, text }: SourceText): IrModule {
  const read = readText(grammar, reader, budget, withLineFeeds(text));
  const module = emptyModule(path, text);
  if (typeof read === 'string') return withProblem(module, NO_TREE[read], text);
  const { syntax, problems } = read;
  const comments = syntax.comments.map((at) => comment(text, at));
  const base = { ...module, comments, problems };
  const told = syntax.incomplete ? withProblem(base, NO_TREE['too long'], text) : base;
  try {
    return { ...told, ...lowerModule(read.text, syntax.root) };
  } catch (error) {
    // A defect of ours must not cost the other files their findings.
    return withProblem(told, `Internal error: ${error instanceof Error ? error.message : String(error)}`, text);
  }
}

/**
 * Python ends lines at a lone CR as well (The Python Language Reference 2.1.2) and skips a byte order mark (2.1.4); the grammar knows
 * neither. Same length, so offsets stay those of the file.
 */
function withLineFeeds(text: string): string {
  return text.replace(/^\uFEFF|\r(?!\n)/g, '\n');
}

interface ReadText {
  /** The text that was understood, with what is half-typed blanked; offsets are those of the file. */
  readonly text: string;
  readonly syntax: SyntaxTree;
  readonly problems: readonly SyntaxProblem[];
}

function readText(grammar: Grammar, reader: TreeReader, budget: ParseBudget, text: string): ReadText | NoTree {
  const syntax = readTree(grammar, reader, budget, text);
  if (typeof syntax === 'string') return syntax;
  const plain: ReadText = { text, syntax, problems: syntax.problems };
  const errors = syntax.problems.length;
  const repaired = repair(text, errors > 0);
  if (!repaired) return plain;
  const again = readTree(grammar, reader, budget, repaired.text);
  if (typeof again === 'string' || again.problems.length >= Math.max(1, errors)) return plain;
  const taken = repaired.blanked.map((range): SyntaxProblem => ({ range, message: 'Syntax error' }));
  return { text: repaired.text, syntax: again, problems: errors > 0 ? syntax.problems : taken.slice(0, 20) };
}

function readTree(grammar: Grammar, reader: TreeReader, budget: ParseBudget, text: string): SyntaxTree | NoTree {
  const tree = grammar.parse(text, budget);
  if (typeof tree === 'string') return tree;
  try {
    return reader.read(tree, text);
  } finally {
    tree.delete();
  }
}

function lowerModule(text: string, root: Syntax): Pick<IrModule, 'functions' | 'classes' | 'vars' | 'imports'> {
  const cx = new Context(text, text.includes(':='), LOWERERS);
  const scope = new Scope('module', undefined, 0);
  cx.functions.push(moduleBody(text));
  cx.scope = scope;
  cx.frame = { id: 0, generator: false, coroutine: false };
  scope.bind(cx, boundIn(cx, root.kids));
  prepare(cx, root);
  cx.functions[0]!.body = cx.block(root);
  markConstants(cx);
  return { functions: cx.functions, classes: cx.classes, vars: cx.vars, imports: [...cx.imports.values()] };
}

/** What must be known of the whole file before anything is lowered: star imports, and module variables that only functions assign. */
function prepare(cx: Context, root: Syntax): void {
  const mayHaveStar = /\bimport\s*\(?\s*\*/.test(cx.text);
  const mayHaveGlobal = /\bglobal\b/.test(cx.text);
  if (!mayHaveStar && !mayHaveGlobal) return;
  const stack = [root];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (node.type === 'global_statement') {
      for (const name of node.kids) if (name.end > name.start) cx.scope.declare(cx, cx.textOf(name));
    }
    const star = mayHaveStar ? starImport(cx, node) : undefined;
    if (star) cx.stars.push(star);
    for (let i = node.kids.length - 1; i >= 0; i--) stack.push(node.kids[i]!);
  }
}

/** Written in capitals and assigned once, by a statement of the module itself: by convention nobody changes it. */
function markConstants(cx: Context): void {
  for (const stmt of cx.functions[0]!.body) {
    if (stmt.k !== 'assign' || stmt.target.t !== 'var' || cx.writes.get(stmt.target.id) !== 1) continue;
    const variable = cx.vars[stmt.target.id]!;
    if (/^_*[A-Z][A-Z0-9_]*$/.test(variable.name)) variable.constant = true;
  }
}

function moduleBody(text: string): IrFunction {
  return {
    name: '',
    range: { start: 0, end: text.length },
    parent: -1,
    params: [],
    body: [],
    async: false,
    generator: false,
    lexicalThis: false,
    decorators: [],
  };
}

function emptyModule(path: string, text: string): IrModule {
  return {
    path,
    language: 'python',
    functions: [moduleBody(text)],
    classes: [],
    vars: [],
    imports: [],
    exportsAllNames: true,
    sloppy: false,
    comments: [],
    problems: [],
  };
}

/** A problem of the whole file is shown on its first line. */
function withProblem(module: IrModule, message: string, text: string): IrModule {
  const firstLine = new LineMap(text.slice(0, 1000)).lineEnd(0);
  return { ...module, problems: [...module.problems, { range: { start: 0, end: firstLine }, message }] };
}

function comment(text: string, at: Range): IrComment {
  return { range: at, text: text.slice(at.start + 1, at.end).trim() };
}
