/**
 * A compact, deterministic text of an IR module, for tests of frontends: one line per statement, nesting by two spaces.
 *
 *     a = import 'zmq'            import; `import '..x'` has its dots in front (level 2)
 *     s = $open(`tcp://${h}`)     `$` marks a global, backticks a format
 *     x'2 = 1                     the second variable called x
 *     f = fn1   C = class0        bodies follow under `fn1 f(a, b = 1):` and `class0 C(Base):`
 */
import type { Arg, Expr, IrClass, IrFunction, IrModule, IrParam, ObjectEntry, Stmt, Target } from '../../server/src/ir/ir';

export interface PrintOptions {
  /** Show each expression's source text range as `‹start-end›` after calls, literals and names. Off by default. */
  readonly ranges?: boolean;
}

/** The whole module: body of function 0 without a header, then the other functions, then the classes. */
export function printModule(module: IrModule, options: PrintOptions = {}): string {
  return new Printer(module, options).module();
}

/** One expression of a module. */
export function printExpr(module: IrModule, expr: Expr): string {
  return new Printer(module, {}).expr(expr);
}

/** One target of a module. */
export function printTarget(module: IrModule, target: Target): string {
  return new Printer(module, {}).target(target);
}

class Printer {
  private readonly names: string[];

  constructor(
    private readonly ir: IrModule,
    private readonly options: PrintOptions,
  ) {
    const seen = new Map<string, number>();
    this.names = ir.vars.map((v) => {
      const count = (seen.get(v.name) ?? 0) + 1;
      seen.set(v.name, count);
      return count === 1 ? v.name : `${v.name}'${count}`;
    });
  }

  module(): string {
    const out: string[] = [];
    this.ir.functions.forEach((fn, id) => {
      if (id > 0) out.push(`fn${id} ${this.header(fn)}`);
      this.block(fn.body, id > 0 ? 1 : 0, out);
    });
    this.ir.classes.forEach((cls, id) => this.class(cls, id, out));
    return out.join('\n');
  }

  private header(fn: IrFunction): string {
    const flags = [fn.async && 'async', fn.generator && 'generator', fn.lexicalThis && 'lexical'].filter(Boolean).join(' ');
    const returns = fn.returnType ? ` -> ${this.expr(fn.returnType)}` : '';
    const decorators = fn.decorators.map((d) => `@${this.expr(d)} `).join('');
    return `${decorators}${flags ? `${flags} ` : ''}${fn.name}(${fn.params.map((p) => this.param(p)).join(', ')})${returns}:`;
  }

  private param(p: IrParam): string {
    const stars = p.rest === 'named' ? '**' : p.rest === 'list' ? '*' : '';
    const target = p.target.t === 'var' ? this.target(p.target) : `${p.name}=${this.target(p.target)}`;
    return `${p.field ? 'this.' : ''}${stars}${target}${p.type ? `: ${this.expr(p.type)}` : ''}${p.default ? ` = ${this.expr(p.default)}` : ''}`;
  }

  private class(cls: IrClass, id: number, out: string[]): void {
    const bases = cls.bases.length > 0 ? `(${cls.bases.map((b) => this.expr(b)).join(', ')})` : '';
    out.push(`${cls.typeOnly ? 'type ' : ''}class${id} ${cls.name}${bases}:`);
    for (const f of cls.fields) {
      out.push(`  ${f.static ? 'static ' : ''}${f.name}${f.type ? `: ${this.expr(f.type)}` : ''}${f.value ? ` = ${this.expr(f.value)}` : ''}`);
    }
    for (const m of cls.methods) {
      const flags = [m.static && 'static', m.private && 'private', m.kind !== 'method' && m.kind].filter(Boolean).join(' ');
      out.push(`  ${flags ? `${flags} ` : ''}${m.name} fn${m.fn}`);
    }
  }

  private block(body: readonly Stmt[], depth: number, out: string[]): void {
    for (const s of body) this.stmt(s, depth, out);
  }

  private stmt(s: Stmt, depth: number, out: string[]): void {
    const pad = '  '.repeat(depth);
    const line = (text: string): void => void out.push(pad + text);
    const nested = (body: readonly Stmt[]): void => this.block(body, depth + 1, out);
    switch (s.k) {
      case 'expr':
        return line(this.expr(s.value));
      case 'assign':
        return line(`${s.hoisted ? 'hoisted ' : ''}${this.target(s.target)} ${opText(s.op)} ${this.expr(s.value)}`);
      case 'if':
        line(`if ${this.expr(s.test)}:`);
        nested(s.then);
        if (s.else.length > 0) {
          line('else:');
          nested(s.else);
        }
        return;
      case 'loop': {
        const head =
          s.kind === 'each'
            ? `for ${s.async ? 'await ' : ''}${s.target ? this.target(s.target) : '_'} of ${s.iterable ? this.expr(s.iterable) : '?'}`
            : `${s.testLast ? 'do-while' : 'while'}${s.test ? ` ${this.expr(s.test)}` : ''}`;
        line(`${head}${s.update ? `; ${this.expr(s.update)}` : ''}:`);
        return nested(s.body);
      }
      case 'try':
        line('try:');
        nested(s.body);
        for (const h of s.handlers) {
          line(`catch${h.types.length > 0 ? ` ${h.types.map((t) => this.expr(t)).join(' | ')}` : ''}${h.target ? ` as ${this.target(h.target)}` : ''}:`);
          nested(h.body);
        }
        if (s.finally.length > 0) {
          line('finally:');
          nested(s.finally);
        }
        return;
      case 'with':
        line(`${s.async ? 'async ' : ''}with ${s.items.map((i) => `${this.expr(i.value)}${i.target ? ` as ${this.target(i.target)}` : ''}`).join(', ')}:`);
        return nested(s.body);
      case 'return':
      case 'throw':
        return line(`${s.k}${s.value ? ` ${this.expr(s.value)}` : ''}`);
      case 'break':
      case 'continue':
        return line(s.k);
      case 'export':
        return line(`export ${s.name} ${this.expr(s.value)}`);
      case 'block':
        line('block:');
        return nested(s.body);
    }
  }

  target(t: Target): string {
    switch (t.t) {
      case 'var':
        return this.name(t.id);
      case 'member':
        return `${this.operand(t.object)}.${t.name}`;
      case 'index':
        return `${this.operand(t.object)}[${this.expr(t.index)}]`;
      case 'list':
        return `[${[...t.items.map((i) => (i ? this.target(i) : '')), ...(t.rest ? [`...${this.target(t.rest)}`] : [])].join(', ')}]`;
      case 'object':
        return `{${[
          ...t.props.map((p) => `${p.key}: ${this.target(p.target)}${p.default ? ` = ${this.expr(p.default)}` : ''}`),
          ...(t.rest ? [`...${this.target(t.rest)}`] : []),
        ].join(', ')}}`;
      case 'global':
        return `$${t.name}`;
      case 'unknown':
        return `?(${t.parts.map((p) => this.expr(p)).join(', ')})`;
    }
  }

  expr(e: Expr): string {
    const text = this.bare(e);
    return this.options.ranges ? `${text}‹${e.range.start}-${e.range.end}›` : text;
  }

  private bare(e: Expr): string {
    switch (e.k) {
      case 'lit':
        return e.value === undefined ? 'undefined' : `${e.bytes ? 'b' : ''}${JSON.stringify(e.value)}`;
      case 'format':
        return `\`${e.parts.map((p) => (p.k === 'lit' && typeof p.value === 'string' ? p.value : `\${${this.expr(p)}}`)).join('')}\``;
      case 'var':
        return this.name(e.id);
      case 'global':
        return `$${e.name}`;
      case 'this':
      case 'super':
        return e.k;
      case 'member':
        return `${this.operand(e.object)}${e.optional ? '?.' : '.'}${e.name}`;
      case 'index':
        return `${this.operand(e.object)}[${this.expr(e.index)}]`;
      case 'call':
        return `${e.construct ? 'new ' : ''}${this.operand(e.callee)}${e.optional ? '?.' : ''}(${e.args.map((a) => this.arg(a)).join(', ')})`;
      case 'object':
        return `{${e.entries.map((x) => this.entry(x)).join(', ')}}`;
      case 'list': {
        const items = e.items.map((i) => `${i.spread ? '...' : ''}${this.expr(i.value)}`);
        if (e.of === 'union') return `(${items.join(' | ')})`;
        return `${e.of && e.of !== 'list' ? e.of : ''}[${items.join(', ')}]`;
      }
      case 'func':
        return `fn${e.fn}`;
      case 'class':
        return `class${e.class}`;
      case 'cond':
        return `(${this.expr(e.test)} ? ${this.expr(e.then)} : ${this.expr(e.else)})`;
      case 'logic':
        return `(${this.expr(e.left)} ${e.op} ${this.expr(e.right)})`;
      case 'binary':
        return `(${this.expr(e.left)} ${e.op} ${this.expr(e.right)})`;
      case 'unary':
        return `(${e.op}${/\w$/.test(e.op) ? ' ' : ''}${this.expr(e.value)})`;
      case 'await':
        return `(await ${this.expr(e.value)})`;
      case 'yield':
        return e.value ? `(yield ${this.expr(e.value)})` : '(yield)';
      case 'set':
        return `(${this.target(e.target)} ${e.op ? opText(e.op) : ':='} ${this.expr(e.value)})`;
      case 'import':
        return `import '${'.'.repeat(e.level)}${e.specifier}'`;
      case 'cast':
        return `(${this.expr(e.value)} as ${this.expr(e.type)})`;
      case 'generic':
        return `${this.expr(e.head)}<${e.args.map((a) => this.expr(a)).join(', ')}>`;
      case 'comprehension':
        return `[${this.expr(e.element)} for ${e.async ? 'await ' : ''}${this.target(e.target)} of ${this.expr(e.iterable)}${e.tests.map((t) => ` if ${this.expr(t)}`).join('')}]`;
      case 'sequence':
        return `(${e.items.map((i) => this.expr(i)).join(', ')})`;
      case 'unknown':
        return `?${e.reason.replace(/\s+/g, '-')}(${e.parts.map((p) => this.expr(p)).join(', ')})`;
    }
  }

  /** What stands before a dot, a bracket or a parenthesis. */
  private operand(e: Expr): string {
    const text = this.expr(e);
    return e.k === 'import' ? `(${text})` : text;
  }

  private arg(a: Arg): string {
    const stars = a.spread === 'named' ? '**' : a.spread === 'list' ? '...' : '';
    return `${a.name === undefined ? '' : `${a.name}=`}${stars}${this.expr(a.value)}`;
  }

  private entry(x: ObjectEntry): string {
    if (x.e === 'prop') return `${x.key}: ${this.expr(x.value)}`;
    return x.e === 'computed' ? `[${this.expr(x.key)}]: ${this.expr(x.value)}` : `...${this.expr(x.value)}`;
  }

  private name(id: number): string {
    return this.names[id] ?? `!var${id}`;
  }
}

/** `op` may be kept with or without its `=`; both print as `+=`. */
function opText(op: string | undefined): string {
  if (op === undefined) return '=';
  return op.endsWith('=') ? op : `${op}=`;
}
