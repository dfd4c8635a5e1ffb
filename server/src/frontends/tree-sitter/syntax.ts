/**
 * From tree-sitter's tree to plain nodes, in one walk. Every question to a tree in WebAssembly costs about 0.1 µs and a node object
 * more, so each node is visited once with a cursor, and the frontends work on what comes out of here.
 */
import type { Language, Tree, TreeCursor } from 'web-tree-sitter';
import type { Range } from '../../text/lines';

/** A named node. Comments and errors are not among its children; punctuation only where the shape asks for it. */
export interface Syntax extends Range {
  readonly type: string;
  readonly kids: readonly Syntax[];
  readonly tokens: readonly Token[];
}

/** A keyword or operator between named children. */
export interface Token extends Range {
  readonly type: string;
  /** How many named children stand before it. */
  readonly at: number;
}

export interface SyntaxProblem {
  readonly range: Range;
  readonly message: string;
}

/** What a reader needs to know of a grammar. All are names of node types. */
export interface GrammarShape {
  /** Named nodes whose inside nobody asks for. */
  readonly leaves: readonly string[];
  /** Strings: their inside is read only when `hasInside` says so. */
  readonly strings: readonly string[];
  hasInside(text: string, start: number): boolean;
  /** Nodes whose keywords and operators are kept. */
  readonly withTokens: readonly string[];
  /** `object . name`: read the object; the name is the last word of the node. */
  readonly members: readonly string[];
  readonly comment: string;
  /** Named nodes that are no more than white space. */
  readonly ignored: readonly string[];
  /** Where statements stand: what an error contains is moved into the nearest one. */
  readonly blocks: readonly string[];
}

export interface SyntaxTree {
  readonly root: Syntax;
  readonly comments: readonly Range[];
  readonly problems: readonly SyntaxProblem[];
  /** The tree is larger than anybody reads; its beginning is there. */
  readonly incomplete: boolean;
}

const NAMED = 1;
const LEAF = 2;
const STRING = 4;
const TOKENS = 8;
const MEMBER = 16;
const COMMENT = 32;
const IGNORED = 64;
const BLOCK = 128;

const NO_KIDS: readonly never[] = [];
const MAX_PROBLEMS = 20;
/** Visited nodes, about 0.3 µs each. */
const MAX_NODES = 3_000_000;
/** Type id of ERROR nodes, which no grammar's table lists. */
const ERROR_ID = 65535;

/** A node under construction. */
interface Build extends Syntax {
  kids: Syntax[];
  tokens: Token[] | readonly never[];
  readonly flags: number;
  /** ERROR nodes found under this one that have no block yet. */
  errors: Syntax[] | undefined;
}

export class TreeReader {
  private readonly types: readonly string[];
  private readonly flags: Uint8Array;

  constructor(
    language: Language,
    private readonly shape: GrammarShape,
  ) {
    // Property keys are internalised strings, which compare by address; strings decoded from WebAssembly's memory are not.
    this.types = language.types.map((type) => Object.keys({ [type ?? '']: 0 })[0]!);
    this.flags = Uint8Array.from(
      this.types,
      (type, id) => (language.nodeTypeIsNamed(id) ? NAMED : 0) | this.flagsOf(type),
    );
  }

  private flagsOf(type: string): number {
    const { shape } = this;
    return (
      (shape.leaves.includes(type) ? LEAF : 0) |
      (shape.strings.includes(type) ? STRING : 0) |
      (shape.withTokens.includes(type) ? TOKENS : 0) |
      (shape.members.includes(type) ? MEMBER : 0) |
      (shape.comment === type ? COMMENT : 0) |
      (shape.ignored.includes(type) ? IGNORED : 0) |
      (shape.blocks.includes(type) ? BLOCK : 0)
    );
  }

  read(tree: Tree, text: string): SyntaxTree {
    const broken = tree.rootNode.hasError;
    const cursor = tree.walk();
    try {
      return new Walk(cursor, text, this.types, this.flags, broken, this.shape).run();
    } finally {
      cursor.delete();
    }
  }
}

class Walk {
  private readonly comments: Range[] = [];
  private readonly problems: SyntaxProblem[] = [];
  private readonly parents: Build[] = [];
  private steps = 0;

  constructor(
    private readonly cursor: TreeCursor,
    private readonly text: string,
    private readonly types: readonly string[],
    private readonly flags: Uint8Array,
    /** Only a tree with errors is asked for missing nodes, and has no short cuts. */
    private readonly broken: boolean,
    private readonly shape: GrammarShape,
  ) {}

  /** Iterative: text decides how deep a tree is. */
  run(): SyntaxTree {
    const { cursor } = this;
    const root = this.build(cursor.nodeTypeId);
    let parent = root;
    let more = cursor.gotoFirstChild();
    while (more) {
      if (++this.steps > MAX_NODES) return this.end(root, parent, true);
      const child = this.visit(parent);
      if (child && cursor.gotoFirstChild()) {
        this.parents.push(parent);
        parent = child;
        continue;
      }
      if (child) this.close(child, parent);
      while (this.isMemberRead(parent) || !cursor.gotoNextSibling()) {
        if (this.parents.length === 0) {
          more = false;
          break;
        }
        cursor.gotoParent();
        const closed = parent;
        parent = this.parents.pop()!;
        this.close(closed, parent);
      }
    }
    return this.end(root, root, false);
  }

  private end(root: Build, open: Build, incomplete: boolean): SyntaxTree {
    for (let node = open; node !== root;) {
      const parent = this.parents.pop() ?? root;
      this.close(node, parent);
      node = parent;
    }
    this.placeErrors(root);
    return { root, comments: this.comments, problems: this.problems, incomplete };
  }

  /** The node at the cursor: kept at once when nothing is inside, returned when its children have to be read. */
  private visit(parent: Build): Build | undefined {
    const { cursor } = this;
    const id = cursor.nodeTypeId;
    const flags = id === ERROR_ID ? NAMED | BLOCK : (this.flags[id] ?? 0);
    if ((flags & NAMED) === 0) {
      if (this.broken && cursor.nodeIsMissing) this.missing(id);
      if ((parent.flags & TOKENS) !== 0) this.token(parent, id);
      return undefined;
    }
    if ((flags & IGNORED) !== 0) return undefined;
    if ((flags & COMMENT) !== 0) {
      this.comments.push({ start: cursor.startIndex, end: cursor.endIndex });
      return undefined;
    }
    if (this.broken && id !== ERROR_ID && cursor.nodeIsMissing) this.missing(id);
    const node = this.build(id, flags);
    if (id === ERROR_ID) this.problem(node, 'Syntax error');
    if ((flags & LEAF) !== 0 || ((flags & STRING) !== 0 && !this.shape.hasInside(this.text, node.start))) {
      parent.kids.push(node);
      return undefined;
    }
    return node;
  }

  private build(id: number, flags = this.flags[id] ?? NAMED | BLOCK): Build {
    return {
      type: id === ERROR_ID ? 'ERROR' : (this.types[id] ?? 'ERROR'),
      start: this.cursor.startIndex,
      end: this.cursor.endIndex,
      kids: [],
      tokens: NO_KIDS,
      flags,
      errors: undefined,
    };
  }

  private token(parent: Build, id: number): void {
    const token: Token = {
      type: this.types[id] ?? '',
      start: this.cursor.startIndex,
      end: this.cursor.endIndex,
      at: parent.kids.length,
    };
    if (parent.tokens.length === 0) parent.tokens = [token];
    else (parent.tokens as Token[]).push(token);
  }

  /** In `object.name` the rest after the object is cheaper to read from the text: half of all nodes are of this kind. */
  private isMemberRead(parent: Build): boolean {
    if ((parent.flags & MEMBER) === 0 || this.broken || parent.kids.length !== 1) return false;
    const dot = parent.kids[0]!.end;
    if (this.text.charCodeAt(dot) !== 46) return false;
    for (let at = dot + 1; at < parent.end; at++) {
      const c = this.text.charCodeAt(at);
      // White space, a comment or a line continuation after the dot: ask the tree.
      if (c <= 35 || c === 92) return false;
    }
    parent.kids.push({ type: 'identifier', start: dot + 1, end: parent.end, kids: NO_KIDS, tokens: NO_KIDS });
    return true;
  }

  /** All children of a node are read: hand it to its parent. */
  private close(node: Build, parent: Build): void {
    const rest = this.placeErrors(node);
    if (node.type === 'ERROR' && (parent.flags & BLOCK) === 0) (parent.errors ??= []).push(node);
    else parent.kids.push(node);
    if (rest === undefined) return;
    if ((parent.flags & BLOCK) !== 0) parent.kids.push(...rest);
    else parent.errors = [...(parent.errors ?? []), ...rest];
  }

  /** Errors go into the node's block if it has one (`def f(): ‹broken›`); the others go up. */
  private placeErrors(node: Build): Syntax[] | undefined {
    const { errors } = node;
    if (errors === undefined) return undefined;
    node.errors = undefined;
    const block = node.kids.findLast((kid) => ((kid as Build).flags & BLOCK) !== 0) as Build | undefined;
    if (block === undefined) return errors;
    const before = errors.filter((error) => error.start <= block.start);
    block.kids = [...before, ...block.kids, ...errors.filter((error) => error.start > block.start)];
    return undefined;
  }

  private missing(id: number): void {
    this.problem(
      { start: this.cursor.startIndex, end: this.cursor.endIndex },
      `Syntax error: missing ${this.types[id] ?? 'token'}`,
    );
  }

  private problem({ start, end }: Range, message: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ range: { start, end }, message });
  }
}
