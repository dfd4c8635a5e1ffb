/** The function that is a module's own code: the first of its list. */
import type { IrFunction } from './ir';

/** Without any code yet. @param length of the module's text, in UTF-16 units */
export function moduleBody(length: number): IrFunction {
  return {
    name: '',
    range: { start: 0, end: length },
    parent: -1,
    params: [],
    body: [],
    async: false,
    generator: false,
    lexicalThis: false,
    decorators: [],
  };
}
