/** Object literals. */
import { ts } from 'ts-morph';
import type { Expr, ObjectEntry } from '../../ir/ir';
import type { Lowering } from './context';
import type { PropertyKey } from './names';
import { propertyKey } from './names';

const K = ts.SyntaxKind;

export function objectLiteral(cx: Lowering, node: ts.ObjectLiteralExpression): Expr {
  const entries: ObjectEntry[] = [];
  const accessors = new Map<string, number>();
  for (const element of node.properties) {
    const range = cx.range(element);
    switch (element.kind) {
      case K.PropertyAssignment: {
        const key = propertyKey(cx, element.name);
        entries.push(entry(key, cx.named(element.initializer, key.key), range));
        break;
      }
      case K.ShorthandPropertyAssignment: {
        const { name, objectAssignmentInitializer: stray } = element;
        entries.push({ e: 'prop', key: name.text, keyRange: cx.range(name), value: cx.expr(name), range });
        // `{ a = 1 }` is only legal as a pattern; while somebody types, the value is not lost.
        if (stray) entries.push({ e: 'computed', key: cx.unknown(name, 'syntax'), value: cx.expr(stray), range });
        break;
      }
      case K.SpreadAssignment:
        entries.push({ e: 'spread', value: cx.expr(element.expression), range });
        break;
      case K.MethodDeclaration: {
        const key = propertyKey(cx, element.name);
        const fn = cx.func(element, { name: key.key, nameRange: key.keyRange });
        entries.push(entry(key, { k: 'func', fn, range }, range));
        break;
      }
      default:
        accessor(cx, element, entries, accessors);
    }
  }
  return { k: 'object', entries, range: cx.range(node) };
}

/** Getters and setters run on access, which the IR's objects cannot say: an unknown value that holds both functions. */
function accessor(cx: Lowering, node: ts.AccessorDeclaration, entries: ObjectEntry[], seen: Map<string, number>): void {
  const range = cx.range(node);
  const key = propertyKey(cx, node.name);
  const fn = cx.func(node, { name: key.key, nameRange: key.keyRange });
  const func: Expr = { k: 'func', fn, range };
  const at = seen.get(key.key);
  const other = at === undefined ? undefined : entries[at]!;
  if (at !== undefined && other && other.value.k === 'unknown' && other.e === 'prop') {
    const both = { start: other.range.start, end: range.end };
    entries[at] = {
      ...other,
      value: { ...other.value, parts: [...other.value.parts, func], range: both },
      range: both,
    };
    return;
  }
  seen.set(key.key, entries.length);
  entries.push(entry(key, { k: 'unknown', reason: 'accessor', parts: [func], range }, range));
}

function entry(key: PropertyKey, value: Expr, range: ObjectEntry['range']): ObjectEntry {
  return key.computed
    ? { e: 'computed', key: key.computed, value, range }
    : { e: 'prop', key: key.key, keyRange: key.keyRange, value, range };
}
