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
  /** Work that is allowed however long it takes, so that a busy machine does not lose what a quiet one finds. One is about 0.03 ms. */
  readonly steps: number;
}

/** What is left of a budget while a text is parsed, in one piece or in many. */
export class Allowance {
  private readonly deadline: number;
  private steps = 0;

  constructor(private readonly budget: ParseBudget) {
    this.deadline = performance.now() + budget.milliseconds;
  }

  /** Counts a step; false when nothing is left. */
  readonly step = (): boolean => ++this.steps <= this.budget.steps || performance.now() <= this.deadline;
}

/** 8,000 steps are what 1.5 MB of ordinary code need. */
export const DEFAULT_BUDGET: ParseBudget = { maxLength: 2_000_000, milliseconds: 800, steps: 8000 };

/** Why there is no tree. */
export type NoTree = 'too long' | 'out of time' | 'failed';

let runtime: Promise<void> | undefined;

/** Start the runtime once; later callers share it, whatever bytes they bring. A failed start is forgotten. */
function start(wasm: Uint8Array): Promise<void> {
  runtime ??= initialise(wasm).catch((error: unknown) => {
    runtime = undefined;
    throw error;
  });
  return runtime;
}

/** The parts of emscripten's module that are used here; web-tree-sitter puts them into the object it is given. */
interface EmscriptenModule {
  wasmBinary: Uint8Array;
  setValue?(address: number, value: number, type: string): void;
  getValue?(address: number, type: string): number;
  readonly HEAP32?: Int32Array;
}

async function initialise(wasm: Uint8Array): Promise<void> {
  const module: EmscriptenModule = { wasmBinary: wasm };
  await Parser.init(module as Parameters<typeof Parser.init>[0]);
  fastMemory(module);
}

/**
 * A step of a tree cursor moves eight integers through emscripten's general accessors, which take half the time of the step. The same
 * through the typed array, where the machine's byte order is WebAssembly's. (Read anew each time: memory that grows gets a new array.)
 */
function fastMemory(module: EmscriptenModule): void {
  const { setValue, getValue } = module;
  const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
  if (!setValue || !getValue || !module.HEAP32 || !littleEndian) return;
  module.setValue = (address, value, type) => {
    if (type === 'i32') module.HEAP32![address >> 2] = value;
    else setValue(address, value, type);
  };
  module.getValue = (address, type) => (type === 'i32' ? module.HEAP32![address >> 2]! : getValue(address, type));
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
  parse(text: string, allowance: Allowance): Tree | NoTree {
    try {
      this.parser ??= new Parser().setLanguage(this.language);
      const tree = this.parser.parse(text, null, { progressCallback: () => !allowance.step() });
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
