/** The TypeScript and JavaScript frontend. */
import type { IrModule } from '../../ir/ir';
import { moduleBody } from '../../ir/module-body';
import type { Range } from '../../text/lines';
import type { Frontend, SourceText, TypeName, TypeProject } from '../frontend';
import { lowerModule } from './module';
import { Parser } from './parse';
import { repaired, syntaxErrors } from './repair';
import { TypeQuestions } from './types';

const LANGUAGE = 'typescript';
const TOO_DEEP = 'The code is nested too deeply';

/** What the host calls. */
export const createFrontend = (): Frontend => createTypeScriptFrontend();

export function createTypeScriptFrontend(): Frontend {
  const parser = new Parser();
  let questions = new TypeQuestions();
  return {
    language: LANGUAGE,
    lower(source: SourceText): IrModule {
      try {
        const file = parser.parse(source);
        const whole = repaired(file, (text) => parser.parseOnce({ ...source, text }));
        return lowerModule(whole, source.path, LANGUAGE, syntaxErrors(file));
      } catch (error) {
        // Nesting that exhausts the stack, or an assertion of the parser: the file is skipped, the product goes on.
        parser.forget(source);
        return emptyModule(source, error instanceof RangeError ? TOO_DEEP : 'The parser failed on this file');
      }
    },
    typeAt(path: string, range: Range, project: TypeProject): TypeName | undefined {
      try {
        return questions.typeAt(path, range, project);
      } catch {
        // The checker gave up; the next question starts from nothing.
        questions = new TypeQuestions();
        return undefined;
      }
    },
  };
}

function emptyModule({ path, text }: SourceText, message: string): IrModule {
  return {
    path,
    language: LANGUAGE,
    functions: [moduleBody(text.length)],
    classes: [],
    vars: [],
    imports: [],
    exportsAllNames: false,
    sloppy: false,
    comments: [],
    problems: [{ range: { start: 0, end: 0 }, message }],
    unread: message,
  };
}
