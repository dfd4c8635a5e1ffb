/**
 * The tree-sitter runtime: one WebAssembly instance per process, shared by every language that is parsed with it. The host gives
 * the bytes; nothing here touches the disk.
 */
import { Language, Parser, type Tree } from 'web-tree-sitter';

/** How much one parse may cost. Hostile text makes tree-sitter super-linear: a megabyte of noise takes half a minute. */
export interface ParseBudget {
  /** Longest text that is looked at, in UTF-16 units. */
  readonly maxLength: number;
  readonly milliseconds: number;
}

export const DEFAULT_BUDGET: ParseBudget = { maxLength: 2_000_000, milliseconds: 800 };

/** Why there is no tree. */
export type NoTree = 'too long' | 'out of time' | 'failed';

let runtime: Promise<void> | undefined;

/** Start the runtime once; later callers share it, whatever bytes they bring. A failed start is forgotten. */
function start(wasm: Uint8Array): Promise<void> {
  runtime ??= Parser.init({ wasmBinary: wasm } as Parameters<typeof Parser.init>[0]).catch((error: unknown) => {
    runtime = undefined;
    throw error;
  });
  return runtime;
}

/** One grammar with its parser. */
export class Grammar {
  private parser: Parser | undefined;

  private constructor(readonly language: Language) {}

  static async load(runtimeWasm: Uint8Array, grammarWasm: Uint8Array): Promise<Grammar> {
    await start(runtimeWasm);
    return new Grammar(await Language.load(grammarWasm));
  }

  /** The caller deletes the tree: the garbage collector does not see WebAssembly's memory. */
  parse(text: string, budget: ParseBudget): Tree | NoTree {
    if (text.length > budget.maxLength) return 'too long';
    const deadline = performance.now() + budget.milliseconds;
    try {
      this.parser ??= new Parser().setLanguage(this.language);
      const progressCallback = (): boolean => performance.now() > deadline;
      const tree = this.parser.parse(text, null, { progressCallback });
      if (tree) return tree;
      // Without this the next parse would resume here, with another text.
      this.parser.reset();
      return 'out of time';
    } catch {
      // A trap leaves the parser in an unknown state; the next text gets a new one.
      this.parser = undefined;
      return 'failed';
    }
  }
}
