/** Which lines belong to the statements that begin on a line. */
import type { IrFunction, IrModule, Stmt } from '../ir/ir';
import type { LineMap, Range } from '../text/lines';

/**
 * Lines of the statements, fields and methods that begin on a line, without those of others inside them that begin further down: of a
 * loop or a function that is its head, of a call with a callback all but the callback's body. Just the line when nothing begins there.
 */
export function statementLines(line: number, statements: readonly Range[], lines: LineMap): readonly number[] {
  const all = statements.map((range) => ({
    first: lines.position(range.start).line,
    last: lines.position(Math.max(range.start, range.end - 1)).line,
  }));
  const last = Math.max(line, ...all.flatMap((one) => (one.first === line ? [one.last] : [])));
  const others = all.filter(({ first }) => line < first && first <= last);
  const found: number[] = [];
  for (let at = line; at <= last; at++) if (!others.some((one) => one.first <= at && at <= one.last)) found.push(at);
  return found;
}

/** Ranges of all statements, fields and methods. */
export function statementRanges({ functions, classes }: Pick<IrModule, 'functions' | 'classes'>): readonly Range[] {
  const found: Range[] = [];
  const visit = (body: readonly Stmt[]): void => {
    for (const stmt of body) {
      found.push(stmt.range);
      for (const inner of bodiesOf(stmt)) visit(inner);
    }
  };
  for (const fn of functions) if (!isExpression(fn)) visit(fn.body);
  for (const { fields, methods } of classes) {
    for (const { nameRange, value } of fields)
      found.push({ start: nameRange.start, end: value?.range.end ?? nameRange.end });
    for (const { fn } of methods) found.push(functions[fn]!.range);
  }
  return found;
}

/** The body of a lambda is no statement: what it returns is all there is. */
function isExpression({ body: [only, ...more] }: IrFunction): boolean {
  return more.length === 0 && only?.k === 'return' && only.range.start === only.value?.range.start;
}

function bodiesOf(stmt: Stmt): readonly (readonly Stmt[])[] {
  switch (stmt.k) {
    case 'if':
      return [stmt.then, stmt.else];
    case 'try':
      return [stmt.body, ...stmt.handlers.map(({ body }) => body), stmt.finally];
    case 'loop':
    case 'with':
    case 'block':
      return [stmt.body];
    default:
      return [];
  }
}
