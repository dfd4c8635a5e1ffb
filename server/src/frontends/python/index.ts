/**
 * The frontend for Python: tree-sitter's tree to IR. Knows the language and its standard forms, nothing of any library. Reads Python 3
 * and, as far as the grammar goes, Python 2; half-typed code gives what can be made of it.
 */
import { LineMap } from '../../text/lines';
import type { IrModule } from '../../ir/ir';
import { moduleBody } from '../../ir/module-body';
import type { Frontend, SourceText } from '../frontend';
import { Allowance, DEFAULT_BUDGET, Grammar, type NoTree, type ParseBudget } from '../tree-sitter/runtime';
import { TreeReader } from '../tree-sitter/syntax';
import { lowerAnnotation } from './annotations';
import { lowerExpr } from './expressions';
import { lowerLambda } from './functions';
import { PYTHON_SHAPE } from './grammar';
import { link, type Linked, type Slot } from './link';
import { readPiece, type Parser, type Reading } from './read';
import { slotsOf, type Before } from './reuse';
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
  const frontend = new PythonFrontend({ grammar, reader }, { ...DEFAULT_BUDGET, ...options.budget });
  return { language: 'python', lower: (source, previous) => frontend.lower(source, previous) };
}

class PythonFrontend {
  /** What the next text can take over, as long as somebody holds the module. */
  private readonly kept = new WeakMap<IrModule, Before>();

  constructor(
    private readonly parser: Parser,
    private readonly budget: ParseBudget,
  ) {}

  lower({ path, text }: SourceText, previous: IrModule | undefined): IrModule {
    const empty = emptyModule(path, text);
    if (text.length > this.budget.maxLength) return withProblem(empty, NO_TREE['too long'], text);
    try {
      const before = previous && this.kept.get(previous);
      const read = withLineFeeds(text);
      const { slots, names, module, incomplete } = this.pieces(read, before);
      const whole = incomplete
        ? withProblem({ ...empty, ...module }, NO_TREE['too long'], text)
        : { ...empty, ...module };
      const pieces = slots.map(({ start, end, unending, piece }) => ({ start, end, unending, piece }));
      this.kept.set(whole, { text: read, pieces, names });
      return whole;
    } catch (error) {
      if (error instanceof Unreadable) return withProblem(empty, NO_TREE[error.reason], text);
      // A defect of ours must not cost the other files their findings.
      return withProblem(empty, `Internal error: ${error instanceof Error ? error.message : String(error)}`, text);
    }
  }

  private pieces(text: string, before: Before | undefined): Linked {
    const allowance = new Allowance(this.budget);
    const read = ({ start, end }: Slot): Reading => {
      const reading = readPiece(this.parser, ownCopy(text.slice(start, end)), allowance, LOWERERS);
      if (typeof reading === 'string') throw new Unreadable(reading);
      return reading;
    };
    const slots = slotsOf(text, before);
    // All of them first: what each binds, the others have to know.
    for (const slot of slots) if (!slot.piece) slot.reading = read(slot);
    return link(slots, text.length, read, LOWERERS, before?.names);
  }
}

/**
 * Python ends lines at a lone CR as well (The Python Language Reference 2.1.2) and skips a byte order mark (2.1.4); the grammar knows
 * neither. Same length, so offsets stay those of the file.
 */
function withLineFeeds(text: string): string {
  return text.replace(/^\uFEFF|\r(?!\n)/g, '\n');
}

class Unreadable extends Error {
  constructor(readonly reason: NoTree) {
    super(reason);
  }
}

/** A string that does not hold on to the one it was cut from: names in the IR are cut from it and outlive the text they came from. */
function ownCopy(text: string): string {
  return ` ${text}`.slice(1);
}

function emptyModule(path: string, text: string): IrModule {
  return {
    path,
    language: 'python',
    functions: [moduleBody(text.length)],
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
  return {
    ...module,
    problems: [...module.problems, { range: { start: 0, end: firstLine }, message }],
    unread: message,
  };
}
