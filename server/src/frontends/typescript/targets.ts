/** What is assigned to: binding patterns of declarations and parameters, and the left sides of assignments. */
import { ts } from 'ts-morph';
import type { Expr, Target } from '../../ir/ir';
import type { Range } from '../../text/lines';
import { commonJsVariable } from './commonjs';
import type { Lowering } from './context';
import { propertyKey } from './names';

const K = ts.SyntaxKind;

type ObjectTarget = Extract<Target, { t: 'object' }>;
type Prop = ObjectTarget['props'][number];

// ---------------------------------------------------------------- declarations

export function bindingTarget(cx: Lowering, node: ts.BindingName): Target {
  switch (node.kind) {
    case K.Identifier:
      return nameTarget(cx, node);
    case K.ArrayBindingPattern:
      return listTarget(
        cx.range(node),
        node.elements.map((element) =>
          element.kind === K.BindingElement
            ? {
                target: cx.binding(element.name),
                default: element.initializer && cx.expr(element.initializer),
                rest: element.dotDotDotToken !== undefined,
              }
            : undefined,
        ),
      );
    case K.ObjectBindingPattern:
      return objectBinding(cx, node);
  }
}

function objectBinding(cx: Lowering, node: ts.ObjectBindingPattern): Target {
  const props: Prop[] = [];
  const computed: Expr[] = [];
  let rest: Target | undefined;
  for (const element of node.elements) {
    const target = cx.binding(element.name);
    if (element.dotDotDotToken) {
      rest = target;
      continue;
    }
    const key = element.propertyName
      ? propertyKey(cx, element.propertyName)
      : { key: element.name.kind === K.Identifier ? element.name.text : '', keyRange: cx.range(element.name) };
    if (key.computed) computed.push(key.computed);
    props.push(prop(key.key, key.keyRange, target, element.initializer && cx.expr(element.initializer)));
  }
  return objectTarget(cx.range(node), props, rest, computed);
}

// ---------------------------------------------------------------- assignments

export function assignTarget(cx: Lowering, node: ts.Expression): Target {
  switch (node.kind) {
    case K.Identifier:
      return nameTarget(cx, node as ts.Identifier);
    case K.ParenthesizedExpression:
    case K.NonNullExpression:
    case K.AsExpression:
    case K.SatisfiesExpression:
    case K.TypeAssertionExpression:
      return cx.assignee((node as ts.ParenthesizedExpression | ts.NonNullExpression | ts.AsExpression).expression);
    case K.ArrayLiteralExpression:
      return listTarget(
        cx.range(node),
        (node as ts.ArrayLiteralExpression).elements.map((element) => {
          if (element.kind === K.OmittedExpression) return undefined;
          if (element.kind === K.SpreadElement)
            return { target: cx.assignee((element as ts.SpreadElement).expression), rest: true };
          return withDefault(cx, element);
        }),
      );
    case K.ObjectLiteralExpression:
      return objectAssignment(cx, node as ts.ObjectLiteralExpression);
    default: {
      const value = cx.expr(node);
      if (value.k === 'member' || value.k === 'index') return targetOf(value);
      return { t: 'unknown', parts: [value], range: cx.range(node) };
    }
  }
}

function targetOf(value: Extract<Expr, { k: 'member' | 'index' }>): Target {
  const { object, range } = value;
  return value.k === 'member'
    ? { t: 'member', object, name: value.name, nameRange: value.nameRange, range }
    : { t: 'index', object, index: value.index, range };
}

/** `target = default` inside a pattern. */
function withDefault(cx: Lowering, node: ts.Expression): { target: Target; default?: Expr | undefined; rest: boolean } {
  if (node.kind === K.BinaryExpression) {
    const { left, operatorToken, right } = node as ts.BinaryExpression;
    if (operatorToken.kind === K.EqualsToken)
      return { target: cx.assignee(left), default: cx.expr(right), rest: false };
  }
  return { target: cx.assignee(node), rest: false };
}

function objectAssignment(cx: Lowering, node: ts.ObjectLiteralExpression): Target {
  const props: Prop[] = [];
  const lost: Expr[] = [];
  let rest: Target | undefined;
  for (const element of node.properties) {
    switch (element.kind) {
      case K.ShorthandPropertyAssignment: {
        const { name, objectAssignmentInitializer: initial } = element;
        props.push(prop(name.text, cx.range(name), nameTarget(cx, name), initial && cx.expr(initial)));
        break;
      }
      case K.PropertyAssignment: {
        const key = propertyKey(cx, element.name);
        if (key.computed) lost.push(key.computed);
        const { target, default: initial } = withDefault(cx, element.initializer);
        props.push(prop(key.key, key.keyRange, target, initial));
        break;
      }
      case K.SpreadAssignment:
        rest = cx.assignee(element.expression);
        break;
      default:
        // A method is no target; its body may still matter.
        lost.push({ k: 'func', fn: cx.func(element, { name: '' }), range: cx.range(element) });
    }
  }
  return objectTarget(cx.range(node), props, rest, lost);
}

// ---------------------------------------------------------------- shared

function nameTarget(cx: Lowering, node: ts.Identifier): Target {
  const range = cx.range(node);
  const id = cx.scope.value(node.text) ?? commonJsVariable(cx, node.text);
  if (id !== undefined) return { t: 'var', id, range };
  return node.text === '' ? { t: 'unknown', parts: [], range } : { t: 'global', name: node.text, range };
}

interface Item {
  readonly target: Target;
  readonly default?: Expr | undefined;
  readonly rest: boolean;
}

function listTarget(range: Range, elements: readonly (Item | undefined)[]): Target {
  const rest = elements.find((element) => element?.rest)?.target;
  const items = elements.filter((element) => !element?.rest);
  const defaults = items.some((item) => item?.default) && items.map((item) => item?.default ?? null);
  return {
    t: 'list',
    items: items.map((item) => item?.target ?? null),
    ...(defaults && { defaults }),
    ...(rest && { rest }),
    range,
  };
}

function prop(key: string, keyRange: Range, target: Target, initial: Expr | undefined): Prop {
  return { key, keyRange, target, ...(initial && { default: initial }) };
}

/** Keys that are computed have no place in the IR's pattern; as parts of an unknown rest they are at least evaluated. */
function objectTarget(range: Range, props: readonly Prop[], rest: Target | undefined, lost: readonly Expr[]): Target {
  const last: Target | undefined = rest ?? (lost.length > 0 ? { t: 'unknown', parts: lost, range } : undefined);
  return { t: 'object', props, ...(last && { rest: last }), range };
}
