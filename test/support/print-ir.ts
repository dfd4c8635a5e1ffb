/**
 * IR as text, for tests that read. One line per statement, nested ones indented; functions and classes are printed where they are
 * used. Variables with a type that are no parameters come last, as `name: type`. Variables are `name`, or `name'2` for the second one of a name; globals are `@name`; hoisted statements begin with `^`.
 */
import type { Expr, IrClass, IrFunction, IrModule, ObjectEntry, Stmt, Target } from '../../server/src/ir/ir';

export function printModule(module: IrModule): string {
  const printer = new Printer(module);
  return [...printer.statements(module.functions[0]!.body, ''), ...printer.typedVariables()].join('\n');
}

class Printer {
  private readonly names: string[] = [];

  constructor(private readonly module: IrModule) {
    const count = new Map<string, number>();
    for (const { name } of module.vars) {
      const n = (count.get(name) ?? 0) + 1;
      count.set(name, n);
      this.names.push(n === 1 ? name : `${name}'${n}`);
    }
  }

  typedVariables(): string[] {
    const parameters = new Set(
      this.module.functions.flatMap((fn) => fn.params.flatMap(({ target }) => (target.t === 'var' ? [target.id] : []))),
    );
    return this.module.vars.flatMap(({ type }, id) =>
      type && !parameters.has(id) ? [`${this.names[id]}: ${this.expr(type, '')}`] : [],
    );
  }

  statements(stmts: readonly Stmt[], pad: string): string[] {
    return stmts.flatMap((stmt) => this.statement(stmt, pad));
  }

  private statement(stmt: Stmt, pad: string): string[] {
    const body = (stmts: readonly Stmt[]): string[] => this.statements(stmts, `${pad}  `);
    const e = (expr: Expr): string => this.expr(expr, pad);
    switch (stmt.k) {
      case 'expr':
        return [pad + e(stmt.value)];
      case 'assign':
        return [`${pad}${stmt.hoisted ? '^ ' : ''}${this.target(stmt.target, pad)} ${stmt.op ?? ''}= ${e(stmt.value)}`];
      case 'if':
        return [
          `${pad}if ${e(stmt.test)}`,
          ...body(stmt.then),
          ...(stmt.else.length > 0 ? [`${pad}else`, ...body(stmt.else)] : []),
        ];
      case 'loop': {
        const test = stmt.test ? ` ${e(stmt.test)}` : '';
        const head =
          stmt.kind === 'each'
            ? `each${stmt.async ? ' await' : ''} ${this.target(stmt.target!, pad)} of ${e(stmt.iterable!)}`
            : `${stmt.testLast ? 'until-not' : 'while'}${test}${stmt.update ? ` ; ${e(stmt.update)}` : ''}`;
        return [pad + head, ...body(stmt.body)];
      }
      case 'try':
        return [
          `${pad}try`,
          ...body(stmt.body),
          ...stmt.handlers.flatMap((handler) => [
            [
              `${pad}catch`,
              ...handler.types.map(e),
              ...(handler.target ? [this.target(handler.target, pad)] : []),
            ].join(' '),
            ...body(handler.body),
          ]),
          ...(stmt.finally.length > 0 ? [`${pad}finally`, ...body(stmt.finally)] : []),
        ];
      case 'with': {
        const items = stmt.items.map(
          ({ value, target }) => (target ? `${this.target(target, pad)} = ` : '') + e(value),
        );
        return [`${pad}with${stmt.async ? ' await' : ''} ${items.join(', ')}`, ...body(stmt.body)];
      }
      case 'return':
      case 'throw':
        return [pad + stmt.k + (stmt.value ? ` ${e(stmt.value)}` : '')];
      case 'break':
      case 'continue':
        return [pad + stmt.k];
      case 'export':
        return [`${pad}export ${stmt.name} = ${e(stmt.value)}`];
      case 'block':
        return [`${pad}block`, ...body(stmt.body)];
    }
  }

  private target(target: Target, pad: string): string {
    switch (target.t) {
      case 'var':
        return this.names[target.id]!;
      case 'global':
        return `@${target.name}`;
      case 'member':
        return `${this.expr(target.object, pad)}.${target.name}`;
      case 'index':
        return `${this.expr(target.object, pad)}[${this.expr(target.index, pad)}]`;
      case 'list': {
        const items = target.items.map((item, i) => {
          const initial = target.defaults?.[i];
          return (item ? this.target(item, pad) : '_') + (initial ? ` ?= ${this.expr(initial, pad)}` : '');
        });
        return `[${[...items, ...(target.rest ? [`...${this.target(target.rest, pad)}`] : [])].join(', ')}]`;
      }
      case 'object': {
        const props = target.props.map(
          (prop) =>
            `${prop.key}: ${this.target(prop.target, pad)}` +
            (prop.default ? ` ?= ${this.expr(prop.default, pad)}` : ''),
        );
        return `{${[...props, ...(target.rest ? [`...${this.target(target.rest, pad)}`] : [])].join(', ')}}`;
      }
      case 'unknown':
        return `?(${target.parts.map((part) => this.expr(part, pad)).join(', ')})`;
    }
  }

  private expr(expr: Expr, pad: string): string {
    const e = (inner: Expr): string => this.expr(inner, pad);
    switch (expr.k) {
      case 'lit':
        return typeof expr.value === 'string' ? JSON.stringify(expr.value) : String(expr.value);
      case 'format':
        return `format(${expr.parts.map(e).join(', ')})`;
      case 'var':
        return this.names[expr.id]!;
      case 'global':
        return `@${expr.name}`;
      case 'this':
      case 'super':
        return expr.k;
      case 'member':
        return `${e(expr.object)}${expr.optional ? '?.' : '.'}${expr.name}`;
      case 'index':
        return `${e(expr.object)}[${e(expr.index)}]`;
      case 'call': {
        const args = expr.args.map(
          (arg) =>
            (arg.spread ? (arg.spread === 'list' ? '...' : '**') : '') +
            (arg.name ? `${arg.name}=` : '') +
            e(arg.value),
        );
        const list = expr.argsRange || args.length > 0 ? `(${args.join(', ')})` : '';
        return `${expr.construct ? 'new ' : ''}${e(expr.callee)}${expr.optional ? '?.' : ''}${list || '()'}`;
      }
      case 'object':
        return `{${expr.entries.map((entry) => this.entry(entry, pad)).join(', ')}}`;
      case 'list': {
        const items = expr.items.map((item) => (item.spread ? '...' : '') + e(item.value));
        return expr.of === 'union' ? `(${items.join(' | ')})` : `${expr.of ?? ''}[${items.join(', ')}]`;
      }
      case 'func':
        return this.func(this.module.functions[expr.fn]!, pad);
      case 'class':
        return this.class(this.module.classes[expr.class]!, pad);
      case 'cond':
        return `(${e(expr.test)} ? ${e(expr.then)} : ${e(expr.else)})`;
      case 'logic':
        return `(${e(expr.left)} ${expr.op} ${e(expr.right)})`;
      case 'binary':
        return `(${e(expr.left)} ${expr.op} ${e(expr.right)})`;
      case 'unary':
        return `${expr.op}${/\w$/.test(expr.op) ? ' ' : ''}${e(expr.value)}`;
      case 'await':
        return `await ${e(expr.value)}`;
      case 'yield':
        return expr.value ? `yield ${e(expr.value)}` : 'yield';
      case 'set':
        return `(${this.target(expr.target, pad)} ${expr.op ?? ''}= ${e(expr.value)})`;
      case 'import':
        return `import ${'.'.repeat(expr.level)}"${expr.specifier}"`;
      case 'cast':
        return `<${e(expr.type)}>${e(expr.value)}`;
      case 'generic':
        return `${e(expr.head)}<${expr.args.map(e).join(', ')}>`;
      case 'comprehension': {
        const tests = expr.tests.map((test) => ` if ${e(test)}`).join('');
        return `[${e(expr.element)} for${expr.async ? ' await' : ''} ${this.target(expr.target, pad)} of ${e(expr.iterable)}${tests}]`;
      }
      case 'sequence':
        return `(${expr.items.map(e).join(', ')})`;
      case 'unknown':
        return `?${expr.reason}(${expr.parts.map(e).join(', ')})`;
    }
  }

  private entry(entry: ObjectEntry, pad: string): string {
    switch (entry.e) {
      case 'prop':
        return `${entry.key}: ${this.expr(entry.value, pad)}`;
      case 'computed':
        return `[${this.expr(entry.key, pad)}]: ${this.expr(entry.value, pad)}`;
      case 'spread':
        return `...${this.expr(entry.value, pad)}`;
    }
  }

  /** `async name(x: T = 1): R` with its body below. */
  private func(fn: IrFunction, pad: string): string {
    const params = fn.params.map(
      (param) =>
        (param.rest ? (param.rest === 'list' ? '...' : '**') : '') +
        (param.field ? 'this.' : '') +
        this.target(param.target, pad) +
        (param.type ? `: ${this.expr(param.type, pad)}` : '') +
        (param.default ? ` = ${this.expr(param.default, pad)}` : ''),
    );
    const decorators = fn.decorators.map((decorator) => `@(${this.expr(decorator, pad)}) `).join('');
    const head = `${decorators}${fn.async ? 'async ' : ''}${fn.lexicalThis ? 'arrow' : 'fn'}${fn.generator ? '*' : ''} ${fn.name}`;
    const type = fn.returnType ? `: ${this.expr(fn.returnType, pad)}` : '';
    return [`${head.trim()}(${params.join(', ')})${type}`, ...this.statements(fn.body, `${pad}  `)].join('\n');
  }

  private class(cls: IrClass, pad: string): string {
    const inner = `${pad}  `;
    const bases = cls.bases.length > 0 ? ` extends ${cls.bases.map((base) => this.expr(base, pad)).join(', ')}` : '';
    return [
      `${cls.typeOnly ? 'type' : 'class'} ${cls.name}${bases}`.trim(),
      ...cls.fields.map(
        (field) =>
          `${inner}${field.static ? 'static ' : ''}${field.name}` +
          (field.type ? `: ${this.expr(field.type, inner)}` : '') +
          (field.value ? ` = ${this.expr(field.value, inner)}` : ''),
      ),
      ...cls.methods.map((method) => {
        const words = [method.private && 'private', method.static && 'static', method.kind !== 'method' && method.kind];
        return `${inner}${[...words.filter(Boolean), method.name].join(' ')} = ${this.func(this.module.functions[method.fn]!, inner)}`;
      }),
    ].join('\n');
  }
}
