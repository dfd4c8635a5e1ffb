/**
 * Constructors that Python writes itself: a dataclass and a NamedTuple take their annotated fields as parameters, in order.
 */
import type { Expr, IrField, IrParam, Stmt } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { range, type ClassBuilder, type Context } from './context';
import { addMethod, lastWord } from './methods';

export function addDataclassConstructor(
  cx: Context,
  builder: ClassBuilder,
  decorators: readonly Syntax[],
  fields: readonly IrField[],
  node: Syntax,
): void {
  const [base] = builder.bases;
  const namedTuple = base !== undefined && lastName(base) === 'NamedTuple';
  if (!namedTuple && !decorators.some((one) => lastWord(cx, one) === 'dataclass')) return;
  if (builder.methods.some((method) => method.kind === 'constructor')) return;
  const own = fields.filter((field) => field.type).sort((a, b) => a.nameRange.start - b.nameRange.start);
  const at = range(node);
  const id =
    cx.functions.push({
      name: '__init__',
      range: at,
      parent: cx.scope.fn,
      params: [],
      body: [],
      async: false,
      generator: false,
      lexicalThis: false,
      decorators: [],
    }) - 1;
  const fn = cx.functions[id]!;
  const params = own.map((field): IrParam => {
    const value = field.value && defaultOf(field.value);
    return {
      name: field.name,
      target: { t: 'var', id: cx.newVar(field.name, id), range: field.nameRange },
      range: field.nameRange,
      field: true,
      ...(value ? { default: value } : {}),
      ...(field.type ? { type: field.type } : {}),
    };
  });
  const body: Stmt[] = [];
  if (!namedTuple && builder.bases.length > 0) {
    // What a base class's fields are is not known here: named arguments reach its constructor.
    const rest = cx.newVar('<rest>', id);
    params.push({ name: '<rest>', target: { t: 'var', id: rest, range: at }, rest: 'named', range: at });
    const callee: Expr = {
      k: 'member',
      object: { k: 'super', range: at },
      name: 'constructor',
      nameRange: at,
      range: at,
    };
    body.push({
      k: 'expr',
      value: {
        k: 'call',
        callee,
        args: [{ value: { k: 'var', id: rest, range: at }, spread: 'named', range: at }],
        range: at,
      },
      range: at,
    });
  }
  if (builder.methods.some((method) => method.name === '__post_init__')) {
    const callee: Expr = {
      k: 'member',
      object: { k: 'this', range: at },
      name: '__post_init__',
      nameRange: at,
      range: at,
    };
    body.push({ k: 'expr', value: { k: 'call', callee, args: [], range: at }, range: at });
  }
  fn.params = params;
  fn.body = body;
  addMethod(cx, { name: '__init__', fn: id, kind: 'constructor', static: false, private: false });
}

/** `field(default=x)` and `field(default_factory=f)` stand for x and f(). */
function defaultOf(value: Expr): Expr {
  if (value.k !== 'call' || lastName(value.callee) !== 'field') return value;
  for (const arg of value.args) {
    if (arg.name === 'default') return arg.value;
    if (arg.name === 'default_factory') return { k: 'call', callee: arg.value, args: [], range: value.range };
  }
  return value;
}

function lastName(expr: Expr): string {
  return expr.k === 'member' || expr.k === 'global' ? expr.name : '';
}
