/** Names of properties: identifiers, strings, numbers, `#private` and computed ones. */
import { ts } from 'ts-morph';
import type { Expr } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Lowering } from './context';

const K = ts.SyntaxKind;

export interface PropertyKey {
  /** The property's name; `[source text]` of a computed one that is no constant. */
  readonly key: string;
  readonly keyRange: Range;
  /** The key's expression, where the name is not known. */
  readonly computed?: Expr;
}

export function propertyKey(cx: Lowering, name: ts.PropertyName): PropertyKey {
  const keyRange = cx.range(name);
  switch (name.kind) {
    case K.ComputedPropertyName: {
      const { expression } = name;
      if (ts.isStringLiteralLike(expression)) {
        cx.literal(expression, expression.text);
        return { key: expression.text, keyRange };
      }
      if (expression.kind === K.NumericLiteral) return { key: (expression as ts.NumericLiteral).text, keyRange };
      return { key: cx.source(name), keyRange, computed: cx.expr(expression) };
    }
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      cx.literal(name, name.text);
      return { key: name.text, keyRange };
    default:
      return { key: name.text, keyRange };
  }
}
