/** What the tree reader has to know of tree-sitter-python's grammar. */
import type { GrammarShape } from '../tree-sitter/syntax';

export const PYTHON_SHAPE: GrammarShape = {
  leaves: [
    'identifier',
    'integer',
    'float',
    'true',
    'false',
    'none',
    'ellipsis',
    'import_prefix',
    'wildcard_import',
    'type_conversion',
    'pass_statement',
    'break_statement',
    'continue_statement',
    'positional_separator',
    'keyword_separator',
    'string_start',
    'string_content',
    'string_end',
  ],
  strings: ['string'],
  hasInside: isInterpolated,
  withTokens: [
    'binary_operator',
    'boolean_operator',
    'comparison_operator',
    'unary_operator',
    'augmented_assignment',
    'slice',
    'interpolation',
    'format_expression',
    'yield',
    'for_statement',
    'with_statement',
    'function_definition',
    'for_in_clause',
    'except_clause',
    'case_pattern',
    'splat_pattern',
    'raise_statement',
  ],
  members: ['attribute'],
  comment: 'comment',
  ignored: ['line_continuation'],
  blocks: ['module', 'block'],
};

/** Whether a string literal is an f-string or a t-string: an `f` or `t` among the letters before its quote. */
export function isInterpolated(text: string, start: number): boolean {
  for (let at = start; at < start + 3; at++) {
    const c = text.charCodeAt(at) | 32;
    if (c === 102 || c === 116) return true;
    if (c < 97 || c > 122) return false;
  }
  return false;
}
