/** What a type annotation says of a value nobody has written: a socket of unknown origin, an instance, the shape of an interface. */
import type { Expr } from '../ir/ir';
import type { Value } from './api';
import { basesOf, makeClass } from './classes';
import { evaluateExpr } from './expressions';
import { textOf } from './hints';
import type { Machine } from './machine';
import type { ClassImpl } from './state';
import { joinAll, unknownValue } from './values';

/** A value of an annotated type: a socket of unknown origin, an instance of a class of the program; undefined when the type says nothing. */
export function valueOfType(m: Machine, type: Expr, at: Expr | undefined, key?: string): Value | undefined {
  switch (type.k) {
    case 'list': {
      const known = type.items.flatMap((item) => valueOfType(m, item.value, at, key) ?? []);
      return known.length > 0 ? joinAll(known) : undefined;
    }
    case 'generic': {
      const head = textOf(m, type.head);
      if (
        /^(Promise|PromiseLike|Awaitable|Optional|Readonly|Partial|Required|NonNullable|Union)$/.test(
          head.split('.').pop() ?? '',
        )
      ) {
        const known = type.args.flatMap((arg) => valueOfType(m, arg, at, key) ?? []);
        return known.length > 0 ? joinAll(known) : undefined;
      }
      if (/(^|\.)(Array|ReadonlyArray|Set|List|list|set|Iterable|Sequence|Tuple|tuple)$/.test(head) && type.args[0]) {
        const item = valueOfType(m, type.args[0], at, key);
        return item && { v: 'list', list: m.newList([], true, item) };
      }
      return valueOfType(m, type.head, at, key);
    }
    case 'class':
      return classOf(m, makeClass(m, type.class));
    case 'var':
    case 'member': {
      const value = evaluateExpr(m, type);
      if (value.v === 'class') return classOf(m, value.cls as ClassImpl);
      if (value.v === 'handle' || value.v === 'instance' || value.v === 'object') return value;
      if (value.v !== 'external') return undefined;
      const place = m.place((at ?? type).range);
      const binding = m.bindingFor(value.name.module);
      return binding?.ofType?.(
        value.name,
        {
          file: m.file,
          place,
          name: place,
          construct: false,
          receiver: '',
          holder: key ?? m.scopeName(),
          inAsync: false,
        },
        m.api,
      );
    }
    default:
      return undefined;
  }
}

/** A value of a class used as a type: the instances the program makes, or an interface's shape. */
export function classOf(m: Machine, cls: ClassImpl): Value | undefined {
  if (cls.ir.typeOnly) {
    const object = m.newObject();
    object.cls = cls;
    // A value of this type may have been filled anywhere, and optional fields may be absent.
    object.open = 'only its type is known';
    return { v: 'object', object };
  }
  if (cls.instances.length === 0) return undefined;
  return joinAll(cls.instances.slice(0, 3).map(({ object }): Value => ({ v: 'instance', object })));
}

/** A member of something whose type is an interface. */
export function fieldType(m: Machine, on: Value & { v: 'object' }, name: string): Value {
  const cls = on.object.cls as ClassImpl | undefined;
  return (cls && declaredField(m, cls, name)) ?? unknownValue('parameter', name);
}

export function declaredField(m: Machine, cls: ClassImpl, name: string, depth = 0): Value | undefined {
  const field = cls.ir.fields.find((one) => one.name === name);
  if (field?.type) return withActivation(m, cls, () => valueOfType(m, field.type!, undefined, `${cls.name}.${name}`));
  if (depth > 8) return undefined;
  for (const base of basesOf(m, cls))
    if (base.v === 'class') return declaredField(m, base.cls as ClassImpl, name, depth + 1);
  return undefined;
}

/** Evaluate in the scope of a class's module. */
function withActivation<T>(m: Machine, cls: ClassImpl, run: () => T): T {
  const saved = m.activation;
  m.activation = {
    ...saved,
    module: cls.module,
    frame: cls.frame ?? cls.module.frame,
    cls,
    fn: cls.module.ir.functions[0]!,
  };
  try {
    return run();
  } finally {
    m.activation = saved;
  }
}
