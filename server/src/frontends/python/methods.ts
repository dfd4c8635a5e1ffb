/** What a `def` is where it stands: a variable's value, a method, a property, the constructor. */
import type { FunctionId, IrMethod, Stmt } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { kidOf, range, type Context } from './context';
import { lowerFunction } from './functions';

/** Take Python's class as first argument without saying so. */
const IMPLICIT_CLASS_METHODS: ReadonlySet<string> = new Set(['__new__', '__init_subclass__', '__class_getitem__']);

/** A `def` where it stands: a variable, or in a class's body a method. */
export function defineFunction(cx: Context, node: Syntax, decorators: readonly Syntax[], out: Stmt[]): void {
  const name = kidOf(node, 'identifier');
  if (cx.scope.kind === 'class') {
    registerMethod(cx, node, decorators);
    return;
  }
  const fn = lowerFunction(cx, node, decorators, 'function');
  if (name)
    out.push({
      k: 'assign',
      target: cx.target(name),
      value: { k: 'func', fn, range: range(node) },
      range: range(node),
    });
}

const ACCESSORS: ReadonlySet<string> = new Set(['getter', 'setter', 'deleter']);

/** Lowers a `def` in a class's body and enters it; undefined when it is only a signature. */
export function registerMethod(cx: Context, node: Syntax, decorators: readonly Syntax[]): FunctionId | undefined {
  const nameNode = kidOf(node, 'identifier');
  const name = nameNode ? cx.textOf(nameNode) : '';
  const marks = decorators.map((one) => lastWord(cx, one));
  const isStatic = marks.includes('staticmethod');
  // `@x.setter` reads the property's getter; what it means is in the method's kind.
  const evaluated = decorators.filter((_, index) => !ACCESSORS.has(marks[index]!));
  const fn = lowerFunction(cx, node, evaluated, isStatic ? 'static' : 'method');
  if (marks.includes('overload') || marks.includes('deleter')) return undefined;
  const ofClass = isStatic || marks.includes('classmethod') || IMPLICIT_CLASS_METHODS.has(name);
  addMethod(cx, { name, fn, kind: kindOf(name, marks), static: ofClass, private: isPrivate(name) });
  return fn;
}

/** A later definition of the same name replaces the earlier one. */
export function addMethod(cx: Context, method: IrMethod): void {
  const methods = cx.scope.builder?.methods;
  if (!methods) return;
  const earlier = methods.findIndex((one) => one.name === method.name && one.kind === method.kind);
  if (earlier >= 0) methods.splice(earlier, 1);
  methods.push(method);
}

function kindOf(name: string, marks: readonly string[]): IrMethod['kind'] {
  if (name === '__init__') return 'constructor';
  if (marks.includes('setter')) return 'set';
  return marks.some((mark) => mark === 'getter' || mark.endsWith('property')) ? 'get' : 'method';
}

/** By convention; the runtime calls names with two underscores on both sides. */
export function isPrivate(name: string): boolean {
  return name.startsWith('_') && !(name.startsWith('__') && name.endsWith('__'));
}

/** `b` of `a.b` and of `a.b(…)`. */
export function lastWord(cx: Context, decorator: Syntax): string {
  const callee = decorator.type === 'call' ? decorator.kids[0] : decorator;
  const name = callee?.type === 'attribute' ? callee.kids[1] : callee;
  return name ? cx.textOf(name) : '';
}
