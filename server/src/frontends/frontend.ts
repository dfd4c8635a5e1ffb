/**
 * What a frontend is: one language's syntax → IR. A frontend knows neither ZeroMQ nor rules. It never throws: whatever the text,
 * a module comes back, with the problems it recovered from.
 */
import type { IrModule } from '../ir/ir';
import type { Range } from '../text/lines';

export interface SourceText {
  readonly path: string;
  readonly text: string;
  /** Editor's language id where there is one (untitled files); otherwise the path's ending decides. */
  readonly languageId?: string;
}

export interface Frontend {
  readonly language: string;
  /**
   * @param previous what an earlier text of the same file was lowered to: a frontend may take over whatever an edit left as it was.
   *   The result is the same as without it.
   */
  lower(source: SourceText, previous?: IrModule): IrModule;
  /**
   * The module and name that declare the static type of the expression at a range, for receivers the evaluator could not
   * resolve; undefined when unknown or when the language has no checker. May be slow (ms): callers cache and ask rarely.
   */
  typeAt?(path: string, range: Range, project: TypeProject): TypeName | undefined;
}

/** A nominal type: `Push` declared in module `zeromq`. */
export interface TypeName {
  readonly module: string;
  readonly name: string;
}

/** What a type question may look at. Gives texts of files and our own declarations of libraries; never touches the disk itself. */
export interface TypeProject {
  text(path: string): string | undefined;
  resolve(from: string, specifier: string): string | undefined;
  /** A number that is another one whenever `text` or `resolve` may answer differently; without it they are asked again each time. */
  version?(): number;
  /** Ambient declarations by module name, given by the bindings. */
  readonly declarations: ReadonlyMap<string, string>;
}
