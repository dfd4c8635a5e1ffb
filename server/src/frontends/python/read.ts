/** A piece of a text → its syntax, and what that says to the rest of the file before anything is lowered. */
import type { Range } from '../../text/lines';
import { Allowance, type Grammar, type NoTree } from '../tree-sitter/runtime';
import { TreeReader, type Syntax, type SyntaxProblem, type SyntaxTree } from '../tree-sitter/syntax';
import { boundIn } from './bound';
import { Context, type Lowerers, type StarImport } from './context';
import { starImport } from './imports';
import { repair } from './repair';

/** All offsets are those of the piece. */
export interface Reading {
  /** The text that was understood, with what is half-typed blanked. */
  readonly text: string;
  readonly root: Syntax;
  readonly comments: readonly Range[];
  readonly problems: readonly SyntaxProblem[];
  /** Larger than anybody reads; its beginning is there. */
  readonly incomplete: boolean;
  /** Variables of the module that its own statements bind, and those that only functions assign. */
  readonly bound: readonly string[];
  readonly globals: readonly string[];
  readonly stars: readonly StarImport[];
}

export interface Parser {
  readonly grammar: Grammar;
  readonly reader: TreeReader;
}

export function readPiece(parser: Parser, text: string, allowance: Allowance, lowerers: Lowerers): Reading | NoTree {
  const read = readText(parser, text, allowance);
  if (typeof read === 'string') return read;
  const { root, comments, incomplete } = read.syntax;
  const cx = new Context(read.text, { names: new Map(), stars: [] }, lowerers);
  const { names, globals, nonlocals } = boundIn(cx, root.kids);
  const bound = [...globals, ...names.keys()].filter((name) => !nonlocals.has(name));
  return { text: read.text, root, comments, problems: read.problems, incomplete, bound, ...hidden(cx, root) };
}

interface ReadText {
  readonly text: string;
  readonly syntax: SyntaxTree;
  readonly problems: readonly SyntaxProblem[];
}

function readText(parser: Parser, text: string, allowance: Allowance): ReadText | NoTree {
  const syntax = readTree(parser, text, allowance);
  if (typeof syntax === 'string') return syntax;
  const plain: ReadText = { text, syntax, problems: syntax.problems };
  const errors = syntax.problems.length;
  const repaired = repair(text, errors > 0);
  if (!repaired) return plain;
  const again = readTree(parser, repaired.text, allowance);
  if (typeof again === 'string' || again.problems.length >= Math.max(1, errors)) return plain;
  const taken = repaired.blanked.map((range): SyntaxProblem => ({ range, message: 'Syntax error' }));
  return { text: repaired.text, syntax: again, problems: errors > 0 ? syntax.problems : taken.slice(0, 20) };
}

function readTree({ grammar, reader }: Parser, text: string, allowance: Allowance): SyntaxTree | NoTree {
  const tree = grammar.parse(text, allowance);
  if (typeof tree === 'string') return tree;
  try {
    return reader.read(tree, text);
  } finally {
    tree.delete();
  }
}

/** What may stand anywhere and means something to the whole file: star imports, and module variables that only functions assign. */
function hidden(cx: Context, root: Syntax): Pick<Reading, 'globals' | 'stars'> {
  const globals: string[] = [];
  const stars: StarImport[] = [];
  const mayHaveStar = /\bimport\s*\(?\s*\*/.test(cx.text);
  if (!mayHaveStar && !/\bglobal\b/.test(cx.text)) return { globals, stars };
  const stack = [root];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (node.type === 'global_statement') {
      for (const name of node.kids) if (name.end > name.start) globals.push(cx.textOf(name));
    }
    const star = mayHaveStar ? starImport(cx, node) : undefined;
    if (star) stars.push(star);
    for (let i = node.kids.length - 1; i >= 0; i--) stack.push(node.kids[i]!);
  }
  return { globals, stars };
}
