/**
 * The intermediate representation: what any program does, in no language. A frontend lowers a file to one `IrModule`; the
 * evaluator runs it. Plain data only (structured-clone safe, no cycles, no functions), ranges in UTF-16 offsets of the file.
 *
 * Conventions every frontend keeps:
 * - A construct that has no form here becomes `{ k: 'unknown', reason, parts }` whose parts are its lowered sub-expressions, so
 *   that calls inside it are not lost. Lowering never throws and never returns less than a module with an empty body.
 * - Function and class declarations are hoisted: they appear as `assign` statements with `hoisted: true` at the start of the
 *   function that owns them (Python: in place).
 * - Imports are expressions: `import * as z from 'm'` is `assign z = import 'm'`; `import { A as B } from 'm'` is
 *   `assign B = member(import 'm', 'A')`; a default import is member 'default'; `require('m')` and `await import('m')` are the
 *   expression itself (the latter inside `await`).
 * - A method's receiver (`this`, Python's first parameter) is `{ k: 'this' }`; Python's receiver parameter is not in `params`.
 * - A type annotation is lowered to the expression it would be if it were code (`zmq.Push` → member(var zmq, 'Push')); a union
 *   is a `list` with `of: 'union'`; `Promise<zmq.Push>` is a `generic` with its head and arguments.
 */
import type { Range } from '../text/lines';

export type VarId = number;
export type FunctionId = number;
export type ClassId = number;

export interface IrModule {
  /** Path as the host names it: absolute, forward slashes. */
  readonly path: string;
  /** Which frontend made it; opaque to the evaluator except as a key for bindings. */
  readonly language: string;
  /** functions[0] is the module's body. */
  readonly functions: readonly IrFunction[];
  readonly classes: readonly IrClass[];
  readonly vars: readonly IrVar[];
  /** Every specifier that is imported anywhere, once; what the workspace has to resolve. */
  readonly imports: readonly IrImport[];
  /** True where every module variable can be imported by name (Python). */
  readonly exportsAllNames: boolean;
  /** True where a write to an unknown property of a sealed object is silently ignored (JavaScript outside strict mode). */
  readonly sloppy: boolean;
  readonly comments: readonly IrComment[];
  /** Syntax errors the parser recovered from. Never a reason to stop. */
  readonly problems: readonly { readonly range: Range; readonly message: string }[];
  /** Why code of the file is not in here, as a sentence; absent: what its syntax allows is. A half-typed line is a problem and not this. */
  readonly unread?: string;
}

export interface IrImport {
  readonly specifier: string;
  readonly range: Range;
  /** Python: number of leading dots; 0 elsewhere (JavaScript keeps `./` in the specifier). */
  readonly level: number;
}

export interface IrComment {
  /** Whole comment with its markers. */
  readonly range: Range;
  /** Text without markers. */
  readonly text: string;
}

export interface IrVar {
  readonly name: string;
  /** Function whose frame holds the variable. Block scopes are folded into their function under distinct ids. */
  readonly owner: FunctionId;
  /** Annotation, if the language gives one. */
  readonly type?: Expr;
  readonly constant?: boolean;
}

export interface IrFunction {
  readonly name: string;
  readonly nameRange?: Range;
  readonly range: Range;
  /** Enclosing function; -1 for the module's body. */
  readonly parent: FunctionId;
  readonly params: readonly IrParam[];
  readonly body: readonly Stmt[];
  readonly async: boolean;
  readonly generator: boolean;
  /** `this` is the enclosing function's (arrow functions; Python's nested functions inside a method). */
  readonly lexicalThis: boolean;
  readonly decorators: readonly Expr[];
  readonly returnType?: Expr;
}

export interface IrParam {
  readonly name: string;
  readonly target: Target;
  readonly default?: Expr;
  /** 'list' collects the remaining positional arguments, 'named' the remaining named ones. */
  readonly rest?: 'list' | 'named';
  readonly type?: Expr;
  readonly range: Range;
  /** TypeScript parameter property: also assigns `this.<name>`. */
  readonly field?: boolean;
}

export interface IrClass {
  readonly name: string;
  readonly nameRange?: Range;
  readonly range: Range;
  readonly bases: readonly Expr[];
  readonly fields: readonly IrField[];
  readonly methods: readonly IrMethod[];
  /** An interface or a type literal: fields with types, nothing that runs. */
  readonly typeOnly?: boolean;
}

export interface IrField {
  readonly name: string;
  readonly nameRange: Range;
  readonly value?: Expr;
  readonly type?: Expr;
  readonly static: boolean;
}

export interface IrMethod {
  readonly name: string;
  readonly fn: FunctionId;
  /** 'constructor' also for Python's `__init__`. */
  readonly kind: 'constructor' | 'method' | 'get' | 'set';
  readonly static: boolean;
  /** Cannot be called from outside by convention or keyword. */
  readonly private: boolean;
}

// ---------------------------------------------------------------- statements

export type Stmt =
  | { readonly k: 'expr'; readonly value: Expr; readonly range: Range }
  | {
      readonly k: 'assign';
      readonly target: Target;
      readonly value: Expr;
      readonly op?: string;
      readonly hoisted?: boolean;
      readonly range: Range;
    }
  | {
      readonly k: 'if';
      readonly test: Expr;
      readonly then: readonly Stmt[];
      readonly else: readonly Stmt[];
      readonly range: Range;
    }
  | LoopStmt
  | {
      readonly k: 'try';
      readonly body: readonly Stmt[];
      readonly handlers: readonly {
        readonly target?: Target;
        readonly types: readonly Expr[];
        readonly body: readonly Stmt[];
        readonly range: Range;
      }[];
      readonly finally: readonly Stmt[];
      readonly range: Range;
    }
  | {
      readonly k: 'with';
      readonly items: readonly { readonly value: Expr; readonly target?: Target }[];
      readonly async: boolean;
      readonly body: readonly Stmt[];
      readonly range: Range;
    }
  | { readonly k: 'return'; readonly value?: Expr; readonly range: Range }
  | { readonly k: 'throw'; readonly value?: Expr; readonly range: Range }
  | { readonly k: 'break'; readonly range: Range }
  | { readonly k: 'continue'; readonly range: Range }
  /** `name` is '=' for `module.exports = value`, '*' with an import expression for `export * from`. */
  | { readonly k: 'export'; readonly name: string; readonly value: Expr; readonly range: Range }
  | { readonly k: 'block'; readonly body: readonly Stmt[]; readonly range: Range };

export interface LoopStmt {
  readonly k: 'loop';
  /** 'each' has target and iterable; 'while' a test (absent = endless); C-style loops are 'while' with init outside and update. */
  readonly kind: 'each' | 'while';
  readonly target?: Target;
  readonly iterable?: Expr;
  /** `for await`, `async for`. */
  readonly async?: boolean;
  readonly test?: Expr;
  /** The test comes after the body (`do … while`). */
  readonly testLast?: boolean;
  readonly update?: Expr;
  readonly body: readonly Stmt[];
  readonly range: Range;
}

export type Target =
  | { readonly t: 'var'; readonly id: VarId; readonly range: Range }
  | {
      readonly t: 'member';
      readonly object: Expr;
      readonly name: string;
      readonly nameRange: Range;
      readonly range: Range;
    }
  | { readonly t: 'index'; readonly object: Expr; readonly index: Expr; readonly range: Range }
  | {
      readonly t: 'list';
      readonly items: readonly (Target | null)[];
      /** In step with `items`: what an item is when nothing arrives for it. */
      readonly defaults?: readonly (Expr | null)[];
      readonly rest?: Target;
      readonly range: Range;
    }
  | {
      readonly t: 'object';
      readonly props: readonly {
        readonly key: string;
        readonly keyRange: Range;
        readonly target: Target;
        readonly default?: Expr;
      }[];
      readonly rest?: Target;
      readonly range: Range;
    }
  | { readonly t: 'global'; readonly name: string; readonly range: Range }
  | { readonly t: 'unknown'; readonly parts: readonly Expr[]; readonly range: Range };

// ---------------------------------------------------------------- expressions

export type Expr =
  | {
      readonly k: 'lit';
      readonly value: string | number | boolean | null | undefined;
      readonly bytes?: boolean;
      readonly range: Range;
    }
  /** Template, f-string, `%` and `.format`: literal pieces and values in order. */
  | { readonly k: 'format'; readonly parts: readonly Expr[]; readonly range: Range }
  | { readonly k: 'var'; readonly id: VarId; readonly range: Range }
  /** A name no scope of the file declares. */
  | { readonly k: 'global'; readonly name: string; readonly range: Range }
  | { readonly k: 'this'; readonly range: Range }
  /** The base class as seen from a method; `super(…)` is a call of member(super, 'constructor'). */
  | { readonly k: 'super'; readonly range: Range }
  | {
      readonly k: 'member';
      readonly object: Expr;
      readonly name: string;
      readonly nameRange: Range;
      readonly optional?: boolean;
      readonly range: Range;
    }
  | { readonly k: 'index'; readonly object: Expr; readonly index: Expr; readonly range: Range }
  | CallExpr
  | { readonly k: 'object'; readonly entries: readonly ObjectEntry[]; readonly range: Range }
  | {
      readonly k: 'list';
      readonly items: readonly ListItem[];
      readonly of?: 'list' | 'tuple' | 'set' | 'union';
      readonly range: Range;
    }
  | { readonly k: 'func'; readonly fn: FunctionId; readonly range: Range }
  | { readonly k: 'class'; readonly class: ClassId; readonly range: Range }
  | { readonly k: 'cond'; readonly test: Expr; readonly then: Expr; readonly else: Expr; readonly range: Range }
  | {
      readonly k: 'logic';
      readonly op: 'or' | 'and' | 'nullish';
      readonly left: Expr;
      readonly right: Expr;
      readonly range: Range;
    }
  /** Operators spelt as in JavaScript, where the meaning is the same (`==` also for `===`, `in`, `instanceof` for `isinstance`). */
  | { readonly k: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr; readonly range: Range }
  | { readonly k: 'unary'; readonly op: string; readonly value: Expr; readonly range: Range }
  | { readonly k: 'await'; readonly value: Expr; readonly range: Range }
  | { readonly k: 'yield'; readonly value?: Expr; readonly range: Range }
  /** Assignment as an expression; its value is the assigned one. */
  | { readonly k: 'set'; readonly target: Target; readonly value: Expr; readonly op?: string; readonly range: Range }
  | { readonly k: 'import'; readonly specifier: string; readonly level: number; readonly range: Range }
  /** `value as T`, a type annotation on the way. */
  | { readonly k: 'cast'; readonly value: Expr; readonly type: Expr; readonly range: Range }
  /** A generic type's head with its arguments; only in annotations. */
  | { readonly k: 'generic'; readonly head: Expr; readonly args: readonly Expr[]; readonly range: Range }
  /** List, set, dict or generator comprehension: element over an iterable. */
  | {
      readonly k: 'comprehension';
      readonly target: Target;
      readonly iterable: Expr;
      readonly tests: readonly Expr[];
      readonly element: Expr;
      readonly async: boolean;
      readonly range: Range;
    }
  /** Comma expressions: the value is the last one. */
  | { readonly k: 'sequence'; readonly items: readonly Expr[]; readonly range: Range }
  | { readonly k: 'unknown'; readonly reason: string; readonly parts: readonly Expr[]; readonly range: Range };

export interface CallExpr {
  readonly k: 'call';
  readonly callee: Expr;
  readonly args: readonly Arg[];
  /** `new X(…)`. */
  readonly construct?: boolean;
  readonly optional?: boolean;
  readonly range: Range;
  /** From the opening to the closing parenthesis inclusive; absent in `new X`. */
  readonly argsRange?: Range;
}

export interface Arg {
  readonly value: Expr;
  /** Keyword argument. */
  readonly name?: string;
  readonly nameRange?: Range;
  /** `...xs` / `*xs` is 'list', `**kw` is 'named'. */
  readonly spread?: 'list' | 'named';
  readonly range: Range;
}

export type ObjectEntry =
  | { readonly e: 'prop'; readonly key: string; readonly keyRange: Range; readonly value: Expr; readonly range: Range }
  /** Computed key. */
  | { readonly e: 'computed'; readonly key: Expr; readonly value: Expr; readonly range: Range }
  | { readonly e: 'spread'; readonly value: Expr; readonly range: Range };

export interface ListItem {
  readonly value: Expr;
  readonly spread?: boolean;
}
