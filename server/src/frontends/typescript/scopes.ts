/**
 * Names of a file: who declares what. One `Scope` per block that declares something, each variable a number of its own, so that
 * two `x` of neighbouring blocks never mix although their function keeps both in one frame.
 */
import type { Expr, FunctionId, IrVar, VarId } from '../../ir/ir';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type MutableVar = Mutable<IrVar>;

/** Values and types have separate names in TypeScript: `const Mode = …; type Mode = …` is legal and common. */
export class Scope {
  private values: Map<string, VarId> | undefined;
  private types: Map<string, VarId> | undefined;
  /** Type parameters stand for their constraint. */
  private parameters: Map<string, Expr> | undefined;

  constructor(
    readonly parent: Scope | undefined,
    /** Function whose frame holds this scope's variables. */
    readonly owner: FunctionId,
  ) {}

  addValue(name: string, id: VarId): void {
    (this.values ??= new Map()).set(name, id);
  }

  addType(name: string, id: VarId): void {
    (this.types ??= new Map()).set(name, id);
  }

  dropType(name: string): void {
    this.types?.delete(name);
  }

  addParameter(name: string, constraint: Expr): void {
    (this.parameters ??= new Map()).set(name, constraint);
  }

  /** What the names of this scope stand for, as text. */
  signature(): string {
    return [this.values, this.types].map((names) => [...(names ?? [])].join()).join('\n');
  }

  ownValue(name: string): VarId | undefined {
    return this.values?.get(name);
  }

  ownType(name: string): VarId | undefined {
    return this.types?.get(name);
  }

  value(name: string): VarId | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const id = scope.values?.get(name);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  /** What a name means as a type: nearest scope first, in it types before values (classes, enums and imports are both). */
  type(name: string): VarId | Expr | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const found = scope.parameters?.get(name) ?? scope.types?.get(name) ?? scope.values?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
