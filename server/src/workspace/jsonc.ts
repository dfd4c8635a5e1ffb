/** JSON with comments, from files that are anybody's: reading it never throws, however deep it is nested. */
import { parse, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Range } from '../text/lines';

const OPTIONS = { allowTrailingComma: true, allowEmptyContent: true } as const;

/** The value of a text, as far as it can be read. */
export function jsonValue(text: string): unknown {
  return guarded(() => parse(text, [], OPTIONS) as unknown);
}

/** The tree of a text, with the place of every piece. */
export function jsonTree(text: string, errors: ParseError[] = []): Node | undefined {
  return guarded(() => parseTree(text, errors, OPTIONS));
}

/** Keys and values of an object, in their order; none of what is no object. */
export function entries(node: Node | undefined): readonly (readonly [key: Node, value: Node | undefined])[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) =>
    property.children?.[0] ? [[property.children[0], property.children[1]] as const] : [],
  );
}

export function rangeOf(node: Node): Range {
  return { start: node.offset, end: node.offset + node.length };
}

function guarded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    // The parser is recursive: thousands of brackets exhaust its stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
